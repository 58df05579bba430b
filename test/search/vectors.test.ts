import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous, operator, type Ranking } from '../../src/model/index.ts'
import { explainAmong } from '../../src/search/answer.ts'
import { keepLsaVectors } from '../../src/search/embed/keep-vectors.ts'
import { EmbeddedIndex } from '../../src/search/embedded/index.ts'
import { readQuery } from '../../src/search/query.ts'
import { vectorFloor } from '../../src/search/rank/vector-only.ts'
import type { Hit } from '../../src/search/search-index.ts'
import { withNearness } from '../../src/search/similar.ts'
import { topicText, topicWords } from './embed/lsa/topics.ts'
import { batchOf, cursorKey, requestOf, type Thing, vocabulary } from './fixture.ts'

const mouse = 'NCBITaxon:10090'
const rat = 'NCBITaxon:10116'
/** Of four topics; of the first two words of each a record has one. */
const all: Thing[] = Array.from({ length: 400 }, (_, at) => {
  const { title, description, topic } = topicText(at)
  // The topic goes with the number, so the species must not.
  const species = [[mouse], [rat], []][Math.floor(at / 4) % 3] ?? []
  const discover = Math.floor(at / 4) % 10 === 9 ? { discover: ['lab'] } : {}
  return { id: `topic${topic}:${at}`, title, description, species, ...discover }
})
const byId = new Map(all.map((thing) => [thing.id, thing]))
const [sails = []] = topicWords

