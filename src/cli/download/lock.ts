import { open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { CommandError, exitCodes } from '../exit.ts'

const lockName = '.atlas-download.lock'

/**
 * Keeps a folder for one download at a time: two would write into the same files. A lock whose process is gone, since it
 * was killed, is taken over.
 *
 * @throws {CommandError} `FAILED` when another download is under way there.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const path = join(folder, lockName)
  const own = `${process.pid} ${hostname()}`
  for (let tries = 1; ; tries += 1) {
    try {
      const file = await open(path, 'wx')
      await file.writeFile(own)
      await file.close()
      return { release: () => rm(path, { force: true }) }
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
      const holder = await readFile(path, 'utf8').catch(() => '')
      if (tries > 1 || isAlive(holder)) {
        const message = `Another download into this folder is under way. If not, remove ${path}.`
        throw new CommandError(exitCodes.FAILED, message)
      }
      await rm(path, { force: true })
    }
  }
}

/** Of another machine nobody knows; half a lock is of one that was killed as it began. */
function isAlive(holder: string): boolean {
  const [, pid, host] = /^(\d+) (.+)$/.exec(holder) ?? []
  if (pid === undefined) return false
  if (host !== hostname()) return true
  try {
    process.kill(Number(pid), 0)
    return Number(pid) !== process.pid
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}
