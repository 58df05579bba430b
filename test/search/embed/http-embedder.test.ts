import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GatewayError } from '../../../src/model/index.ts'
import {
  createHttpEmbedder,
  type HttpEmbedder,
  type HttpEmbedderOptions,
} from '../../../src/search/embed/http-embedder.ts'
import { tempFolder } from '../../support/temp.ts'
import { type EmbeddingServer, embeddingServer, letterCounts } from './http-server.ts'

const never = new AbortController().signal

async function embedder(
  server: EmbeddingServer,
  options: Partial<HttpEmbedderOptions> = {},
): Promise<HttpEmbedder> {
  const made = createHttpEmbedder({
    url: server.url,
    model: 'nomic-embed-text',
    cache: join(await tempFolder(), 'embeddings.db'),
    policy: { backoff: 1 },
    ...options,
  })
  onTestFinished(() => made.close())
  return made
}

async function errorOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown
    throw thrown
  }
  throw new Error('it went well')
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, left, right] = [0, 0, 0]
  for (let at = 0; at < a.length; at++) {
    product += (a[at] ?? 0) * (b[at] ?? 0)
    left += (a[at] ?? 0) ** 2
    right += (b[at] ?? 0) ** 2
  }
  return product / Math.sqrt(left * right)
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `text number ${at}`)

