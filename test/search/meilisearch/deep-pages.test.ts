import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import type { SearchRequest } from '../../../src/search/search-index.ts'
import { meilisearch } from '../../support/meilisearch.ts'
import { batchOf, cursorKey, requestOf, type Thing, vocabulary } from '../fixture.ts'
import { type OpenedMeilisearch, openMeilisearch } from '../open-meilisearch.ts'

const server = await meilisearch()

/** More than Meilisearch pages through by itself (1,000), and than most engines do (10,000); many are alike. */
const many: readonly Thing[] = Array.from({ length: 12_000 }, (_, number) => ({
  id: `tiny:${number}`,
  title: number % 3 === 0 ? `Tile ${number % 100}` : `Plane ${number % 100}`,
  keywords: ['tile', ...(number % 5 === 0 ? ['plane'] : [])],
  ...(number % 10 === 0 ? {} : { released: String(1900 + (number % 7)) }),
}))

describe.skipIf(server === null)('more records than anybody reads', () => {
  let opened: OpenedMeilisearch

  beforeAll(async () => {
    opened = await openMeilisearch(server)
    await opened.index.configure({ vocabulary, cursorKey })
    await opened.index.apply(batchOf(many, many.length))
  }, 120_000)

  afterAll(() => opened.close())

  /** All pages of a thousand. */
  async function walk(request: Partial<SearchRequest>) {
    const hits: { id: string; score: number | null }[] = []
    let pages = 0
    for (let after: string | null = null; ; ) {
      const page = await opened.index.search(
        anonymous,
        requestOf({ ...request, first: 1_000, after }),
      )
      expect([page.total, page.hasPrevious]).toEqual([many.length, pages > 0])
      hits.push(...page.hits)
      pages++
      if (!page.hasNext) return { hits, pages }
      expect(page.hits).toHaveLength(1_000)
      after = page.hits.at(-1)?.cursor ?? null
    }
  }

  test('a keyed sort: twelve pages of a thousand hold each record once, in order, those without a key last', async () => {
    const { hits, pages } = await walk({ sort: 'OLDEST' })
    const yearOf = ({ released = '9999' }: Thing) => released
    const wanted = many.toSorted((a, b) =>
      yearOf(a) === yearOf(b) ? (a.id < b.id ? -1 : 1) : yearOf(a) < yearOf(b) ? -1 : 1,
    )
    expect(pages).toBe(12)
    expect(hits.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
  })

  test('relevance: twelve pages of a thousand hold each record once, with falling scores', async () => {
    const { hits, pages } = await walk({ query: 'tile' })
    expect(pages).toBe(12)
    expect(new Set(hits.map(({ id }) => id)).size).toBe(many.length)
    const scores = hits.map(({ score }) => score ?? Number.NaN)
    expect(scores.every((score, at) => at === 0 || score <= (scores[at - 1] ?? 0))).toBe(true)
  })
})
