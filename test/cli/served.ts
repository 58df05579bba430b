import { expect } from 'vitest'
import { anonymous, operator, PUBLIC, type Viewer } from '../../src/model/index.ts'
import { ownerSubject } from '../gateway/catalogue.ts'
import { gated } from '../gateway/gated.ts'
import { openWorld, type World } from '../gateway/world.ts'
import { command } from '../support/run.ts'

export const ownerToken = 'owner-token-of-a-test'
export const strangerToken = 'stranger-token-of-a-test'
export const operatorToken = 'operator-token-of-a-test'

const owner = (subject: string): Viewer => ({ subject, groups: [PUBLIC], roles: ['owner'] })
const viewers: Record<string, Viewer> = {
  [`Bearer ${operatorToken}`]: operator,
  [`Bearer ${ownerToken}`]: owner(ownerSubject),
  [`Bearer ${strangerToken}`]: owner('another-team'),
}

/** Who asks, by the tokens above. */
export function viewerOf(request: Request): Viewer {
  return viewers[request.headers.get('authorization') ?? ''] ?? anonymous
}

export interface Served extends World {
  url: string
  /** The environment of its owner's shell. */
  shell: Record<string, string>
  /** The same of others. */
  as(token: string | null): Record<string, string>
}

/** Where a gateway listens, and the environments of those who ask it. */
export function shellsOf(url: string): Pick<Served, 'url' | 'shell' | 'as'> {
  const as = (token: string | null) => ({
    ATLAS_URL: url,
    ...(token !== null && { ATLAS_TOKEN: token }),
  })
  return { url, shell: as(ownerToken), as }
}

const sources = ['alpha', 'gamma'].map((id) => ({
  ...{ id, type: 'example', options: {}, schedule: null, allowPrivateAddresses: false },
}))

/** A gateway that listens, with a connector that is missing: harvests are not begun, and say so. */
export async function serve(): Promise<Served> {
  const world = await openWorld({ sources: sources.slice(0, 1) })
  return { ...world, ...shellsOf(await world.gateway({ viewerOf }).listen(0)) }
}

/** One where harvests of `alpha` and `gamma` are begun, and go on until they are let through or cancelled. */
export async function serveGated(): Promise<Served> {
  const connectors = new Map([['example', gated(3).connector]])
  const world = await openWorld({ connectors, sources })
  return { ...world, ...shellsOf(await world.gateway({ viewerOf }).listen(0)) }
}

/** A command line, whose shell it is typed into, the code that it ends with and what is told on stderr. */
type Refused = readonly [
  words: readonly string[],
  from: Record<string, string>,
  code: number,
  message: RegExp,
]

/** Runs all of them side by side, expects each to end as it says, and gives their ends. */
export async function refusals(cases: readonly Refused[]) {
  const ends = await Promise.all(cases.map(([words, from]) => command(words, from)))
  for (const [at, [words, , code, message]] of cases.entries()) {
    expect(ends[at], words.join(' ')).toMatchObject({
      ...{ code, out: '', err: expect.stringMatching(message) },
    })
  }
  return ends
}
