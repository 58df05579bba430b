import { describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import { nearestInWindow, windowSize } from '../../../src/search/answer.ts'
import type { Hit } from '../../../src/search/search-index.ts'
import { documentOf } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, sharedIndex } from './opened.ts'

export function explanationPromises(open: OpenIndex): void {
  describe('explanations', () => {
    const on = sharedIndex(open)
    const termsOf = async (query: string, id: string) => {
      const { hits } = await on.search({ query, explain: true, first: 50 })
      const { explanation } = hits.find((hit) => hit.id === id) as Hit
      return explanation?.terms.map(({ queried, matched, how }) => `${queried}: ${matched} ${how}`)
    }

    test('are told when they are asked for, by relevance, with a query, and not else', async () => {
      const query = 'hippocampus'
      const told = async (request: Parameters<typeof on.search>[0]) =>
        (await on.search(request)).hits.map(({ explanation }) => explanation !== null)
      expect(new Set(await told({ query, explain: true }))).toEqual(new Set([true]))
      expect(new Set(await told({ query }))).toEqual(new Set([false]))
      expect(new Set(await told({ query: '', explain: true }))).toEqual(new Set([false]))
      for (const sort of ['NEWEST', 'OLDEST', 'TITLE', 'MOST_SUBJECTS'] as const) {
        expect(new Set(await told({ query, explain: true, sort })), sort).toEqual(new Set([false]))
      }
    })

    test('name the value that is narrower than what was asked for', async () => {
      expect(await termsOf('hippocampus', 'allen:70000000')).toEqual([
        'hippocampus: field ca1 NARROWER',
      ])
    })

    test('name the facet value that no text says, as narrower only where it is', async () => {
      const said = { id: 'x:said', title: 'Hippocampal formation with field CA1 (CA1) as JPEG' }
      const silent = { id: 'x:silent', title: 'A thing', structure: ['MBA:382'], format: ['JPEG'] }
      const { index, search } = await freshIndex(open, [said])
      const document = documentOf(silent)
      // Broader structures first: those that the source states are found among them.
      const facets = {
        ...document.facets,
        STRUCTURE: document.facets.STRUCTURE?.toReversed() ?? [],
      }
      const unsaid = { ...document, facets, text: { ...document.text, terms: '' } }
      await index.apply({ documents: [unsaid], removed: [], position: 2 })
      const told = async (query: string) => {
        const { hits } = await search({ query, explain: true })
        const hit = hits.find(({ id }) => id === 'x:silent')
        const request = { query, filter: null, ranking: 'HYBRID' as const }
        const { parts } = await index.whyNot(anonymous, request, 'x:silent')
        expect(parts.map(({ isMet }) => isMet)).toEqual([true])
        return hit?.explanation?.terms.map(({ matched, how }) => `${matched} ${how}`)
      }
      expect(await told('hippocampal formation')).toEqual(['Field CA1 NARROWER'])
      expect(await told('CA1')).toEqual(['Field CA1 SYNONYM'])
      expect(await told('field ca1')).toEqual(['Field CA1 EXACT'])
      expect(await told('jpeg')).toEqual(['JPEG EXACT'])
    })

    test('name a number that lies inside of what was asked for, in its own unit', async () => {
      expect(await termsOf('mouse 20um', 'allen:70000000')).toContain('20um: 1 to 25 µm RANGE')
      expect((await termsOf('mouse 500um', 'allen:70000000'))?.join()).not.toContain('RANGE')
    })

    test('name the identifier by which a record was found', async () => {
      expect(await termsOf('openneuro ds000114', 'openneuro:ds000114')).toEqual([
        'ds000114: ds000114 EXACT',
      ])
    })

    test('of the second page have the places and terms that the first has for all', async () => {
      const query = 'mouse brain'
      const { hits } = await on.search({ query, explain: true, first: 20 })
      const first = await on.search({ query, explain: true, first: 4 })
      const after = first.hits.at(-1)?.cursor ?? null
      const second = await on.search({ query, explain: true, first: 4, after })
      const explained = (list: readonly Hit[]) => list.map(({ explanation }) => explanation)
      expect(explained([...first.hits, ...second.hits])).toEqual(explained(hits.slice(0, 8)))
      const places = hits.map(({ explanation }) => explanation?.legs[0]?.rank ?? 0)
      expect(new Set(places).size).toBeGreaterThan(1)
    })
  })

  test('explanations behind the window have scores and terms, and no places', async () => {
    const all = Array.from({ length: windowSize + nearestInWindow + 30 }, (_, at) => ({
      id: `many:${String(at).padStart(4, '0')}`,
      title: `Astrolabe ${'of brass '.repeat(at % 7)}`,
    }))
    const { search } = await freshIndex(open, all)
    const found: Hit[] = []
    for (let after: string | null = null; ; ) {
      const page = await search({ query: 'astrolabe', explain: true, first: 90, after })
      found.push(...page.hits)
      if (!page.hasNext) break
      after = page.hits.at(-1)?.cursor ?? null
    }
    expect(found).toHaveLength(all.length)
    const ranked = found.filter(({ explanation }) => explanation?.legs[0]?.rank !== null)
    expect(found.slice(0, ranked.length)).toEqual(ranked)
    expect(ranked).toHaveLength(windowSize)
    for (const { explanation } of found) {
      expect(explanation?.legs[0]?.score).toBeGreaterThan(0)
      expect(explanation?.terms).toEqual([
        { queried: 'astrolabe', matched: 'astrolabe', how: 'EXACT' },
      ])
    }
  })
}
