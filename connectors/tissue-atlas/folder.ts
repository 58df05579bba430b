import { constants } from 'node:fs'
import { open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { GatewayError } from '#sdk'
import { blobSha } from './blob.ts'
import { collections, isRead, largestPage, type Repository, type SiteFile } from './site.ts'

/** A checkout on this machine. Nothing outside of it is read: symbolic links are passed over. */
export function openFolder(folder: string, source: string): Repository {
  async function walk(below: string): Promise<string[]> {
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    const found = await Promise.all(
      entries.map((entry) => {
        const path = `${below}/${entry.name}`
        if (entry.isDirectory()) return walk(path)
        return entry.isFile() && isRead(path) ? [path] : []
      }),
    )
    return found.flat()
  }

  async function bytesOf(path: string): Promise<{ bytes: Uint8Array; size: number }> {
    // A link in place of a folder on the way counts like one in place of the file.
    const root = await realpath(folder)
    const file = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      if ((await realpath(join(root, path))) !== join(root, path)) throw new Error('a link')
      const { size } = await file.stat()
      return { bytes: size > largestPage ? Buffer.alloc(0) : await file.readFile(), size }
    } finally {
      await file.close()
    }
  }

  function unreadable(cause: unknown): GatewayError {
    return new GatewayError('SOURCE_UNREACHABLE', {
      source,
      message: 'A file of the folder cannot be read.',
      cause,
    })
  }

  return {
    async files() {
      try {
        const top = await readdir(folder, { withFileTypes: true })
        const present = collections.filter((name) =>
          top.some((entry) => entry.name === name && entry.isDirectory()),
        )
        const paths = (await Promise.all(present.map(walk))).flat().sort()
        const files: SiteFile[] = []
        for (const path of paths) {
          const { bytes, size } = await bytesOf(path)
          files.push({ path, sha: blobSha(bytes), size })
        }
        return files
      } catch (thrown) {
        throw unreadable(thrown)
      }
    },
    async text({ path, sha }) {
      const { bytes } = await bytesOf(path).catch((thrown: unknown) => {
        throw unreadable(thrown)
      })
      if (blobSha(bytes) !== sha) {
        throw new GatewayError('ANSWER_INVALID', {
          source,
          message: 'A file of the folder was changed while it was read.',
        })
      }
      return Buffer.from(bytes).toString('utf8')
    },
  }
}
