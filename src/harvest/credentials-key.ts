import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Credentials } from '../sdk/connector.ts'

/** No connector's credentials have this name. */
const keptToken = '~token'
const derive = promisify<string, string, number, Buffer>(scrypt)

/**
 * A fingerprint by which credentials that were refused are known again. Slow on purpose and under the installation's
 * own key: it is kept, and must not help anybody to guess them.
 */
export async function credentialsKey(
  credentials: Credentials,
  installationKey: string,
): Promise<string> {
  const sorted = Object.entries(credentials).sort(([a], [b]) => (a < b ? -1 : 1))
  return (await derive(JSON.stringify(sorted), installationKey, 16)).toString('base64url')
}

/**
 * The same for all that a source is logged in to with: its credentials, and a token that is kept for it. Null when it has
 * neither.
 */
export async function loginKey(
  credentials: Credentials | null,
  token: string | null,
  installationKey: string,
): Promise<string | null> {
  if (credentials === null && token === null) return null
  const all = { ...credentials, ...(token === null ? {} : { [keptToken]: token }) }
  return credentialsKey(all, installationKey)
}
