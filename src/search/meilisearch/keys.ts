import { createHash } from 'node:crypto'
import type { Key, KeyCreation } from 'meilisearch'
import { z } from 'zod'
import { Admin } from './admin.ts'
import { engineError, ServerFault } from './fault.ts'

const KeyShape = z.strictObject({
  /** UUID; stands in tenant tokens that are signed with the key. */
  uid: z.uuid(),
  key: z.string().min(1),
})

/** The keys that a gateway runs with, as they are kept in a file. The master key is not among them. */
export const MeiliKeysShape = z.strictObject({
  /** Both keys open the indexes whose uids begin with this and a hyphen, and no others. */
  prefix: z.string().regex(/^[A-Za-z0-9_-]+$/),
  /** May search. */
  search: KeyShape,
  /** May make, fill and drop indexes. May not search. */
  write: KeyShape,
})
export type MeiliKeys = z.infer<typeof MeiliKeysShape>

/** What `MeiliServer` does with each key; with one action less, one of its methods is refused. */
export const keyActions = {
  search: ['search'],
  write: [
    'indexes.create',
    'indexes.get',
    'indexes.delete',
    'settings.get',
    'settings.update',
    'documents.add',
    'documents.get',
    'documents.delete',
    'tasks.get',
    'stats.get',
  ],
} as const satisfies Record<string, KeyCreation['actions']>

const descriptions = {
  search: 'Searches the catalogue for Atlas Gateway.',
  write: 'Writes the index of Atlas Gateway.',
}

export interface CreateKeysOptions {
  url: string
  masterKey: string
  /** Of the uids of the indexes. */
  prefix: string
  /** Milliseconds for each request. Default 30,000. */
  deadlineMs?: number
}

/**
 * Makes the two keys of a gateway, neither of which ends by itself. Their uids follow from the prefix, and the server
 * makes a key from its uid and the master key: who asks again gets the same ones, also when they were deleted.
 *
 * @throws {GatewayError} `INDEX_UNAVAILABLE`, also when the server refuses the master key or has none.
 */
export async function createKeys(options: CreateKeysOptions): Promise<MeiliKeys> {
  const { url, masterKey, prefix, deadlineMs = 30_000 } = options
  const admin = new Admin({ url, key: masterKey, deadlineMs })
  try {
    return {
      prefix,
      search: await ensureKey(admin, 'search', prefix),
      write: await ensureKey(admin, 'write', prefix),
    }
  } catch (thrown) {
    throw thrown instanceof ServerFault ? engineError(thrown) : thrown
  }
}

async function ensureKey(
  admin: Admin,
  use: 'search' | 'write',
  prefix: string,
): Promise<MeiliKeys['search']> {
  const wanted = {
    uid: uidOf(use, prefix),
    name: `atlas-gateway ${use}`,
    description: descriptions[use],
    actions: [...keyActions[use]],
    indexes: [`${prefix}-*`],
    expiresAt: null,
  }
  const present = await admin.find((client) => client.getKey(wanted.uid))
  if (present !== null && opensTheSame(present, wanted))
    return { uid: present.uid, key: present.key }
  // What a key opens cannot be changed.
  if (present !== null) await admin.find((client) => client.deleteKey(wanted.uid))
  const { uid, key } = await admin.call((client) => client.createKey(wanted))
  return { uid, key }
}

function opensTheSame(present: Key, wanted: KeyCreation): boolean {
  const sorted = (list: readonly string[]) => JSON.stringify([...list].sort())
  return (
    present.expiresAt === null &&
    sorted(present.actions) === sorted(wanted.actions) &&
    sorted(present.indexes) === sorted(wanted.indexes)
  )
}

/** A UUID of version 4, as the server wants it, that is always the same. */
function uidOf(use: string, prefix: string): string {
  const bytes = createHash('sha256')
    .update(`atlas-gateway ${use} ${prefix}`)
    .digest()
    .subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}
