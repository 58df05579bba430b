import { hash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { GatewayError } from '../../model/error.ts'
import type { Credentials, Tokens } from '../../sdk/connector.ts'
import { Database } from '../sqlite/database.ts'
import { createSeal, type Seal } from './seal.ts'

/** The name of its file in the data folder, beside the catalogue: that may be copied and shown, this may not. */
export const tokenFile = 'tokens.db'

/** Marks a file as a token store of the gateway: `AtlT` in ASCII. */
const applicationId = 0x41746c54
/** Milliseconds to wait for another process that is writing. */
const patience = 10_000

/** What is sealed: a token, and a fingerprint of the credentials that the source had when it came. */
const Kept = z.strictObject({ token: z.string().min(1), credentials: z.string().nullable() })

/** Tokens of sources in a file, encrypted. Several processes may have it open at once. */
export interface TokenStore {
  /** The tokens of one source with these credentials. */
  of(source: string, credentials: Credentials | null): Tokens
  /**
   * Keeps the token of a new login over any other.
   *
   * @throws {GatewayError} `CONFIG_INVALID` without a key to seal it with.
   */
  put(source: string, credentials: Credentials | null, token: string): void
  /** False when none was kept. */
  forget(source: string): boolean
  close(): void
}

/**
 * Opens the token store at `path`. Its file is made with the first token, for its owner alone to read.
 *
 * @param keys The first one seals; with the others what was sealed before can be opened, and is sealed anew as soon as it
 *   is read. None: nothing can be kept, and tokens last as long as the store is open.
 */
export function openTokenStore(path: string, keys: readonly Uint8Array[]): TokenStore {
  const seal = keys.length === 0 ? null : createSeal(keys)
  const memory = new Map<string, string>()
  let database: Database | null = null

  /** Null when there is no file, and none is to be made. */
  function opened(mode: 'read' | 'write'): Database | null {
    if (database === null && (mode === 'write' || existsSync(path))) database = openFile(path)
    return database
  }

  function sealedOf(from: Database, source: string): string | null {
    const row = from.get<{ sealed: string }>('SELECT sealed FROM token WHERE source = ?', source)
    return row?.sealed ?? null
  }

  function write(into: Database, by: Seal, source: string, kept: z.output<typeof Kept>): void {
    into.run(
      `INSERT INTO token VALUES (?, ?, ?) ON CONFLICT DO UPDATE
       SET sealed = excluded.sealed, at = excluded.at`,
      source,
      by.close(JSON.stringify(kept), source),
      new Date().toISOString(),
    )
  }

  function openedText(source: string, sealed: string): z.output<typeof Kept> {
    const text = seal?.open(sealed, source) ?? null
    if (text !== null) return Kept.parse(JSON.parse(text))
    const why = seal === null ? 'is not set' : 'is not the key that its login is kept under'
    const message = `The source needs a new login, or the key of its last one: ATLAS_SECRET_KEY ${why}.`
    throw new GatewayError('NEEDS_LOGIN', { source, message })
  }

  function tokensOf(source: string, credentials: Credentials | null): Tokens {
    const own = fingerprint(credentials)

    function read(from: Database): string | null {
      const sealed = sealedOf(from, source)
      if (sealed === null) return null
      const kept = openedText(source, sealed)
      return kept.credentials === own ? kept.token : null
    }

    /** What an older key has sealed is sealed with the first one, so that the older can be given up. */
    function sealAnew(into: Database): void {
      const sealed = sealedOf(into, source)
      if (seal === null || sealed === null || seal.isCurrent(sealed)) return
      into.write(() => {
        // Unless another process was first.
        if (sealedOf(into, source) !== sealed) return
        write(into, seal, source, openedText(source, sealed))
      })
    }

    return {
      async get() {
        const from = opened('read')
        if (from === null) return memory.get(source) ?? null
        const token = read(from)
        sealAnew(from)
        return token ?? memory.get(source) ?? null
      },
      async replace(used, next) {
        if (seal === null) {
          const newest = memory.get(source) ?? used
          if (newest === used) memory.set(source, next)
          return newest === used
        }
        const into = opened('write') as Database
        return into.write(() => {
          const newest = read(into) ?? used
          if (newest !== used) return false
          write(into, seal, source, { token: next, credentials: own })
          return true
        })
      },
    }
  }

  return {
    of: tokensOf,
    put(source, credentials, token) {
      if (seal === null) throw noKey()
      const into = opened('write') as Database
      into.write(() => write(into, seal, source, { token, credentials: fingerprint(credentials) }))
    },
    forget(source) {
      memory.delete(source)
      return (opened('read')?.run('DELETE FROM token WHERE source = ?', source) ?? 0) > 0
    },
    close() {
      database?.close()
      database = null
    },
  }
}

/** What to do where a token is to be kept and there is no key. */
export function noKey(): GatewayError {
  const message =
    'ATLAS_SECRET_KEY is not set, and a login is kept under no other key: 32 random bytes, as from "openssl rand -base64 32".'
  return new GatewayError('CONFIG_INVALID', { message })
}

function openFile(path: string): Database {
  mkdirSync(dirname(path), { recursive: true })
  // SQLite gives the files that it makes beside this one the same permissions.
  closeSync(openSync(path, 'a', 0o600))
  const connection = new DatabaseSync(path, { timeout: patience })
  try {
    const mark = connection.prepare('PRAGMA application_id').get()?.application_id
    const isNew = Number(mark) === 0
    if (!isNew && mark !== applicationId) throw new TypeError('the file is of another program')
    // A token that was used may be void: its successor is on the disk before anybody uses that.
    connection.exec('PRAGMA synchronous = FULL')
    // Nothing is left of one that was replaced.
    connection.exec('PRAGMA secure_delete = ON')
    connection.exec(
      'CREATE TABLE IF NOT EXISTS token (source TEXT PRIMARY KEY, sealed TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID',
    )
    if (isNew) connection.exec(`PRAGMA application_id = ${applicationId}`)
    return new Database(connection)
  } catch (cause) {
    connection.close()
    const message = 'The file of the logins is damaged or of another program.'
    throw new GatewayError('CONFIG_INVALID', { message, cause })
  }
}

/** The same for the same credentials. It is sealed with the token, so it helps nobody to guess them. */
function fingerprint(credentials: Credentials | null): string | null {
  if (credentials === null) return null
  const sorted = Object.entries(credentials).sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(sorted))
}
