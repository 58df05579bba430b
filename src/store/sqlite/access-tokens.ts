import { GatewayError } from '../../model/error.ts'
import type { AccessToken, AccessTokens } from '../registry.ts'
import { noteAudit } from './audit.ts'
import type { Database } from './database.ts'

interface TokenRow {
  id: string
  subject: string
  role: AccessToken['role']
  groups: string
  note: string | null
  created_at: string
  expires_at: string | null
  revoked_at: string | null
  last_used: string | null
}

/** Never the hash: nobody who reads tokens needs it. */
const selectToken = `
  SELECT id, subject, role, groups, note, created_at, expires_at, revoked_at, last_used
  FROM access_token`

/** See `AccessTokens.addAccessToken`. Inside a transaction. */
export function addAccessToken(
  database: Database,
  token: Parameters<AccessTokens['addAccessToken']>[0],
  by: string,
): AccessToken {
  const { id, subject, role, groups } = token
  const added = database.run(
    `INSERT INTO access_token (id, hash, subject, role, groups, note, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    id,
    token.hash,
    subject,
    role,
    JSON.stringify(groups),
    token.note,
    new Date().toISOString(),
    token.expiresAt,
  )
  if (added === 0) throw new GatewayError('CONFLICT', { argument: 'id' })
  const detail = { token: id, subject, role, groups, expiresAt: token.expiresAt }
  noteAudit(database, { action: 'token.created', by, source: null, detail })
  return toToken(database.get<TokenRow>(`${selectToken} WHERE id = ?`, id) as TokenRow)
}

/** See `AccessTokens.accessTokenByHash`. */
export function readTokenByHash(database: Database, hash: string, now: string): AccessToken | null {
  const row = database.get<TokenRow>(`${selectToken} WHERE hash = ? AND revoked_at IS NULL`, hash)
  if (row === undefined) return null
  // What cannot be read as a time opens nothing.
  if (row.expires_at !== null && !(Date.parse(row.expires_at) > Date.parse(now))) return null
  return toToken(row)
}

/** See `AccessTokens.accessTokens`. */
export function readTokens(database: Database): AccessToken[] {
  return database.all<TokenRow>(`${selectToken} ORDER BY key DESC`).map(toToken)
}

/** See `AccessTokens.revokeAccessToken`. Inside a transaction. */
export function revokeAccessToken(database: Database, id: string, by: string): boolean {
  const revoked = database.run(
    'UPDATE access_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
    new Date().toISOString(),
    id,
  )
  if (revoked === 0) return false
  noteAudit(database, { action: 'token.revoked', by, source: null, detail: { token: id } })
  return true
}

const unusedOn = 'id = ?1 AND (last_used IS NULL OR last_used < ?2)'

/** Whether `noteTokenUse` has anything to write. */
export function isUseNew(database: Database, id: string, day: string): boolean {
  return database.get(`SELECT 1 FROM access_token WHERE ${unusedOn}`, id, day) !== undefined
}

/** See `AccessTokens.noteTokenUse`. Inside a transaction. */
export function noteTokenUse(database: Database, id: string, day: string): void {
  database.run(`UPDATE access_token SET last_used = ?2 WHERE ${unusedOn}`, id, day)
}

function toToken(row: TokenRow): AccessToken {
  return {
    id: row.id,
    subject: row.subject,
    role: row.role,
    groups: JSON.parse(row.groups),
    note: row.note,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsed: row.last_used,
  }
}
