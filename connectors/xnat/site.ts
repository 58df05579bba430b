import type { GatewayError } from '#sdk'
import type { ListedProject } from './listing.ts'
import type { Accessibility, Xnat } from './xnat.ts'

/** What a harvest knows of the site. */
export interface Site {
  xnat: Xnat
  /** All projects that the account may know of, by id. */
  listed: ReadonlyMap<string, ListedProject>
  rights: ReadonlyMap<string, Accessibility | GatewayError>
  /** Whether public projects are shown without a login. */
  isOpen: boolean
  /** Rows that there are in all, as far as lists were read. */
  expected: number
}
