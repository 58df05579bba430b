import { describe, expect, test } from 'vitest'
import {
  anonymous,
  facets,
  operator,
  type RecordFilter,
  type Viewer,
} from '../../../src/model/index.ts'
import type { SearchIndex, SearchRequest } from '../../../src/search/search-index.ts'
import { batchOf, hiddenThings, requestOf, things } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, labMember, sharedIndex } from './opened.ts'

const allFacets = facets.map((facet) => ({ facet, first: 100 }))
const requests: Partial<SearchRequest>[] = [
  ...[
    '',
    'hippocampus',
    'hippocampos',
    'mouse atlas',
    'mouse cor',
    '"hippocampus atlas"',
    'xantho',
    'zebrafish',
  ],
  ...[
    '10.5555/secret.1',
    'lab:secret-project',
    'secret',
    'Xanthochromia',
    'xanthochromai',
    'brain',
  ],
].flatMap((query) => [{ query }, { query, sort: 'TITLE' as const }])
requests.push(
  ...(
    [
      { species: ['Danio rerio'] },
      { species: ['zebrafish', 'mouse'] },
      { structure: ['CA3'] },
      { structure: ['CTX'] },
      { source: ['lab'] },
      { id: ['lab:secret-project'] },
      { parent: 'lab:secret-project' },
      { not: { format: ['OME-Zarr'] } },
      { released: { from: '2029' } },
      { subjects: { min: 5000 } },
    ] satisfies RecordFilter[]
  ).map((filter) => ({ filter })),
)

/** Everything that a viewer can be told, without what time alone changes. */
async function answers(index: SearchIndex, viewer: Viewer): Promise<unknown[]> {
  const all: unknown[] = []
  for (const request of requests) {
    const { tookMs: _, ...result } = await index.search(
      viewer,
      requestOf({ ...request, facets: allFacets, explain: true }),
    )
    // A cursor holds the time at which it was made.
    all.push({ ...result, hits: result.hits.map(({ cursor: _, ...hit }) => hit) })
  }
  for (const prefix of ['h', 'hip', 'xan', 'zeb', 'lab', 'lab:s', '10.5', 'unp', 'field', 'ome']) {
    all.push(await index.suggest(viewer, prefix, 20))
  }
  for (const facet of facets) {
    all.push(
      await index.facetValues(viewer, { facet, matching: '', query: '', filter: null, first: 100 }),
    )
  }
  for (const { id } of [...things.slice(0, 15), ...hiddenThings]) {
    all.push(await index.similar(viewer, id, 20))
  }
  return all
}

