import { z } from 'zod'
import type { Checkpoint } from '#sdk'

/** The partition in which a harvest keeps where it stands; it holds no records. */
export const progressPartition = 'progress'

const Count = z.int().nonnegative()

/** Where the reading of a study's datasets stands. */
export const Progress = z.strictObject({
  study: z.int(),
  /** Whether it is read as a whole; else what was imported lately. */
  isWhole: z.boolean(),
  /** When it was begun, RFC 3339. */
  begun: z.string(),
  /** Number of the last dataset that was read; 0: none was. */
  last: Count,
  /** Datasets that were read; those of them that were acquired, not processed; those that the catalogue did not have. */
  read: Count,
  acquired: Count,
  fresh: Count,
  /** Datasets that the study had when it was begun. */
  total: Count,
  /** What the index counted of them then. */
  types: z.array(z.string()),
  natures: z.array(z.string()),
})
export type Progress = z.output<typeof Progress>

/** Where an interrupted harvest stood; null when it had begun no study, or was another version's. */
export function progressOf(left: Checkpoint | undefined): Progress | null {
  const read = Progress.safeParse(left ?? null)
  return read.success ? read.data : null
}
