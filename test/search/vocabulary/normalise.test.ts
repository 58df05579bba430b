import { describe, expect, test } from 'vitest'
import type { Term, VocabularyTerm } from '../../../src/model/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { normaliseTerm, speciesIds } from '../../../src/search/vocabulary/normalise.ts'
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

describe('normaliseTerm beside atlases with terms of the same names', () => {
  const [mouse, human, rat, zebrafish] = [10090, 9606, 10116, 7955].map((id) => `NCBITaxon:${id}`)
  const structure = (
    termId: string,
    label: string,
    species: (string | undefined)[],
    synonyms: string[] = [],
  ) => ({ termId, facet: 'structure', label, synonyms, parents: [], species }) as VocabularyTerm
  const atlases = createVocabulary([
    ...seedTerms,
    structure('MBA:549', 'Thalamus', [mouse], ['TH']),
    structure('HBA:4392', 'thalamus', [human], ['TH']),
    structure('DHBA:10390', 'thalamus', [human], ['THM']),
    structure('MBA:1', 'Something of mice', [mouse], ['SOM']),
    structure('HBA:1', 'Something of men', [human], ['SOM']),
    structure('MBA:2', 'Twice told', [mouse]),
    structure('DMBA:2', 'Twice told', [mouse]),
    structure('X:3', 'Untold', [mouse]),
    structure('Y:3', 'Untold', [human]),
    { termId: 'Z:3', facet: 'structure', label: 'Untold', synonyms: [], parents: [] },
    { termId: 'Z:4', facet: 'structure', label: 'Both untold', synonyms: [], parents: [] },
    { termId: 'Z:5', facet: 'structure', label: 'Both untold', synonyms: [], parents: [] },
  ])
  const meant = (label: string, ...species: (string | undefined)[]) =>
    normaliseTerm(
      stated(label),
      'structure',
      atlases,
      species.filter((id) => id !== undefined),
    ).termId

  test.each([
    ['of an unknown species', []],
    ['of mice', [mouse]],
    ['of humans', [human]],
    ['of rats', [rat]],
    ['of mice and humans', [mouse, human]],
  ])('normaliseTerm: the thalamus %s is the general one', (_, species) => {
    expect(meant('thalamus', ...species)).toBe('UBERON:0001897')
  })

  test('normaliseTerm: a label of two atlases, and of nothing general, is that of the species', () => {
    expect(meant('SOM')).toBeNull()
    expect(meant('SOM', mouse)).toBe('MBA:1')
    expect(meant('SOM', human)).toBe('HBA:1')
    expect(meant('SOM', mouse, human)).toBeNull()
    expect(meant('SOM', zebrafish)).toBeNull()
  })

  test('normaliseTerm: what the species has not is not meant, even when nothing else is called so', () => {
    expect(meant('Something of mice', human)).toBeNull()
    expect(meant('Something of mice')).toBe('MBA:1')
    expect(meant('Something of mice', 'NCBITaxon:999999999')).toBe('MBA:1')
  })

  test('normaliseTerm: two that are valid in the same species are two meanings', () => {
    expect(meant('Twice told')).toBeNull()
    expect(meant('Twice told', mouse)).toBeNull()
    expect(meant('Both untold')).toBeNull()
  })

  test('normaliseTerm: what is valid everywhere is more general than what is valid somewhere', () => {
    expect(meant('Untold')).toBe('Z:3')
  })

  test('normaliseTerm: with species, too, twice is the same as once', () => {
    const once = normaliseTerm(stated('Thalamus'), 'structure', atlases, [mouse ?? ''])
    expect(normaliseTerm(once, 'structure', atlases, [mouse ?? ''])).toEqual(once)
  })

  test('speciesIds: one species that is not known here leaves all of it open', () => {
    const known = stated('Mus musculus', { termId: 'NCBITaxon:10090' })
    expect(speciesIds([known])).toEqual(['NCBITaxon:10090'])
    expect(speciesIds([known, stated('Yeti')])).toEqual([])
    expect(speciesIds([])).toEqual([])
  })
})
