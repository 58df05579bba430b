import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import {
  byVector,
  openEmbedding,
  searching,
  sections,
  strangers,
  until,
} from './embedding-worker.ts'
import { type EmbeddingServer, embeddingServer } from './http-server.ts'

/** Texts that were sent to be embedded by a model, without queries. */
const textsAsked = ({ asked }: EmbeddingServer, model = 'm') =>
  asked.filter((one) => one.model === model).flatMap(({ input }) => input)

/** So many records, and others, with their vectors. */
async function served(count: number, besides: Record<string, string> = {}) {
  const server = await embeddingServer('tei', 64)
  const { write, start, at } = await openEmbedding()
  await write({ ...sections(count), ...besides })
  const index = await start(at(server))
  await index.caughtUp()
  await index.embedded()
  return { server, index, write }
}

describe('vectors of a server: what goes wrong', () => {
  test('vectors of a server: while it is away at the start, words alone are searched, and it is told once', async () => {
    const server = await embeddingServer('tei', 64)
    server.isDown = true
    const { write, start, at, told } = await openEmbedding()
    await write(sections(40))
    const index = await start(at(server))
    await index.caughtUp()
    const before = await searching(index, 'hippocampus')
    expect(before).toMatchObject({ ranking: 'LEXICAL', total: 8, warnings: [] })
    await until(() => told.length > 0)
    const news = () => told.filter((one) => one.includes('gives no vectors'))
    server.isDown = false
    await index.embedded()
    expect((await searching(index, 'hippocampus')).ranking).toBe('HYBRID')
    expect(news()).toHaveLength(1)
  })

  test('vectors of a server: a query that it does not answer is ranked by words, with a warning', async () => {
    const { server, index } = await served(20)
    server.isDown = true
    const answer = await searching(index, 'hippocampus')
    expect(answer).toMatchObject({
      ranking: 'LEXICAL',
      total: 4,
      warnings: [{ code: 'SOURCE_UNREACHABLE', argument: null }],
    })
    const filter = null
    const request = { query: 'hippocampus', filter, after: null, first: 100 }
    expect((await index.matches(anonymous, request)).ids).toHaveLength(4)
    const facet = { facet: 'KIND', matching: '', query: 'hippocampus', filter, first: 5 } as const
    expect(await index.facetValues(anonymous, facet)).toMatchObject([{ count: 4 }])
    server.isDown = false
    expect(await searching(index, 'thalamus')).toMatchObject({ ranking: 'HYBRID', warnings: [] })
  })

  test('vectors of a server: a query waits for a slow one no longer than a while, and has its vector the next time', async () => {
    const { server, index } = await served(20)
    server.takes = 2_000
    const started = performance.now()
    const late = await searching(index, 'hippocampus')
    expect(performance.now() - started).toBeLessThan(1_900)
    expect(late).toMatchObject({ ranking: 'LEXICAL', warnings: [{ code: 'TIMEOUT' }] })
    await until(async () => (await searching(index, 'hippocampus')).ranking === 'HYBRID')
    expect(server.asked.filter(({ input }) => input.includes('hippocampus'))).toHaveLength(1)
  })

  test('vectors of a server: a text that it never embeds is tried alone once and left without, after a restart too', async () => {
    const server = await embeddingServer('tei', 64)
    server.change = (answer, { input }) => {
      const at = input.findIndex((text) => text.includes('poison'))
      const spoilt = answer.data[at]
      if (spoilt !== undefined) spoilt.embedding = spoilt.embedding.length > 0 ? [null] : []
      return answer
    }
    const { write, start, at } = await openEmbedding()
    await write({ ...sections(80), ...strangers(60), bad: 'A section that is poison' })
    const index = await start(at(server))
    await index.caughtUp()
    await index.embedded()
    const answer = await searching(index, 'section')
    expect(answer.ranking).toBe('HYBRID')
    expect(byVector(answer).without).toEqual(['one:bad'])
    const alone = () =>
      server.asked.filter(({ input: [only, ...others] }) => {
        return others.length === 0 && only?.includes('poison')
      })
    expect(alone()).toHaveLength(1)
    const again = await start(at(server))
    await again.caughtUp()
    await again.embedded()
    await write({ other: 'Another section' })
    await again.caughtUp()
    await again.embedded()
    expect(byVector(await searching(again, 'section')).without).toEqual(['one:bad'])
    expect(alone()).toHaveLength(1)
  })

  test('vectors of a server: neither a key that is refused nor the address is told', async () => {
    const server = await embeddingServer('openai', 64)
    const { write, start, at, told } = await openEmbedding()
    await write(sections(5))
    const index = await start(at(server, 'text-embedding-3-small', 'sk-wrong-98765'))
    await index.caughtUp()
    await until(() => told.length > 0)
    expect(server.keys).toContain('Bearer sk-wrong-98765')
    expect(told.join('\n')).toContain('SOURCE_REFUSED')
    expect(told.join('\n')).not.toContain('98765')
    expect((await searching(index, 'section')).total).toBe(5)
  })
})

