import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous, facets, type Ranking } from '../../../src/model/index.ts'
import { nearestInWindow, windowSize } from '../../../src/search/answer.ts'
import { keepLsaVectors } from '../../../src/search/embed/keep-vectors.ts'
import { EmbeddedIndex } from '../../../src/search/embedded/index.ts'
import type { MeilisearchIndex } from '../../../src/search/meilisearch/index.ts'
import { readQuery } from '../../../src/search/query.ts'
import type { SearchIndex, SearchRequest, SearchResult } from '../../../src/search/search-index.ts'
import { meilisearch } from '../../support/meilisearch.ts'
import { cursorKey, requestOf, vocabulary } from '../fixture.ts'
import {
  commonWords,
  Dice,
  generatedDocuments,
  rareWords,
  vocabularyNames,
} from '../generated-records.ts'
import { generatedRequests, viewers } from '../generated-requests.ts'
import { type OpenedMeilisearch, openMeilisearch } from '../open-meilisearch.ts'

const server = await meilisearch()
/** Among fewer than a thousand vectors the server looks at each; among more it misses some. */
const documents = generatedDocuments(21, 950)
const wide = windowSize + nearestInWindow

/** What is told of the matches but who comes first. */
function counted({ hits: _, tookMs: __, ...told }: SearchResult): unknown {
  return told
}

async function walk(index: SearchIndex, request: SearchRequest): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ; ) {
    const page: SearchResult = await index.search(anonymous, { ...request, after })
    ids.push(...page.hits.map(({ id }) => id))
    if (!page.hasNext) return ids
    after = page.hits.at(-1)?.cursor ?? null
  }
}

/** Everything but the time that it took, and cursors, which are each engine's own. */
function shown({ hits, tookMs: _, ...told }: SearchResult): unknown {
  return { ...told, hits: hits.map(({ cursor: __, ...hit }) => hit) }
}

