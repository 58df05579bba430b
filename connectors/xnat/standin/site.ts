import type { Reader } from './accounts.ts'
import type { Quirks, Version } from './manners.ts'
import { type Personal, personalOf } from './personal.ts'
import type { World } from './world.ts'

/** One server: what it holds and how it behaves. */
export interface Site {
  world: World
  quirks: Quirks
  version: Version
  /** Path below which the application is mounted; empty, or with its slash: `/xnat`. */
  contextPath: string
}

/** One request that was let in. */
export interface Asked {
  site: Site
  reader: Reader
  query: URLSearchParams
  params: Record<string, string>
  /** Number of the request. */
  turn: number
}

export function personal({ site }: Asked): Personal {
  return personalOf(site.quirks.plants)
}
