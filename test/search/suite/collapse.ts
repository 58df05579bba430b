import { describe, expect, test } from 'vitest'
import { operator, recordSorts } from '../../../src/model/index.ts'
import { expectCollapsed, walk } from '../collapse-check.ts'
import { batchOf, documentOf, requestOf, type Thing, tiles } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, labMember } from './opened.ts'

/** A framework in three sources, an atlas in one and in a laboratory, and what nothing else is the same as. */
const copies: readonly Thing[] = [
  {
    ...{ id: 'allen:framework', title: 'Coordinate framework of the mouse', identity: 'One' },
    ...{ kind: 'TEMPLATE', format: ['NRRD'], released: '2017', subjects: 1675 },
  },
  {
    ...{ id: 'openneuro:framework', title: 'Mouse framework', identity: 'One' },
    ...{ kind: 'TEMPLATE', format: ['NIfTI'], released: '2020', resolution: [25, 25] },
  },
  {
    ...{ id: 'templateflow:framework', title: 'A framework, kept for mice', identity: 'One' },
    ...{ kind: 'ATLAS', format: ['NIfTI'], species: ['NCBITaxon:10090'] },
  },
  { id: 'allen:atlas', title: 'Mouse atlas', identity: 'Two', kind: 'ATLAS', released: '2011' },
  {
    ...{ id: 'lab:atlas', title: 'Mouse atlas, unpublished', identity: 'Two', discover: ['lab'] },
    ...{ kind: 'STUDY', released: '2031', subjects: 9_000 },
  },
  { id: 'allen:known', title: 'Mouse cortex', identity: 'Three', kind: 'DATASET' },
  { id: 'openneuro:alone', title: 'Mouse cerebellum', kind: 'DATASET' },
  { id: 'openneuro:alike', title: 'Mouse cerebellum', kind: 'DATASET' },
]
const byId = (all: readonly Thing[]) => new Map(all.map((thing) => [thing.id, thing]))
const bucketsOf = (facets: readonly { buckets: readonly { value: string; count: number }[] }[]) =>
  Object.fromEntries(
    facets.flatMap(({ buckets }) => buckets.map(({ value, count }) => [value, count])),
  )

/** Pairs that lie inside of the ranking window, behind it, and on either side; one thing of forty. */
const pairedTiles = tiles.map((tile, at): Thing => {
  if (at % 11 === 0) return { ...tile, identity: 'Many' }
  return at % 5 < 2 ? { ...tile, identity: `Pair${(at * 7) % 60}` } : tile
})

