import { LRUCache } from 'lru-cache'
import { GatewayError, toGatewayError } from '../../model/index.ts'
import type { GivenVector } from '../forward/vectors.ts'
import { cutAtWord, longestText } from './embedding-text.ts'
import type { HttpEmbedder } from './http-embedder.ts'

export interface QueryVectorsOptions {
  embedder: HttpEmbedder
  /** Ends what is under way. */
  signal: AbortSignal
  /** Milliseconds that a search waits for its vector. Default 1,500. */
  deadlineMs?: number
  /** Milliseconds after a failure in which the same query does not wait, and none does after two in a row. Default 5,000. */
  restMs?: number
  /** Told when vectors stay away, once until they come again. Default: nobody. */
  log?: (message: string, cause?: unknown) => void
}

/** Vectors of queries, some kilobytes each. */
const mostRemembered = 1_000

/** Vectors of queries from a server, remembered by text. */
export interface QueryVectors {
  /**
   * The vector of a query, soon. One that comes too late is there for the next search.
   *
   * @throws {GatewayError} `TIMEOUT`; else as the embedder throws.
   */
  of(query: string): Promise<GivenVector>
}

export function createQueryVectors(options: QueryVectorsOptions): QueryVectors {
  const { embedder, signal, deadlineMs = 1_500, restMs = 5_000, log = () => {} } = options
  const known = new LRUCache<string, GivenVector>({ max: mostRemembered })
  const underWay = new Map<string, Promise<GivenVector>>()
  /** The last failure, and how many there were since a vector came. One may be for its text. */
  let failed: { text: string; error: GatewayError; at: number; count: number } | null = null

  async function ask(text: string): Promise<GivenVector> {
    try {
      const [vector] = await embedder.embed([text], 'query', signal)
      const given = { model: embedder.id, vector: vector as Float32Array }
      known.set(text, given)
      failed = null
      return given
    } finally {
      underWay.delete(text)
    }
  }

  function asking(text: string): Promise<GivenVector> {
    let asked = underWay.get(text)
    if (asked === undefined) {
      asked = ask(text)
      // It goes on when nobody waits any more.
      asked.catch(() => {})
      underWay.set(text, asked)
    }
    return asked
  }

  return {
    async of(query) {
      const text = cutAtWord(query.trim(), longestText)
      const remembered = known.get(text)
      if (remembered !== undefined) return remembered
      const isResting = failed !== null && performance.now() - failed.at < restMs
      if (failed !== null && isResting && (failed.count > 1 || failed.text === text)) {
        throw failed.error
      }
      try {
        return await within(deadlineMs, asking(text))
      } catch (thrown) {
        const error = toGatewayError(thrown)
        if (failed === null && !signal.aborted) {
          log('the embedder gives no vectors of queries; they are ranked by words alone', error)
        }
        failed = { text, error, at: performance.now(), count: (failed?.count ?? 0) + 1 }
        throw error
      }
    },
  }
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new GatewayError('TIMEOUT')), milliseconds)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
