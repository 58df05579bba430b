import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** Whose manners are played, each from its documentation. */
export type Manners = 'ollama' | 'tei' | 'vllm' | 'openai'

export interface Asked {
  model: string
  input: string[]
  encoding_format?: string
  dimensions?: number
}

/** What a server answers out of the order of things. */
export interface OddAnswer {
  status?: number
  headers?: Record<string, string>
  /** As it stands when it is a string, else as JSON. */
  body: unknown
}

export interface EmbeddingServer {
  url: string
  /** Bodies of all requests, in the order in which they came. */
  readonly asked: Asked[]
  /** `authorization` of each, null where it had none. */
  readonly keys: (string | null)[]
  /** Paths of all. */
  readonly paths: string[]
  /** Most requests that were open at once. */
  mostAtOnce: number
  /** Length of its vectors. */
  dimensions: number
  /** Milliseconds that it takes over each. */
  takes: number
  /** Whether it is away: connections are cut. */
  isDown: boolean
  /** Answers in place of its own, first come first served. */
  readonly odd: OddAnswer[]
  /** Makes something else of each answer that would be right. */
  change: (answer: Answer, asked: Asked) => unknown
}

export interface Answer {
  object: 'list'
  data: { object: 'embedding'; index: number; embedding: (number | null)[] | string }[]
  model: string
  usage: { prompt_tokens: number; total_tokens: number }
}

interface Manner {
  key: string | null
  models: string[]
  /** Texts in one request. */
  mostTexts: number
  /** Characters of one text, in place of tokens. */
  mostCharacters: number
  /** Whether longer texts are cut without a word. */
  cuts: boolean
  normalises: boolean
  /** Whether `dimensions` is heeded; null: it is refused. */
  dimensions: boolean | null
  tooMany: number
  error(status: number, message: string): unknown
}

const openAiError = (type: string) => (status: number, message: string) => ({
  error: {
    message,
    type: status === 401 ? 'invalid_request_error' : type,
    param: null,
    code: null,
  },
})

/**
 * Ollama: `docs/openai.md` and its `openai` package. Text Embeddings Inference: its OpenAPI page, 413 for what is too
 * much and 429 when it is overloaded, at most 32 texts by default. vLLM: "OpenAI-Compatible Server", 400 for what is
 * too long. OpenAI: the API reference of `POST /v1/embeddings`, at most 2,048 texts.
 */
const manners: Record<Manners, Manner> = {
  ollama: {
    key: null,
    models: ['nomic-embed-text'],
    mostTexts: Number.POSITIVE_INFINITY,
    mostCharacters: 600,
    cuts: true,
    normalises: true,
    dimensions: true,
    tooMany: 400,
    error: openAiError('api_error'),
  },
  tei: {
    key: null,
    models: [],
    mostTexts: 32,
    mostCharacters: 600,
    cuts: false,
    normalises: true,
    dimensions: false,
    tooMany: 413,
    error: (code, message) => ({ message, code, type: code === 429 ? 'overloaded' : 'validation' }),
  },
  vllm: {
    key: null,
    models: ['BAAI/bge-small-en-v1.5'],
    mostTexts: Number.POSITIVE_INFINITY,
    mostCharacters: 600,
    cuts: false,
    normalises: false,
    dimensions: null,
    tooMany: 400,
    error: (code, message) => ({
      object: 'error',
      message,
      type: 'BadRequestError',
      param: null,
      code,
    }),
  },
  openai: {
    key: 'sk-test-0123456789',
    models: ['text-embedding-3-small'],
    mostTexts: 2_048,
    mostCharacters: 30_000,
    cuts: false,
    normalises: true,
    dimensions: true,
    tooMany: 400,
    error: openAiError('invalid_request_error'),
  },
}

/** The vector of a text: how often each letter is in it, by the number of the letter modulo the length. */
export function letterCounts(text: string, dimensions: number): number[] {
  const counts = new Array<number>(dimensions).fill(0)
  for (const letter of text) {
    const place = (letter.codePointAt(0) ?? 0) % dimensions
    counts[place] = (counts[place] as number) + 1
  }
  return counts
}

/** A server of embeddings with the manners of one that people run, until the test has finished. */
export async function embeddingServer(kind: Manners, dimensions = 8): Promise<EmbeddingServer> {
  const manner = manners[kind]
  let open = 0
  const served: EmbeddingServer = {
    url: '',
    asked: [],
    keys: [],
    paths: [],
    mostAtOnce: 0,
    dimensions,
    takes: 0,
    isDown: false,
    odd: [],
    change: (answer) => answer,
  }
  const server = createServer(async (request, response) => {
    if (served.isDown) {
      request.socket.destroy()
      return
    }
    open += 1
    served.mostAtOnce = Math.max(served.mostAtOnce, open)
    response.once('close', () => {
      open -= 1
    })
    const { status = 200, headers = {}, body } = await answerTo(request)
    const hand = () => send(response, status, headers, body)
    if (served.takes > 0) setTimeout(hand, served.takes)
    else hand()
  })

  async function answerTo(request: IncomingMessage): Promise<OddAnswer> {
    const asked = JSON.parse(await readText(request)) as Asked
    served.asked.push(asked)
    served.keys.push(request.headers.authorization ?? null)
    served.paths.push(`${request.method} ${request.url}`)
    const odd = served.odd.shift()
    if (odd !== undefined) return odd
    const refuse = (status: number, message: string): OddAnswer => {
      return { status, body: manner.error(status, message) }
    }
    if (manner.key !== null && request.headers.authorization !== `Bearer ${manner.key}`)
      return refuse(401, `Incorrect API key provided: ${request.headers.authorization}.`)
    if (manner.models.length > 0 && !manner.models.includes(asked.model))
      return refuse(404, `model "${asked.model}" not found`)
    if (asked.input.length === 0 || asked.input.includes(''))
      return refuse(400, 'input cannot be an empty string')
    if (asked.input.length > manner.mostTexts) {
      const message = `batch size ${asked.input.length} > maximum allowed batch size ${manner.mostTexts}`
      return refuse(manner.tooMany, message)
    }
    const long = asked.input.find((text) => text.length > manner.mostCharacters)
    if (long !== undefined && !manner.cuts)
      return refuse(manner.tooMany, `maximum context length exceeded by ${long}`)
    if (asked.dimensions !== undefined && manner.dimensions === null)
      return refuse(400, 'Model does not support matryoshka representation')
    const length =
      manner.dimensions === true ? (asked.dimensions ?? served.dimensions) : served.dimensions
    return { body: served.change(rightAnswer(asked, length), asked) }
  }

  function rightAnswer(asked: Asked, length: number): Answer {
    return {
      object: 'list',
      data: asked.input.map((text, index) => {
        const counts = letterCounts(text.slice(0, manner.mostCharacters), length)
        const norm = manner.normalises ? Math.hypot(...counts) : 1
        return { object: 'embedding', index, embedding: counts.map((count) => count / norm) }
      }),
      model: asked.model,
      usage: { prompt_tokens: 1, total_tokens: 1 },
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  })
  return served
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: unknown,
): void {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
