import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VocabularyTerm } from '../../../src/model/index.ts'
import { emptyPlan, type QueryPlan } from '../../../src/search/rank/plan.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { contextOf } from './small-lexicon.ts'

const structure = (
  termId: string,
  label: string,
  synonyms: string[],
  ...parents: string[]
): VocabularyTerm => ({ termId, facet: 'structure', label, synonyms, parents })

const records = [
  {
    title: 'Mouse brain atlas of the hippocampus',
    terms: 'Mus musculus; Field CA1; Dentate gyrus',
  },
  {
    title: 'Atlases of mice',
    description: 'Rating the cortex; cortical areas act on a rat dg probe12',
  },
  {
    title: 'T1w and diffusion MRI',
    identifiers: 'ds000114',
    description: 'magnetic resonance imaging of a house at 25um, Drosophila melanogaster',
  },
]
const terms = [
  structure('X:1', 'Hippocampal formation', ['HPF', 'hippocampus']),
  structure('X:2', 'Field CA1', ['CA1'], 'X:1'),
  structure('X:3', 'Field CA1, stratum oriens', ['CA1so'], 'X:2'),
  structure('X:4', 'Dentate gyrus', ['DG'], 'X:1'),
  structure('X:5', 'anterior commissure, temporal limb', ['act']),
  structure('X:6', 'Secret area', ['mouse']),
]
const identifiers = ['ds000114', '10.1016/j.cell.2020.04.007', 'allen:ccf', 'atlas']
const context = contextOf({ records, terms, identifiers })
const plan = (query: string) => planQuery(query, context)

/** `word: HOW alternative, …` a group. */
const groupsOf = ({ groups }: QueryPlan) =>
  Object.fromEntries(
    groups.map(({ queried, alternatives }) => [
      queried,
      alternatives.map(({ words, how }) => `${how} ${words.join(' ')}`),
    ]),
  )
const { interpretation: _, ...emptyPlanWithoutReading } = emptyPlan
const readingOf = ({ interpretation }: QueryPlan) =>
  interpretation.map(({ text, as }) => `${as} ${text}`)

describe('planQuery: nothing to find', () => {
  test.each(['', '   \n'])('planQuery: %j browses', (query) => {
    expect(plan(query)).toEqual(emptyPlan)
  })

  test('planQuery: a query of signs browses, and says that it was dropped', () => {
    expect(plan(' ?! ')).toMatchObject({ groups: [], impossible: false })
    expect(readingOf(plan(' ?! '))).toEqual(['DROPPED ?!'])
  })

  test('planQuery: a word that no record holds is impossible', () => {
    expect(plan('xyzzy')).toMatchObject({ groups: [], impossible: true })
  })

  test('planQuery: words without a match are dropped as long as one that tells remains', () => {
    expect(Object.keys(groupsOf(plan('mouse xyzzy')))).toEqual(['mouse'])
    expect(readingOf(plan('mouse xyzzy '))).toEqual(['CONCEPT mouse', 'DROPPED xyzzy'])
    const one = plan('mouse xyzzy plugh of quux ')
    expect(Object.keys(groupsOf(one))).toEqual(['mouse'])
    expect(readingOf(one).filter((read) => read.startsWith('DROPPED'))).toHaveLength(4)
  })

  test('planQuery: words that say little are no reason to drop what was asked for', () => {
    const little = contextOf({ records: [{ title: 'mouse data' }] })
    expect(planQuery('xyzzy data ', little)).toMatchObject({ groups: [], impossible: true })
    expect(planQuery('data ', little)).toMatchObject({ impossible: false })
  })

  test('planQuery: a phrase of unknown words is impossible, whatever else matches', () => {
    expect(plan('mouse brain atlas "xyzzy mouse"').impossible).toBe(true)
  })
})

