import type { ActiveOrder, Order } from '#sdk/standin'
import { type Standin, type StandinRequest, startStandin } from '#sdk/standin'
import type { Account } from './standin/accounts.ts'
import type { Clock } from './standin/clock.ts'
import type { ShanoirCounts } from './standin/counts.ts'
import { drifted, emptied } from './standin/misbehaviour.ts'
import { personalWords } from './standin/personal.ts'
import type { Quirks } from './standin/quirks.ts'
import type { Readable } from './standin/readable.ts'
import { createShanoir, type ShanoirOptions } from './standin/serve.ts'
import { givenToken } from './standin/sessions.ts'
import { codeAt, stepAt } from './standin/totp.ts'
import type { Upstream } from './standin/upstream.ts'
import type { World } from './standin/world.ts'

export type { ShanoirCounts } from './standin/counts.ts'

import type { Misbehaviour } from './standin/misbehaviour.ts'

export { type Misbehaviour, misbehaviours } from './standin/misbehaviour.ts'
export { planted } from './standin/planted.ts'
export type { Quirks } from './standin/quirks.ts'
export type { Readable } from './standin/readable.ts'
export { studyIds } from './standin/sample.ts'
export type { Upstream } from './standin/upstream.ts'
export type { Dataset, Examination, Right, Study, Subject, World } from './standin/world.ts'

export interface ShanoirStandinOptions extends ShanoirOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
}

export interface Login {
  readonly username: string
  readonly password: string
  /** The code that the second factor shows now; null where the account has none. Each is good for one login. */
  readonly totp: string | null
  /** An offline token that is good from the start, and the same in every run. */
  readonly offlineToken: string
}

export interface ShanoirStandin extends Standin {
  /** Root of the host, without a slash at its end: what a source names. */
  readonly baseUrl: string
  /** Options of a source that reads this stand-in as nobody in particular. */
  readonly options: { baseUrl: string }
  /** An ordinary account: in each study in another way, see `studyIds`. */
  readonly member: Login
  /** Another one, with a second factor: signed what the member did not, and sees all centres. */
  readonly colleague: Login
  /** A member of nothing. */
  readonly stranger: Login
  /** Sees everything, and is a member of nothing. */
  readonly admin: Login
  readonly quirks: Quirks
  readonly counts: ShanoirCounts
  readonly upstream: Upstream
  /** What it holds, to be looked at; change it through `upstream`. */
  readonly world: World
  /** Orders what only a Shanoir does wrong; for all else there are `faults`, which strike first. */
  misbehave(order: Order<StandinRequest, Misbehaviour>): ActiveOrder
  /** Every word about people that it may send, names of subjects included. */
  personal(): string[]
  /** What a user reads; null is nobody in particular. */
  readable(username: string | null): Readable
}

/** The offline tokens of all accounts, before there is a stand-in that takes them. */
export const offlineTokens = {
  member: givenToken('mharvest'),
  colleague: givenToken('ckolleg'),
  stranger: givenToken('sfremd'),
  admin: givenToken('shanoir-admin'),
} as const

/**
 * Starts a Shanoir: its services behind their proxy, its search index and its Keycloak, over an invented site. Made
 * after its source (`fli-iam/shanoir-ng`, 4e4442a), so it too sends the front's page for wrong addresses, makes failures
 * of what it did not expect, shifts dates by a day, and tells rights that nothing comes of.
 */
export async function startShanoirStandin({
  port = 0,
  latency = 0,
  ...options
}: ShanoirStandinOptions = {}): Promise<ShanoirStandin> {
  const shanoir = createShanoir<StandinRequest>(options)
  const standin = await startStandin({
    handle: shanoir.handle,
    port,
    latency,
    pages: { empty: emptied, drift: drifted, listOf },
  })
  const { member, colleague, stranger, admin } = shanoir.members
  return Object.assign(standin, {
    baseUrl: standin.url,
    options: { baseUrl: standin.url },
    member: loginOf(member, shanoir.clock),
    colleague: loginOf(colleague, shanoir.clock),
    stranger: loginOf(stranger, shanoir.clock),
    admin: loginOf(admin, shanoir.clock),
    quirks: shanoir.quirks,
    counts: shanoir.counts,
    world: shanoir.world,
    upstream: shanoir.upstream,
    misbehave: shanoir.orders.add,
    personal: () => personalWords(shanoir.world),
    readable: shanoir.readable,
  })
}

/** As the account is now: passwords and codes change. */
function loginOf(account: Account, clock: Clock): Login {
  return {
    username: account.username,
    get password() {
      return account.password
    },
    get totp() {
      const { totpSecret } = account
      return totpSecret === null ? null : codeAt(totpSecret, stepAt(clock.now()))
    },
    offlineToken: givenToken(account.username),
  }
}

/** Pages of one list differ in their number, or in the id that they start from. Tokens are no list. */
function listOf({ method, path, query, body, nth }: StandinRequest): string {
  if (path.startsWith('/auth/')) return `token ${nth}`
  const rest = new URLSearchParams(query)
  rest.delete('page')
  const asked = body.toString().replaceAll(/datasetId:[[{][^\]}]*[\]}]/g, 'datasetId')
  return `${method} ${path}?${rest} ${asked}`
}
