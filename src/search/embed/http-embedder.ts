import { createHash } from 'node:crypto'
import { GatewayError } from '../../model/index.ts'
import type { HttpPolicy } from '../../sdk/http.ts'
import { createHttpClient, type OwnedHttpClient } from '../../sdk/http-client.ts'
import type { Log } from '../../sdk/log.ts'
import { cutAtWord } from './embedding-text.ts'
import { directionsOf, EmbeddingsAnswer, invalid } from './http-answer.ts'
import { batchesOf, eachAtOnce } from './http-batches.ts'
import { openHttpCache } from './http-cache.ts'
import { toUnit } from './http-vector.ts'

export interface HttpEmbedderOptions {
  /** The server, with or without `/v1`: `http://127.0.0.1:11434`. It may be at a private address. */
  url: string
  /** As the server names it. */
  model: string
  /** Sent as a bearer token; null: none is. Default null. */
  key?: string | null
  /** Written before queries, as they are: `query: ` for e5, say. Default empty. */
  queryPrefix?: string
  /** Written before documents: `passage: ` for e5, `search_document: ` for nomic. Default empty. */
  documentPrefix?: string
  /** Length of vectors to ask for, where a model has several; null: its own. Default null. */
  dimensions?: number | null
  /** Path of the file of vectors that were made before. */
  cache: string
  /** Bytes of vectors in it. Default 512 MiB. */
  cacheBytes?: number
  /** Texts in a request. Default 32, which is what Text Embeddings Inference takes. */
  batchTexts?: number
  /** Characters in a request. Default 64,000: some 16,000 tokens, which is what Text Embeddings Inference does at once. */
  batchCharacters?: number
  /** Requests for documents at once; queries have as many of their own. Default 2. */
  concurrency?: number
  /** Where the manners differ. */
  policy?: Partial<HttpPolicy>
  log?: Log
}

/** An embedder that asks a server: as `SyncModel`, but it takes a while, and may fail. */
export interface HttpEmbedder {
  readonly kind: 'async'
  /** Name of the model and a hash of all that its vectors depend on, without the host. */
  readonly id: string
  /** Length of vectors; null before the first. */
  readonly dimensions: number | null
  /**
   * Vectors of length one, in the order of `texts`. All or none; what came before an error is kept and not asked
   * for again.
   *
   * @throws {GatewayError} `BAD_INPUT` for an empty text; `ANSWER_INVALID` for vectors that are of another length than
   *   before, point nowhere, or are not one a text; `CANCELLED`; else as an HTTP client throws.
   */
  embed(
    texts: readonly string[],
    purpose: 'document' | 'query',
    signal: AbortSignal,
  ): Promise<Float32Array[]>
  close(): Promise<void>
}

/** Who asks a question is not kept waiting. */
const queryPolicy = { attempts: 2, totalTimeout: 10_000, maxRetryAfter: 2_000 }
/**
 * Statuses for what is too much at once or too long, which also stand for other things: 413 of Text Embeddings
 * Inference (422 in between), 400 of OpenAI and vLLM. Ollama cuts long texts itself.
 */
const tooMuch: readonly number[] = [400, 413, 422]
/** A text is not cut to less than this, in UTF-16 units. */
const shortestText = 200

/**
 * An embedder behind `POST /v1/embeddings`, as OpenAI, Ollama, Text Embeddings Inference and vLLM answer it.
 *
 * @throws {GatewayError} `CONFIG_INVALID` for an address or a policy that is not valid, or a cache that is not one.
 */
