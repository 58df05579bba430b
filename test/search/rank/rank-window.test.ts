import { describe, expect, test } from 'vitest'
import type { Ranking } from '../../../src/model/index.ts'
import { type Alternative, emptyPlan, type QueryPlan } from '../../../src/search/rank/plan.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { type Candidate, rankWindow } from '../../../src/search/rank/rank-window.ts'
import { contextOf, type Fields, tokensOf } from './small-lexicon.ts'

const filler = Array.from({ length: 40 }, (_, at) => ({
  title: `Other thing ${at}`,
  description: 'Nothing about it, at some length, so that the average is not too short',
}))

/** A record of which text alone is known. */
const unknown = { holds: () => false, fits: [], cosine: null }

function rank(query: string, records: Readonly<Record<string, Fields>>) {
  const context = contextOf({ records: [...Object.values(records), ...filler] })
  const candidates = Object.entries(records).map(
    ([id, fields]): Candidate => ({ ...unknown, id, tokens: tokensOf(fields) }),
  )
  return rankWindow(planQuery(query, context), candidates, context.lexicon, 'LEXICAL')
}
const orderOf = (query: string, records: Readonly<Record<string, Fields>>) =>
  rank(query, records).map(({ id }) => id)

describe('rankWindow', () => {
  test('rankWindow: no candidates give an empty list', () => {
    expect(rank('mouse', {})).toEqual([])
  })

  test('rankWindow: a plan without groups keeps the order of ids', () => {
    expect(orderOf('', { b: { title: 'x' }, a: { title: 'y' } })).toEqual(['a', 'b'])
  })

  test('rankWindow: equal scores are ordered by id', () => {
    const same = { title: 'mouse' }
    expect(orderOf('mouse', { c: same, a: same, b: same })).toEqual(['a', 'b', 'c'])
  })

  test('rankWindow: a title says more than terms, keywords, creators and a description', () => {
    expect(
      orderOf('hippocampus', {
        a: { description: `hippocampus ${'and so on '.repeat(5)}`, title: 'x y' },
        b: { creators: 'hippocampus', title: 'x y' },
        c: { keywords: 'hippocampus', title: 'x y' },
        d: { terms: 'hippocampus', title: 'x y' },
        e: { title: 'hippocampus y' },
      }),
    ).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  test('rankWindow: the word itself goes before its forms, these before synonyms', () => {
    expect(
      orderOf('mouse', {
        a: { title: 'Mus musculus x' },
        b: { title: 'mice x y' },
        c: { title: 'mouse x y' },
      }),
    ).toEqual(['c', 'b', 'a'])
  })

  test('rankWindow: a synonym many times over does not pass for the word', () => {
    const often = { title: 'Mus musculus', description: 'Mus musculus '.repeat(50) }
    expect(orderOf('mouse ', { a: often, b: { title: 'mouse y' } })).toEqual(['b', 'a'])
  })

  test('rankWindow: a rare word weighs more than a common one', () => {
    expect(
      orderOf('thing astrocyte ', { a: { title: 'thing' }, b: { title: 'astrocyte' } }),
    ).toEqual(['b', 'a'])
  })

  test('rankWindow: words next to each other as typed go before the same words apart', () => {
    expect(
      orderOf('light sheet ', {
        a: { title: 'sheet of some light' },
        b: { title: 'a of light sheet' },
      }),
    ).toEqual(['b', 'a'])
  })

  test('rankWindow: a title that is the query goes first', () => {
    expect(
      orderOf('allen brain ', {
        a: { title: 'allen brain atlas', keywords: 'allen brain' },
        b: { title: 'allen brain', keywords: 'x y' },
      })[0],
    ).toBe('b')
  })

  test('rankWindow: a shorter description is about its words more than a long one', () => {
    expect(
      orderOf('astrocyte ', {
        a: { title: 'x', description: `astrocyte ${'and so on '.repeat(60)}` },
        b: { title: 'x', description: 'astrocyte counts' },
      }),
    ).toEqual(['b', 'a'])
  })

  test('rankWindow: a phrase counts only where its words stand together', () => {
    const [first, second] = rank('"light sheet"', {
      a: { title: 'light of a sheet' },
      b: { title: 'a light sheet' },
    })
    expect(first?.id).toBe('b')
    expect(second?.score).toBe(0)
  })

  test('rankWindow: what the plan names by identifier scores 1', () => {
    const plan: QueryPlan = {
      ...emptyPlan,
      identifiers: ['x'],
    }
    const { lexicon } = contextOf({})
    const candidate = { ...unknown, id: 'x', tokens: tokensOf({}) }
    const [only] = rankWindow(plan, [candidate], lexicon, 'LEXICAL')
    expect(only?.score).toBe(1)
  })

  test('rankWindow: a hit explains which word matched which, and how', () => {
    const [hit] = rank('hippocampos atlas ', { a: { title: 'Hippocampus atlases' } })
    expect(hit?.explain()).toEqual({
      legs: [
        { leg: 'LEXICAL', rank: 1, score: expect.any(Number) },
        { leg: 'CONCEPT', rank: null, score: null },
      ],
      terms: [
        { queried: 'hippocampos', matched: 'hippocampus', how: 'TYPO' },
        { queried: 'atlas', matched: 'atlases', how: 'FORM' },
      ],
    })
  })

  test('rankWindow: an index that holds nothing of the query gives scores of zero, not NaN', () => {
    const { lexicon } = contextOf({})
    const group: Alternative = { words: ['mouse'], how: 'EXACT', weight: 1 }
    const plan: QueryPlan = {
      ...emptyPlan,
      groups: [
        {
          queried: 'mouse',
          alternatives: [group],
          information: 1,
          isRequired: false,
          ranksOnly: false,
          concepts: [],
        },
      ],
    }
    const candidates = [
      { ...unknown, id: 'a', tokens: tokensOf({ title: 'rat' }) },
      { ...unknown, id: 'b', tokens: tokensOf({ title: 'mouse' }) },
    ]
    const scores = rankWindow(plan, candidates, lexicon, 'LEXICAL').map(({ score }) => score)
    expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true)
  })
  test('rankWindow: vectors order what words leave open, the more the longer the query is', () => {
    const { lexicon } = contextOf({ records: [{ title: 'mouse' }, ...filler] })
    const candidates = [0.2, 0.9].map((cosine, at) => ({
      ...unknown,
      cosine,
      id: String(at),
      tokens: tokensOf({ title: 'mouse' }),
    }))
    const orderIn = (ranking: Ranking) =>
      rankWindow(
        planQuery('mouse ', contextOf({ records: [{ title: 'mouse' }] })),
        candidates,
        lexicon,
        ranking,
      ).map(({ id }) => id)
    expect(orderIn('LEXICAL')).toEqual(['0', '1'])
    expect(orderIn('HYBRID')).toEqual(['1', '0'])
    expect(orderIn('SEMANTIC')).toEqual(['1', '0'])
  })

  test('rankWindow: a record without a vector is last of a semantic ranking, and is not lost', () => {
    const { lexicon } = contextOf({ records: [{ title: 'mouse' }, ...filler] })
    const plan = planQuery('mouse ', contextOf({ records: [{ title: 'mouse' }] }))
    const tokens = tokensOf({ title: 'mouse' })
    const ranked = rankWindow(
      plan,
      [
        { ...unknown, id: 'a', tokens },
        { ...unknown, id: 'b', tokens: tokensOf({}), cosine: 0.1 },
      ],
      lexicon,
      'SEMANTIC',
    )
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(ranked[1]?.explain().legs).toEqual([{ leg: 'VECTOR', rank: null, score: null }])
  })

  test('rankWindow: what lies in a range comes first, what is unknown next, what lies outside last', () => {
    const plan: QueryPlan = {
      ...planQuery('mouse ', contextOf({ records: [{ title: 'mouse' }] })),
      soft: [{ text: '3T', facet: 'FIELD_STRENGTH', min: 2.9, max: 3.1, label: '3 T' }],
    }
    const { lexicon } = contextOf({ records: [{ title: 'mouse' }, ...filler] })
    const tokens = tokensOf({ title: 'mouse' })
    const candidates: Candidate[] = ([-1, 0, 1] as const).map((fit) => ({
      ...unknown,
      id: String(fit),
      tokens,
      fits: [fit],
    }))
    expect(rankWindow(plan, candidates, lexicon, 'LEXICAL').map(({ id }) => id)).toEqual([
      '1',
      '0',
      '-1',
    ])
  })

  test('rankWindow: of several ranges of one facet the best counts', () => {
    const range = { text: '', facet: 'FIELD_STRENGTH', min: 0, max: 1, label: '' } as const
    const plan: QueryPlan = {
      ...planQuery('mouse ', contextOf({ records: [{ title: 'mouse' }] })),
      soft: [range, range],
    }
    const { lexicon } = contextOf({ records: [{ title: 'mouse' }, ...filler] })
    const tokens = tokensOf({ title: 'mouse' })
    const candidates: Candidate[] = [
      { ...unknown, id: 'a', tokens, fits: [0, 0] },
      { ...unknown, id: 'b', tokens, fits: [-1, 1] },
    ]
    expect(rankWindow(plan, candidates, lexicon, 'LEXICAL')[0]?.id).toBe('b')
  })

  test('rankWindow: a record that holds what a group means counts as if its terms said it', () => {
    const { lexicon } = contextOf({ records: [{ title: 'mouse' }, ...filler] })
    const plan = planQuery('mouse ', contextOf({ records: [{ title: 'mouse' }] }))
    const [first, second] = rankWindow(
      plan,
      [
        { ...unknown, id: 'a', tokens: tokensOf({ title: 'x' }) },
        { ...unknown, id: 'b', tokens: tokensOf({ title: 'x' }), holds: () => true },
      ],
      lexicon,
      'LEXICAL',
    )
    expect(first?.id).toBe('b')
    expect(first?.explain().terms).toEqual([
      { queried: 'mouse', matched: 'mouse', how: 'NARROWER' },
    ])
    expect(second?.score).toBe(0)
  })
})
