import { describe, expect, test } from 'vitest'
import { anonymous } from '../../../src/model/index.ts'
import type { FacetValuesRequest } from '../../../src/search/search-index.ts'
import { things } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { sharedIndex } from './opened.ts'

export function sidePromises(open: OpenIndex): void {
  describe('suggestions, facet values, similar records', () => {
    const on = sharedIndex(open)
    const suggest = async (prefix: string, first = 10) => on.index.suggest(anonymous, prefix, first)
    const values = async (request: Partial<FacetValuesRequest>) =>
      on.index.facetValues(anonymous, {
        ...{ facet: 'SPECIES', matching: '', query: '', filter: null, first: 20 },
        ...request,
      })

    test('nothing typed, or nothing that exists, suggests nothing', async () => {
      expect(await suggest('')).toEqual([])
      expect(await suggest('  ')).toEqual([])
      expect(await suggest('zzyzx')).toEqual([])
      expect(await suggest('hip', 0)).toEqual([])
    })

    test('a term is suggested with the number of records that it finds', async () => {
      const term = (await suggest('hippocampal f')).find(({ kind }) => kind === 'TERM')
      const found = await on.filtered({ structure: ['Hippocampal formation'] })
      expect(term).toEqual({
        text: 'Hippocampal formation',
        kind: 'TERM',
        count: found.length,
        record: null,
      })
    })

    test('a term is suggested by its synonyms, case and accents aside', async () => {
      expect((await suggest('SOURI')).map(({ text }) => text)).toContain('Mus musculus')
    })

    test('a term that no record holds is not suggested', async () => {
      expect((await suggest('caudopu')).map(({ text }) => text)).toEqual([])
    })

    test('titles are suggested by their beginning first, then by a word inside', async () => {
      const titles = (await suggest('hippoc', 20)).filter(({ kind }) => kind === 'TITLE')
      expect(titles.map(({ record }) => record)).toEqual(
        ['allen:two-hippocampi', 'allen:hippocampus-connectivity'].sort(
          (a, b) => titleOf(a).length - titleOf(b).length,
        ),
      )
      expect((await suggest('left and')).map(({ text }) => text)).toEqual([
        'Left and right hippocampi compared',
      ])
    })

    test('a title is suggested by a beginning that ends inside of a number', async () => {
      const found = await suggest('ICBM 15')
      expect(found.map(({ record }) => record)).toContain('templateflow:MNI152NLin2009cAsym')
      expect(await suggest('ICBM 16')).toEqual([])
    })

    test('an identifier is suggested with its record', async () => {
      expect(await suggest('ds0001')).toContainEqual({
        text: 'ds000114',
        kind: 'IDENTIFIER',
        count: null,
        record: 'openneuro:ds000114',
      })
    })

    test('a term is suggested by its acronym, the one that is called so before those that begin so', async () => {
      expect((await suggest('ca1'))[0]).toMatchObject({ text: 'Field CA1', kind: 'TERM' })
      expect((await suggest('V1')).map(({ text }) => text)).toContain('Primary visual area')
    })

    test('a term is suggested by a word inside of a name', async () => {
      expect((await suggest('visual ar')).map(({ text }) => text)).toContain('Primary visual area')
    })

    test('a broader term is suggested when a narrower one is held, without a count', async () => {
      // Nothing is annotated with rodents; what is annotated with mice is found by them.
      expect(await suggest('rodent')).toContainEqual({
        text: 'Rodentia',
        kind: 'TERM',
        count: null,
        record: null,
      })
    })

    test('a mistake in what was typed is forgiven where nothing else is found', async () => {
      const terms = (await suggest('hipocampal f')).filter(({ kind }) => kind === 'TERM')
      expect(terms[0]?.text).toBe('Hippocampal formation')
      expect(await suggest('cerebelum')).not.toEqual([])
      const titles = (await suggest('hipocamp')).filter(({ kind }) => kind === 'TITLE')
      expect(titles.map(({ record }) => record)).toContain('allen:two-hippocampi')
      // It is too short to tell what was meant.
      expect(await suggest('hjp')).toEqual([])
    })

    test('a title is suggested by words before a number that goes on', async () => {
      const found = await suggest('left and right hippoc')
      expect(found.map(({ record }) => record)).toContain('allen:two-hippocampi')
    })

    test('no more are suggested than asked for', async () => {
      expect(await suggest('a', 3)).toHaveLength(3)
    })

    test('values are found by part of their label, value or synonym', async () => {
      const labels = async (matching: string) =>
        (await values({ matching })).map(({ label }) => label)
      expect(await labels('muscul')).toEqual(['Mus musculus'])
      expect(await labels('SAPIENS')).toEqual(['Homo sapiens'])
      expect(await labels('taxon:10116')).toEqual(['Rattus norvegicus'])
      expect(await labels('souris')).toEqual(['Mus musculus'])
      expect(await labels('zebra')).toEqual([])
    })

    test('values are counted under the query and the filter, their own facet left out', async () => {
      const counted = await values({
        query: 'hippocampus',
        filter: { species: ['rat'], kind: ['ATLAS'] },
      })
      expect(counted.map(({ value, count, selected }) => [value, count, selected])).toEqual([
        ['NCBITaxon:10116', 1, true],
      ])
    })

    test('values of ranges are found, too', async () => {
      const years = await values({ facet: 'RELEASED', matching: '2018' })
      expect(years.map(({ value, count }) => [value, count])).toEqual([['2018', 2]])
    })

    test('no more values are given than asked for', async () => {
      expect(await values({ facet: 'STRUCTURE', first: 2 })).toHaveLength(2)
    })

    test('a bad filter of facetValues is as good as one of search', async () => {
      expect(await values({ filter: { kind: ['ATLAS'], source: ['nowhere'] } })).toEqual([])
    })

    test('similar records share words and values, and the record itself is not among them', async () => {
      const found = await on.index.similar(anonymous, 'allen:70000000', 5)
      expect(found).toHaveLength(5)
      expect(found).not.toContain('allen:70000000')
      expect(found.slice(0, 2).sort()).toEqual(['allen:70001000', 'allen:70002000'])
    })

    test('an absent record has nothing similar', async () => {
      expect(await on.index.similar(anonymous, 'allen:absent', 5)).toEqual([])
    })
  })
}

function titleOf(id: string): string {
  return things.find((thing) => thing.id === id)?.title ?? ''
}
