import type { ActiveOrder, Order } from '#sdk/standin'
import { type Standin, type StandinRequest, startStandin } from '#sdk/standin'
import type { Account } from './standin/accounts.ts'
import type { XnatCounts } from './standin/counts.ts'
import type { Quirks } from './standin/manners.ts'
import { drifted, emptied } from './standin/misbehaviour.ts'
import { personalWords } from './standin/personal.ts'
import { createXnat, type Readable, type XnatOptions } from './standin/serve.ts'
import type { Upstream } from './standin/upstream.ts'
import type { World } from './standin/world.ts'

export type { XnatCounts } from './standin/counts.ts'
export { type Quirks, type Version, versions } from './standin/manners.ts'

import type { Misbehaviour } from './standin/misbehaviour.ts'

export { type Misbehaviour, misbehaviours } from './standin/misbehaviour.ts'
export { planted } from './standin/planted.ts'
export type { Readable } from './standin/serve.ts'
export type { AliasToken } from './standin/tokens.ts'
export type { Upstream } from './standin/upstream.ts'
export type { Accessibility, Project, Scan, Session, Subject, World } from './standin/world.ts'

export interface XnatStandinOptions extends XnatOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
}

export interface Login {
  readonly user: string
  readonly password: string
}

export interface XnatStandin extends Standin {
  /** Root of the application, without a slash at its end: what a source names. */
  readonly baseUrl: string
  /** Options of a source that reads this stand-in as nobody in particular. */
  readonly options: { baseUrl: string }
  /** An ordinary account: member of one protected and one private project, and of nothing else. */
  readonly account: Login
  /** A member of nothing. */
  readonly visitor: Login
  /** Reads everything. */
  readonly admin: Login
  readonly quirks: Quirks
  readonly counts: XnatCounts
  readonly upstream: Upstream
  /** What it holds, to be looked at; change it through `upstream`. */
  readonly world: World
  /** Orders what only an XNAT does wrong; for all else there are `faults`, which strike first. */
  misbehave(order: Order<StandinRequest, Misbehaviour>): ActiveOrder
  /** Every word about people that it may send: what is planted, and birth dates of its subjects. */
  personal(): string[]
  /** What a user reads; null is nobody in particular. */
  readable(user: string | null): Readable
}

/**
 * Starts an XNAT: its REST interface with sessions, rights, tables and items, over an invented site. Made after its
 * documentation ("XNAT API") and its source (`NrgXnat/xnat`), so it too drops columns that it does not know, filters
 * rows after it has cut the page, and swallows some of its own errors.
 */
export async function startXnatStandin({
  port = 0,
  latency = 0,
  ...options
}: XnatStandinOptions = {}): Promise<XnatStandin> {
  const xnat = createXnat<StandinRequest>(options)
  const standin = await startStandin({
    handle: xnat.handle,
    port,
    latency,
    pages: { empty: emptied, drift: drifted, listOf },
  })
  const baseUrl = `${standin.url}${options.contextPath ?? ''}`
  const { harvester, visitor, admin } = xnat.accounts
  return Object.assign(standin, {
    baseUrl,
    options: { baseUrl },
    account: loginOf(harvester),
    visitor: loginOf(visitor),
    admin: loginOf(admin),
    quirks: xnat.quirks,
    counts: xnat.counts,
    world: xnat.world,
    upstream: xnat.upstream,
    misbehave: xnat.orders.add,
    personal: () => personalWords(xnat.world),
    readable: xnat.readable,
  })
}

/** As the account is now: passwords change. */
function loginOf(account: Account): Login {
  return {
    user: account.user,
    get password() {
      return account.password
    },
  }
}

/** Pages of one list differ in their offset. */
function listOf({ method, path, query }: StandinRequest): string {
  const rest = new URLSearchParams(query)
  rest.delete('offset')
  return `${method} ${path}?${rest}`
}