export function createHttpEmbedder(options: HttpEmbedderOptions): HttpEmbedder {
  const { model: name, key = null, queryPrefix = '', documentPrefix = '', log } = options
  const { dimensions: wished = null, concurrency = 2 } = options
  const limits = {
    texts: options.batchTexts ?? 32,
    characters: options.batchCharacters ?? 64_000,
  }
  const url = embeddingsUrl(options.url)
  const id = idOf(name, [wished, queryPrefix, documentPrefix])
  const client = (policy: Partial<HttpPolicy>) =>
    createHttpClient({
      origins: [url.origin],
      allowPrivateAddresses: true,
      policy: { concurrency, requestsPerSecond: 1_000, ...policy, ...options.policy },
      log,
    })
  const clients = { document: client({}), query: client(queryPolicy) }
  const cache = openHttpCache(options.cache, id, options.cacheBytes)

  async function ask(http: OwnedHttpClient, input: string[], signal: AbortSignal) {
    let status = 0
    try {
      const answer = await http.json(url.href, EmbeddingsAnswer, {
        method: 'POST',
        idempotent: true,
        headers: {
          'content-type': 'application/json',
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({
          model: name,
          input,
          encoding_format: 'float',
          ...(wished === null ? {} : { dimensions: wished }),
        }),
        signal,
        onHead: (head) => {
          status = head.status
        },
      })
      return directionsOf(answer, input.length)
    } catch (error) {
      if (tooMuch.includes(status)) throw new TooMuchError(error)
      throw error
    }
  }

  /** As `ask`, in halves where the server takes no more, and half of a text that is too long for it alone. */
  async function askInParts(
    http: OwnedHttpClient,
    input: string[],
    signal: AbortSignal,
  ): Promise<Int8Array[]> {
    try {
      return await ask(http, input, signal)
    } catch (error) {
      if (!(error instanceof TooMuchError)) throw error
      const [only = ''] = input
      if (input.length === 1) {
        if (only.length <= shortestText) throw error.cause
        const half = Math.max(shortestText, Math.floor(only.length / 2))
        return askInParts(http, [cutAtWord(only, half)], signal)
      }
      const middle = Math.ceil(input.length / 2)
      return [
        ...(await askInParts(http, input.slice(0, middle), signal)),
        ...(await askInParts(http, input.slice(middle), signal)),
      ]
    }
  }

  /** Vectors of one model have one length, in all answers and after a restart. */
  function checkLength(directions: readonly Int8Array[]): void {
    const expected = wished ?? cache.dimensions
    const other = directions.find(({ length }) => length !== (expected ?? length))
    if (other !== undefined) {
      throw invalid(
        'vectors of another length than before',
        new Error(`${other.length} dimensions in place of ${expected}`),
      )
    }
  }

  return {
    kind: 'async',
    id,
    get dimensions() {
      return cache.dimensions
    },
    async embed(texts, purpose, signal) {
      if (texts.some((text) => text.trim() === '')) {
        throw new GatewayError('BAD_INPUT', { message: 'An empty text has no embedding.' })
      }
      const prefix = purpose === 'query' ? queryPrefix : documentPrefix
      const inputs = texts.map((text) => prefix + text)
      const distinct = [...new Set(inputs)]
      const made = new Map<string, Int8Array>()
      cache.get(distinct).forEach((direction, at) => {
        if (direction !== undefined) made.set(distinct[at] as string, direction)
      })
      const missing = distinct.filter((input) => !made.has(input))
      try {
        const batches = batchesOf(missing, limits)
        await eachAtOnce(batches, concurrency, signal, async (batch, either) => {
          const directions = await askInParts(clients[purpose], batch, either)
          checkLength(directions)
          const pairs = batch.map((input, at) => [input, directions[at] as Int8Array] as const)
          cache.put(pairs)
          for (const [input, direction] of pairs) made.set(input, direction)
        })
      } catch (error) {
        throw signal.aborted
          ? new GatewayError('CANCELLED', { cause: signal.reason })
          : ofEmbedder(error)
      }
      return inputs.map((input) => toUnit(made.get(input) as Int8Array))
    },
    async close() {
      await Promise.all([clients.document.close(), clients.query.close()])
      cache.close()
    },
  }
}

/** Too many texts at once, or one that is too long, or else something that the same status stands for. */
class TooMuchError extends Error {
  override readonly name = 'TooMuchError'
  constructor(cause: unknown) {
    super('the embedder takes less at once', { cause })
  }
}

function embeddingsUrl(base: string): URL {
  const url = URL.parse(base)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username + url.password + url.search + url.hash !== ''
  ) {
    throw new GatewayError('CONFIG_INVALID', {
      message:
        'The address of the embedder is not an http or https address without a user name, ? or #.',
    })
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/embeddings`
  return url
}

function idOf(name: string, parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify([name, ...parts]))
  return `${name}-${hash.digest('hex').slice(0, 12)}`
}

/** The client speaks of a source, which this is not: the same with other words. */
function ofEmbedder(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error
  const message = error.message.replace(/\bsource\b/g, 'embedder')
  return new GatewayError(error.code, { message, cause: error.cause })
}
