import { expect, test } from 'vitest'
import { nameFinder } from '../../../src/search/meilisearch/names.ts'
import { foldText } from '../../../src/search/rank/words.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { vocabulary } from '../fixture.ts'

const find = nameFinder(vocabulary)
const namesIn = (text: string) => find(foldText(text).split(' ')).toSorted()

test('names: a text without a name of several words has none', () => {
  expect(namesIn('')).toEqual([])
  expect(namesIn('mouse hippocampus')).toEqual([])
  expect(namesIn('the field of CA1')).toEqual([])
  expect(namesIn('field')).toEqual([])
})

test('names: a name is found wherever it stands, folded, as often as it stands there once', () => {
  expect(namesIn('Field CA1')).toEqual(['field ca1'])
  expect(namesIn('in FIELD ca1, and field-CA1')).toEqual(['field ca1'])
})

test('names: names inside of one another are all found', () => {
  const inner = createVocabulary([
    { termId: 'x:1', facet: 'structure', label: 'a b', synonyms: ['a b c', 'b c'], parents: [] },
    { termId: 'x:2', facet: 'structure', label: 'b c d', synonyms: ['c'], parents: [] },
  ])
  expect(nameFinder(inner)(['x', 'a', 'b', 'c', 'd']).toSorted()).toEqual([
    'a b',
    'a b c',
    'b c',
    'b c d',
  ])
  expect(nameFinder(inner)(['a', 'b'])).toEqual(['a b'])
  expect(nameFinder(inner)(['b', 'c', 'a'])).toEqual(['b c'])
})

test('names: every name of the vocabulary that has several words is found in itself', () => {
  const several = [...vocabulary.terms()]
    .flatMap(({ label, synonyms }) => [label, ...synonyms])
    .map(foldText)
    .filter((name) => name.includes(' '))
  expect(several.length).toBeGreaterThan(200)
  for (const name of several) expect(namesIn(`x ${name} y`)).toContain(name)
})
