import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Credentials } from '../sdk/connector.ts'

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