export function viewerPromises(open: OpenIndex): void {
  describe('viewers', () => {
    const on = sharedIndex(open)

    test('hidden records change nothing of what others are told, scores included', async () => {
      const without = await freshIndex(open, things)
      const expected = await answers(without.index, anonymous)
      expect(await answers(on.index, anonymous)).toEqual(expected)
      // Hidden before and after what is visible, and one that became hidden.
      const mixed = await freshIndex(open, hiddenThings)
      await mixed.index.apply(
        batchOf([{ id: 'allen:later', title: 'Xanthochromia, hippocampus' }], 100),
      )
      await mixed.index.apply(batchOf(things, 101))
      await mixed.index.apply(
        batchOf(
          [{ id: 'allen:later', title: 'Xanthochromia, hippocampus', discover: ['lab'] }],
          102,
        ),
      )
      expect(await answers(mixed.index, anonymous)).toEqual(expected)
    })

    test('two viewers get different totals, facets and suggestions, each consistent', async () => {
      const total = async (viewer: Viewer) =>
        (await on.search({ query: 'hippocampus' }, viewer)).total
      expect(await total(labMember)).toBe((await total(anonymous)) + 1)
      for (const viewer of [anonymous, labMember, operator]) {
        const result = await on.search({ facets: allFacets }, viewer)
        expect(result.hits).toHaveLength(result.total)
        const sum = Object.values(result.bySource).reduce((all, count) => all + count, 0)
        expect(sum).toBe(result.total)
        for (const { facet, buckets, missing } of result.facets) {
          if (facet !== 'KIND' && facet !== 'SOURCE') continue
          expect(buckets.reduce((all, { count }) => all + count, missing)).toBe(result.total)
        }
      }
      const texts = async (viewer: Viewer) =>
        (await on.index.suggest(viewer, 'xan', 10)).map(({ text }) => text)
      expect(await texts(anonymous)).toEqual([])
      expect(await texts(labMember)).toEqual(['Xanthochromia of the mouse cortex'])
    })

    test('an operator sees what nobody may see', async () => {
      expect(await on.ids('nobody', operator)).toContain('lab:nobody')
      expect(await on.ids('nobody', labMember)).toEqual([])
    })

    test('a value that only hidden records hold is as unknown as one that is made up', async () => {
      const ask = async (species: string, viewer: Viewer) => {
        const { tookMs: _, ...result } = await on.search(
          { filter: { species: [species] }, facets: [{ facet: 'SPECIES', first: 10 }] },
          viewer,
        )
        return JSON.stringify(result).replaceAll(species, 'it')
      }
      expect(await ask('zebrafish', anonymous)).toBe(await ask('unicorn', anonymous))
      expect(await ask('zebrafish', labMember)).not.toBe(await ask('unicorn', labMember))
    })

    test('a typo is corrected to a word of hidden records for those who may see them', async () => {
      expect(await on.ids('xanthochromai', anonymous)).toEqual([])
      expect(await on.ids('xanthochromai', labMember)).toEqual(['lab:secret-project'])
    })

    test('a label that only a hidden record uses is not shown', async () => {
      const fresh = await freshIndex(open, [])
      const [hidden, seen] = batchOf(
        [
          { id: 'a:hidden', title: 'Hidden', discover: ['lab'], format: ['NIfTI'] },
          { id: 'a:seen', title: 'Seen', format: ['NIfTI'] },
        ],
        1,
      ).documents
      if (hidden?.facets.FORMAT === undefined || seen === undefined) throw new Error('no documents')
      hidden.facets.FORMAT = [{ value: 'NIfTI', label: 'The secret name of NIfTI' }]
      await fresh.index.apply({ documents: [hidden, seen], removed: [], position: 1 })
      const asked = { facets: [{ facet: 'FORMAT' as const, first: 10 }] }
      const { facets: results } = await fresh.search(asked)
      expect(results[0]?.buckets).toMatchObject([{ value: 'NIfTI', label: 'NIfTI', count: 1 }])
      const { facets: both } = await fresh.search(asked, labMember)
      expect(both[0]?.buckets).toMatchObject([{ value: 'NIfTI', count: 2 }])
      expect(both[0]?.distinct).toBe(1)
    })

    test('a hidden parent has no children that others could ask for', async () => {
      const child = { id: 'a:child', title: 'Child', parents: ['a:parent'] }
      const fresh = await freshIndex(open, [
        child,
        { id: 'a:parent', title: 'P', discover: ['lab'] },
      ])
      expect(await fresh.filtered({ parent: 'a:parent' })).toEqual([])
      expect(await fresh.filtered({ parent: 'a:parent' }, labMember)).toEqual(['a:child'])
    })

    test('a cursor says nothing of writes to hidden records', async () => {
      const fresh = await freshIndex(open)
      const payload = async () => {
        const { hits } = await fresh.search({ first: 1 })
        const text = Buffer.from(hits[0]?.cursor ?? '', 'base64url').toString('latin1')
        return (/\["[\w-]{22}".*$/.exec(text)?.[0] ?? '').replace(/\d{13}/, 'now')
      }
      const before = await payload()
      await fresh.index.apply(batchOf(hiddenThings, 1_000))
      expect(await payload()).toBe(before)
      await fresh.index.apply(batchOf([{ id: 'a:seen', title: 'Seen' }], 1_001))
      expect(await payload()).not.toBe(before)
    })
  })
}
