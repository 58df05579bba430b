import { describe, expect, test } from 'vitest'
import type { Alternative, QueryPlan } from '../../../src/search/rank/plan.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import { type Candidate, rankWindow } from '../../../src/search/rank/score.ts'
import { contextOf, type Fields, tokensOf } from './small-lexicon.ts'

const filler = Array.from({ length: 40 }, (_, at) => ({
  title: `Other thing ${at}`,
  description: 'Nothing about it, at some length, so that the average is not too short',
}))

function rank(query: string, records: Readonly<Record<string, Fields>>) {
  const context = contextOf({ records: [...Object.values(records), ...filler] })
  const candidates = Object.entries(records).map(
    ([id, fields]): Candidate => ({ id, tokens: tokensOf(fields), lexical: 0 }),
  )
  return rankWindow(planQuery(query, context), candidates, context.lexicon)
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
      identifiers: ['x'],
      groups: [],
      impossible: false,
      interpretation: [],
    }
    const { lexicon } = contextOf({})
    const [only] = rankWindow(plan, [{ id: 'x', tokens: tokensOf({}), lexical: 0 }], lexicon)
    expect(only?.score).toBe(1)
  })

  test('rankWindow: a hit explains which word matched which, and how', () => {
    const [hit] = rank('hippocampos atlas ', { a: { title: 'Hippocampus atlases' } })
    expect(hit?.explain()).toEqual({
      legs: [{ leg: 'LEXICAL', rank: 1, score: hit?.score }],
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
      identifiers: [],
      groups: [{ queried: 'mouse', alternatives: [group] }],
      impossible: false,
      interpretation: [],
    }
    const candidates = [
      { id: 'a', tokens: tokensOf({ title: 'rat' }), lexical: 0 },
      { id: 'b', tokens: tokensOf({ title: 'mouse' }), lexical: 0 },
    ]
    const scores = rankWindow(plan, candidates, lexicon).map(({ score }) => score)
    expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true)
  })
})
