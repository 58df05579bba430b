import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  chosenFacets,
  facetShares,
  findabilityOf,
  narrowingOf,
} from '../../../src/harvest/upkeep/findability.ts'
import type { Facet } from '../../../src/model/index.ts'
import type { FacetResult } from '../../../src/search/search-index.ts'
import type { SourceQuality } from '../../../src/store/registry.ts'

function facetOf(facet: Facet, counts: readonly number[], missing = 0): FacetResult {
  return {
    facet,
    buckets: counts.map((count, at) => {
      return { value: `${at}`, label: `${at}`, count, selected: false, from: null, to: null }
    }),
    missing,
    distinct: null,
    min: null,
    max: null,
  }
}

function qualityOf(records: number, missing: Record<string, number> = {}): SourceQuality {
  return {
    records,
    score: null,
    missing: Object.entries(missing).map(([field, records]) => {
      return { field, records, examples: [] }
    }),
    problems: [],
    licenses: [],
  }
}

test('findability: the source itself is nothing that its records are found by', () => {
  expect(chosenFacets).not.toContain('SOURCE')
  expect(chosenFacets).toContain('SPECIES')
})

test('findability: a facet narrows nothing where it has no value, or one for everything', () => {
  expect(narrowingOf(facetOf('SPECIES', []), 10)).toBe(0)
  expect(narrowingOf(facetOf('SPECIES', [10]), 10)).toBe(0)
  expect(narrowingOf(facetOf('SPECIES', [5, 5]), 10)).toBe(0.5)
  expect(narrowingOf(facetOf('SPECIES', [1, 1, 1, 1], 6), 10)).toBeCloseTo(0.9)
})

test('findability: shares of facets are told worst first', () => {
  const shares = facetShares([facetOf('KIND', [4]), facetOf('SPECIES', [1], 3)], 4)
  expect(shares).toEqual([
    { facet: 'SPECIES', share: 0.25 },
    { facet: 'KIND', share: 1 },
  ])
  expect(facetShares([facetOf('KIND', [])], 0)).toEqual([])
})

test('findability: facets count by how much they narrow, description and keywords in full', () => {
  const narrowing = new Map([['SPECIES', 0.5]])
  const shares = [
    { facet: 'SPECIES', share: 0.5 },
    { facet: 'KIND', share: 0 },
  ]
  // (0.625 * 0.5 + 0.25 * 0 + 1 + 0.75) / 2.875
  expect(findabilityOf(shares, narrowing, qualityOf(4, { keywords: 1 }))).toBe(0.717)
  expect(findabilityOf([], new Map(), qualityOf(4, { keywords: 4, description: 4 }))).toBe(0)
  expect(findabilityOf([], narrowing, qualityOf(0))).toBeNull()
})

test('findability: lies between 0 and 1, and rises with every share', () => {
  const share = fc.record({
    facet: fc.constantFrom(...chosenFacets),
    share: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  const weights = fc.dictionary(
    fc.constantFrom(...chosenFacets),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  fc.assert(
    fc.property(fc.array(share), weights, fc.nat(9), (shares, weight, lacking) => {
      const narrowing = new Map(Object.entries(weight))
      const quality = qualityOf(9, { keywords: lacking })
      const found = findabilityOf(shares, narrowing, quality) ?? -1
      expect(found).toBeGreaterThanOrEqual(0)
      expect(found).toBeLessThanOrEqual(1)
      const better = shares.map((one) => ({ ...one, share: one.share + 0.1 }))
      expect(findabilityOf(better, narrowing, quality)).toBeGreaterThanOrEqual(found)
    }),
    { numRuns: 100 },
  )
})
