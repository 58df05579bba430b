import { beforeAll, describe, expect, test } from 'vitest'
import type { Gateway } from '../../src/gateway/index.ts'
import { ask, faultsOf } from './ask.ts'
import { asOperator, startWorld } from './world.ts'

let gateway: Gateway
let inProduction: Gateway
beforeAll(async () => {
  const world = await startWorld()
  gateway = world.gateway()
  inProduction = world.gateway({ production: true })
  return world.close
})

const many = Array.from({ length: 1_001 }, () => 'rec.YWxwaGE6MQ')
const deep = (depth: number): unknown => (depth === 1 ? {} : { not: deep(depth - 1) })
const inFilter = 'query ($f: RecordFilter) { search(filter: $f) { totalCount } }'

describe('bad input names its argument:', () => {
  test.each<[string, string | null, string, Record<string, unknown>?]>([
    ['a literal of another type', 'first', '{ search(first: "x") { totalCount } }'],
    [
      'a literal inside a list',
      'filter.species',
      '{ search(filter: { species: ["a", 1] }) { totalCount } }',
    ],
    ['null where it must not be', 'query', '{ search(query: null) { totalCount } }'],
    ['an enum value that is none', 'sort', '{ search(sort: BEST) { totalCount } }'],
    [
      'an enum value in a list',
      'filter.kind',
      '{ search(filter: { kind: [ATLAS, MAP] }) { totalCount } }',
    ],
    [
      'an enum value inside objects',
      'facets.facet',
      '{ search(facets: [{ facet: SPECES }]) { totalCount } }',
    ],
    ['a required argument left out', 'id', '{ record { title } }'],
    [
      'a required field left out',
      'facets.facet',
      '{ search(facets: [{ first: 3 }]) { totalCount } }',
    ],
    ['an argument that is not there', 'frist', '{ search(frist: 3) { totalCount } }'],
    ['an argument inside', 'style', '{ record(id: "x") { citation(style: APA) } }'],
    [
      'a field of an input that is not there',
      'filter.speces',
      '{ search(filter: { speces: ["a"] }) { totalCount } }',
    ],
    ['the same argument twice', 'first', '{ search(first: 1, first: 2) { totalCount } }'],
    [
      'a date that is none',
      'filter.released.from',
      '{ search(filter: { released: { from: "2023-02-30" } }) { totalCount } }',
    ],
    [
      'a date in another form',
      'filter.modified.to',
      '{ search(filter: { modified: { to: "May 2020" } }) { totalCount } }',
    ],
    ['an argument of a directive', 'if', '{ sources @include { name } }'],
    [
      'a variable of another type than its argument',
      'query',
      'query ($q: Int) { search(query: $q) { totalCount } }',
      { q: 1 },
    ],
    ['a variable that was never declared', 'first', '{ search(first: $n) { totalCount } }'],
    [
      'a variable with a wrong value',
      'first',
      'query ($n: Int!) { search(first: $n) { totalCount } }',
      { n: 'x' },
    ],
    ['a variable left out', 'id', 'query ($i: ID!) { record(id: $i) { title } }', {}],
    ['a variable that is null', 'id', 'query ($i: ID!) { record(id: $i) { title } }', { i: null }],
    ['a value inside of a variable', 'filter.species', inFilter, { f: { species: [1] } }],
    [
      'a value deep inside of a variable',
      'filter.any.not.kind',
      inFilter,
      { f: { any: [{ not: { kind: ['MAP'] } }] } },
    ],
    [
      'a field inside of a variable that is not there',
      'filter.any.speces',
      inFilter,
      { f: { any: [{ speces: [] }] } },
    ],
    [
      'a date inside of a variable',
      'filter.released.from',
      inFilter,
      { f: { released: { from: '2023-13' } } },
    ],
    [
      'a variable inside of a literal',
      'filter.species',
      'query ($s: [String!]) { search(filter: { species: $s }) { totalCount } }',
      { s: [1] },
    ],
    [
      'a variable in a list',
      'filter.species',
      'query ($s: String!) { search(filter: { species: [$s] }) { totalCount } }',
      {},
    ],
    [
      'a variable used in a fragment',
      'first',
      'query ($n: Int!) { ...F } fragment F on Query { search(first: $n) { totalCount } }',
      { n: 1.5 },
    ],
    [
      'a number beyond 32 bits',
      'first',
      'query ($n: Int!) { search(first: $n) { totalCount } }',
      { n: 2 ** 40 },
    ],
    ['more ids than fit', 'ids', 'query ($i: [ID!]!) { records(ids: $i) { title } }', { i: many }],
    [
      'more ids of links than fit',
      'ids',
      'query ($i: [ID!]!) { links(ids: $i) { state } }',
      { i: many },
    ],
    ['a field that is not there', null, '{ sources { nmae } }'],
    ['a query that does not parse', null, '{ sources { name }'],
    ['a type that is not there', null, 'query ($f: Filter) { search(filter: $f) { totalCount } }'],
  ])('%s', async (_, argument, query, variables = {}) => {
    const answer = await ask(gateway, query, variables)
    expect(answer.data).toBeNull()
    expect(faultsOf(answer)[0]).toEqual(['BAD_INPUT', argument])
    for (const { extensions } of answer.errors) expect(extensions.code).toBe('BAD_INPUT')
  })

  test.each<[string, string, string, Record<string, unknown>?]>([
    ['a negative page', 'first', 'search(first: -1) { totalCount }'],
    ['a page that is too large', 'first', 'search(first: 101) { totalCount }'],
    [
      'too many buckets',
      'facets.first',
      'search(facets: [{ facet: SPECIES, first: 1001 }]) { totalCount }',
    ],
    [
      'a facet twice',
      'facets.facet',
      'search(facets: [{ facet: SPECIES }, { facet: SPECIES }]) { totalCount }',
    ],
    [
      'a query that is too long',
      'query',
      'search(query: $text) { totalCount }',
      { text: 'x'.repeat(2_001) },
    ],
    [
      'a reversed range',
      'filter.subjects',
      'search(filter: { subjects: { min: 2, max: 1 } }) { totalCount }',
    ],
    [
      'a reversed range of dates',
      'filter.not.released',
      'search(filter: { not: { released: { from: "2022", to: "2021" } } }) { totalCount }',
    ],
    [
      'a filter that is too deep',
      'filter.not.not.not.not.not',
      'search(filter: $f) { totalCount }',
      { f: deep(6) },
    ],
    ['an id that is none', 'filter.id', 'search(filter: { id: ["x"] }) { totalCount }'],
    ['a cursor that is none', 'after', 'search(after: "nonsense") { totalCount }'],
    ['too many values of a facet', 'first', 'facetValues(facet: SPECIES, first: 1001) { value }'],
    [
      'a text to match that is too long',
      'matching',
      'facetValues(facet: SPECIES, matching: $text) { value }',
      { text: 'x'.repeat(201) },
    ],
    ['too many suggestions', 'first', 'suggest(prefix: "a", first: 51) { text }'],
    [
      'a prefix that is too long',
      'prefix',
      'suggest(prefix: $text) { text }',
      { text: 'x'.repeat(201) },
    ],
    ['too many harvests', 'first', 'harvests(first: 101) { edges { cursor } }'],
  ])('%s, and no other root is lost', async (_, argument, root, variables = {}) => {
    const used = Object.keys(variables).map((name) =>
      name === 'f' ? '$f: RecordFilter' : '$text: String!',
    )
    const head = used.length > 0 ? `query (${used.join()})` : ''
    const answer = await ask(gateway, `${head} { bad: ${root} sources { name } }`, variables)
    expect(faultsOf(answer)).toEqual([['BAD_INPUT', argument]])
    expect(answer.errors[0]?.path).toEqual(['bad'])
    expect(answer.data).toEqual({ bad: null, sources: [{ name: 'alpha' }, { name: 'beta' }] })
  })

  test('every fault of a variable is told at once', async () => {
    const answer = await ask(gateway, inFilter, { f: { species: [1], kind: ['MAP'], nope: 1 } })
    expect(faultsOf(answer).toSorted()).toEqual([
      ['BAD_INPUT', 'filter.kind'],
      ['BAD_INPUT', 'filter.nope'],
      ['BAD_INPUT', 'filter.species'],
    ])
  })

  test('a fault is answered to an operator in the same way', async () => {
    const answer = await ask(
      gateway,
      'mutation { startHarvest { harvest { id } } }',
      {},
      asOperator,
    )
    expect(faultsOf(answer)).toEqual([['BAD_INPUT', 'source']])
  })
})

describe('messages of bad input', () => {
  test('suggest what was meant, but not in production', async () => {
    const queries = [
      '{ sorces { name } }',
      '{ search(sort: NEWST) { totalCount } }',
      '{ search(frist: 1) { totalCount } }',
    ]
    for (const query of queries) {
      expect((await ask(gateway, query)).errors[0]?.message).toContain('Did you mean')
      expect((await ask(inProduction, query)).errors[0]?.message).not.toContain('Did you mean')
    }
    const wrong = { f: { speces: ['mouse'] } }
    expect((await ask(gateway, inFilter, wrong)).errors[0]?.message).toContain('Did you mean')
    expect((await ask(inProduction, inFilter, wrong)).errors[0]?.message).not.toContain(
      'Did you mean',
    )
  })

  test('are short, however long the value at fault is', async () => {
    const answer = await ask(gateway, inFilter, { f: { species: { x: 'y'.repeat(10_000) } } })
    expect(answer.errors[0]?.message.length).toBeLessThan(400)
  })
})
