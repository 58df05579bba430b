import type { Rejection } from '../../model/index.ts'

/** A record that would be another after a remap. */
export interface RemapExample {
  id: string
  title: string
  /** Top-level fields that differ, with both values as the API tells them. */
  fields: { field: string; before: unknown; after: unknown }[]
}

/** What applying the mapping of today to the rows that the catalogue keeps changes, or has changed. */
export interface RemapReport {
  source: string
  /** Whether it was applied; false: nothing was changed. */
  applied: boolean
  /** Rows that were mapped. */
  rows: number
  changed: number
  unchanged: number
  /** Rows that become no record any more. They keep the record they have. */
  rejected: number
  /** Why, at most 20. */
  rejections: readonly Rejection[]
  /**
   * How many records differ in each field, most first. `assets` and `row` are counted as fields: what is kept of the row, told
   * in examples as characters of its JSON.
   */
  fields: { field: string; records: number }[]
  /** At most 10. */
  examples: readonly RemapExample[]
}

/** What mapping the rejected rows of the newest harvest again has given. */
export interface ReplayReport {
  source: string
  /** Rejected rows that are kept. */
  rows: number
  /** Records that they became. */
  accepted: number
  /** Still rejected. */
  rejected: number
  rejections: readonly Rejection[]
  /** Rejected rows of which nothing is kept, since they failed their shape: a harvest has to read them again. */
  unreadable: number
}
