import { describe, expect, test } from 'vitest'
import { anonymous, type Facet } from '../../../src/model/index.ts'
import type { Thing } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, labMember } from './opened.ts'

const mouse = ['NCBITaxon:10090']
const rat = ['NCBITaxon:10116']

/** `count` records of one kind, with a title each. */
function some(name: string, count: number, more: Partial<Thing> & { title: string }): Thing[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${name}:${at}`,
    kind: 'DATASET',
    ...more,
    title: `${more.title} ${at}`,
  }))
}

/** Few of the amygdala of mice, more of the amygdala, many of mice. */
const rarely: Thing[] = [
  ...some('both', 5, { title: 'Amygdala of a mouse', species: mouse }),
  ...some('amygdala', 30, { title: 'Amygdala', kind: 'ATLAS' }),
  ...some('mouse', 90, { title: 'Mouse brain', species: mouse, kind: 'IMAGE' }),
]

/** What a query asks for that too few records have all of. */
export function relaxedPromises(open: OpenIndex): void {
  describe('a query that too little meets', () => {
    test('drops its common word, never the one that tells', async () => {
      const { search } = await freshIndex(open, rarely)
      const { total, hits } = await search({ query: 'amygdala mouse', first: 100 })
      expect(total).toBe(35)
      expect(hits.slice(0, 5).every(({ id }) => id.startsWith('both:'))).toBe(true)
    })

    test('keeps all of its words while enough records have them', async () => {
      const { search } = await freshIndex(open, [
        ...rarely,
        ...some('more', 15, { title: 'Amygdala of a mouse', species: mouse }),
      ])
      expect((await search({ query: 'amygdala mouse' })).total).toBe(20)
    })

    test('of many words is met by half of what they say', async () => {
      const { search } = await freshIndex(open, [
        ...some('left', 20, { title: 'cortex thickness maps' }),
        ...some('right', 20, { title: 'surface areas twins' }),
        ...some('third', 20, { title: 'cortex thickness' }),
        { id: 'all:1', title: 'cortex thickness maps, surface areas, of twins' },
      ])
      const { total, hits } = await search({ query: 'cortex thickness maps surface areas twins' })
      expect(hits[0]?.id).toBe('all:1')
      expect(total).toBe(21)
    })

    test('finds as many for each bucket of a facet as the bucket says', async () => {
      const { search } = await freshIndex(open, rarely)
      const facets: Facet[] = ['KIND', 'SPECIES', 'SOURCE']
      for (const query of ['amygdala mouse', 'amygdala of mice in a brain', 'mouse']) {
        const asked = facets.map((facet) => ({ facet, first: 10 }))
        const found = await search({ query, facets: asked })
        expect(found.facets.flatMap(({ buckets }) => buckets).length).toBeGreaterThan(2)
        for (const { facet, buckets } of found.facets) {
          for (const { value, count } of buckets) {
            const field = { KIND: 'kind', SPECIES: 'species', SOURCE: 'source' }[facet as 'KIND']
            const clicked = await search({ query, filter: { [field]: [value] } })
            expect([query, facet, value, clicked.total]).toEqual([query, facet, value, count])
          }
        }
      }
    })

    test('finds what there is where a filter leaves nothing of what it would find', async () => {
      const { search, index } = await freshIndex(open, [
        ...rarely,
        ...some('enough', 20, { title: 'Amygdala of a mouse', species: mouse }),
      ])
      const filter = { source: ['amygdala'] }
      const { total, hits } = await search({ query: 'amygdala mouse', filter, first: 50 })
      expect(total).toBe(30)
      expect(hits).toHaveLength(30)
      const all = await index.matches(anonymous, {
        ...{ query: 'amygdala mouse', filter, after: null, first: 100 },
      })
      expect(all.ids.toSorted()).toEqual(hits.map(({ id }) => id).toSorted())
    })

    test('lets no phrase go', async () => {
      const { search } = await freshIndex(open, rarely)
      expect((await search({ query: '"amygdala of a mouse" brain' })).total).toBe(5)
      expect((await search({ query: '"mouse of an amygdala" brain' })).total).toBe(0)
    })

    test('is not relaxed by records that somebody may not see', async () => {
      const hidden = some('hidden', 25, { title: 'Amygdala of a mouse', discover: ['lab'] })
      const { search } = await freshIndex(open, [...rarely, ...hidden])
      expect((await search({ query: 'amygdala mouse' })).total).toBe(35)
      expect((await search({ query: 'amygdala mouse' }, labMember)).total).toBe(30)
    })
  })

  describe('a query that states a species', () => {
    const animals: Thing[] = [
      ...some('mice', 30, { title: 'Hippocampus', species: mouse }),
      ...some('rats', 3, { title: 'Hippocampus', species: rat }),
      ...some('rodents', 2, { title: 'Hippocampus of a rat', species: ['NCBITaxon:9989'] }),
      ...some('both', 2, { title: 'Hippocampus of rat', species: [...mouse, ...rat] }),
      ...some('unsaid', 4, { title: 'Hippocampus of a rat' }),
      { id: 'other:1', title: 'Hippocampus of mice, compared to the rat', species: mouse },
    ]

    test('finds no record of another species, whatever its words say', async () => {
      const { search } = await freshIndex(open, animals)
      const { hits } = await search({ query: 'rat hippocampus', first: 50 })
      const sources = new Set(hits.map(({ id }) => id.slice(0, id.indexOf(':'))))
      expect([...sources].sort()).toEqual(['both', 'rats', 'rodents', 'unsaid'])
    })

    test('finds every species that it states', async () => {
      const { search } = await freshIndex(open, animals)
      const { hits } = await search({ query: 'hippocampus of rat and mouse', first: 50 })
      expect(hits.map(({ id }) => id)).toContain('other:1')
    })

    test('counts as it finds', async () => {
      const { search } = await freshIndex(open, animals)
      const { total, facets } = await search({
        ...{ query: 'rat hippocampus', facets: [{ facet: 'SPECIES', first: 10 }] },
      })
      expect(total).toBe(11)
      const count = (value: string) =>
        facets[0]?.buckets.find((bucket) => bucket.value === value)?.count
      expect([count('NCBITaxon:10116'), count('NCBITaxon:10090'), facets[0]?.missing]).toEqual([
        5, 2, 4,
      ])
    })
  })

  describe('a query of a range', () => {
    const scans: Thing[] = [
      { id: 'scan:3', title: 'Brain of somebody', fieldStrength: 3 },
      { id: 'scan:7', title: 'Brain of somebody else', fieldStrength: 7 },
      { id: 'scan:0', title: 'Brain of nobody' },
    ]

    test('puts first what lies in it, and loses nothing', async () => {
      const { ids } = await freshIndex(open, scans)
      expect(await ids('brain 7T')).toEqual(['scan:7', 'scan:0', 'scan:3'])
    })

    test('alone finds what lies in it', async () => {
      const { ids } = await freshIndex(open, scans)
      expect(await ids('7T')).toEqual(['scan:7'])
    })
  })
}
