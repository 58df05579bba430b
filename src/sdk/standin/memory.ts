import type { Fault } from './faults.ts'
import type { Pages } from './misbehave.ts'
import type { StandinAnswer, StandinRequest } from './routes.ts'

/** What a stand-in must remember to misbehave like the real thing. */
export interface Memory {
  /** Whether the fault can strike this request: there is a page to repeat, or the credentials are the void ones. */
  isPossible(fault: Fault, request: StandinRequest): boolean
  keep(request: StandinRequest, answer: StandinAnswer | null): void
  /** The answer to the page before. */
  answerBefore(request: StandinRequest): StandinAnswer | null
  /** Makes the credentials of this request void, where none are yet. */
  expire(fault: Fault, request: StandinRequest): void
}

/** Lists whose last page is kept: a harvest of many thousand single things would else be kept whole. */
const mostLists = 200

export function createMemory({ listOf = pathOf }: Pages): Memory {
  const pages = new Map<string, { asked: string; answer: StandinAnswer | null }>()
  const expired = new WeakMap<Fault, string>()
  return {
    isPossible(fault, request) {
      if (fault.kind === 'repeated-page') {
        const before = pages.get(listOf(request))
        // The same page asked for again is no lie to repeat.
        return before !== undefined && before.asked !== askedBy(request)
      }
      if (fault.kind === 'token-expired') {
        return (expired.get(fault) ?? credentialsOf(request)) === credentialsOf(request)
      }
      return true
    },
    keep(request, answer) {
      const list = listOf(request)
      // The list read last comes last, so that the one to forget is the first.
      pages.delete(list)
      pages.set(list, { asked: askedBy(request), answer })
      if (pages.size > mostLists) pages.delete(pages.keys().next().value as string)
    },
    answerBefore(request) {
      return pages.get(listOf(request))?.answer ?? null
    },
    expire(fault, request) {
      if (!expired.has(fault)) expired.set(fault, credentialsOf(request))
    },
  }
}

function pathOf({ method, path }: StandinRequest): string {
  return `${method} ${path}`
}

function askedBy({ path, search, body }: StandinRequest): string {
  return `${path}${search} ${body.toString('latin1')}`
}

function credentialsOf({ headers }: StandinRequest): string {
  return `${headers.authorization ?? ''} ${headers.cookie ?? ''}`
}
