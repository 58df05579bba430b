import type { Checkpoint } from '#sdk'

/** The partition in which a harvest keeps where it stands; it holds no records. */
export const progressPartition = 'progress'

/** Where a harvest stands. */
export interface Progress {
  /** The project that is being read; null before the first one. */
  project: string | null
  /** Id of the last of its sessions that was dealt with; empty: none was. */
  last: string
  /** How many of them could not be read. */
  failed: number
  /** Sessions that lie in several projects and were met already: each is read once. */
  shared: ReadonlySet<string>
}

export function progressOf(left: Checkpoint | undefined): Progress {
  const { project, last, failed, shared } = (left ?? {}) as Partial<Record<string, Checkpoint>>
  return {
    project: typeof project === 'string' ? project : null,
    last: typeof last === 'string' ? last : '',
    failed: typeof failed === 'number' ? failed : 0,
    shared: new Set(Array.isArray(shared) ? shared.filter((id) => typeof id === 'string') : []),
  }
}

export function checkpointOf({ project, last, failed, shared }: Progress): Checkpoint {
  return { project, last, failed, shared: [...shared] }
}
