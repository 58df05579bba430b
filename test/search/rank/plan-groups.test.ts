import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QueryPlan } from '../../../src/search/rank/plan.ts'
import { informationOf } from '../../../src/search/rank/plan-groups.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { isStopWord, isWeakWord } from '../../../src/search/rank/stop-words.ts'
import { words } from '../../../src/search/rank/words.ts'
import { contextOf } from './small-lexicon.ts'

const records = [
  { title: 'Mouse hippocampus parcellation', description: 'dataset available for use at 25 um' },
  { title: 'Mouse brain atlas', terms: 'Mus musculus; hippocampal formation' },
  { title: 'Mouse CA1 pyramidal layer atlas' },
  { title: 'T1w of healthy young adults at 3 T', description: 'open license data of a study' },
  { title: 'Connectivity tracer of thalamus and cortex; amygdala; cerebellum' },
  { title: 'Rat atlas', identifiers: 'openneuro ds000114 10 18112', description: 'ds000999 x' },
]
const context = contextOf({ records, identifiers: ['ds000114', 'rrid:scr_001'] })
const plan = (query: string) => planQuery(query, context)
const of = ({ groups }: QueryPlan, isWeak: boolean) =>
  groups.filter(({ ranksOnly }) => ranksOnly === isWeak).map(({ queried }) => queried)
const readingOf = ({ interpretation }: QueryPlan) =>
  interpretation.map(({ text, as }) => `${as} ${text}`)
const groupOf = (query: string, queried: string) =>
  plan(query).groups.find((group) => group.queried === queried)

describe('informationOf', () => {
  const word = (text: string) => [{ words: [text], how: 'EXACT' as const, weight: 1 }]

  test('informationOf: rare words tell more than frequent ones, and names more than words', () => {
    const { lexicon } = context
    const frequent = informationOf(word('atlas'), 'WORD', lexicon)
    const rare = informationOf(word('tracer'), 'WORD', lexicon)
    expect(rare).toBeGreaterThan(frequent)
    expect(informationOf(word('tracer'), 'CONCEPT', lexicon)).toBeGreaterThan(rare)
    expect(informationOf(word('tracer'), 'GUESS', lexicon)).toBeLessThan(rare)
    expect(informationOf(word('tracer'), 'WEAK', lexicon)).toBeLessThan(frequent)
  })

  test('informationOf: it is the logarithm of the odds against a match, above 0 for what is everywhere', () => {
    const { lexicon } = contextOf({ records: [{ title: 'a b' }, { title: 'a' }] })
    expect(informationOf(word('b'), 'WORD', lexicon)).toBeCloseTo(Math.log(2))
    expect(informationOf(word('a'), 'WORD', lexicon)).toBeCloseTo(Math.log(1.2))
    expect(informationOf([], 'WORD', contextOf({}).lexicon)).toBeGreaterThan(0)
  })
})

