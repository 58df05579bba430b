import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { GatewayError } from '../model/index.ts'

/** Every lock held: a connection that nothing refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>()

/**
 * Keeps an index's folder for this process: two that write one index would each go by what they hold in memory. The
 * lock is the system's, so it ends with the process, however that ends.
 *
 * @param waitMs How long another process may take to let go, as at a restart. Default 5,000.
 * @throws {GatewayError} `CONFIG_INVALID` when another process keeps it.
 */
export function lockFolder(folder: string, waitMs = 5_000): { release(): void } {
  mkdirSync(folder, { recursive: true })
  const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: waitMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    const message = 'Another gateway serves this data folder.'
    throw new GatewayError('CONFIG_INVALID', { message, cause })
  }
  held.add(lock)
  const release = () => {
    held.delete(lock)
    lock.close()
  }
  return { release }
}
