import type { Listing } from './listing.ts'
import type { Shanoir } from './shanoir.ts'

/** What a harvest knows of the server. */
export interface Site {
  shanoir: Shanoir
  listing: Listing
  /** Rows that there are in all, as far as it was read. */
  expected: number
}