export function collapsePromises(open: OpenIndex): void {
  describe('a collapsed search', () => {
    test('records of one identity are one hit, and those without one stay for themselves', async () => {
      const on = await freshIndex(open, copies)
      const { hits, total, bySource } = await on.search({ collapse: true, sort: 'NEWEST' })
      const told = hits.map(({ id, alternates }) => [id, ...alternates])
      expect(told).toEqual([
        ['openneuro:framework', 'allen:framework', 'templateflow:framework'],
        ['allen:atlas'],
        ['allen:known'],
        ['openneuro:alike'],
        ['openneuro:alone'],
      ])
      expect(total).toBe(5)
      // The framework counts for each of its three sources.
      expect(bySource).toEqual({ allen: 3, openneuro: 3, templateflow: 1 })
    })

    test('without it nothing stands behind a hit', async () => {
      const on = await freshIndex(open, copies)
      const { hits, total } = await on.search()
      expect(total).toBe(7)
      expect(hits.flatMap(({ alternates }) => alternates)).toEqual([])
    })

    test('the one that comes first in the sort is the hit', async () => {
      const on = await freshIndex(open, copies)
      const hitOf = async (sort: (typeof recordSorts)[number], query = '') => {
        const { hits } = await on.search({ collapse: true, sort, query })
        return hits.find(({ id }) => id.endsWith(':framework'))?.id
      }
      expect(await hitOf('NEWEST')).toBe('openneuro:framework')
      expect(await hitOf('OLDEST')).toBe('allen:framework')
      expect(await hitOf('TITLE')).toBe('templateflow:framework')
      expect(await hitOf('MOST_SUBJECTS')).toBe('allen:framework')
      const [best] = (await on.search({ query: 'mouse framework' })).hits
      expect(await hitOf('RELEVANCE', 'mouse framework')).toBe(best?.id)
    })

    test('one that does not match is neither the hit nor behind it', async () => {
      const on = await freshIndex(open, copies)
      const { hits } = await on.search({ collapse: true, filter: { format: ['NIfTI'] } })
      expect(hits.map(({ id, alternates }) => [id, ...alternates])).toEqual([
        ['openneuro:framework', 'templateflow:framework'],
      ])
    })

    test('facets count things, each once a bucket, whichever of its records have the value', async () => {
      const on = await freshIndex(open, copies)
      const facets = [
        ...(['KIND', 'FORMAT', 'SOURCE', 'RESOLUTION', 'RELEASED'] as const),
        ...(['SPECIES'] as const),
      ].map((facet) => ({ facet, first: 100 }))
      const all = await on.search({ collapse: true, facets })
      expect(bucketsOf(all.facets.slice(0, 3))).toEqual({
        ...{ DATASET: 3, ATLAS: 2, TEMPLATE: 1, NIfTI: 1, NRRD: 1 },
        ...{ allen: 3, openneuro: 3, templateflow: 1 },
      })
      expect(bucketsOf([all.facets[4] as never])).toEqual({ 2020: 1, 2017: 1, 2011: 1 })
      // One of the framework's records has a species, and two have none: it is found by either.
      expect(all.facets.map(({ missing }) => missing)).toEqual([0, 4, 0, 5, 4, 5])
      const filter = { kind: ['TEMPLATE' as const] }
      const selected = await on.search({ collapse: true, facets, filter })
      expect(selected.total).toBe(1)
      expect(bucketsOf(selected.facets.slice(0, 1))).toEqual({ DATASET: 3, ATLAS: 2, TEMPLATE: 1 })
    })

    test('a value that comes with two labels counts once for a thing', async () => {
      const labelled = (id: string, identity: string | null, label: string) => ({
        ...documentOf({ id, title: 'Volume', identity }),
        facets: { FORMAT: [{ value: 'nii', label }] },
      })
      const on = await freshIndex(open, [])
      const documents = [
        labelled('a:1', 'One', 'NIfTI'),
        labelled('b:1', 'One', 'Nifti image'),
        labelled('b:2', null, 'NIfTI'),
      ]
      await on.index.apply({ documents, removed: [], position: 1 })
      const facets = [{ facet: 'FORMAT' as const, first: 9 }]
      for (const filter of [null, { format: ['nii'] }]) {
        const [format] = (await on.search({ collapse: true, facets, filter })).facets
        expect(format?.buckets).toMatchObject([{ value: 'nii', label: 'NIfTI', count: 2 }])
        expect(format?.distinct).toBe(1)
      }
    })

    test('what is hidden is as if it were not there, and who may see it has it in its place', async () => {
      const on = await freshIndex(open, copies)
      const without = await freshIndex(
        open,
        copies.filter(({ id }) => id !== 'lab:atlas'),
      )
      for (const sort of recordSorts) {
        for (const query of ['', 'mouse atlas']) {
          const request = {
            collapse: true,
            sort,
            query,
            facets: [{ facet: 'KIND' as const, first: 9 }],
          }
          const shown = ({ hits, tookMs: _, ...rest }: Awaited<ReturnType<typeof on.search>>) => ({
            ...rest,
            hits: hits.map(({ cursor: __, ...hit }) => hit),
          })
          expect(shown(await on.search(request))).toEqual(shown(await without.search(request)))
        }
      }
      const { hits } = await on.search({ collapse: true, sort: 'NEWEST' }, labMember)
      expect(hits[0]).toMatchObject({ id: 'lab:atlas', alternates: ['allen:atlas'] })
    })

    test.each([
      ...recordSorts.map((sort) => ({ sort, query: '' })),
      { sort: 'RELEVANCE', query: 'mouse' },
    ] as const)('pages and counts are those of plain searches: %j', async (request) => {
      const on = await freshIndex(open, copies)
      for (const viewer of [labMember, operator]) {
        await expectCollapsed(on.index, byId(copies), viewer, request, 1)
      }
    })

    test('where more match than are ranked, the best of each thing is met once, before the window ends and behind it', async () => {
      const on = await freshIndex(open, pairedTiles)
      await expectCollapsed(on.index, byId(pairedTiles), labMember, { query: 'tile' }, 37)
      const sorted = { query: 'tile', sort: 'TITLE' as const }
      await expectCollapsed(on.index, byId(pairedTiles), labMember, sorted, 50)
    })

    test('behind the window, too, the one that comes first is the hit', async () => {
      // More have it in their titles than are ranked, and those that do not are the shorter ones.
      const mixed = tiles.map(({ id }, at): Thing => {
        const identity = `Of${at % 200}`
        return at % 3 === 2
          ? { id, title: `Plane ${at}`, description: 'One tile.', identity }
          : { id, title: `Tile ${at}`, description: 'word '.repeat(40 + (at % 7)), identity }
      })
      const on = await freshIndex(open, mixed)
      await expectCollapsed(on.index, byId(mixed), labMember, { query: 'tile' }, 60)
    })

    test('a page that begins shortly before the end of the window goes on behind it', async () => {
      const crowded = tiles.map((tile, at): Thing => {
        return at % 2 === 1 ? { ...tile, identity: `Of${at % 40}` } : tile
      })
      const on = await freshIndex(open, crowded)
      const request = { query: 'tile', collapse: true }
      const { hits } = await on.search({ ...request, first: 1_000 })
      expect(hits).toHaveLength(225 + 20)
      for (const [at, { cursor }] of hits.entries()) {
        if (at < 80 || at > 150) continue
        const next = await on.search({ ...request, first: 1, after: cursor })
        expect(next.hits.map(({ id }) => id)).toEqual([hits[at + 1]?.id])
        expect(next.hasNext).toBe(true)
      }
    })

    test('no page repeats a thing while others are written', async () => {
      const on = await freshIndex(open, pairedTiles)
      const all = byId(pairedTiles)
      for (const sort of ['RELEVANCE', 'NEWEST'] as const) {
        const met: string[] = []
        let after: string | null = null
        for (let position = 1_000; ; position++) {
          const page = await on.search({ query: 'tile', sort, collapse: true, first: 40, after })
          met.push(...page.hits.map(({ id }) => all.get(id)?.identity ?? id))
          if (!page.hasNext) break
          after = page.hits.at(-1)?.cursor ?? null
          const extra = { id: `z:${position}`, title: 'New tile', identity: `New${position}` }
          await on.index.apply(batchOf([extra], position))
        }
        const met_ = met.filter((id) => !id.startsWith('z:'))
        expect(new Set(met_).size).toBe(met_.length)
      }
    })

    test('an identity that a record gets, loses or leaves behind counts at once', async () => {
      const on = await freshIndex(open, copies)
      const totalOf = async () => (await on.search({ collapse: true })).total
      const twin: Thing = { id: 'openneuro:twin', title: 'Mouse cortex again', identity: 'Three' }
      await on.index.apply(batchOf([twin], 20))
      expect(await totalOf()).toBe(5)
      await on.index.apply(batchOf([{ ...twin, identity: null }], 21))
      expect(await totalOf()).toBe(6)
      await on.index.apply(batchOf([twin], 22))
      await on.index.apply({ documents: [], removed: ['allen:known'], position: 23 })
      const { hits, total } = await on.search({ collapse: true, query: 'cortex' })
      expect([total, hits.map(({ id, alternates }) => [id, ...alternates])]).toEqual([
        1,
        [['openneuro:twin']],
      ])
    })

    test('an order that was walked to its end holds each thing once', async () => {
      const on = await freshIndex(open, pairedTiles)
      const request = requestOf({ query: 'tile', collapse: true, first: 100 })
      const hits = await walk(on.index, labMember, request)
      const groups = hits.flatMap(({ id, alternates }) => [id, ...alternates])
      expect(groups.sort()).toEqual(tiles.map(({ id }) => id).sort())
    })
  })
}
