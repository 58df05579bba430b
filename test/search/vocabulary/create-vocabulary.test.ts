import { describe, expect, test } from 'vitest'
import type { VocabularyTerm } from '../../../src/model/index.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'

const term = (
  termId: string,
  label: string,
  synonyms: string[] = [],
  parents: string[] = [],
): VocabularyTerm => ({ termId, facet: 'structure', label, synonyms, parents })

const brain = term('X:1', 'Brain', ['BR'])
const hippocampus = term('X:2', 'Hippocampus', ['Ammon’s horn', 'HIP'], ['X:1', 'X:gone'])
const ca1 = term('X:3', 'Field CA1', ['CA1'], ['X:2'])
const vocabulary = createVocabulary([brain, hippocampus, ca1])

describe('createVocabulary', () => {
  test('createVocabulary: without terms it finds nothing', () => {
    const empty = createVocabulary([])
    expect(empty.find('')).toEqual([])
    expect(empty.ancestors('X:1')).toEqual([])
    expect(empty.longestName).toBe(0)
  })

  test('createVocabulary: an unknown id has no ancestors and descendants, though terms name it', () => {
    expect(vocabulary.ancestors('X:gone')).toEqual([])
    expect(vocabulary.descendants('X:gone')).toEqual([])
  })

  test('createVocabulary: a parent that is no term is in no answer', () => {
    expect(vocabulary.ancestors('X:2')).toEqual(['X:1'])
  })

  test('createVocabulary: cycles are cut', () => {
    const ring = createVocabulary([
      term('X:a', 'a', [], ['X:b']),
      term('X:b', 'b', [], ['X:c']),
      term('X:c', 'c', [], ['X:a', 'X:c']),
    ])
    expect(ring.ancestors('X:a')).toEqual(['X:b', 'X:c'])
    expect(ring.descendants('X:a')).toEqual(['X:c', 'X:b'])
  })

  test('createVocabulary: ancestors come nearest first, descendants at any depth', () => {
    expect(vocabulary.ancestors('X:3')).toEqual(['X:2', 'X:1'])
    expect(vocabulary.descendants('X:1')).toEqual(['X:2', 'X:3'])
  })

  test.each(['hippocampus', 'HIPPOCAMPUS', 'Híppocampus', "ammon's horn", 'hip'])(
    'createVocabulary: %s is found, case and accents aside',
    (name) => {
      expect(vocabulary.find(name)).toEqual([hippocampus])
    },
  )

  test('createVocabulary: a facet narrows, and an ambiguous name gives all it names', () => {
    const method: VocabularyTerm = { ...term('Y:1', 'HIP'), facet: 'technique' }
    const both = createVocabulary([hippocampus, method])
    expect(both.find('hip')).toEqual([hippocampus, method])
    expect(both.find('hip', 'technique')).toEqual([method])
    expect(both.find('hip', 'species')).toEqual([])
  })

  test('createVocabulary: a term given twice is one, with the names and parents of both', () => {
    const twice = createVocabulary([
      term('X:2', 'Hippocampus', ['HIP'], ['X:1']),
      term('X:2', 'Hippocampal region', ['HIP', 'HR'], ['X:9']),
    ])
    expect(twice.get('X:2')).toEqual(
      term('X:2', 'Hippocampus', ['HIP', 'Hippocampal region', 'HR'], ['X:1', 'X:9']),
    )
    expect([...twice.terms()]).toHaveLength(1)
  })

  test('createVocabulary: names are folded, each once, and an unknown id has none', () => {
    const spelled = createVocabulary([term('X:1', 'Ammon’s Horn', ["ammon's horn", 'CA', '–'])])
    expect(spelled.names('X:1')).toEqual(['ammon horn', 'ca'])
    expect(spelled.names('X:gone')).toEqual([])
  })

  describe('createVocabulary: mayOccurIn', () => {
    const taxon = (termId: string, ...parents: string[]): VocabularyTerm => ({
      ...{ termId, facet: 'species', label: termId, synonyms: [], parents },
    })
    const of = (species: string[] | undefined, one: VocabularyTerm) => ({ ...one, species })
    const animals = createVocabulary([
      ...[taxon('T:mammals'), taxon('T:rodents', 'T:mammals'), taxon('T:mouse', 'T:rodents')],
      ...[taxon('T:primates', 'T:mammals'), taxon('T:human', 'T:primates')],
      of(['T:rodents'], term('X:barrels', 'barrels', [], ['X:cortex'])),
      of(['T:mammals'], term('X:cortex', 'cortex')),
      term('X:layer', 'barrel layer', [], ['X:barrels']),
      term('X:cell', 'cell'),
    ] as VocabularyTerm[])

    test.each([
      ['X:barrels', 'T:mouse', true],
      ['X:barrels', 'T:rodents', true],
      ['X:barrels', 'T:mammals', true],
      ['X:barrels', 'T:human', false],
      ['X:barrels', 'T:primates', false],
      ['X:layer', 'T:human', false],
      ['X:layer', 'T:mouse', true],
      ['X:cortex', 'T:human', true],
      ['X:cell', 'T:human', true],
      ['X:barrels', 'T:unheard-of', true],
      ['X:unheard-of', 'T:human', true],
    ])('createVocabulary: that %s may occur in %s is %s', (termId, species, may) => {
      expect(animals.mayOccurIn(termId, species)).toBe(may)
    })

    test('createVocabulary: the taxa of a term are its own, or of the next broader that tells', () => {
      expect(animals.taxa('X:barrels')).toEqual(['T:rodents'])
      expect(animals.taxa('X:layer')).toEqual(['T:rodents'])
      expect(animals.taxa('X:cell')).toBeNull()
      expect(animals.taxa('X:unheard-of')).toBeNull()
    })

    test('createVocabulary: a term given twice occurs in the species of both', () => {
      const both = createVocabulary([
        ...animals.terms(),
        { ...term('X:barrels', 'barrels'), species: ['T:human'] },
      ])
      expect(both.mayOccurIn('X:barrels', 'T:human')).toBe(true)
      expect(both.mayOccurIn('X:barrels', 'T:mouse')).toBe(true)
      expect(both.version).not.toBe(animals.version)
    })
  })

  test('createVocabulary: the longest name is counted in words', () => {
    expect(vocabulary.longestName).toBe(2)
  })

  test('createVocabulary: the version is that of the content, not of its order', () => {
    expect(createVocabulary([ca1, brain, hippocampus]).version).toBe(vocabulary.version)
    for (const other of [
      [brain, hippocampus],
      [brain, hippocampus, { ...ca1, label: 'CA1 field' }],
      [brain, hippocampus, { ...ca1, parents: [] }],
      [brain, hippocampus, { ...ca1, synonyms: [] }],
    ]) {
      expect(createVocabulary(other).version).not.toBe(vocabulary.version)
    }
  })
})
