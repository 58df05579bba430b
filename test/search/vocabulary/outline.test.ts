import { describe, expect, test } from 'vitest'
import { termsOf } from '../../../src/search/vocabulary/seed/outline.ts'

describe('termsOf', () => {
  test.each([
    ['no id', 'hippocampus; HIP'],
    ['no label', 'X:1'],
    ['a name left empty', 'X:1 hippocampus; '],
    ['an indent that is not two spaces', 'X:1 brain\n   X:2 hippocampus'],
    ['a line too deep for the one above', 'X:1 brain\n    X:2 hippocampus'],
    ['a first line below none', '  X:1 brain'],
    ['a broader term without its id', 'X:1 brain < head'],
    ['species before broader terms', 'X:1 brain @ T:1 < X:2'],
  ])('termsOf: refuses %s', (_, outline) => {
    expect(() => termsOf('structure', outline)).toThrow('Not a line of an outline')
  })

  test('termsOf: of nothing there are no terms', () => {
    expect(termsOf('structure', '\n\n')).toEqual([])
  })

  test('termsOf: a line gives id, label, names; what is broader stands above it or is named', () => {
    const outline = `
X:1 brain
  X:2 cortex; Rinde, Großhirn; A/B < Y:1 Y:2
    X:3 layer 1
  X:4 pons < Y:3`
    expect(termsOf('structure', outline)).toEqual([
      { termId: 'X:1', facet: 'structure', label: 'brain', synonyms: [], parents: [] },
      {
        ...{ termId: 'X:2', facet: 'structure', label: 'cortex' },
        ...{ synonyms: ['Rinde, Großhirn', 'A/B'], parents: ['X:1', 'Y:1', 'Y:2'] },
      },
      { termId: 'X:3', facet: 'structure', label: 'layer 1', synonyms: [], parents: ['X:2'] },
      { termId: 'X:4', facet: 'structure', label: 'pons', synonyms: [], parents: ['X:1', 'Y:3'] },
    ])
  })

  test('termsOf: species hold for the lines below, until one tells its own', () => {
    const outline = `
X:1 brain @ T:1 T:2
  X:2 cortex
    X:3 barrels < X:9 @ T:3
  X:4 pons
X:5 eye`
    expect(termsOf('structure', outline).map(({ species }) => species)).toEqual([
      ['T:1', 'T:2'],
      ['T:1', 'T:2'],
      ['T:3'],
      ['T:1', 'T:2'],
      undefined,
    ])
  })
})
