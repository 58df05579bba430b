import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NumberRange, RecordFilter, Viewer } from '../../../src/model/index.ts'
import { meilisearch } from '../../support/meilisearch.ts'
import { cursorKey, documentOf, requestOf, type Thing, vocabulary } from '../fixture.ts'
import { type OpenedMeilisearch, openMeilisearch } from '../open-meilisearch.ts'
import { texts } from './nasty-texts.ts'

const server = await meilisearch()

/** Numbers that are written in many ways, and some that their neighbours are easily taken for. */
const numbers = (
  '0 5e-324 1e-300 1e-7 0.3 0.30000000000000004 0.92419 0.9241900000000001 1 1.5 7 402.09911666907203 1e21 ' +
  '123456789012345680000 1.7976931348623157e308 -5e-324 -1e-7 -0.9241900000000001 -1 -1e21 -1.7976931348623157e308'
)
  .split(' ')
  .map(Number)
const ends = [...numbers, ...'-0 2 1e300 -1e300 Infinity -Infinity NaN'.split(' ').map(Number)]

describe.skipIf(server === null)('an index at a server', () => {
  let opened: OpenedMeilisearch
  const search = (viewer: Viewer, request: Parameters<typeof requestOf>[0]) =>
    opened.index.search(viewer, requestOf({ first: 1_000, ...request }))
  const member = (...groups: string[]): Viewer => ({ subject: 'x', groups, roles: ['reader'] })
  const idOf = (number: number) => `group:${number}`

  beforeAll(async () => {
    opened = await openMeilisearch(server)
    await opened.index.configure({ vocabulary, cursorKey })
    const grouped = texts.map(
      (text, number): Thing => ({
        id: idOf(number),
        title: text,
        format: [text],
        discover: [text],
      }),
    )
    const measured = numbers.map(
      (number, at): Thing => ({
        id: `number:${at}`,
        title: 'n',
        discover: ['numbers'],
        subjects: number,
      }),
    )
    await opened.index.apply({
      documents: [...grouped, ...measured].map(documentOf),
      removed: [],
      position: 1,
    })
    expect(opened.logged).toEqual([])
  })

  afterAll(() => opened.close())

  test('viewers: each sees the records of exactly its groups, whatever these are called', async () => {
    for (const [number, text] of texts.entries()) {
      const { hits, total } = await search(member(text), {})
      expect([text, total, hits.map(({ id }) => id)]).toEqual([text, 1, [idOf(number)]])
    }
    const none = ['', 'nobody', 'pUbLiC', '" OR record EXISTS OR record = "', 'numbers\u0000']
    const { total } = await search(member(...none.filter((text) => !texts.includes(text))), {})
    expect(total).toBe(0)
    expect((await search(member(), {})).total).toBe(0)
  })

  test('viewers: no text that is asked for brings a record of another group', async () => {
    for (const [number, text] of texts.entries()) {
      const viewer = member(texts[(number + 1) % texts.length] as string)
      const own = idOf((number + 1) % texts.length)
      for (const request of [
        { query: text },
        { query: `"${text} ${text}"` },
        { filter: { not: { format: [text], source: [text], parent: text, id: [text] } } },
        { filter: { any: [{ format: [text] }, { source: ['group'] }] } },
      ]) {
        const { hits } = await search(viewer, request)
        expect([own], JSON.stringify(request)).toEqual(
          expect.arrayContaining(hits.map(({ id }) => id)),
        )
      }
      const suggested = await opened.index.suggest(viewer, text, 10)
      expect([own, null]).toEqual(expect.arrayContaining(suggested.map(({ record }) => record)))
    }
  })

  test('values: each is a bucket of its own, with its own spelling, which finds it', async () => {
    const everybody = member(...texts)
    const { facets } = await search(everybody, { facets: [{ facet: 'FORMAT', first: 1_000 }] })
    const buckets = facets[0]?.buckets ?? []
    expect(buckets.map(({ value }) => value).toSorted()).toEqual(texts.toSorted())
    for (const [number, text] of texts.entries()) {
      const { hits } = await search(everybody, { filter: { format: [text] } })
      expect(hits.map(({ id }) => id)).toContain(idOf(number))
    }
  })

  test('ranges: any two ends leave the numbers between them, ends included', async () => {
    const viewer = member('numbers')
    const ranges: NumberRange[] = ends.flatMap((min) => [{ min }, { max: min }])
    for (const min of ends.slice(0, 12))
      for (const max of ends.slice(-12)) ranges.push({ min, max })
    for (const range of ranges) {
      const { min = null, max = null } = range
      const inside = numbers.flatMap((number, at) =>
        (min === null || number >= min) && (max === null || number <= max) ? [`number:${at}`] : [],
      )
      const { hits } = await search(viewer, { filter: { subjects: range } })
      expect(hits.map(({ id }) => id).toSorted(), `${min} to ${max}`).toEqual(inside.toSorted())
      const { total } = await search(viewer, { filter: { not: { subjects: range } } })
      expect(total).toBe(numbers.length - inside.length)
    }
  })

  test('ranges: the ends of what there is are told to the last digit', async () => {
    const asked = { facets: [{ facet: 'SUBJECTS' as const, first: 1 }] }
    const between = { subjects: { min: 0.92419, max: 402.09911666907203 } }
    const filter = { any: [between] }
    const { facets } = await search(member('numbers'), { ...asked, filter })
    expect(facets[0]).toMatchObject({ min: '0.92419', max: '402.09911666907203' })
    const { facets: all } = await search(member('numbers'), asked)
    expect(all[0]).toMatchObject({
      min: '-1.7976931348623157e+308',
      max: '1.7976931348623157e+308',
    })
  })

  test('sorts: pages of one go through the largest and the smallest numbers, each once', async () => {
    const viewer = member('numbers')
    const seen: string[] = []
    for (let after: string | null = null; seen.length <= numbers.length; ) {
      const page = await search(viewer, { sort: 'MOST_SUBJECTS', first: 1, after })
      seen.push(...page.hits.map(({ id }) => id))
      if (!page.hasNext) break
      after = page.hits.at(-1)?.cursor ?? null
    }
    const largestFirst = numbers.toSorted((a, b) => b - a)
    expect(seen.map((id) => numbers[Number(id.slice('number:'.length))])).toEqual(largestFirst)
    expect(new Set(seen).size).toBe(numbers.length)
  })

  test('filters: deeper and longer ones than a client may send can be read', async () => {
    const viewer = member('numbers')
    let wide: RecordFilter = { subjects: { min: 1 } }
    for (let depth = 0; depth < 6; depth++) wide = { not: wide, any: [{}, wide] }
    expect((await search(viewer, { filter: wide })).total).toBeLessThanOrEqual(numbers.length)
    let deep: RecordFilter = { subjects: { min: 1 } }
    for (let depth = 0; depth < 20; depth++) deep = { not: deep }
    expect((await search(viewer, { filter: deep })).total).toBe(
      numbers.filter((n) => n >= 1).length,
    )
    const many = { id: Array.from({ length: 1_000 }, (_, at) => `number:${at}`) }
    expect((await search(member('numbers'), { filter: many })).total).toBe(numbers.length)
  })
})