describe('vectors of a server', () => {
  test('vectors of a server: they serve all at once when they are complete, never some of them', async () => {
    const server = await embeddingServer('tei', 64)
    server.takes = 10
    const { write, start, at } = await openEmbedding()
    await write({ ...sections(100), ...strangers(100) })
    const index = await start(at(server))
    await index.caughtUp()
    const seen = new Set<string>()
    let isMaking = false
    for (let isDone = false; !isDone; ) {
      const answer = await searching(index, 'section')
      const { near, without } = byVector(answer)
      expect(Math.min(near.length, without.length)).toBe(0)
      expect(near.length > 0).toBe(answer.ranking === 'HYBRID')
      seen.add(answer.ranking)
      const { model, progress } = (await index.stats()).vectors
      isMaking ||= model === null && progress !== null && progress.done > 0
      isDone = model !== null && answer.ranking === 'HYBRID'
    }
    expect([...seen]).toEqual(['LEXICAL', 'HYBRID'])
    expect(isMaking).toBe(true)
    await index.embedded()
    expect((await index.stats()).vectors.progress).toBeNull()
  })

  test('vectors of a server: a vector is asked for where it counts, once a query', async () => {
    const { server, index } = await served(20)
    const before = server.asked.length
    const rankingOf = async (query: string, ranking: 'LEXICAL' | 'SEMANTIC' | 'HYBRID') =>
      (await searching(index, query, { ranking })).ranking
    expect(await rankingOf('hippocampus', 'LEXICAL')).toBe('LEXICAL')
    expect(await rankingOf('', 'HYBRID')).toBe('LEXICAL')
    expect(await rankingOf('one:s3', 'HYBRID')).toBe('LEXICAL')
    expect(server.asked.length).toBe(before)
    const answers = await Promise.all(
      ['HYBRID', 'SEMANTIC', 'HYBRID'].map((ranking) =>
        rankingOf('hippocampus', ranking as 'HYBRID' | 'SEMANTIC'),
      ),
    )
    expect(answers).toEqual(['HYBRID', 'SEMANTIC', 'HYBRID'])
    const { ids } = await index.matches(anonymous, {
      ...{ query: 'hippocampus', filter: null, after: null, first: 100 },
    })
    const { total } = await searching(index, 'hippocampus')
    expect(ids).toHaveLength(total)
    const [values] = await index.facetValues(anonymous, {
      ...{ facet: 'KIND', matching: '', query: 'hippocampus', filter: null, first: 5 },
    })
    expect(values?.count).toBe(total)
    expect(server.asked.length).toBe(before + 1)
  })

  test('vectors of a server: a changed record has no vector until its new one comes', async () => {
    const { server, index, write } = await served(20)
    const first = await searching(index, 'section')
    expect(byVector(first).near).toHaveLength(20)
    server.takes = 300
    await write({ s3: 'Section 3 of the zona incerta', s20: 'Section 20 of the zona incerta' })
    await index.caughtUp()
    const { near, without } = byVector(await searching(index, 'section'))
    expect(without.toSorted()).toEqual(['one:s20', 'one:s3'])
    expect(near).toHaveLength(19)
    await index.embedded()
    expect(byVector(await searching(index, 'section')).near).toHaveLength(21)
    expect(textsAsked(server).filter((text) => text.includes('zona incerta'))).toHaveLength(2)
  })

  test('vectors of a server: a record that changes while it is embedded does not get the vector of before', async () => {
    const server = await embeddingServer('tei', 64)
    const { write, start, at } = await openEmbedding()
    await write(sections(5))
    server.takes = 300
    const index = await start(at(server))
    await index.caughtUp()
    await until(() => server.asked.length > 0)
    await write({ s3: 'zzzz section zzzz zzzz zzzz' })
    await index.caughtUp()
    server.takes = 0
    await index.embedded()
    const { hits } = await searching(index, 'section zzzz zzzz zzzz zzzz', { ranking: 'SEMANTIC' })
    expect(hits[0]).toMatchObject({ id: 'one:s3' })
    const [leg] = hits[0]?.explanation?.legs ?? []
    expect(leg?.score).toBeGreaterThan(0.95)
    expect(textsAsked(server).filter((text) => text.includes('zzzz section'))).toHaveLength(1)
  })

  test('vectors of a server: of a model that finds everything alike, only what is nearer than usual matches', async () => {
    const server = await embeddingServer('tei', 64)
    // Cosines of .8 and more between any two texts, as e5 and its like have them.
    server.change = (answer, { input }) => {
      for (const [at, one] of answer.data.entries()) {
        const text = input[at] ?? ''
        const isOfMemory = /hippocampus|memory/.test(text)
        const topic = isOfMemory ? 1 : text.includes('philately') ? 2 : 3 + (text.length % 40)
        one.embedding = Array.from({ length: 64 }, (_, place) =>
          place === 0 ? 2 : place === topic ? 1 : 0,
        )
      }
      return answer
    }
    const { write, start, at } = await openEmbedding()
    await write({ ...sections(60), ...strangers(140) })
    const index = await start(at(server))
    await index.caughtUp()
    await index.embedded()
    const memory = await searching(index, 'memory')
    expect(memory.hits.map(({ id }) => Number(id.slice('one:s'.length)) % 5)).toEqual(
      Array(12).fill(0),
    )
    expect(memory.hits[0]?.explanation?.legs.at(-1)?.score).toBeGreaterThan(0.9)
    // A text of a topic of its own: nothing is about it, though everything has a cosine of .8.
    expect(await searching(index, 'philately of the nineteenth century')).toMatchObject({
      total: 0,
    })
  })

  test('vectors of a server: a rebuild asks for none again', async () => {
    const { server, index } = await served(100, strangers(100))
    const [before, texts] = [server.asked.length, textsAsked(server).length]
    expect(await index.rebuild()).toEqual({ generation: 2 })
    await index.embedded()
    const { near } = byVector(await searching(index, 'section'))
    expect(near).toHaveLength(100)
    // The query alone.
    expect(server.asked.length).toBe(before + 1)
    expect(textsAsked(server).length).toBe(texts + 1)
  })

  test('vectors of a server: those of another model are not compared with, and are there again after a restart', async () => {
    const server = await embeddingServer('tei', 64)
    const { write, start, at } = await openEmbedding()
    await write(sections(60))
    const first = await start(at(server, 'small'))
    await first.caughtUp()
    await first.embedded()
    const { model: small } = (await first.stats()).vectors
    expect(small).toMatch(/^small-/)
    server.dimensions = 32
    server.takes = 500
    const second = await start(at(server, 'large'))
    // Nobody can be asked for its vectors of queries any more.
    expect((await second.stats()).vectors.model).toBeNull()
    expect(await searching(second, 'amygdala')).toMatchObject({ ranking: 'LEXICAL', warnings: [] })
    await second.caughtUp()
    await second.embedded()
    expect((await searching(second, 'amygdala')).ranking).toBe('HYBRID')
    expect((await second.stats()).vectors.model).toMatch(/^large-/)
    server.takes = 0
    const documents = textsAsked(server, 'large').length
    const third = await start(at(server, 'large'))
    expect((await searching(third, 'amygdala')).ranking).toBe('HYBRID')
    expect(textsAsked(server, 'large').length).toBe(documents)
  })

  test('vectors of a server: a model of the catalogue serves until they are complete, and when they are wanted no more', async () => {
    const server = await embeddingServer('tei', 64)
    const { write, start, at } = await openEmbedding()
    await write(sections(320))
    const first = await start({ kind: 'lsa' })
    await first.caughtUp()
    await first.embedded()
    expect((await first.stats()).vectors.model).toMatch(/^lsa-/)
    server.takes = 20
    const second = await start(at(server))
    await second.caughtUp()
    const models = new Set<string | undefined>()
    for (let isDone = false; !isDone; ) {
      const { ranking } = await searching(second, 'hippocampus', { first: 1 })
      expect(ranking).toBe('HYBRID')
      const { model } = (await second.stats()).vectors
      models.add(model?.slice(0, 2))
      isDone = model?.startsWith('m-') ?? false
    }
    expect([...models]).toEqual(['ls', 'm-'])
    const third = await start({ kind: 'lsa' })
    await third.caughtUp()
    await third.embedded()
    expect((await third.stats()).vectors.model).toMatch(/^lsa-/)
    const none = await start({ kind: 'none' })
    expect((await none.stats()).vectors.model).toBeNull()
    expect((await searching(none, 'hippocampus')).ranking).toBe('LEXICAL')
  })

  test('vectors of the catalogue: a model that cannot be read is told and trained anew', async () => {
    const { write, start, stop, folder, told } = await openEmbedding()
    await write(sections(320))
    const first = await start({ kind: 'lsa' })
    await first.caughtUp()
    await first.embedded()
    await stop()
    const file = new DatabaseSync(join(folder, 'index', 'index-1.db'))
    file.exec("UPDATE model SET bytes = x'4c53414102000000' || zeroblob(40)")
    file.close()
    const second = await start({ kind: 'lsa' })
    await until(() => told.some((one) => one.includes('a model cannot be read')))
    await second.embedded()
    const { generation, vectors } = await second.stats()
    expect(generation).toBe(1)
    expect(vectors.model).toMatch(/^lsa-/)
    expect((await searching(second, 'hippocampus')).ranking).toBe('HYBRID')
  })
})
