import { describe, expect, test } from 'vitest'
import { anonymous, operator, type Viewer } from '../../../src/model/index.ts'
import { enoughMatches } from '../../../src/search/rank/match-rule.ts'
import { mostVectorOnly } from '../../../src/search/rank/vector-only.ts'
import type { WhyNotRequest } from '../../../src/search/search-index.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, labMember, sharedIndex } from './opened.ts'

const section = 'allen:70000000'
const secret = 'lab:secret-hippocampus'

export function whyNotPromises(open: OpenIndex): void {
  describe('why a record is not found', () => {
    const on = sharedIndex(open)
    const why = (
      query: string,
      id = section,
      { viewer = anonymous, ...request }: Partial<WhyNotRequest> & { viewer?: Viewer } = {},
    ) => on.index.whyNot(viewer, { query, filter: null, ranking: 'HYBRID', ...request }, id)

    test('what is hidden is as little there as what is absent', async () => {
      const hidden = await why('hippocampus', secret)
      expect(hidden).toEqual(await why('hippocampus', 'lab:absent'))
      expect(hidden).toMatchObject({ state: 'NOT_INDEXED', parts: [], rank: null, cosine: null })
      expect((await why('hippocampus', secret, { viewer: labMember })).state).toBe('RANKED')
      expect((await why('hippocampus', secret, { viewer: operator })).state).toBe('RANKED')
    })

    test('a filter is told by those of its fields that leave the record out, nested ones as one', async () => {
      const filter = {
        species: ['rat', 'human'],
        structure: ['hippocampal formation'],
        resolutionMicrometres: { min: 500 },
        missing: ['FORMAT' as const, 'MODALITY' as const],
        any: [{ kind: ['DATASET' as const] }, { source: ['nowhere'] }],
        not: { access: ['OPEN' as const] },
      }
      expect(await why('', section, { filter })).toMatchObject({
        state: 'FILTERED',
        filters: ['filter.species', 'filter.resolutionMicrometres', 'filter.missing', 'filter.not'],
        rank: null,
        total: null,
      })
      const { species: _, resolutionMicrometres: __, missing: ___, not: ____, ...met } = filter
      expect(await why('', section, { filter: met })).toMatchObject({
        state: 'RANKED',
        filters: [],
      })
    })

    test('every field of a filter is told where it leaves the record out, and not where it does not', async () => {
      const out = {
        id: ['allen:two-hippocampi'],
        parent: 'allen:two-hippocampi',
        released: { from: '2010' },
        modified: { from: '1990' },
        subjects: { min: 99_999 },
        fieldStrength: { min: 1 },
        missing: ['RESOLUTION' as const],
      }
      const { filters } = await why('', section, { filter: out })
      expect(filters).toEqual(Object.keys(out).map((field) => `filter.${field}`))
      const within = {
        id: [section],
        parent: 'allen:mouse-brain-atlas',
        released: { to: '2010' },
        resolutionMicrometres: { max: 25 },
        missing: ['FIELD_STRENGTH' as const],
      }
      expect((await why('', section, { filter: within })).filters).toEqual([])
    })

    test('another species than the query states comes after the filter and before the words', async () => {
      expect(await why('rat hippocampus')).toMatchObject({
        state: 'OTHER_SPECIES',
        species: ['Rattus norvegicus'],
      })
      const filter = { kind: ['ATLAS' as const] }
      expect((await why('rat hippocampus', section, { filter })).state).toBe('FILTERED')
      expect((await why('mouse Gad1')).state).toBe('RANKED')
    })

    test('a record that holds too little is told what it meets, how much that is and how much was asked for', async () => {
      const { state, parts, held, needed } = await why('Gad1 sections', 'allen:70000001')
      expect(state).toBe('NOT_MATCHING')
      expect(parts).toMatchObject([
        { text: 'Gad1', isMet: false, isRequired: false },
        { text: 'sections', isMet: true, isRequired: false },
      ])
      const [gad1, sections] = parts.map(({ share }) => share as number)
      expect((gad1 as number) + (sections as number)).toBeCloseTo(1)
      expect(held).toBeCloseTo(sections as number)
      expect(needed).toBeGreaterThan(held as number)
    })

    test('a name of several words is one part, met by what is narrower as well', async () => {
      const { parts } = await why('in situ hybridization hippocampal formation')
      expect(parts.map(({ text, isMet }) => [text, isMet])).toEqual([
        [expect.stringContaining('hybridization'), true],
        [expect.stringContaining('hippocampal formation'), true],
      ])
    })

    test('a phrase that the record lacks is required, and has no share', async () => {
      const { state, parts } = await why('"sagittal plane" Gad1')
      expect(state).toBe('NOT_MATCHING')
      expect(parts).toMatchObject([
        { text: 'sagittal plane', isMet: false, isRequired: true, share: null },
        { text: 'Gad1', isMet: true, isRequired: false, share: 1 },
      ])
    })

    test('a number that only ranks is met, not met, or not known', async () => {
      const met = async (query: string, id: string) =>
        (await why(query, id)).parts.map(({ text, isMet }) => [text, isMet])
      expect(await met('hippocampus 20um', section)).toContainEqual(['20um', true])
      expect(await met('hippocampus 500um', section)).toContainEqual(['500um', false])
      expect(await met('hippocampus 3T', section)).toContainEqual(['3T', null])
    })

    test('an identifier of another record is a part that is not met', async () => {
      expect(await why('ds000114')).toMatchObject({
        state: 'NOT_MATCHING',
        parts: [{ text: 'ds000114', isMet: false }],
        ...{ held: null, needed: null },
      })
      expect(await why('ds000114', 'openneuro:ds000114')).toMatchObject({
        ...{ state: 'RANKED', rank: 1, total: 1 },
        explanation: { terms: [{ queried: 'ds000114', matched: 'ds000114', how: 'EXACT' }] },
      })
    })

    test('a word that stands in no record leaves nothing to match', async () => {
      expect(await why('zzyzx')).toMatchObject({
        state: 'NOT_MATCHING',
        parts: [],
        interpretation: [{ text: 'zzyzx', as: 'WORD' }],
      })
    })

    test.each(['hippocampus', 'mouse brain', 'Gad1 coronal sections', 'hippocampus 25um'])(
      'the place of a record that is found is that of its hit: %s',
      async (query) => {
        const { hits, total } = await on.search({ query, explain: true, first: 50 })
        expect(hits.length).toBeGreaterThan(2)
        expect(total).toBe(hits.length)
        for (const [at, { id, explanation }] of hits.entries()) {
          expect(await why(query, id)).toMatchObject({
            ...{ state: 'RANKED', rank: at + 1, total, explanation },
          })
        }
      },
    )

    test('without a query the place is that among the newest', async () => {
      const { hits, total } = await on.search({ query: '', first: 50 })
      for (const [at, { id }] of hits.entries()) {
        if (at % 5 > 0) continue
        expect(await why('', id)).toMatchObject({
          ...{ state: 'RANKED', rank: at + 1, total, explanation: null, parts: [], held: null },
        })
      }
    })

    test('as much is asked for as enough records hold', async () => {
      const { total } = await on.search({ query: 'mouse' })
      expect(total).toBeGreaterThanOrEqual(enoughMatches)
      expect((await why('mouse')).needed).toBe(1)
      expect((await why('Gad1')).needed).toBeLessThan(1)
    })

    test('a filter that leaves nothing of what matches lowers what is asked for', async () => {
      const query = 'Gad1 sections'
      const filter = { id: ['allen:70000001'] }
      expect((await why(query, 'allen:70000001')).state).toBe('NOT_MATCHING')
      expect(await why(query, 'allen:70000001', { filter })).toMatchObject({
        ...{ state: 'RANKED', rank: 1, total: 1 },
      })
      expect((await on.search({ query, filter })).total).toBe(1)
    })

    test('what was applied is told, and that nothing is near without vectors', async () => {
      expect(await why('hippocampus', section, { ranking: 'SEMANTIC' })).toMatchObject({
        ...{ ranking: 'LEXICAL', cosine: null, neededCosine: null },
      })
    })
  })

  test('the place of a record behind the window is told truly, or not at all', async () => {
    const all = Array.from({ length: 200 + mostVectorOnly + 40 }, (_, at) => ({
      id: `many:${String(at).padStart(4, '0')}`,
      title: `Astrolabe ${'of brass '.repeat(at % 7)}`,
    }))
    const { index, search } = await freshIndex(open, all)
    const ids: string[] = []
    for (let after: string | null = null; ids.length < all.length; ) {
      const { hits } = await search({ query: 'astrolabe', first: 100, after })
      ids.push(...hits.map(({ id }) => id))
      after = hits.at(-1)?.cursor ?? null
    }
    const request: WhyNotRequest = { query: 'astrolabe', filter: null, ranking: 'HYBRID' }
    const ranks = await Promise.all(
      all.map(async ({ id }) => {
        const { state, rank, total, explanation } = await index.whyNot(anonymous, request, id)
        expect([state, total]).toEqual(['RANKED', all.length])
        if (rank !== null) expect(ids[rank - 1]).toBe(id)
        const places = explanation?.legs.map((leg) => leg.rank !== null)
        return { rank, places }
      }),
    )
    const known = ranks.flatMap(({ rank }) => rank ?? [])
    expect(new Set(known).size).toBe(known.length)
    expect(known.length).toBeGreaterThanOrEqual(200)
    // Inside of the window a leg has a place, behind it none.
    for (const { rank, places } of ranks) {
      expect(places).toEqual([rank !== null && rank <= 200])
    }
  })
}