describe('planQuery: identifiers', () => {
  test.each([
    ['ds000114', 'ds000114'],
    ['DS000114', 'ds000114'],
    ['"ds000114".', 'ds000114'],
    ['https://doi.org/10.1016/J.CELL.2020.04.007', '10.1016/j.cell.2020.04.007'],
    ['doi:10.1016/j.cell.2020.04.007', '10.1016/j.cell.2020.04.007'],
    ['doi: 10.1016/j.cell.2020.04.007', '10.1016/j.cell.2020.04.007'],
    ['(10.1016/j.cell.2020.04.007),', '10.1016/j.cell.2020.04.007'],
    ['allen:ccf', 'allen:ccf'],
  ])('planQuery: %j is an identifier', (query, folded) => {
    const { groups, interpretation, ...rest } = plan(query)
    expect({ ...rest, groups }).toEqual({
      ...emptyPlanWithoutReading,
      identifiers: [folded],
    })
    expect(interpretation).toEqual([{ text: query, as: 'IDENTIFIER', label: folded, termId: null }])
  })

  test('planQuery: a known identifier is answered alone, the other words dropped', () => {
    expect(plan('mouse ds000114 xyzzy').identifiers).toEqual(['ds000114'])
    expect(readingOf(plan('mouse ds000114 xyzzy'))).toEqual([
      'DROPPED mouse',
      'IDENTIFIER ds000114',
      'DROPPED xyzzy',
    ])
  })

  test('planQuery: an identifier that nobody carries is not answered by what it nearly is', () => {
    const published = { title: 'Brain', identifiers: 'doi 10 1016 j cell 2020 04 007' }
    const near = contextOf({ records: [...records, published], terms, identifiers })
    expect(planQuery('10.1016/j.cell.2020.04.008', near).impossible).toBe(true)
    expect(planQuery('mouse ds000115', near).impossible).toBe(true)
    expect(planQuery('10.1016/j.cell.2020', near).impossible).toBe(false)
  })

  test('planQuery: an everyday word is no identifier, even when a record has it for one', () => {
    expect(plan('atlas').identifiers).toEqual([])
  })

  test.each(['ds000115', 'allen:hippocampos', 'mouse/2/hippocampos', 'allen:hippoc'])(
    'planQuery: %j, unknown, is neither corrected nor completed',
    (query) => {
      const found = plan(query).groups.flatMap(({ alternatives }) => alternatives)
      expect(found.filter(({ how }) => how !== 'EXACT')).toEqual([])
    },
  )
})

describe('planQuery: words', () => {
  test('planQuery: forms of a word are one another, whichever was typed', () => {
    expect(groupsOf(plan('atlas'))).toEqual({ atlas: ['EXACT atlas', 'FORM atlases'] })
    expect(groupsOf(plan('atlases'))).toEqual({ atlases: ['EXACT atlases', 'FORM atlas'] })
    expect(groupsOf(plan('cortices '))).toEqual({ cortices: ['FORM cortex', 'FORM cortical'] })
  })

  test('planQuery: stop words are dropped, unless nothing else is asked', () => {
    expect(readingOf(plan('the atlas of a mouse'))).toEqual([
      'DROPPED the',
      'WORD atlas',
      'DROPPED of',
      'DROPPED a',
      'CONCEPT mouse',
    ])
    expect(Object.keys(groupsOf(plan('the of')))).toEqual(['the', 'of'])
  })

  test('planQuery: a typo gives words within reach, and the forms of the likeliest', () => {
    expect(groupsOf(plan('corttex '))).toEqual({
      corttex: ['TYPO cortex', 'TYPO cortical'],
    })
    expect(plan('corttex ').interpretation[0]?.label).toBe('cortex')
  })

  test.each(['brian', 'cortx', 'hpipocampus', 'hipocampuss'])(
    'planQuery: %s is corrected',
    (query) => {
      expect(plan(`${query} `).groups[0]?.alternatives[0]?.how).toBe('TYPO')
    },
  )

  test.each(['mose', 'atls', 'brxxn', 't1x', 'ca12', 'probe13', '26um'])(
    'planQuery: %s is too short, too far or has digits, and is not corrected',
    (query) => {
      const how = plan(`${query} `)
        .groups.flatMap((group) => group.alternatives)
        .map((a) => a.how)
      expect(how).not.toContain('TYPO')
    },
  )

  test('planQuery: the last word is completed, unless a space follows', () => {
    expect(groupsOf(plan('mouse hippoc'))).toMatchObject({ hippoc: ['PREFIX hippocampus'] })
    expect(plan('hippoc ').impossible).toBe(true)
    expect(Object.keys(groupsOf(plan('hippoc mouse')))).toEqual(['mouse'])
  })

  test('planQuery: a word is not completed to a stop word', () => {
    expect(plan('th').impossible).toBe(true)
  })

  test('planQuery: a word twice, or in two forms, is one group', () => {
    expect(plan('cortex cortices cortex ').groups).toHaveLength(1)
    expect(plan('atlas atlases ').groups).toHaveLength(1)
  })

  test('planQuery: a word that records hold is never completed', () => {
    expect(groupsOf(plan('rat'))).toEqual({ rat: ['EXACT rat'] })
    expect(groupsOf(plan('rats'))).toEqual({ rats: ['FORM rat'] })
  })

  test('planQuery: completions go before typos', () => {
    const how = plan('melanogaste').groups[0]?.alternatives.map((one) => one.how)
    expect(how).toEqual(['PREFIX'])
  })

  test('planQuery: a phrase is matched as it is, next to words', () => {
    expect(groupsOf(plan('"brain atlas" mice'))).toMatchObject({
      'brain atlas': ['EXACT brain atlas'],
    })
    expect(readingOf(plan('“brain atlas” «atlas»'))).toEqual(['PHRASE brain atlas', 'PHRASE atlas'])
  })

  test('planQuery: a quotation mark without its pair is nothing', () => {
    expect(Object.keys(groupsOf(plan('"mouse brain')))).toEqual(['mouse', 'brain'])
  })

  test('planQuery: a number is the same with its unit glued on or not', () => {
    expect(plan('25um ').groups.map((group) => group.alternatives)).toEqual(
      plan('25 µm ').groups.map((group) => group.alternatives),
    )
  })

  test('planQuery: words beyond the sixty-fourth are dropped, and said so once', () => {
    const query = `${Array.from({ length: 300 }, (_, at) => `w${at}x`).join(' ')}`
    const { interpretation } = plan(query)
    expect(interpretation).toHaveLength(65)
    expect(interpretation.at(-1)?.as).toBe('DROPPED')
    expect(interpretation.at(-1)?.text.startsWith('w64x w65x')).toBe(true)
  })
})

