import { createHash } from 'node:crypto'
import type { World } from './world.ts'

/** An entry of a tree, as git has it. */
export interface TreeEntry {
  path: string
  mode: string
  type: 'blob' | 'tree' | 'commit'
  sha: string
  size?: number
}

export interface Snapshot {
  commit: string
  tree: string
  /** Entries of each tree, one level, by its hash. */
  trees: ReadonlyMap<string, TreeEntry[]>
  /** Content of each blob, by its hash. */
  blobs: ReadonlyMap<string, Buffer>
  /** The same by path. */
  files: World
}

interface Folder {
  files: Map<string, Buffer>
  folders: Map<string, Folder>
}

/**
 * A world as a git repository. Symbolic links, submodules and executables are told by `modes`: paths with a mode other
 * than a plain file's.
 */
export function snapshotOf(world: World, modes: Readonly<Record<string, string>>): Snapshot {
  const trees = new Map<string, TreeEntry[]>()
  const blobs = new Map<string, Buffer>()

  function write({ files, folders }: Folder, above: string): string {
    const entries: TreeEntry[] = []
    for (const [path, bytes] of files) {
      const sha = shaOf('blob', bytes)
      blobs.set(sha, bytes)
      const mode = modes[above + path] ?? '100644'
      entries.push({ path, mode, type: 'blob', sha, size: bytes.length })
    }
    for (const [path, folder] of folders) {
      const sha = write(folder, `${above}${path}/`)
      entries.push({ path, mode: '040000', type: 'tree', sha })
    }
    entries.sort((a, b) => (a.path < b.path ? -1 : 1))
    const body = entries.map(({ mode, path, sha }) =>
      Buffer.concat([Buffer.from(`${Number(mode)} ${path}\0`), Buffer.from(sha, 'hex')]),
    )
    const sha = shaOf('tree', Buffer.concat(body))
    trees.set(sha, entries)
    return sha
  }

  const tree = write(folderOf(world), '')
  const commit = shaOf('commit', Buffer.from(`tree ${tree}\n\nall of it\n`))
  return { commit, tree, trees, blobs, files: new Map(world) }
}

/** All entries below a tree with their whole paths, folders before what they hold. */
export function recursive({ trees }: Snapshot, sha: string, above = ''): TreeEntry[] {
  return (trees.get(sha) ?? []).flatMap((entry) => {
    const whole = { ...entry, path: above + entry.path }
    return entry.type === 'tree'
      ? [whole, ...recursive({ trees } as Snapshot, entry.sha, `${whole.path}/`)]
      : [whole]
  })
}

function folderOf(world: World): Folder {
  const root: Folder = { files: new Map(), folders: new Map() }
  for (const [path, text] of world) {
    const steps = path.split('/')
    const name = steps.pop() ?? ''
    let folder = root
    for (const step of steps) {
      const next = folder.folders.get(step) ?? { files: new Map(), folders: new Map() }
      folder.folders.set(step, next)
      folder = next
    }
    folder.files.set(name, Buffer.from(text))
  }
  return root
}

function shaOf(type: string, bytes: Buffer): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')
}
