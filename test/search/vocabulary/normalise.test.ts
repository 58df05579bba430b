import { describe, expect, test } from 'vitest'
import type { Term } from '../../../src/model/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { normaliseTerm } from '../../../src/search/vocabulary/normalise.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'

const vocabulary = createVocabulary([
  ...seedTerms,
  { termId: 'X:1', facet: 'structure', label: 'CA', synonyms: [], parents: [] },
  { termId: 'X:2', facet: 'structure', label: 'Ammon', synonyms: ['CA', 'horn'], parents: [] },
  { termId: 'X:3', facet: 'structure', label: 'Cornu', synonyms: ['horn'], parents: [] },
])
const stated = (label: string, more: Partial<Term> = {}): Term => ({
  label,
  termId: null,
  origin: 'STATED',
  raw: null,
  ...more,
})

describe('normaliseTerm', () => {
  test('normaliseTerm: an unknown label stays as it is', () => {
    const term = stated('Yeti')
    expect(normaliseTerm(term, 'species', vocabulary)).toEqual(term)
  })

  test('normaliseTerm: an ambiguous synonym stays as it is', () => {
    const term = stated('horn')
    expect(normaliseTerm(term, 'structure', vocabulary)).toEqual(term)
  })

  test('normaliseTerm: hippocampus is the formation or the horn, and stays as it is', () => {
    const term = stated('hippocampus')
    expect(normaliseTerm(term, 'structure', vocabulary)).toEqual(term)
  })

  test('normaliseTerm: a name of another facet is no name here', () => {
    const term = stated('mouse')
    expect(normaliseTerm(term, 'structure', vocabulary)).toEqual(term)
  })

  test('normaliseTerm: an id that is in no vocabulary stays with its label', () => {
    const term = stated('mouse', { termId: 'NCBITaxon:999999999' })
    expect(normaliseTerm(term, 'species', vocabulary)).toEqual(term)
  })

  test('normaliseTerm: a synonym becomes the preferred label, mapped, with what was written kept', () => {
    expect(normaliseTerm(stated('House Mouse'), 'species', vocabulary)).toEqual({
      label: 'Mus musculus',
      termId: 'NCBITaxon:10090',
      origin: 'MAPPED',
      raw: 'House Mouse',
    })
  })

  test('normaliseTerm: the preferred label gets its id and stays stated', () => {
    expect(normaliseTerm(stated('Mus musculus'), 'species', vocabulary)).toEqual(
      stated('Mus musculus', { termId: 'NCBITaxon:10090' }),
    )
    expect(normaliseTerm(stated('mus musculus'), 'species', vocabulary)).toEqual(
      stated('Mus musculus', { termId: 'NCBITaxon:10090', raw: 'mus musculus' }),
    )
  })

  test('normaliseTerm: a preferred label goes before a synonym of another term', () => {
    expect(normaliseTerm(stated('CA'), 'structure', vocabulary).termId).toBe('X:1')
  })

  test('normaliseTerm: a known id gives the label', () => {
    const term = stated('lab mouse', { termId: 'NCBITaxon:10090' })
    expect(normaliseTerm(term, 'species', vocabulary)).toEqual({
      label: 'Mus musculus',
      termId: 'NCBITaxon:10090',
      origin: 'MAPPED',
      raw: 'lab mouse',
    })
  })

  test.each(['ASSUMED', 'EXTRACTED'] as const)('normaliseTerm: what was %s stays so', (origin) => {
    expect(normaliseTerm(stated('mouse', { origin }), 'species', vocabulary).origin).toBe(origin)
  })

  test('normaliseTerm: a raw value that is there already is kept', () => {
    const term = stated('mouse', { raw: 'Mouse (C57BL/6J)' })
    expect(normaliseTerm(term, 'species', vocabulary).raw).toBe('Mouse (C57BL/6J)')
  })

  test('normaliseTerm: twice is the same as once', () => {
    const once = normaliseTerm(stated('mouse'), 'species', vocabulary)
    expect(normaliseTerm(once, 'species', vocabulary)).toEqual(once)
  })
})