describe('planQuery: what decides and what only ranks', () => {
  test('planQuery: of a request the important words decide', () => {
    const found = plan(
      'I am looking for a parcellation of the mouse hippocampus that I may use at 25 µm resolution',
    )
    expect(of(found, false)).toEqual(['parcellation', 'mouse', 'hippocampus'])
    expect(of(found, true)).toEqual(['use', '25 µm'])
    expect(readingOf(found)).toContain('DROPPED looking')
    expect(readingOf(found)).toContain('WORD use')
  })

  test.each([
    'datasets with hippocampus',
    'what are the available data of the hippocampus?',
    'papers about the effect of hippocampus',
    'je cherche des données sur l’hippocampe',
    'ich suche Daten über den Hippokampus',
  ])('planQuery: of %j one word decides', (query) => {
    expect(of(plan(`${query} `), false)).toHaveLength(1)
  })

  test('planQuery: weak words decide where there are no others', () => {
    expect(of(plan('available dataset '), false)).toEqual(['available', 'dataset'])
  })

  test('planQuery: words about a number are weak beside it, and say something elsewhere', () => {
    const scanned = contextOf({ records: [{ title: 'isotropic voxel MRI 25 um' }] })
    expect(of(planQuery('isotropic MRI 25um', scanned), true)).toEqual(['isotropic', '25um'])
    expect(of(planQuery('isotropic MRI', scanned), false)).toEqual(['isotropic', 'MRI'])
  })

  test('planQuery: an open license says little', () => {
    expect(of(plan('T1w open license'), true)).toEqual(['open', 'license'])
    expect(of(plan('open T1w'), true)).toEqual([])
  })

  test('planQuery: a weak word inside of a name is not weak', () => {
    const light = contextOf({ records: [{ title: 'association cortex' }] })
    const found = planQuery('temporal cortex association area', light)
    expect(of(found, false)).toContain('association')
    expect(isWeakWord('association')).toBe(true)
  })

  test('planQuery: beyond twelve groups the least informative only rank', () => {
    const names = Array.from({ length: 20 }, (_, at) => `word${at}x`)
    const many = contextOf({
      // The later a word, the more records hold it.
      records: names.map((_, at) => ({ title: names.slice(at).join(' ') })),
    })
    const found = planQuery(`${names.join(' ')} "word19x"`, many)
    expect(of(found, false)).toEqual([...names.slice(0, 12), 'word19x'])
    expect(of(found, true)).toEqual(names.slice(12))
    expect(found.interpretation.filter(({ as }) => as === 'WORD')).toHaveLength(20)
  })

  test('planQuery: phrases and pieces of identifiers are required, and so is each of them', () => {
    expect(groupOf('mouse "brain atlas"', 'brain atlas')?.isRequired).toBe(true)
    expect(groupOf('rat ds000999', 'ds000999')?.isRequired).toBe(true)
    expect(groupOf('rat ds000999', 'rat')?.isRequired).toBe(false)
    expect(plan('mouse atlas ds000998')).toMatchObject({ impossible: true, groups: [] })
    expect(plan('mouse atlas "xyzzy"')).toMatchObject({ impossible: true, groups: [] })
  })

  test('planQuery: what is said twice tells more', () => {
    const once = groupOf('thalamus cortex', 'thalamus')?.information ?? 0
    expect(groupOf('thalamus cortex thalamus', 'thalamus')?.information).toBeGreaterThan(once)
  })

  test('planQuery: what was completed or corrected tells less', () => {
    const typed = groupOf('thalamus ', 'thalamus')?.information ?? 0
    expect(groupOf('thalamis ', 'thalamis')?.information).toBeLessThan(typed)
  })

  test('planQuery: a group says which terms its name may mean', () => {
    expect(groupOf('mouse atlas', 'mouse')?.concepts).toEqual(['NCBITaxon:10090'])
    expect(groupOf('mouse atlas', 'atlas')?.concepts).toEqual([])
    expect(groupOf('hippocampus', 'hippocampus')?.concepts).toEqual([
      'UBERON:0002421',
      'UBERON:0001954',
    ])
  })
})

describe('planQuery: names', () => {
  test('planQuery: an ambiguous acronym means all of them, and is told as each', () => {
    const { interpretation } = planQuery(
      'SC',
      contextOf({ records: [{ title: 'superior colliculus' }, { title: 'spinal cord' }] }),
    )
    expect(interpretation.map(({ label }) => label)).toEqual(['spinal cord', 'superior colliculus'])
  })

  test('planQuery: an acronym still matches the texts that spell it so', () => {
    const found = planQuery('CA', contextOf({ records: [{ title: 'CA imaging' }] }))
    expect(found.groups).toMatchObject([
      { queried: 'CA', alternatives: [{ words: ['ca'], how: 'EXACT' }] },
    ])
  })

  test('planQuery: MS is no septum', () => {
    const found = planQuery('MS', contextOf({ records: [{ title: 'MS lesions' }] }))
    expect(found.groups[0]?.concepts).toEqual([])
  })

  test('planQuery: two names of one facet are two groups', () => {
    const found = planQuery(
      'superior colliculus inferior colliculus',
      contextOf({ records: [{ title: 'superior colliculus' }, { title: 'inferior colliculus' }] }),
    )
    expect(found.groups.map(({ queried, concepts }) => [queried, concepts.length])).toEqual([
      ['superior', 1],
      ['colliculus', 1],
      ['inferior', 1],
      ['colliculus', 1],
    ])
    expect(found.groups[1]?.concepts).not.toEqual(found.groups[3]?.concepts)
  })

  test.each([
    ['hippocampos', 'hippocampal formation'],
    ['amigdala', 'amygdala'],
    ['cerebelum', 'cerebellum'],
    ['thalamis', 'thalamus'],
  ])('planQuery: %s means %s', (query, label) => {
    expect(plan(query).interpretation.map((part) => part.label)).toContain(label)
    expect(plan(query).groups[0]?.concepts).not.toEqual([])
  })

  test('planQuery: a mistyped name is found by its other names, where no record holds its own', () => {
    const found = planQuery('cerebelum ', contextOf({ records: [{ title: 'Kleinhirn' }] }))
    expect(found.groups).toMatchObject([{ alternatives: [{ words: ['kleinhirn'] }] }])
  })

  test('planQuery: of corrections equally near, the name goes first', () => {
    const found = planQuery(
      'thalamas ',
      contextOf({ records: [{ title: 'thalamax' }, { title: 'thalamax thalamus' }] }),
    )
    expect(found.groups[0]?.concepts).toEqual(['UBERON:0001897'])
  })

  test('planQuery: a German compound of two names is both', () => {
    const found = planQuery('Rattenhirn', contextOf({ records: [{ title: 'rat brain' }] }))
    expect(readingOf(found)).toEqual(['CONCEPT Ratten', 'CONCEPT hirn'])
    const whole = planQuery('Rattenhirn', contextOf({ records: [{ title: 'Rattenhirn' }] }))
    expect(readingOf(whole)).toEqual(['WORD Rattenhirn'])
  })

  test("planQuery: l' and d' are articles", () => {
    expect(readingOf(plan("atlas de l'hippocampe"))).toEqual([
      'WORD atlas',
      'DROPPED de',
      'DROPPED l',
      'CONCEPT hippocampe',
    ])
    expect(isStopWord(words('l 5')[0] ?? { word: '', start: 0, end: 0 }, 'l 5')).toBe(false)
    expect(readingOf(plan("corne d'Ammon rat"))).toContain("CONCEPT corne d'Ammon")
  })
})

