import { GatewayError } from '../../model/index.ts'
import { byUtf8, type RawPage } from './listing.ts'
import type { S3Listing, S3Page } from './s3.ts'

/** One request for a page, by token or by the key to start after. */
export interface PageQuery {
  readonly listing: S3Listing
  readonly startAfter: string | undefined
  readonly token: string | null
}

/** The last character of Unicode: no key that goes on after a prefix comes after the prefix with it. */
const last = '\u{10FFFF}'
/** Empty pages in a row that say there is more. */
const mostEmpty = 100

/**
 * Goes through the pages of a listing: inside one iteration by the service's own tokens, which are right with a
 * delimiter whatever the service is, while `next` is a key to start after, which stays good when tokens have
 * ended. From the second page on the next one is asked for while the consumer works on the one before.
 *
 * @param ask Answers one page; null when a token is not accepted, any more or at all.
 * @throws {GatewayError} `ANSWER_INVALID` for a listing that does not go forward: keys out of order or outside the
 *   prefix, a page or token that came before, pages without an end. What `ask` throws.
 */
export async function* pagesOf(
  listing: S3Listing,
  ask: (query: PageQuery, signal: AbortSignal) => Promise<RawPage | null>,
): AsyncGenerator<S3Page> {
  const stop = new AbortController()
  const progress = createProgress(listing)
  const fetch = async (token: string | null): Promise<RawPage> => {
    const query = { listing, startAfter: progress.startAfter }
    const page = await ask({ ...query, token }, stop.signal)
    // More was announced: an end without a single key is asked for in the other way before it is believed.
    const isSure = page !== null && (token === null || page.isTruncated || isShown(page))
    const sure = isSure || token === null ? page : await ask({ ...query, token: null }, stop.signal)
    if (sure === null) throw invalid('does not go on where it stopped')
    return sure
  }
  try {
    let asked: Promise<RawPage> = fetch(null)
    for (let count = 1; ; count += 1) {
      const page = await asked
      const { isTruncated } = page
      const token = progress.take(page)
      const shown = isShown(page) || !isTruncated
      const next = isTruncated ? (progress.startAfter ?? null) : null
      // A consumer who wants one page is not charged for two.
      const isAhead = isTruncated && (count > 1 || !shown)
      if (isAhead) asked = quietly(fetch(token))
      if (shown) yield { objects: page.objects, prefixes: page.prefixes, next }
      if (!isTruncated) return
      if (!isAhead) asked = fetch(token)
    }
  } finally {
    stop.abort(new GatewayError('CANCELLED'))
  }
}

function isShown({ objects, prefixes }: RawPage): boolean {
  return objects.length + prefixes.length > 0
}

/** Whoever awaits it sees the failure; until then it is nobody's. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** How far a listing has come. */
function createProgress({ prefix = '', startAfter }: S3Listing) {
  /** Of empty pages in a row, and of the page before them. */
  const tokens = new Set<string>()
  let reached = startAfter
  let emptyPages = 0
  let isFirst = true

  function checked(names: readonly string[], mayHold: (name: string) => boolean): void {
    let before: string | undefined
    for (const name of names) {
      if (!name.startsWith(prefix)) throw invalid('tells keys outside the prefix asked for')
      const isNew = before === undefined ? mayHold(name) : byUtf8(before, name) < 0
      if (!isNew) throw invalid('is out of order, or tells keys twice')
      before = name
    }
  }
  const isAfter = (name: string) => reached === undefined || byUtf8(reached, name) < 0

  return {
    get startAfter() {
      return reached
    },
    /** Checks a page and moves on past it; gives the token of the next, null when there is none. */
    take({ objects, prefixes, isTruncated, token }: RawPage): string | null {
      checked(
        objects.map((object) => object.key),
        isAfter,
      )
      // A folder inside which the key to start after lies is told by what follows there.
      const mayRest = isFirst && reached?.endsWith(last) === false
      checked(prefixes, (name) => isAfter(name) || (mayRest && reached?.startsWith(name) === true))
      isFirst = false
      const lastKey = objects.at(-1)?.key
      const lastPrefix = prefixes.at(-1)
      for (const end of [lastKey, lastPrefix === undefined ? undefined : lastPrefix + last]) {
        if (end !== undefined && isAfter(end)) reached = end
      }
      const isEmpty = objects.length + prefixes.length === 0
      emptyPages = isEmpty ? emptyPages + 1 : 0
      if (!isTruncated) return null
      if (emptyPages > mostEmpty) throw invalid('has no end')
      if (token === null && isEmpty) throw invalid('does not go on where it stopped')
      if (token !== null && tokens.has(token)) throw invalid('gives the same token twice')
      if (!isEmpty) tokens.clear()
      if (token !== null) tokens.add(token)
      return token
    },
  }
}

function invalid(what: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message: `The listing of the source ${what}.` })
}
