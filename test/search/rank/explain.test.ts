import { describe, expect, test } from 'vitest'
import type { Ranking } from '../../../src/model/index.ts'
import type { QueryPlan, SoftRange } from '../../../src/search/rank/plan.ts'
import { planQuery } from '../../../src/search/rank/plan-query.ts'
import {
  type Candidate,
  type CandidateNames,
  rankWindow,
} from '../../../src/search/rank/rank-window.ts'
import { contextOf, type Fields, tokensOf } from './small-lexicon.ts'

const records: Readonly<Record<string, Fields>> = {
  a: { title: 'hippocampus atlas' },
  b: { title: 'hippocampus' },
  c: { title: 'other thing' },
  d: { title: 'other thing' },
}
const context = contextOf({ records: Object.values(records) })
const noNames: CandidateNames = { value: () => null, number: () => '', near: () => [] }

function explained(
  query: string | QueryPlan,
  given: Readonly<Record<string, Partial<Candidate>>>,
  ranking: Ranking = 'HYBRID',
) {
  const plan = typeof query === 'string' ? planQuery(query, context) : query
  const candidates = Object.entries(records).map(
    ([id, fields]): Candidate => ({
      ...{ id, tokens: tokensOf(fields), holds: () => false, fits: [], cosine: null },
      ...given[id],
    }),
  )
  const hits = rankWindow(plan, candidates, context.lexicon, ranking)
  return new Map(hits.map((hit) => [hit.id, hit.explain()]))
}

describe('explain', () => {
  test('explain: a leg that did not find a record has neither place nor score', () => {
    const hits = explained('hippocampus', { a: { cosine: 0.5 }, c: { cosine: -0.3 } })
    expect(hits.get('c')?.legs).toEqual([
      { leg: 'LEXICAL', rank: null, score: null },
      { leg: 'CONCEPT', rank: null, score: null },
      { leg: 'VECTOR', rank: null, score: null },
    ])
    expect(hits.get('a')?.legs.at(-1)).toEqual({ leg: 'VECTOR', rank: 1, score: 0.5 })
    expect(hits.get('b')?.legs.at(-1)).toEqual({ leg: 'VECTOR', rank: null, score: null })
  })

  test('explain: equal scores share a place, and the next one counts them', () => {
    const held = { holds: () => true }
    const hits = explained('hippocampus', { a: held, c: held, d: held })
    const places = ['a', 'c', 'd', 'b'].map((id) => hits.get(id)?.legs[1]?.rank)
    expect(places).toEqual([1, 1, 1, null])
    const near = explained('hippocampus', {
      ...{ a: { cosine: 0.5 }, b: { cosine: 0.7 }, c: { cosine: 0.5 }, d: { cosine: 0.1 } },
    })
    expect(['b', 'a', 'c', 'd'].map((id) => near.get(id)?.legs[2]?.rank)).toEqual([1, 2, 2, 4])
  })

  test('explain: a facet value is named as it is, and only where no word matched', () => {
    const names: CandidateNames = {
      ...noNames,
      value: () => ({ label: 'Field CA1', how: 'NARROWER' }),
    }
    const held = { holds: () => true, names }
    const hits = explained('hippocampus', { b: held, c: held })
    expect(hits.get('c')?.terms).toEqual([
      { queried: 'hippocampus', matched: 'Field CA1', how: 'NARROWER' },
    ])
    expect(hits.get('b')?.terms).toEqual([
      { queried: 'hippocampus', matched: 'hippocampus', how: 'EXACT' },
    ])
  })

  test('explain: a range is told where the record lies inside, and not where it does not or is unknown', () => {
    const soft: SoftRange[] = [
      { text: '25um', facet: 'RESOLUTION', min: 24, max: 26, label: 'resolution 25 µm' },
      { text: '3T', facet: 'FIELD_STRENGTH', min: 2.9, max: 3.1, label: 'field strength 3 T' },
    ]
    const plan = { ...planQuery('hippocampus', context), soft }
    const names: CandidateNames = { ...noNames, number: (at) => ['25 µm', '3 T'][at] ?? '' }
    const hits = explained(plan, {
      a: { fits: [1, 0], names },
      b: { fits: [-1, 1], names },
      c: { fits: [0, -1], names },
    })
    const ranges = (id: string) => hits.get(id)?.terms.filter(({ how }) => how === 'RANGE')
    expect(ranges('a')).toEqual([{ queried: '25um', matched: '25 µm', how: 'RANGE' }])
    expect(ranges('b')).toEqual([{ queried: '3T', matched: '3 T', how: 'RANGE' }])
    expect(ranges('c')).toEqual([])
  })

  test('explain: words that bring it near are named once, and none where it is not near', () => {
    const names: CandidateNames = { ...noNames, near: () => ['hippocampus', 'atlas'] }
    const hits = explained('hippocampus', {
      a: { cosine: 0.5, names },
      b: { cosine: -0.5, names },
    })
    expect(hits.get('a')?.terms).toEqual([
      { queried: 'hippocampus', matched: 'hippocampus', how: 'EXACT' },
      { queried: 'hippocampus', matched: 'atlas', how: 'VECTOR' },
    ])
    expect(hits.get('b')?.terms.map(({ how }) => how)).toEqual(['EXACT'])
  })

  test('explain: a model that cannot say which words it was names the title', () => {
    const hits = explained('hippocampus', { c: { cosine: 0.5, names: noNames } })
    expect(hits.get('c')?.terms).toEqual([
      { queried: 'hippocampus', matched: 'other thing', how: 'VECTOR' },
    ])
  })

  test('explain: of several identifiers those are named that are the record’s own', () => {
    const plan = planQuery('ds000114 ds000117', {
      ...context,
      knownIdentifiers: (candidates) => candidates.filter((one) => /^ds\d+$/.test(one)),
    })
    expect(plan.identifiers).toEqual(['ds000114', 'ds000117'])
    const hits = explained(plan, {
      a: { tokens: tokensOf({ title: 'x', identifiers: 'openneuro:ds000114; 10.1/ds000114' }) },
      b: { tokens: tokensOf({ title: 'ds000114', identifiers: 'ds000117' }) },
    })
    expect(hits.get('a')?.terms).toEqual([
      { queried: 'ds000114', matched: 'ds000114', how: 'EXACT' },
    ])
    expect(hits.get('b')?.terms).toEqual([
      { queried: 'ds000117', matched: 'ds000117', how: 'EXACT' },
    ])
  })
})
