import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHttpEmbedder } from '../../../src/search/embed/http-embedder.ts'
import {
  createQueryVectors,
  type QueryVectors,
  type QueryVectorsOptions,
} from '../../../src/search/embed/query-vectors.ts'
import { tempFolder } from '../../support/temp.ts'
import { type EmbeddingServer, embeddingServer } from './http-server.ts'

interface Opened {
  server: EmbeddingServer
  vectors: QueryVectors
  told: string[]
  model: string
}

async function open(options: Partial<QueryVectorsOptions> = {}): Promise<Opened> {
  const server = await embeddingServer('tei')
  const embedder = createHttpEmbedder({
    url: server.url,
    model: 'm',
    cache: join(await tempFolder(), 'embeddings.db'),
    policy: { backoff: 1 },
  })
  onTestFinished(() => embedder.close())
  const told: string[] = []
  const { signal } = new AbortController()
  const log = (message: string) => told.push(message)
  const vectors = createQueryVectors({ embedder, signal, log, ...options })
  return { server, vectors, told, model: embedder.id }
}

/** Answers that make one request fail, however often it is made again. */
const broken = Array.from({ length: 2 }, () => ({ status: 503, body: '' }))

describe('vectors of queries', () => {
  test('query vectors: one query that fails rests alone, two in a row let all rest a while', async () => {
    const { server, vectors, told } = await open({ restMs: 200 })
    const fails = { code: 'SOURCE_UNREACHABLE' }
    server.odd.push(...broken)
    await expect(vectors.of('first')).rejects.toMatchObject(fails)
    await expect(vectors.of('first')).rejects.toMatchObject(fails)
    expect(server.asked).toHaveLength(2)
    server.odd.push(...broken)
    await expect(vectors.of('second')).rejects.toMatchObject(fails)
    await expect(vectors.of('third')).rejects.toMatchObject(fails)
    expect(server.asked).toHaveLength(4)
    expect(told).toHaveLength(1)
    await sleep(250)
    await vectors.of('third')
    await vectors.of('first')
    expect(told).toHaveLength(1)
    server.odd.push(...broken)
    await expect(vectors.of('fourth')).rejects.toMatchObject(fails)
    expect(told).toHaveLength(2)
  })

  test('query vectors: one that comes too late is there the next time', async () => {
    const { server, vectors } = await open({ deadlineMs: 50, restMs: 60_000 })
    server.takes = 200
    await expect(vectors.of('late')).rejects.toMatchObject({ code: 'TIMEOUT' })
    await sleep(400)
    expect((await vectors.of('late')).vector).toHaveLength(8)
    expect(server.asked).toHaveLength(1)
  })

  test('query vectors: the same query is asked for once, spaces around it or not', async () => {
    const { server, vectors, model } = await open()
    server.takes = 50
    const [one, other] = await Promise.all([vectors.of('mouse'), vectors.of(' mouse ')])
    expect(one).toBe(other)
    expect(one.model).toBe(model)
    expect(await vectors.of('mouse')).toBe(one)
    expect(server.asked.map(({ input }) => input)).toEqual([['mouse']])
  })
})