describe.skipIf(server === null)('embedded index and Meilisearch index, with vectors', () => {
  const ending = new AbortController()
  let folder: string
  let embedded: EmbeddedIndex
  let opened: OpenedMeilisearch
  let other: MeilisearchIndex

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atlas-index-'))
    embedded = await EmbeddedIndex.open({ folder })
    opened = await openMeilisearch(server)
    other = opened.index
    for (const index of [embedded, other]) {
      await index.configure({ vocabulary, cursorKey })
      await index.apply({ documents, removed: [], position: 1 })
    }
    const keep = (
      forward: () => EmbeddedIndex['forward'],
      switchModel?: MeilisearchIndex['switchModel'],
    ) =>
      keepLsaVectors({
        ...{ forward, isIdle: () => true, signal: ending.signal, intervalMs: 10 },
        ...(switchModel === undefined ? {} : { switchModel }),
        log: (message, cause) => opened.logged.push(`${message} ${cause ?? ''}`),
      })
    await Promise.all([
      keep(() => embedded.forward).settled(),
      keep(
        () => other.forward,
        (forward, finish) => other.switchModel(forward, finish),
      ).settled(),
    ])
  }, 120_000)

  afterAll(async () => {
    ending.abort()
    await embedded.close()
    await opened.close()
    await rm(folder, { recursive: true, force: true })
  })

  const dice = new Dice(31)
  const words = () => dice.frequent(commonWords)
  const typed = [
    words,
    () => dice.pick(vocabularyNames),
    () => dice.pick(documents).text.title,
    () => `"${words()} ${words()}" ${words()}`,
    () => dice.list(2, 3, words).join(' '),
    () => dice.list(6, 14, words).join(' '),
    () => `${dice.list(1, 5, words).join(' ')} ${dice.pick(['mouse', 'rat', 'human'])}`,
    () => `${words()} 25um`,
    () => `${dice.pick(rareWords)} ${dice.pick(rareWords)} ${words()}`,
    () => dice.pick(documents).identifiers[0] ?? '',
  ]
  const filtered = (chance: number) =>
    dice.chance(chance)
      ? (generatedRequests(dice.whole(1, 1e6), 1, documents)[0]?.request.filter ?? null)
      : null
  const rankings: readonly Ranking[] = ['HYBRID', 'HYBRID', 'SEMANTIC', 'LEXICAL']

  test('two engines with vectors: have the same model', async () => {
    const [left, right] = [await embedded.stats(), await other.stats()]
    expect(left.vectors.model).toMatch(/^lsa-1-/)
    expect(right.vectors).toEqual(left.vectors)
  })

  test('two engines with vectors: find, count and order the same, whatever is asked', {
    timeout: 120_000,
  }, async () => {
    const seen = { ranked: 0, beyond: 0, hybrid: 0, byVector: 0, relaxed: 0, guarded: 0 }
    for (let round = 0; round < 150; round++) {
      const viewer = dice.pick(viewers)
      const request = requestOf({
        query: dice.pick(typed)(),
        facets: dice.list(0, 4, () => dice.pick(facets)).map((facet) => ({ facet, first: 20 })),
        sort: dice.pick(['RELEVANCE', 'RELEVANCE', 'RELEVANCE', 'TITLE']),
        ranking: dice.pick(rankings),
        filter: filtered(0.3),
        first: dice.pick([10, 50, wide]),
        explain: true,
      })
      const what = JSON.stringify({ ...request, facets: [], groups: viewer.groups })
      const [left, right] = await Promise.all([
        embedded.search(viewer, request),
        other.search(viewer, request),
      ])
      if (left.ranking !== 'LEXICAL') seen.hybrid++
      const byWords = await embedded.search(viewer, { ...request, ranking: 'LEXICAL' })
      if (byWords.total < left.total) seen.byVector++
      const read = readQuery({ forward: other.forward, vocabulary }, viewer, request)
      if (read.guard !== null) seen.guarded++
      const [first] = left.hits
      const asked = first && (await embedded.whyNot(viewer, request, first.id))
      if (asked?.needed != null && asked.needed < Math.max(...read.rule.steps)) seen.relaxed++
      // Each engine chooses its own window then.
      const isBeyond = left.total > wide && request.sort === 'RELEVANCE'
      seen[isBeyond ? 'beyond' : 'ranked']++
      if (isBeyond) expect(counted(right), what).toEqual(counted(left))
      else expect(shown(right), what).toEqual(shown(left))
    }
    expect(Object.entries(seen).filter(([, count]) => count < 8)).toEqual([])
  })

  test('two engines with vectors: give the same matches and values, and say the same of a record', {
    timeout: 60_000,
  }, async () => {
    const states = new Set<string>()
    for (let round = 0; round < 60; round++) {
      const viewer = dice.pick(viewers)
      const asked = {
        query: dice.pick(typed)(),
        filter: filtered(0.4),
        ranking: dice.pick(rankings),
      }
      const what = JSON.stringify({ ...asked, groups: viewer.groups })
      const pages = { ...asked, after: dice.pick([null, dice.pick(documents).id]), first: 200 }
      expect(await other.matches(viewer, pages), what).toEqual(
        await embedded.matches(viewer, pages),
      )
      const values = { ...asked, facet: dice.pick(facets), matching: '', first: 30 }
      expect(await other.facetValues(viewer, values), what).toEqual(
        await embedded.facetValues(viewer, values),
      )
      const { total, hits } = await embedded.search(viewer, requestOf({ ...asked, first: 5 }))
      if (total > wide) continue
      for (const id of [dice.pick(documents).id, hits.at(-1)?.id ?? '']) {
        const left = await embedded.whyNot(viewer, asked, id)
        states.add(left.state)
        expect(await other.whyNot(viewer, asked, id), `${id} ${what}`).toEqual(left)
      }
    }
    expect(states.size).toBeGreaterThan(3)
  })

  test('two engines with vectors: all pages by relevance hold the same records, each once', async () => {
    for (const query of ['brain', 'brain images', 'mouse']) {
      const request = requestOf({ query, first: 70 })
      const [left, right] = await Promise.all([walk(embedded, request), walk(other, request)])
      expect(left.length).toBeGreaterThan(wide)
      expect(new Set(right).size).toBe(right.length)
      expect(right.toSorted()).toEqual(left.toSorted())
    }
  })

  test('two engines with vectors: find nearly the same records like one', async () => {
    for (let round = 0; round < 20; round++) {
      const [viewer, { id }] = [dice.pick(viewers), dice.pick(documents)]
      expect(await other.similar(viewer, id, 10)).toEqual(await embedded.similar(viewer, id, 10))
    }
  })
})
