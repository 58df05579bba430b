import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type Faults, fromFile, Key, Secret, Server } from './variables.ts'

export interface MeilisearchConfig {
  /** Without a trailing slash. */
  url: string
  /** How the names of its indexes begin. Default: what the keys were made for, else `atlas`. */
  prefix: string
  /** May search, and nothing else where the set-up made it; null: the server asks for no key. */
  searchKey: string | null
  /** Uid of the search key, which signs tenant tokens; null: not known. */
  searchKeyUid: string | null
  /** May write, and nothing else where the set-up made it; null as above. */
  writeKey: string | null
}

/** What setting up Meilisearch takes; no other work ever sees the master key. */
export interface MeilisearchSetup {
  url: string
  prefix: string
  masterKey: string
  /** Absolute path of the file for the keys that are made. Default `meilisearch-keys.json` in the data folder. */
  keysFile: string
}

export const meilisearchVariables = {
  MEILI_URL: Server,
  MEILI_KEY: Key,
  MEILI_SEARCH_KEY: Key,
  MEILI_KEYS_FILE: z.string().nullable().default(null),
  MEILI_INDEX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, - and _')
    .nullable()
    .default(null),
}
/** What the set-up reads besides. */
export const setupVariables = { MEILI_MASTER_KEY: Secret }

/** Of the file that `atlas meilisearch setup` writes, what is needed here. */
const KeysFile = z.object({
  prefix: z.string(),
  search: z.object({ uid: z.string(), key: z.string().min(1) }),
  write: z.object({ key: z.string().min(1) }),
})

const defaultPrefix = 'atlas'

type Environment = z.infer<z.ZodObject<typeof meilisearchVariables>> & { ATLAS_DATA: string }

/** Null without a server, and when what is missing stands in `faults`. */
export function meilisearchOf(environment: Environment, faults: Faults): MeilisearchConfig | null {
  const { MEILI_URL: url, MEILI_KEY: key, MEILI_SEARCH_KEY: searchKey } = environment
  if (url === null) return null
  const prefix = environment.MEILI_INDEX ?? defaultPrefix
  if (key === null && searchKey === null)
    return withKeysFile({ ...environment, MEILI_URL: url }, faults)
  if (environment.MEILI_KEYS_FILE !== null) {
    faults.set('MEILI_KEYS_FILE', 'expected either this or MEILI_KEY, not both')
  }
  if (key === null)
    faults.set('MEILI_KEY', 'expected the key to write with, beside MEILI_SEARCH_KEY')
  return { url, prefix, searchKey: searchKey ?? key, searchKeyUid: null, writeKey: key }
}

/** Null when what is missing stands in `faults`. */
export function setupOf(
  environment: Environment & { MEILI_MASTER_KEY: string | null },
  faults: Faults,
): MeilisearchSetup | null {
  const { MEILI_URL: url, MEILI_MASTER_KEY: masterKey } = environment
  if (url === null) faults.set('MEILI_URL', 'expected the address of Meilisearch')
  if (masterKey === null) {
    faults.set(
      'MEILI_MASTER_KEY',
      'expected the master key of Meilisearch, or its file in MEILI_MASTER_KEY_FILE',
    )
  }
  if (url === null || masterKey === null) return null
  const prefix = environment.MEILI_INDEX ?? defaultPrefix
  return { url, masterKey, prefix, keysFile: keysFileOf(environment) }
}

function withKeysFile(
  environment: Environment & { MEILI_URL: string },
  faults: Faults,
): MeilisearchConfig | null {
  const { MEILI_URL: url, MEILI_KEYS_FILE: named, MEILI_INDEX: wanted } = environment
  const path = keysFileOf(environment)
  if (named === null && !existsSync(path)) {
    const prefix = wanted ?? defaultPrefix
    return { url, prefix, searchKey: null, searchKeyUid: null, writeKey: null }
  }
  const file = KeysFile.safeParse(fromFile(path, JSON.parse))
  if (!file.success) {
    faults.set(
      'MEILI_KEYS_FILE',
      'expected a file that can be read and was written by atlas meilisearch setup',
    )
    return null
  }
  const { prefix, search, write } = file.data
  if (wanted !== null && wanted !== prefix) {
    faults.set('MEILI_INDEX', 'expected what the keys were made for, or nothing')
  }
  return { url, prefix, searchKey: search.key, searchKeyUid: search.uid, writeKey: write.key }
}

function keysFileOf({ MEILI_KEYS_FILE: named, ATLAS_DATA: data }: Environment): string {
  return resolve(named ?? join(data, 'meilisearch-keys.json'))
}