describe('http embedder: what goes wrong', () => {
  test.each([
    ['a NaN, which JSON has as null', (vector: number[]) => [null, ...vector.slice(1)]],
    ['nothing but zeros', (vector: number[]) => vector.map(() => 0)],
    ['numbers too small to have a direction', (vector: number[]) => vector.map(() => 1e-30)],
    ['numbers past what 32 bits hold', (vector: number[]) => vector.map(() => 1e300)],
    ['no numbers', () => []],
  ])('http embedder: a vector of %s is refused', async (_, spoil) => {
    const server = await embeddingServer('ollama')
    server.change = (answer) => {
      const [first] = answer.data
      if (first !== undefined) first.embedding = spoil(first.embedding as number[])
      return answer
    }
    const error = await errorOf((await embedder(server)).embed(['a', 'b'], 'document', never))
    expect(error.code).toBe('ANSWER_INVALID')
  })

  test.each([
    ['too few', (data: unknown[]) => data.slice(1)],
    ['too many', (data: unknown[]) => [...data, data[0]]],
    ['one twice', (data: unknown[]) => [data[0], data[0]]],
  ])('http embedder: an answer with %s vectors is refused', async (_, spoil) => {
    const server = await embeddingServer('ollama')
    server.change = (answer) => ({ ...answer, data: spoil(answer.data) })
    const error = await errorOf((await embedder(server)).embed(['a', 'b'], 'document', never))
    expect(error.code).toBe('ANSWER_INVALID')
  })

  test('http embedder: a later answer with vectors of another length is an error, never mixed in', async () => {
    const server = await embeddingServer('ollama', 8)
    const made = await embedder(server)
    await made.embed(['first'], 'document', never)
    expect(made.dimensions).toBe(8)
    server.dimensions = 12
    const error = await errorOf(made.embed(['second'], 'document', never))
    expect(error.code).toBe('ANSWER_INVALID')
    expect(error.message).toContain('another length')
    expect(made.dimensions).toBe(8)
  })

  test('http embedder: vectors of two lengths in one answer are an error', async () => {
    const server = await embeddingServer('ollama', 8)
    server.change = (answer) => {
      const [first] = answer.data
      if (first !== undefined) first.embedding = [1, 2, 3]
      return answer
    }
    const made = await embedder(server)
    expect((await errorOf(made.embed(['a', 'b'], 'document', never))).code).toBe('ANSWER_INVALID')
    expect(made.dimensions).toBeNull()
  })

  test('http embedder: another length after a restart is an error, since the vectors are kept', async () => {
    const server = await embeddingServer('ollama', 8)
    const cache = join(await tempFolder(), 'embeddings.db')
    const before = await embedder(server, { cache })
    await before.embed(['first'], 'document', never)
    await before.close()
    server.dimensions = 12
    const after = await embedder(server, { cache })
    expect(after.dimensions).toBe(8)
    const error = await errorOf(after.embed(['second'], 'document', never))
    expect(error.message).toContain('another length')
  })

  test('http embedder: an error tells neither host, key nor text', async () => {
    const server = await embeddingServer('openai')
    const made = await embedder(server, { model: 'text-embedding-3-small', key: 'sk-wrong-key' })
    const error = await errorOf(made.embed(['a secret text'], 'query', never))
    expect(error.code).toBe('SOURCE_REFUSED')
    const told = [error.message, String(error.cause), (error.cause as Error | undefined)?.stack]
    for (const secret of ['127.0.0.1', 'sk-wrong', 'secret text'])
      expect(told.join(' ')).not.toContain(secret)
    expect(error.message).toContain('embedder')
  })

  test('http embedder: a model that the server has not is told at once', async () => {
    const server = await embeddingServer('ollama')
    const made = await embedder(server, { model: 'not-pulled' })
    const error = await errorOf(made.embed(['text'], 'document', never))
    expect(error.code).toBe('SOURCE_UNREACHABLE')
    expect(error.message).toContain('404')
    expect(server.asked).toHaveLength(1)
  })

  test('http embedder: a server that is not there is an error', async () => {
    const server = await embeddingServer('ollama')
    const made = await embedder(
      { ...server, url: 'http://127.0.0.1:1' },
      { policy: { backoff: 1 } },
    )
    expect((await errorOf(made.embed(['text'], 'document', never))).code).toBe('SOURCE_UNREACHABLE')
  })

  test('http embedder: an empty text is a fault of the caller, and nobody is asked', async () => {
    const server = await embeddingServer('openai')
    const error = await errorOf((await embedder(server)).embed([' '], 'document', never))
    expect(error.code).toBe('BAD_INPUT')
    expect(server.asked).toEqual([])
  })

  test('http embedder: an abort ends what is under way, and what had come is kept', async () => {
    const server = await embeddingServer('ollama')
    const made = await embedder(server, { batchTexts: 1, concurrency: 1 })
    const stop = new AbortController()
    server.change = (answer) => {
      if (server.asked.length === 2) {
        server.takes = 60_000
        setTimeout(() => stop.abort(), 20)
      }
      return answer
    }
    const error = await errorOf(made.embed(['a', 'b', 'c'], 'document', stop.signal))
    expect(error.code).toBe('CANCELLED')
    server.takes = 0
    server.change = (answer) => answer
    server.asked.length = 0
    await made.embed(['a', 'b', 'c'], 'document', never)
    expect(server.asked.flatMap(({ input }) => input).sort()).toEqual(['b', 'c'])
  })

  test('http embedder: with a signal that was aborted before, nobody is asked', async () => {
    const server = await embeddingServer('ollama')
    const error = await errorOf(
      (await embedder(server)).embed(['a'], 'document', AbortSignal.abort()),
    )
    expect(error.code).toBe('CANCELLED')
    expect(server.asked).toEqual([])
  })

  test('http embedder: one batch that fails ends the others', async () => {
    const server = await embeddingServer('ollama')
    server.odd.push({ status: 403, body: {} })
    const made = await embedder(server, { batchTexts: 1, concurrency: 2 })
    const error = await errorOf(made.embed(numbered(50), 'document', never))
    expect(error.code).toBe('SOURCE_FORBIDDEN')
    expect(server.asked.length).toBeLessThan(10)
  })

  test.each([
    'not a url',
    'ftp://example.org',
    'http://user:word@example.org',
    'http://e.org/?a=b',
  ])('http embedder: the address %s is refused before anything is asked', async (url) => {
    const cache = join(await tempFolder(), 'embeddings.db')
    expect(() => createHttpEmbedder({ url, model: 'm', cache })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })
})

describe('http embedder: what passes', () => {
  test.each([
    ['Ollama with too many waiting', 503, { error: { message: 'server busy' } }],
    ['TEI when it is overloaded', 429, { message: 'Model is overloaded', code: 429 }],
    ['a proxy', 502, '<html>Bad gateway</html>'],
  ])('http embedder: %s is asked again', async (_, status, body) => {
    const server = await embeddingServer('ollama')
    server.odd.push({ status, body }, { status, body })
    const [vector] = await (await embedder(server)).embed(['text'], 'document', never)
    expect(vector).toHaveLength(8)
    expect(server.asked).toHaveLength(3)
  })

  test('http embedder: Retry-After is waited for', async () => {
    const server = await embeddingServer('openai')
    server.odd.push({ status: 429, headers: { 'retry-after': '0.2' }, body: {} })
    const made = await embedder(server, {
      model: 'text-embedding-3-small',
      key: 'sk-test-0123456789',
    })
    const started = performance.now()
    await made.embed(['text'], 'document', never)
    expect(performance.now() - started).toBeGreaterThan(190)
  })

  test('http embedder: a query is not asked for again and again', async () => {
    const server = await embeddingServer('ollama')
    for (let at = 0; at < 9; at++) server.odd.push({ status: 503, body: {} })
    const error = await errorOf((await embedder(server)).embed(['text'], 'query', never))
    expect(error.code).toBe('SOURCE_UNREACHABLE')
    expect(server.asked).toHaveLength(2)
  })

  test('http embedder: a batch that is too large for the server is halved until it is not', async () => {
    const server = await embeddingServer('tei')
    const made = await embedder(server, { batchTexts: 100 })
    const texts = numbered(70)
    const vectors = await made.embed(texts, 'document', never)
    vectors.forEach((vector, at) => {
      expect(cosine(vector, letterCounts(texts[at] ?? '', 8))).toBeGreaterThan(0.999)
    })
    expect(server.asked.at(-1)?.input.length).toBeLessThanOrEqual(32)
  })

  test.each(['tei', 'vllm'] as const)(
    'http embedder: a text that is too long for %s is cut until it is not',
    async (kind) => {
      const server = await embeddingServer(kind)
      const made = await embedder(server, { model: 'BAAI/bge-small-en-v1.5' })
      const long = 'word '.repeat(400)
      const [short, cut] = await made.embed(['a short one', long], 'document', never)
      expect(cosine(short ?? [], letterCounts('a short one', 8))).toBeGreaterThan(0.999)
      expect(cut).toHaveLength(8)
      expect(server.asked.at(-1)?.input[0]).toMatch(/word$/)
    },
  )

  test('http embedder: a server that refuses every text is not asked without end', async () => {
    const server = await embeddingServer('vllm')
    server.odd.push(...Array.from({ length: 200 }, () => ({ status: 400, body: {} })))
    const made = await embedder(server, { batchTexts: 64 })
    const error = await errorOf(made.embed(numbered(64), 'document', never))
    expect(error.message).toContain('400')
    expect(server.asked.length).toBeLessThan(15)
  })
})

describe('http embedder: what it asks and gives', () => {
  test('http embedder: vectors come in the order of the texts, whatever the order of the answer', async () => {
    const server = await embeddingServer('vllm')
    server.change = (answer) => ({ ...answer, data: answer.data.toReversed() })
    const texts = ['aaa', 'bbb', 'ccc']
    const made = await embedder(server, { model: 'BAAI/bge-small-en-v1.5' })
    const vectors = await made.embed(texts, 'document', never)
    vectors.forEach((vector, at) => {
      expect(cosine(vector, letterCounts(texts[at] ?? '', 8))).toBeGreaterThan(0.999)
    })
  })

  test('http embedder: vectors that the server did not normalise are', async () => {
    const server = await embeddingServer('vllm')
    const made = await embedder(server, { model: 'BAAI/bge-small-en-v1.5' })
    const [vector] = await made.embed(['hippocampus'], 'document', never)
    expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
  })

  test('http embedder: an answer in base64 is read as one in numbers', async () => {
    const server = await embeddingServer('vllm')
    const right = await (await embedder(server, { model: 'BAAI/bge-small-en-v1.5' })).embed(
      ['some text'],
      'document',
      never,
    )
    server.change = (answer) => ({
      ...answer,
      data: answer.data.map((one) => ({
        ...one,
        embedding: Buffer.from(new Float32Array(one.embedding as number[]).buffer).toString(
          'base64',
        ),
      })),
    })
    const made = await embedder(server, { model: 'BAAI/bge-small-en-v1.5' })
    expect(await made.embed(['some text'], 'document', never)).toEqual(right)
    server.change = (answer) => ({
      ...answer,
      data: answer.data.map((one) => ({ ...one, embedding: 'AAAA' })),
    })
    expect((await errorOf(made.embed(['other'], 'document', never))).code).toBe('ANSWER_INVALID')
  })

  test.each([
    ['', '/v1/embeddings'],
    ['/', '/v1/embeddings'],
    ['/v1', '/v1/embeddings'],
    ['/v1/', '/v1/embeddings'],
    ['/proxy/openai', '/proxy/openai/v1/embeddings'],
  ])('http embedder: at the base %j it posts to %s', async (base, path) => {
    const server = await embeddingServer('ollama')
    const made = await embedder({ ...server, url: `${server.url}${base}` })
    await made.embed(['text'], 'document', never)
    expect(server.paths).toEqual([`POST ${path}`])
  })

  test('http embedder: the key is a bearer token, and there is none without', async () => {
    const server = await embeddingServer('openai')
    const model = 'text-embedding-3-small'
    await (await embedder(server, { model, key: 'sk-test-0123456789' })).embed(
      ['a'],
      'query',
      never,
    )
    await errorOf((await embedder(server, { model })).embed(['a'], 'query', never))
    expect(server.keys).toEqual(['Bearer sk-test-0123456789', null])
  })

  test('http embedder: queries and documents have each their own words before them', async () => {
    const server = await embeddingServer('ollama')
    const made = await embedder(server, { queryPrefix: 'query: ', documentPrefix: 'passage: ' })
    await made.embed(['mouse'], 'query', never)
    await made.embed(['mouse'], 'document', never)
    expect(server.asked.map(({ input }) => input)).toEqual([['query: mouse'], ['passage: mouse']])
  })

  test('http embedder: dimensions are asked for where they are wished, and only there', async () => {
    const server = await embeddingServer('ollama', 8)
    const [short] = await (await embedder(server, { dimensions: 4 })).embed(['a'], 'query', never)
    expect(short).toHaveLength(4)
    await (await embedder(server)).embed(['a'], 'query', never)
    expect(server.asked.map(({ dimensions }) => dimensions ?? null)).toEqual([4, null])
  })

  test('http embedder: a server that does not heed the dimensions is an error', async () => {
    const server = await embeddingServer('tei', 8)
    const made = await embedder(server, { dimensions: 4 })
    expect((await errorOf(made.embed(['a'], 'query', never))).code).toBe('ANSWER_INVALID')
  })

  test('http embedder: batches are cut by count and by characters, and so many are asked at once', async () => {
    const server = await embeddingServer('ollama')
    server.takes = 5
    const made = await embedder(server, { batchTexts: 4, batchCharacters: 100, concurrency: 2 })
    await made.embed(
      [...numbered(12), ...numbered(4).map((text) => text.padEnd(60, '.'))],
      'document',
      never,
    )
    expect(server.asked.map(({ input }) => input.length)).toEqual([4, 4, 4, 1, 1, 1, 1])
    expect(server.mostAtOnce).toBe(2)
  })

  test('http embedder: a text that is there twice is asked for once', async () => {
    const server = await embeddingServer('ollama')
    const [first, second] = await (await embedder(server)).embed(['a', 'a'], 'document', never)
    expect(first).toEqual(second)
    expect(server.asked.map(({ input }) => input)).toEqual([['a']])
  })

  test('http embedder: the id of the model tells no host, and changes with what changes vectors', async () => {
    const server = await embeddingServer('ollama')
    const options = [
      {},
      { model: 'bge-m3' },
      { dimensions: 4 },
      { queryPrefix: 'query: ' },
      { documentPrefix: 'query: ' },
    ]
    const ids = await Promise.all(options.map(async (one) => (await embedder(server, one)).id))
    expect(new Set(ids).size).toBe(options.length)
    expect(ids[0]).toMatch(/^nomic-embed-text-[0-9a-f]{12}$/)
    const moved = await embedder({ ...server, url: 'http://elsewhere.example.org' })
    expect(moved.id).toBe(ids[0])
  })
})
