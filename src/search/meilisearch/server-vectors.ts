import type { VectorProgress } from '../forward/vectors.ts'
import type { Applier } from './apply.ts'
import { vectorLine } from './document.ts'
import { embedderOf } from './embedder.ts'
import { idOf, marker } from './fields.ts'
import type { Generation } from './generation.ts'
import type { MeiliServer } from './server.ts'

/** Records whose vectors are sent at a time; writes have their turn in between. */
const sentAtOnce = 2_000

/**
 * Takes all vectors of a model to the server: first into the documents, where they are not looked at, then the embedder,
 * which takes them from there at once. The server wants to know of every document whether it has one, so whatever is
 * written meanwhile has to speak of the model already. Settles when the server finds by them.
 *
 * @param onProgress Told after each batch, in records.
 * @throws {GatewayError} `INDEX_UNAVAILABLE`; what the server has by then does no harm, and all of it may be repeated.
 */
export async function bringVectors(
  server: MeiliServer,
  generation: Generation,
  applier: Applier,
  modelId: string,
  onProgress: (progress: VectorProgress) => void = () => {},
): Promise<void> {
  const { forward, uid } = generation
  const model = forward.vectors.models.find(({ id }) => id === modelId)
  if (model === undefined) return
  const embedder = embedderOf(modelId)
  let done = 0
  for (let last: number | null = -1; last !== null; ) {
    const after: number = last
    last = await applier.alone(async (coming) => {
      const stored = forward.vectors.stored(modelId, after, sentAtOnce)
      const lines = stored
        .filter(({ id }) => !coming.has(id))
        .map(({ id, row }) => vectorLine(idOf(id), embedder, row))
      if (after < 0) lines.push(vectorLine(marker, embedder, null))
      if (lines.length > 0) await server.amend(uid, lines)
      done += stored.length
      return stored.at(-1)?.doc ?? null
    })
    onProgress({ done, total: Math.max(done, forward.alive) })
  }
  await server.setEmbedders(uid, { [embedder]: model.dimensions })
  generation.embedders = [...new Set([...generation.embedders, embedder])]
}

/** Takes vectors of the model that serves to the server, of records that got theirs later than they were written. */
export async function bringSome(
  server: MeiliServer,
  { forward, uid }: Generation,
  applier: Applier,
  docs: readonly number[],
): Promise<void> {
  await applier.alone(async (coming) => {
    const { column, modelId } = forward.vectors
    if (column === null || modelId === null) return
    const embedder = embedderOf(modelId)
    const find = forward.statement('SELECT id FROM record WHERE doc = ?')
    const lines = docs.flatMap((doc) => {
      const id = find.get(doc)?.id
      // What comes again has no vector then, and gets one anew.
      if (id === undefined || coming.has(String(id))) return []
      return [vectorLine(idOf(String(id)), embedder, column.quantised(doc)?.row ?? null)]
    })
    if (lines.length > 0) await server.amend(uid, lines)
  })
}

/** Takes away the embedders of all models but the one that serves. */
export async function dropOtherEmbedders(
  server: MeiliServer,
  generation: Generation,
): Promise<void> {
  const { modelId } = generation.forward.vectors
  const kept = modelId === null ? null : embedderOf(modelId)
  const others = generation.embedders.filter((name) => name !== kept)
  await server.setEmbedders(generation.uid, Object.fromEntries(others.map((name) => [name, null])))
  generation.embedders = generation.embedders.filter((name) => name === kept)
}

/**
 * Finds out which vectors the index at the server has, and takes away what nobody asks for. A new index gets the embedder
 * of its model at once; where the server has lost vectors they have to be brought again (`bringVectors`).
 */
export async function meetVectors(server: MeiliServer, generation: Generation): Promise<void> {
  const { forward, uid } = generation
  const { vectors } = forward
  const present = await server.embedders(uid)
  const serving = vectors.models.find(({ id }) => id === vectors.modelId)
  const wanted = serving === undefined ? null : embedderOf(serving.id)
  generation.embedders = Object.keys(present)
  const change = Object.fromEntries(
    Object.entries(present)
      .filter(([name, dimensions]) => name !== wanted || dimensions !== serving?.dimensions)
      .map(([name]) => [name, null]),
  )
  await server.setEmbedders(uid, change)
  generation.embedders = generation.embedders.filter((name) => !(name in change))
  if (serving === undefined || wanted === null) return
  if (!generation.embedders.includes(wanted) && forward.alive === 0 && forward.position === 0) {
    await server.setEmbedders(uid, { [wanted]: serving.dimensions })
    generation.embedders = [...generation.embedders, wanted]
  }
  generation.hasVectors =
    generation.embedders.includes(wanted) &&
    (await server.countVectors(uid)) === (vectors.column?.count ?? 0)
}
