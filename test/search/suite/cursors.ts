import { describe, expect, test } from 'vitest'
import { anonymous, recordSorts } from '../../../src/model/index.ts'
import type { SearchRequest } from '../../../src/search/search-index.ts'
import { batchOf, things, tiles } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { type Asking, freshIndex, labMember, sharedIndex } from './opened.ts'

/** Ids of all pages, one after the other; `between` is done after each page. */
async function pages(
  on: Asking,
  request: Partial<SearchRequest>,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = []
  let after: string | null = null
  for (let page = 0; ; page++) {
    const result = await on.search({ ...request, after })
    expect(result.hasPrevious).toBe(page > 0)
    ids.push(...result.hits.map(({ id }) => id))
    if (!result.hasNext) return ids
    expect(result.hits).toHaveLength(request.first ?? 0)
    after = result.hits.at(-1)?.cursor ?? null
    await between(page)
  }
}

export function cursorPromises(open: OpenIndex): void {
  describe('cursors', () => {
    const on = sharedIndex(open)

    test.each(recordSorts)(
      '%s: pages of any size hold every match once, in order',
      async (sort) => {
        for (const query of ['', 'mouse']) {
          const whole = (await on.search({ query, sort })).hits.map(({ id }) => id)
          expect(await pages(on, { query, sort, first: 4 })).toEqual(whole)
        }
      },
    )

    test('every hit has a cursor to go on from', async () => {
      const whole = await on.search({ query: 'mouse' })
      const third = await on.search({ query: 'mouse', after: whole.hits[2]?.cursor ?? null })
      expect(third.hits.map(({ id }) => id)).toEqual(whole.hits.slice(3).map(({ id }) => id))
    })

    test('totals and facets are the same on every page', async () => {
      const asked = { query: 'mouse', first: 3, facets: [{ facet: 'KIND' as const, first: 10 }] }
      const first = await on.search(asked)
      const second = await on.search({ ...asked, after: first.hits.at(-1)?.cursor ?? null })
      expect([second.total, second.facets]).toEqual([first.total, first.facets])
    })

    test.each(['nonsense', '', 'eyJhIjoxfQ', '💥'])(
      'a forged cursor is BAD_INPUT: %j',
      async (after) => {
        await expect(on.search({ after })).rejects.toMatchObject({
          code: 'BAD_INPUT',
          argument: 'after',
        })
      },
    )

    test('a changed cursor is BAD_INPUT', async () => {
      const { hits } = await on.search({ first: 1 })
      const cursor = hits[0]?.cursor ?? ''
      const at = cursor.length - 3
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`
      await expect(on.search({ after: changed })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    })

    test.each<[string, Partial<SearchRequest>]>([
      ['query', { query: 'brain' }],
      ['filter', { filter: { kind: ['ATLAS'] } }],
      ['sort', { sort: 'TITLE' }],
      ['ranking', { ranking: 'LEXICAL' }],
      ['collapse', { collapse: true }],
    ])('a cursor of another %s has expired', async (_, other) => {
      const { hits } = await on.search({ query: 'mouse', first: 1 })
      const after = hits[0]?.cursor ?? null
      await expect(on.search({ query: 'mouse', ...other, after })).rejects.toMatchObject({
        code: 'CURSOR_EXPIRED',
      })
    })

    test("another viewer's cursor has expired", async () => {
      const { hits } = await on.search({ query: 'mouse', first: 1 })
      const after = hits[0]?.cursor ?? null
      await expect(on.search({ query: 'mouse', after }, labMember)).rejects.toMatchObject({
        code: 'CURSOR_EXPIRED',
      })
    })

    test('a cursor of a generation before has expired', async () => {
      const fresh = await freshIndex(open)
      const { hits } = await fresh.search({ first: 1 })
      await fresh.index.rebuild(
        (async function* () {
          yield batchOf(things, 1)
        })(),
      )
      const after = hits[0]?.cursor ?? null
      await expect(fresh.search({ after })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    })

    test.each(recordSorts)(
      '%s: while others are written, changed and removed, what stays is met once',
      async (sort) => {
        const fresh = await freshIndex(open, tiles)
        let position = 1_000
        const met = await pages(fresh, { query: 'tile', sort, first: 30 }, async (page) => {
          position++
          await fresh.index.apply({
            documents: batchOf(
              [
                {
                  id: `a:new-${page}`,
                  title: `New tile ${page}`,
                  released: `20${10 + page}`,
                  subjects: page % 7,
                },
                { id: `lab:tile-${page}`, title: `Tile, changed ${page}`, released: '2019' },
              ],
              position,
            ).documents,
            removed: [`lab:tile-${440 + (page % 10)}`],
            position,
          })
        })
        expect(new Set(met).size).toBe(
          met.filter((id) => !/tile-\d$|tile-1\d$/.test(id)).length +
            new Set(met.filter((id) => /tile-\d$|tile-1\d$/.test(id))).size,
        )
        const unchanged = tiles.map(({ id }) => id).filter((_, index) => index >= 20 && index < 440)
        expect(unchanged.filter((id) => !met.includes(id))).toEqual([])
      },
    )

    test('beyond the ranking window the order goes on, and scores keep falling', async () => {
      const fresh = await freshIndex(open, tiles)
      const { hits, total } = await fresh.search({ query: 'tile', first: 450 })
      expect([total, new Set(hits.map(({ id }) => id)).size]).toEqual([450, 450])
      const scores = hits.map(({ score }) => score ?? Number.NaN)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      expect(await pages(fresh, { query: 'tile', first: 70 })).toEqual(hits.map(({ id }) => id))
    })

    test('hits of the window hold the title first', async () => {
      const fresh = await freshIndex(open, tiles)
      const { hits } = await fresh.index.search(anonymous, {
        ...{ query: 'tile', filter: null, facets: [], sort: 'RELEVANCE', ranking: 'HYBRID' },
        collapse: false,
        ...{ first: 150, after: null, explain: false },
      })
      for (const { id } of hits) expect(Number(id.slice(9)) % 3).toBe(0)
    })
  })
}