describe('planQuery: identifiers in other spellings', () => {
  test.each([
    'https://openneuro.org/datasets/ds000114/versions/1.0.2',
    '10.18112/openneuro.ds000114',
    '10.18112/openneuro.ds000114.v1.0.4',
    'doi:10.18112/openneuro.ds000114',
    'https://doi.org/10.18112/openneuro.ds000114.v1.0.2',
    'brain (ds000114) mouse',
    'https://github.com/OpenNeuroDatasets/ds000114',
  ])('planQuery: %s is ds000114', (query) => {
    expect(plan(query).identifiers).toEqual(['ds000114'])
  })

  test.each(['RRID:SCR_001', 'rrid:scr_001', 'SCR_001', 'https://scicrunch.org/resolver/SCR_001'])(
    'planQuery: %s is an RRID',
    (query) => {
      const scr = contextOf({ records, identifiers: ['rrid:scr_001'] })
      expect(planQuery(query, scr).identifiers).toEqual(['rrid:scr_001'])
    },
  )

  test('planQuery: the identifier as typed goes before what is in it', () => {
    const both = contextOf({ identifiers: ['10.18112/openneuro.ds000114', 'ds000114'] })
    expect(planQuery('10.18112/openneuro.ds000114', both).identifiers).toEqual([
      '10.18112/openneuro.ds000114',
    ])
  })

  test('planQuery: two names with a slash between them are names', () => {
    const { groups } = planQuery('T1w/T2w', contextOf({ records: [{ title: 'T1w T2w' }] }))
    expect(groups.map(({ isRequired, concepts }) => [isRequired, concepts.length])).toEqual([
      [false, 1],
      [false, 1],
    ])
  })

  test('planQuery: the address of a resolver is no part of what is looked for', () => {
    const found = planQuery(
      'https://doi.org/10.18112/openneuro.ds000999',
      contextOf({ records: [{ title: 'x', identifiers: '10.18112/openneuro.ds000999' }] }),
    )
    expect(found.impossible).toBe(false)
    expect(readingOf(found).slice(0, 3)).toEqual(['DROPPED https', 'DROPPED doi', 'DROPPED org'])
  })
})

