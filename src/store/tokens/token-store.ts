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

/** Secrets by the names of a connector's credentials. */
const Secrets = z.record(z.string(), z.string())

/** Tokens and secrets of sources in a file, encrypted. Several processes may have it open at once. */
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
  /**
   * Keeps what a registered source logs in with, over whatever was kept.
   *
   * @throws {GatewayError} `CONFIG_INVALID` without a key to seal it with.
   */
  putSecrets(source: string, secrets: Credentials): void
  /**
   * Null when none are kept.
   *
   * @throws {GatewayError} `NEEDS_LOGIN` when there are some that cannot be read.
   */
  secretsOf(source: string): Credentials | null
  /** Whether some are kept, readable or not. */
  hasSecrets(source: string): boolean
  /** What they are called, sorted; empty when none are kept, null when they cannot be read. */
  secretNames(source: string): string[] | null
  /** False when none were kept. */
  forgetSecrets(source: string): boolean
  /**
   * Seals everything anew under the first key, so that the others can be given up: all or nothing.
   *
   * @returns How many tokens and secrets there are, and how many of them another key had sealed.
   * @throws {GatewayError} `CONFIG_INVALID` without a key, or when one of them can be opened with none of the keys.
   */
  rotate(): { kept: number; anew: number }
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

  function sealedSecretsOf(from: Database, source: string): string | null {
    const row = from.get<{ sealed: string }>('SELECT sealed FROM secrets WHERE source = ?', source)
    return row?.sealed ?? null
  }

  function openedSecrets(source: string, sealed: string): Credentials | null {
    const text = seal?.open(sealed, labelOf(source)) ?? null
    return text === null ? null : Secrets.parse(JSON.parse(text))
  }

  function writeSecrets(into: Database, by: Seal, source: string, text: string): void {
    into.run(
      `INSERT INTO secrets VALUES (?, ?, ?) ON CONFLICT DO UPDATE
       SET sealed = excluded.sealed, at = excluded.at`,
      source,
      by.close(text, labelOf(source)),
      new Date().toISOString(),
    )
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
    putSecrets(source, secrets) {
      if (seal === null) throw noKey()
      const into = opened('write') as Database
      into.write(() => writeSecrets(into, seal, source, JSON.stringify(secrets)))
    },
    secretsOf(source) {
      const from = opened('read')
      const sealed = from === null ? null : sealedSecretsOf(from, source)
      if (sealed === null) return null
      const secrets = openedSecrets(source, sealed)
      if (secrets !== null) return secrets
      const why = seal === null ? 'is not set' : 'is not the key that they are kept under'
      const message = `The secrets of the source cannot be read: ATLAS_SECRET_KEY ${why}.`
      throw new GatewayError('NEEDS_LOGIN', { source, message })
    },
    hasSecrets(source) {
      const from = opened('read')
      return from !== null && sealedSecretsOf(from, source) !== null
    },
    secretNames(source) {
      const from = opened('read')
      const sealed = from === null ? null : sealedSecretsOf(from, source)
      if (sealed === null) return []
      const secrets = openedSecrets(source, sealed)
      return secrets && Object.keys(secrets).sort()
    },
    forgetSecrets(source) {
      return (opened('read')?.run('DELETE FROM secrets WHERE source = ?', source) ?? 0) > 0
    },
    rotate() {
      if (seal === null) throw noKey()
      const into = opened('read')
      if (into === null) return { kept: 0, anew: 0 }
      return into.write(() => {
        const counts = { kept: 0, anew: 0 }
        for (const [table, label] of [
          ['token', (source: string) => source],
          ['secrets', labelOf],
        ] as const) {
          const rows = into.all<{ source: string; sealed: string }>(
            `SELECT source, sealed FROM ${table}`,
          )
          for (const { source, sealed } of rows) {
            const text = seal.open(sealed, label(source))
            if (text === null) throw unopened(source)
            counts.kept += 1
            if (seal.isCurrent(sealed)) continue
            counts.anew += 1
            const again = seal.close(text, label(source))
            into.run(`UPDATE ${table} SET sealed = ? WHERE source = ?`, again, source)
          }
        }
        return counts
      })
    },
    close() {
      database?.close()
      database = null
    },
  }
}

/** No id of a source has a space in it: secrets are opened under no label of a token. */
function labelOf(source: string): string {
  return `secrets ${source}`
}

function unopened(source: string): GatewayError {
  const message = `What is kept of ${source} was sealed with another key than those of ATLAS_SECRET_KEY. Nothing was changed: add that key behind the first one, or forget its login.`
  return new GatewayError('CONFIG_INVALID', { source, message })
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
    connection.exec(
      'CREATE TABLE IF NOT EXISTS secrets (source TEXT PRIMARY KEY, sealed TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID',
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