describe('an index with vectors', () => {
  const ending = new AbortController()
  let folder: string
  let index: EmbeddedIndex

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atlas-index-'))
    index = await EmbeddedIndex.open({ folder })
    await index.configure({ vocabulary, cursorKey })
    await index.apply(batchOf(all, 1))
    const keeper = keepLsaVectors({
      ...{ forward: () => index.forward, isIdle: () => true },
      ...{ signal: ending.signal, intervalMs: 10 },
    })
    await keeper.settled()
    ending.abort()
    await keeper.done
  })
  afterAll(async () => {
    ending.abort()
    await index.close()
    await rm(folder, { recursive: true, force: true })
  })

  const search = (query: string, ranking: Ranking) =>
    index.search(anonymous, requestOf({ query, ranking, explain: true, first: 100 }))
  const legsOf = ({ explanation }: Hit) => explanation?.legs.map(({ leg }) => leg)

  test('an explanation tells the legs that its ranking has', async () => {
    const legs = async (ranking: Ranking) => {
      const { hits, ranking: applied } = await search('yacht harbour mast', ranking)
      expect(applied).toBe(ranking)
      return new Set(hits.map((hit) => legsOf(hit)?.join()))
    }
    expect(await legs('LEXICAL')).toEqual(new Set(['LEXICAL']))
    expect([...(await legs('HYBRID'))][0]).toMatch(/LEXICAL.*VECTOR/)
    expect([...(await legs('SEMANTIC'))][0]).toMatch(/VECTOR/)
  })

  test('an explanation names at most three words that bring a record near, of its own and of the topic', async () => {
    const { hits } = await search('yacht', 'HYBRID')
    const near = hits.map(({ id, explanation }) => ({
      text: `${byId.get(id)?.title} ${byId.get(id)?.description}`.split(' '),
      terms: explanation?.terms ?? [],
    }))
    const withVector = near.filter(({ terms }) => terms.some(({ how }) => how === 'VECTOR'))
    expect(withVector.length).toBeGreaterThan(20)
    for (const { text, terms } of near) {
      const words = terms.filter(({ how }) => how === 'VECTOR')
      expect(words.length).toBeLessThanOrEqual(3)
      for (const { queried, matched } of words) {
        expect(queried).toBe('yacht')
        expect(text).toContain(matched)
      }
      // What matched as a word is told once.
      const told = terms.map(({ matched }) => matched)
      expect(new Set(told).size).toBe(told.length)
    }
    const named = withVector.flatMap(({ terms }) =>
      terms.filter(({ how }) => how === 'VECTOR').map(({ matched }) => matched),
    )
    const ofTopic = named.filter((word) => sails.includes(word))
    expect(ofTopic.length / named.length).toBeGreaterThan(0.7)
  })

  test('a place in the vector leg is by cosine, and a leg without a place has no score', async () => {
    const { hits } = await search('yacht harbour', 'HYBRID')
    const legs = hits.flatMap(({ explanation }) =>
      (explanation?.legs ?? []).filter(({ leg }) => leg === 'VECTOR'),
    )
    const placed = legs
      .filter(({ rank }) => rank !== null)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    expect(placed.length).toBeGreaterThan(20)
    const scores = placed.map(({ score }) => score as number)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const { rank, score } of legs) expect(rank === null).toBe(score === null)
  })

  test('behind the window a record is as near to the query as it was typed, and has no place', () => {
    const { forward } = index
    const read = readQuery({ forward, vocabulary }, operator, {
      query: 'yacht harbour',
      filter: null,
    })
    const { column } = forward.vectors
    if (read.vector === null || column === null) throw new Error('there are no vectors')
    const query = column.query(read.vector)
    const docOf = (id: string) => forward.docOf(id) as number
    const cosineOf = (id: string) => column.cosine(docOf(id), query)
    const window = ['topic0:4', 'topic0:8', 'topic1:1'].map((id) => ({ id, cosine: cosineOf(id) }))
    const entries = ['topic0:4', 'topic0:0'].map((id) => ({ id, doc: docOf(id) }))
    const explained = explainAmong(forward, read, entries, window)
    expect([...explained.keys()].sort()).toEqual(['topic0:0', 'topic0:4'])
    const legOf = (id: string) => explained.get(id)?.legs.find(({ leg }) => leg === 'VECTOR')
    expect(legOf('topic0:4')?.rank).toEqual(expect.any(Number))
    expect(legOf('topic0:0')).toEqual({ leg: 'VECTOR', rank: null, score: cosineOf('topic0:0') })
    expect(explained.get('topic0:0')?.terms.map(({ how }) => how)).toContain('VECTOR')
  })

  test('whyNot tells how near a record is and how near it would have to be', async () => {
    const ask = (query: string, id: string, ranking: Ranking = 'HYBRID') =>
      index.whyNot(operator, { query, filter: null, ranking }, id)
    const far = await ask('sailboat yacht harbour keel', 'topic1:1')
    expect(far).toMatchObject({ state: 'NOT_MATCHING', ranking: 'HYBRID' })
    expect(far.neededCosine).toBe(vectorFloor)
    expect(far.cosine).toBeLessThan(vectorFloor)
    const near = await ask('sailboat yacht harbour keel', 'topic0:0')
    expect(near.cosine).toBeGreaterThan(far.cosine as number)
    expect(await ask('"sailboat yacht" keel', 'topic0:0')).toMatchObject({ neededCosine: null })
    expect(await ask('yacht', 'topic0:0', 'LEXICAL')).toMatchObject({
      ...{ ranking: 'LEXICAL', cosine: null, neededCosine: null },
    })
  })

  test('whyNot gives the place of every hit, near ones and those with the words', async () => {
    const query = 'yacht harbour'
    const { hits, total } = await search(query, 'HYBRID')
    for (const [at, { id, explanation }] of hits.entries()) {
      if (at % 9 > 0) continue
      const why = await index.whyNot(anonymous, { query, filter: null, ranking: 'HYBRID' }, id)
      expect(why).toMatchObject({ state: 'RANKED', rank: at + 1, total, explanation })
    }
  })

  test('similar records are of the same topic, whatever words they have', async () => {
    const shares = await Promise.all(
      all.slice(0, 40).map(async ({ id }) => {
        const found = await index.similar(operator, id, 10)
        expect(found).toHaveLength(10)
        expect(found).not.toContain(id)
        const own = id.slice(0, id.indexOf(':'))
        return found.filter((other) => other.startsWith(`${own}:`)).length / 10
      }),
    )
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.9)
  })

  test('what records share and how near they are weigh the same, each against its best', () => {
    const { forward } = index
    const docs = ['topic0:0', 'topic0:4', 'topic1:1', 'topic2:2'].map((id) => forward.docOf(id))
    const [own, near, far, other] = docs as [number, number, number, number]
    const shared = new Map([
      [near, 0],
      [far, 3],
      [other, 1.5],
    ])
    const scores = withNearness(forward, own, shared)
    const { row } = forward.vectors.column?.quantised(own) ?? { row: [] }
    const cosines = forward.vectors.column?.cosines(forward.vectors.column.query(row), [
      near,
      far,
      other,
    ])
    const [best = 0, ...rest] = [...(cosines ?? [])].map((cosine) => Math.max(0, cosine))
    expect(best).toBeGreaterThan(Math.max(...rest))
    expect([...scores.keys()]).toEqual([near, far, other])
    const expected = [0.5, 0.5 + (rest[0] ?? 0) / best / 2, 0.25 + (rest[1] ?? 0) / best / 2]
    for (const [at, score] of [...scores.values()].entries()) {
      expect(score).toBeCloseTo(expected[at] as number, 6)
    }
  })

  test('similar records are of no other species, and those of none stay', async () => {
    const seen = new Set<string>()
    for (const { id, species = [] } of all.slice(0, 48)) {
      for (const other of await index.similar(operator, id, 100)) {
        const its = byId.get(other)?.species ?? []
        if (species.length > 0 && its.length > 0) expect(its).toEqual(species)
        seen.add(`${species[0] ?? 'none'} ${its[0] ?? 'none'}`)
      }
    }
    expect(seen).toContain(`${mouse} none`)
    expect(seen).toContain(`none ${rat}`)
  })

  test('what is hidden is similar to nothing, and nothing is to it', async () => {
    const hidden = all.filter(({ discover }) => discover !== undefined)
    expect(hidden.length).toBeGreaterThan(20)
    const ids = new Set(hidden.map(({ id }) => id))
    for (const { id } of all.slice(0, 40)) {
      const found = await index.similar(anonymous, id, 100)
      expect(found.filter((other) => ids.has(other))).toEqual([])
      expect(found.length > 0).toBe(!ids.has(id))
    }
  })
})
