import { sentPosition } from './apply.ts'
import { field, marker } from './fields.ts'
import type { Generation } from './generation.ts'
import type { MeiliServer } from './server.ts'
import { meetVectors } from './server-vectors.ts'
import { indexSettings } from './settings.ts'

/**
 * Makes sure that the server has the index of a generation, with its settings, and all that was ever sent to it.
 * False when it has lost something (a server whose data was deleted, or taken back to an older state): then the
 * generation is of no use any more.
 */
export async function meet(server: MeiliServer, generation: Generation): Promise<boolean> {
  const { uid, forward } = generation
  const isEmpty = forward.alive === 0 && forward.position === 0
  // Of a forward index that was lost: nobody knows any more what its numbers mean.
  if (isEmpty) await server.dropIndex(uid)
  else if (!(await holdsAll(server, generation))) return false
  await server.createIndex(uid)
  await server.applySettings(uid, indexSettings)
  await meetVectors(server, generation)
  return true
}

async function holdsAll(server: MeiliServer, generation: Generation): Promise<boolean> {
  const { uid, forward } = generation
  const sent = sentPosition(generation)
  const documents = await server.countDocuments(uid)
  if (documents === null) return sent === 0
  const found = await server.document(uid, marker, [field.id, 'position'])
  const position = Number(found?.position ?? 0)
  // It may be ahead by a batch that ended between the two: that batch comes again.
  if (position !== sent) return position > sent
  return documents === forward.alive + (sent === 0 ? 0 : 1)
}

/** Takes away indexes of ours that nobody uses: of generations before, or of a rebuild that was given up. */
export async function tidy(
  server: MeiliServer,
  prefix: string,
  used: readonly string[],
): Promise<void> {
  for (const uid of await server.indexes(prefix)) {
    if (!used.includes(uid)) await server.dropIndex(uid)
  }
}
