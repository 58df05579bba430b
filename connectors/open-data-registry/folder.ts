import { constants } from 'node:fs'
import { open, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { GatewayError } from '#sdk'
import { idOfFile, largestEntry } from './read-entry.ts'
import type { Unreadable } from './rows.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** A file of the folder: its bytes, or why it is not read. */
export type FileRead = { bytes: Uint8Array } | { problem: Unreadable['problem'] }

/** The entries of a folder on this machine. */
export interface EntryFolder {
  /** Ids by the order of their files' names. */
  readonly ids: readonly string[]
  /** Never follows a link that leads out of the folder, and never reads a file larger than an entry may be. */
  read(id: string): Promise<FileRead>
}

/**
 * Lists the `*.yaml` of `datasets/`, or of the folder itself where there is no such folder.
 *
 * @throws {GatewayError} `SOURCE_UNREACHABLE` when the folder is not there or may not be read.
 */
export async function openEntryFolder(folder: string): Promise<EntryFolder> {
  try {
    const root = await realpath(folder)
    const inside = (path: string) => path === root || path.startsWith(withSeparator(root))
    const below = join(root, 'datasets')
    const found = await realpath(below).catch(whenMissing(root))
    if (!inside(found)) {
      throw new GatewayError('SOURCE_UNREACHABLE', {
        message: 'The entries lie outside of the folder, which is not followed.',
      })
    }
    const names = await readdir(found)
    const ids = names.flatMap((name) => idOfFile(name) ?? []).sort()
    return { ids, read: (id) => readInside(join(found, `${id}.yaml`), inside) }
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown
    const message = 'The folder of the registry cannot be read.'
    throw new GatewayError('SOURCE_UNREACHABLE', { message, cause: thrown })
  }
}

async function readInside(path: string, inside: (path: string) => boolean): Promise<FileRead> {
  try {
    const target = await realpath(path)
    if (!inside(target)) return { problem: 'LEADS_OUTSIDE' }
    // Not followed if it became a link since, and not waited for if it is a pipe.
    const file = await open(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const info = await file.stat()
      if (!info.isFile()) return { problem: 'NOT_READABLE' }
      if (info.size > largestEntry) return { problem: 'TOO_LARGE' }
      return { bytes: await file.readFile() }
    } finally {
      await file.close()
    }
  } catch {
    // A folder of that name, a link to nothing, no right to read it, or gone since it was listed.
    return { problem: 'NOT_READABLE' }
  }
}

function whenMissing(instead: string): (thrown: NodeJS.ErrnoException) => string {
  return (thrown) => {
    if (thrown.code === 'ENOENT') return instead
    throw thrown
  }
}

function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : path + sep
}
