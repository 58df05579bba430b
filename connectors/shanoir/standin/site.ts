import type { Account } from './accounts.ts'
import type { Quirks } from './quirks.ts'
import type { Statistics } from './statistics.ts'
import type { World } from './world.ts'

/** A request, as far as a Shanoir looks at it. */
export interface ShanoirRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}

/** One server: what it holds and how it behaves. */
export interface Site {
  world: World
  quirks: Quirks
  accounts: readonly Account[]
  statistics: Statistics
}

/** One request that was let in. */
export interface Asked {
  site: Site
  request: ShanoirRequest
  /** Null at what is open to everybody. */
  account: Account | null
  params: Record<string, string>
  /** Epoch milliseconds of the server's clock. */
  now: number
}

export type Handler<Answer> = (asked: Asked, account: Account) => Answer