describe('planQuery: concepts', () => {
  test('planQuery: a common name finds the scientific one', () => {
    expect(groupsOf(plan('mice '))).toEqual({
      mice: ['EXACT mice', 'FORM mouse', 'SYNONYM mus musculus'],
    })
    expect(plan('mice').interpretation).toEqual([
      { text: 'mice', as: 'CONCEPT', label: 'Mus musculus', termId: 'NCBITaxon:10090' },
    ])
  })

  test('planQuery: a name of several words never finds less than its words do', () => {
    expect(groupsOf(plan('house mouse '))).toEqual({
      house: ['EXACT house', 'SYNONYM mouse', 'SYNONYM mice', 'SYNONYM mus musculus'],
      mouse: ['EXACT mouse', 'FORM mice', 'SYNONYM mus musculus'],
    })
    expect(readingOf(plan('house mouse '))).toEqual(['CONCEPT house mouse'])
  })

  test('planQuery: the longest name wins', () => {
    expect(readingOf(plan('magnetic resonance imaging '))).toEqual([
      'CONCEPT magnetic resonance imaging',
    ])
  })

  test('planQuery: a name takes in the stop words that belong to it, inside and in front', () => {
    expect(readingOf(plan('an in situ hybridization '))).toContain('CONCEPT in situ hybridization')
    expect(readingOf(plan('an in situ hybridization '))).not.toContain('DROPPED in')
  })

  test('planQuery: a name of which one word is in no record is told, and the word as dropped', () => {
    const laboratory = readingOf(plan('laboratory mouse '))
    expect(laboratory).toEqual(['CONCEPT laboratory mouse'])
    const finch = plan('zebra mouse brain ')
    expect(readingOf(finch)).toEqual(['DROPPED zebra', 'CONCEPT mouse', 'CONCEPT brain'])
  })

  test('planQuery: narrower structures match, those inside of others once', () => {
    expect(groupsOf(plan('hippocampus'))).toEqual({
      hippocampus: ['EXACT hippocampus', 'NARROWER dentate gyrus', 'NARROWER field ca1'],
    })
  })

  test.each([
    [24, 24],
    [25, 0],
    [150, 0],
    [500, 0],
  ])('planQuery: of %i narrower names that records hold, %i are matched', (count, matched) => {
    const parts = Array.from({ length: count }, (_, at) => `part${at}`)
    const found = planQuery(
      'whole ',
      contextOf({
        records: [{ title: 'whole' }, { title: parts.join(' ') }],
        terms: [
          structure('P:whole', 'whole', []),
          ...parts.map((part) => structure(`P:${part}`, part, [], 'P:whole')),
        ],
      }),
    )
    const how = found.groups.flatMap(({ alternatives }) => alternatives.map((one) => one.how))
    expect(how.filter((kind) => kind === 'NARROWER')).toHaveLength(matched)
    expect(how[0]).toBe('EXACT')
  })

  test('planQuery: a mistyped name means what the name means', () => {
    expect(groupsOf(plan('hippocampos '))).toEqual({
      hippocampos: ['TYPO hippocampus', 'NARROWER dentate gyrus', 'NARROWER field ca1'],
    })
    expect(readingOf(plan('hippocampos '))).toEqual(['CONCEPT hippocampos', 'CONCEPT hippocampos'])
    const weights = plan('hippocampos ').groups[0]?.alternatives.map(({ weight }) => weight) ?? []
    expect(Math.max(...weights.slice(1))).toBeLessThan(0.4)
  })

  test('planQuery: a common name of ours reaches the terms of a source by their label', () => {
    const found = planQuery(
      'V1',
      contextOf({
        records: [{ title: 'x', terms: 'Primary visual area, layer 4' }],
        terms: [
          structure('M:1', 'Primary visual area', ['VISp']),
          structure('M:2', 'Primary visual area, layer 4', ['VISp4'], 'M:1'),
        ],
      }),
    )
    expect(groupsOf(found)).toEqual({ V1: ['SYNONYM primary visual area'] })
    expect(found.interpretation.map(({ termId }) => termId)).toEqual(['M:1', 'UBERON:0002436'])
  })

  test('planQuery: a word that is only a synonym finds the name that records hold', () => {
    expect(groupsOf(plan('Taufliege '))).toEqual({
      Taufliege: ['SYNONYM drosophila melanogaster'],
    })
  })

  test('planQuery: an acronym that is an everyday word needs its spelling', () => {
    expect(readingOf(plan('act '))).toEqual(['WORD act'])
    expect(readingOf(plan('dg '))).toEqual(['WORD dg'])
    expect(readingOf(plan('DG '))).toEqual(['CONCEPT DG'])
  })

  test('planQuery: an acronym that stands in no record as a word may be typed in any case', () => {
    expect(groupsOf(plan('hpf '))).toMatchObject({
      hpf: ['SYNONYM hippocampus', 'NARROWER dentate gyrus', 'NARROWER field ca1'],
    })
  })

  test('planQuery: one label in many ontologies is one meaning, and a name of many is none', () => {
    const named = (label: (at: number) => string) =>
      planQuery(
        'zonule',
        contextOf({
          records: [{ title: 'zonule' }],
          terms: Array.from({ length: 8 }, (_, at) =>
            structure(`O${at}:1`, label(at), label(at) === 'zonule' ? [] : ['zonule']),
          ),
        }),
      ).interpretation.map(({ as }) => as)
    expect(named(() => 'zonule')).toContain('CONCEPT')
    expect(named((at) => `part${at}`)).toEqual(['WORD'])
  })

  test('planQuery: a licence is no concept, since no text of a record holds any', () => {
    expect(readingOf(planQuery('MIT', contextOf({ records: [{ title: 'MIT' }] })))).toEqual([
      'WORD MIT',
    ])
  })

  test('planQuery: a meaning that no visible record holds is not told', () => {
    const labels = plan('mouse').interpretation.map(({ label }) => label)
    expect(labels).toEqual(['Mus musculus'])
  })

  test('planQuery: every alternative stands in the lexicon, whatever is asked', () => {
    const words = fc.constantFrom(
      ...[
        'mouse',
        'hippocampos',
        'house',
        'fly',
        'fruit',
        '"brain atlas"',
        'hip',
        'mri',
        'T1-weighted',
      ],
      ...[
        'xyzzy',
        'of',
        'the',
        '25um',
        'mammal',
        'ca1',
        'act',
        'rodents',
        '"',
        'ds000114x',
        '“',
        '10.1234/x',
      ],
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.constantFrom('', ' '), (list, end) => {
        const { groups, impossible } = plan(list.join(' ') + end)
        expect(impossible && groups.length > 0).toBe(false)
        for (const { alternatives } of groups) {
          expect(alternatives.length).toBeGreaterThan(0)
          for (const { words } of alternatives) {
            for (const word of words) expect(context.lexicon.frequency(word)).toBeGreaterThan(0)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('planQuery: any text is planned', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (query) => {
        for (const { text } of plan(query).interpretation) expect(text).not.toBe('')
      }),
      { numRuns: 200 },
    )
  })
})