describe('planQuery: what people ask', () => {
  test('planQuery: ca1 pyramidal layer mouse atlas 25um', () => {
    const found = plan('ca1 pyramidal layer mouse atlas 25um')
    expect(of(found, false)).toEqual(['ca1', 'pyramidal', 'layer', 'mouse', 'atlas'])
    expect(found.soft.map(({ label }) => label)).toEqual(['resolution 25 µm'])
    expect(found.species).toEqual(['NCBITaxon:10090'])
    expect(readingOf(found)).toEqual([
      'CONCEPT ca1',
      'WORD pyramidal',
      'WORD layer',
      'CONCEPT mouse',
      'WORD atlas',
      'NUMBER 25um',
    ])
  })

  test('planQuery: T1w healthy young adults 3T open license', () => {
    const found = plan('T1w healthy young adults 3T open license')
    expect(of(found, false)).toEqual(['T1w', 'healthy', 'young', 'adults'])
    expect(of(found, true)).toEqual(['3T', 'open', 'license'])
    expect(found.soft.map(({ label }) => label)).toEqual(['field strength 3 T'])
    expect(found.species).toEqual([])
  })

  test("planQuery: atlas de l'hippocampe rat", () => {
    const found = plan("atlas de l'hippocampe rat")
    expect(of(found, false)).toEqual(['atlas', 'hippocampe', 'rat'])
    expect(found.species).toEqual(['NCBITaxon:10116'])
  })

  test('planQuery: connectivity tracer thalamus cortex', () => {
    expect(of(plan('connectivity tracer thalamus cortex'), false)).toHaveLength(4)
  })

  test('planQuery: 10.18112/openneuro.ds000114', () => {
    expect(plan('10.18112/openneuro.ds000114')).toMatchObject({
      identifiers: ['ds000114'],
      groups: [],
      interpretation: [{ as: 'IDENTIFIER', label: 'ds000114' }],
    })
  })

  test('planQuery: hippocampos', () => {
    expect(readingOf(plan('hippocampos'))).toEqual(['CONCEPT hippocampos', 'CONCEPT hippocampos'])
  })
})

describe('planQuery: any query', () => {
  const piece = fc.constantFrom(
    ...['mouse', 'mice', 'xyzzy', 'the', 'of', 'data', 'looking for', 'hippocampos', 'CA1', 'SC'],
    ...['"brain atlas"', '25um', '3T', '> 100 subjects', 'since 2015', 'ds000114', 'ds000998', '"'],
    ...["l'hippocampe", 'Rattenhirn', 'non-human', 'in situ hybridization', 'guinea', 'pig', ','],
    ...['zebra finch', 'https://doi.org/10.1234/x', 'T1w/T2w', 'E13.5', 'layer 5', 'open license'],
  )
  const query = fc
    .tuple(fc.array(piece, { maxLength: 9 }), fc.constantFrom('', ' ', '?'))
    .map(([pieces, end]) => pieces.join(' ') + end)

  test('planQuery: each word is told exactly once, as something or as dropped', () => {
    fc.assert(
      fc.property(query, (text) => {
        const spans: { start: number; end: number }[] = []
        let told = new Set<string>()
        let last = ''
        for (const { text: part, as, termId } of plan(text).interpretation) {
          // Another meaning of the same name.
          const isMeaning = as === 'CONCEPT' && part === last && !told.has(`${termId}`)
          if (!isMeaning) {
            const start = text.indexOf(part, spans.at(-1)?.end ?? 0)
            expect(start, `${part} in ${text}`).toBeGreaterThanOrEqual(0)
            spans.push({ start, end: start + part.length })
            told = new Set()
          }
          told.add(`${termId}`)
          last = part
        }
        for (const { word, start, end } of words(text)) {
          // Parts come one after the other, so what is covered is covered once.
          const holding = spans.filter((span) => span.start < end && start < span.end)
          const covered = holding.reduce(
            (sum, span) => sum + Math.min(end, span.end) - Math.max(start, span.start),
            0,
          )
          expect(covered, `${word} in ${text}`).toBe(end - start)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('planQuery: every group has an alternative, tells something, and one at least decides', () => {
    fc.assert(
      fc.property(query, (text) => {
        const { groups, impossible, identifiers, species, allowedSpecies } = plan(text)
        for (const { alternatives, information, isRequired, ranksOnly } of groups) {
          expect(alternatives.length).toBeGreaterThan(0)
          expect(information).toBeGreaterThan(0)
          expect(isRequired && ranksOnly).toBe(false)
        }
        if (groups.length > 0) {
          expect(groups.some(({ ranksOnly }) => !ranksOnly)).toBe(true)
          expect(impossible || identifiers.length > 0).toBe(false)
        }
        for (const id of species) expect(allowedSpecies).toContain(id)
      }),
      { numRuns: 300 },
    )
  })

  test('planQuery: a long query is read in no time', () => {
    const long = 'looking for mouse hippocampos 25um > 100 subjects xyzzyx '.repeat(150)
    plan(long)
    const started = performance.now()
    plan(long)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
