import { describe, expect, test } from 'vitest'
import { structureVocabulary } from '../../../connectors/allen/graphs.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'

const node = (id: number, acronym: string, name: string, more: object = {}) => ({
  id,
  acronym,
  name,
  ...more,
})

describe('allen: a structure graph', () => {
  test.each([
    ['no nodes', []],
    ['a node that is no structure', [{ id: 'root' }]],
    ['children that are no structures', [node(997, 'root', 'root', { children: ['grey'] })]],
  ])('with %s is refused', (_, nodes) => {
    expect(() => structureVocabulary(1, nodes)).toThrow(
      expect.objectContaining({ code: 'ANSWER_INVALID' }),
    )
  })

  test('gives the same terms nested and flat, with a path as text or as a list', () => {
    const nested = [
      node(997, 'root', 'root', {
        children: [
          node(8, 'grey', 'Basic cell groups and regions', {
            children: [node(567, 'CH', 'Cerebrum')],
          }),
        ],
      }),
    ]
    const flat = [
      node(997, 'root', 'root', { parent_structure_id: null, structure_id_path: '/997/' }),
      node(8, 'grey', 'Basic cell groups and regions', { structure_id_path: '/997/8/' }),
      node(567, 'CH', 'Cerebrum', { structure_id_path: [997, 8, 567] }),
    ]
    const terms = structureVocabulary(1, nested)
    expect(terms.map(({ termId, parents }) => [termId, ...parents])).toEqual([
      ['MBA:997'],
      ['MBA:8', 'MBA:997'],
      ['MBA:567', 'MBA:8'],
    ])
    expect(structureVocabulary(1, flat)).toEqual(terms)
  })

  test('never splits an acronym, and trims it', () => {
    const nodes = [
      node(201, 'SSp-bfd2/3', 'Primary somatosensory area, barrel field, layer 2/3'),
      node(1009, 'fiber tracts', 'fiber tracts'),
      node(525, 'SUM ', 'Supramammillary nucleus '),
    ]
    expect(structureVocabulary(1, nodes).map(({ label, synonyms }) => [label, synonyms])).toEqual([
      ['Primary somatosensory area, barrel field, layer 2/3', ['SSp-bfd2/3']],
      ['fiber tracts', []],
      ['Supramammillary nucleus', ['SUM']],
    ])
  })

  test('calls the root of the adult mouse the brain, which is what it is', () => {
    expect(structureVocabulary(1, [node(997, 'root', 'root')])).toEqual([
      {
        ...{
          termId: 'MBA:997',
          facet: 'structure',
          label: 'brain',
          synonyms: ['root'],
          parents: [],
        },
        species: ['NCBITaxon:10090'],
      },
    ])
  })

  test('gives each graph a prefix of its own', () => {
    const prefix = (graph: number) => structureVocabulary(graph, [node(1, 'a', 'b')])[0]?.termId
    expect([1, 10, 16, 17, 8].map(prefix)).toEqual([
      'MBA:1',
      'HBA:1',
      'DHBA:1',
      'DMBA:1',
      'AllenGraph8:1',
    ])
  })

  test('tells at its top of which species it is, and nothing where that is not known', () => {
    const species = (graph: number) =>
      structureVocabulary(graph, [
        node(1, 'top', 'top', { children: [node(2, 'below', 'below')] }),
        node(3, 'lost', 'lost', { parent_structure_id: 99 }),
      ]).map((term) => term.species ?? null)
    const mouse = ['NCBITaxon:10090']
    const human = ['NCBITaxon:9606']
    // In the order of the answer: what is below inherits it.
    expect([1, 17, 10, 16, 8].map(species)).toEqual([
      [mouse, null, mouse],
      [mouse, null, mouse],
      [human, null, human],
      [human, null, human],
      [null, null, null],
    ])
  })

  test('its structures occur in its species alone', () => {
    const vocabulary = createVocabulary([
      ...seedTerms,
      ...structureVocabulary(1, [
        node(997, 'root', 'root', { children: [node(385, 'VISp', 'Primary visual area')] }),
      ]),
      ...structureVocabulary(10, [node(4005, 'Br', 'brain', { children: [node(9, 'x', 'y')] })]),
    ])
    const mayOccur = (termId: string) =>
      ['NCBITaxon:10090', 'NCBITaxon:9606'].map((taxon) => vocabulary.mayOccurIn(termId, taxon))
    expect(mayOccur('MBA:385')).toEqual([true, false])
    expect(mayOccur('HBA:9')).toEqual([false, true])
  })

  test('does not go round a structure that comes twice', () => {
    const twice = node(8, 'grey', 'Basic cell groups and regions')
    expect(
      structureVocabulary(1, [node(997, 'root', 'root', { children: [twice, twice] })]),
    ).toHaveLength(2)
  })
})
