import { getIntrospectionQuery } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Gateway } from '../../src/gateway/index.ts'
import { type Answer, ask, faultsOf } from './ask.ts'
import { furnish, startWorld } from './world.ts'

let gateway: Gateway
beforeAll(async () => {
  const world = await startWorld()
  await furnish(world)
  gateway = world.gateway()
  return world.close
})

const isTooCostly = (answer: Answer) => {
  expect(answer.data).toBeNull()
  expect(faultsOf(answer)).toEqual([['TOO_COSTLY', undefined]])
}
const parents = (depth: number): string =>
  depth === 0 ? 'title' : `parent { ${parents(depth - 1)} }`
const nested = (depth: number) => `{ search { edges { node { ${parents(depth - 4)} } } } }`
const aliased = (count: number) =>
  `{ ${Array.from({ length: count }, (_, at) => `a${at}: connectorTypes { type }`).join(' ')} }`
const children = (first: number, inner: string) =>
  `children(first: ${first}) { edges { node { ${inner} } } }`

describe('limits', () => {
  test('a query nests 12 fields and not 13, through fragments too', async () => {
    expect((await ask(gateway, nested(12))).errors).toEqual([])
    isTooCostly(await ask(gateway, nested(13)))
    const split = `{ search { edges { node { ...A } } } } fragment A on MetadataRecord { ${parents(9)} }`
    isTooCostly(await ask(gateway, split))
  })

  test('a query has 30 aliases and not 31, those of fragments counted at each use', async () => {
    expect((await ask(gateway, aliased(30))).errors).toEqual([])
    isTooCostly(await ask(gateway, aliased(31)))
    const twice = `{ search { edges { node { ...A parent { ...A } parents { ...A } } } } }
      fragment A on MetadataRecord { ${Array.from({ length: 11 }, (_, at) => `t${at}: title`).join(' ')} }`
    isTooCostly(await ask(gateway, twice))
  })

  test('pages inside pages cost their product, whether in literals, variables or defaults', async () => {
    const within = children(100, 'title')
    expect(
      (await ask(gateway, `{ search(first: 20) { edges { node { ${within} } } } }`)).errors,
    ).toEqual([])
    isTooCostly(
      await ask(gateway, `{ search(first: 100) { edges { node { ${children(100, 'title')} } } } }`),
    )
    const byVariable =
      'query ($n: Int!, $m: Int! = 100) { search(first: $n) { edges { node { children(first: $m) { edges { node { title } } } } } } }'
    isTooCostly(await ask(gateway, byVariable, { n: 100 }))
    expect((await ask(gateway, byVariable, { n: 1 })).errors).toEqual([])
    // A page that is too large is no matter of cost: the argument is named.
    expect(
      faultsOf(await ask(gateway, `{ search(first: 1000000) { edges { node { title } } } }`)),
    ).toEqual([['BAD_INPUT', 'first']])
  })

  test('what is skipped costs nothing, and other operations of the document are not counted', async () => {
    const costly = `search(first: 100) { edges { node { ${children(1_000, 'title')} } } }`
    expect(
      (await ask(gateway, `{ connectorTypes { type } ... @include(if: false) { ${costly} } }`))
        .errors,
    ).toEqual([])
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `query A { connectorTypes { type } } query B { ${costly} }`,
          operationName: 'A',
        }),
      }),
    )
    expect(await response.json()).toEqual({ data: { connectorTypes: [] } })
  })

  test('a typical page of hits with everything a front-end shows is within the cost', async () => {
    const answer = await ask(
      gateway,
      `{
        search(first: 100, facets: [{ facet: SPECIES }, { facet: KIND }, { facet: STRUCTURE }, { facet: LICENSE }]) {
          totalCount facets { facet missing buckets { value label count selected } } warnings { message }
          interpretation { label } sources { source { title } total state }
          edges {
            cursor score highlights { field fragment } explanation { legs { leg rank } terms { matched } }
            node {
              id title description kind source { id title } parents { id title } species { label termId }
              modality { label } structure { label } license { raw class url } publications { doi }
              resolution { values unit } assets(first: 5) { totalCount edges { node { id name size } } }
            }
          }
        }
      }`,
    )
    expect(answer.errors).toEqual([])
  })

  test('fragments that double one another are refused at once', async () => {
    const bomb = (levels: number, use: string) =>
      `{ search { edges { node { ...F0 } } } } ${Array.from({ length: levels }, (_, at) => `fragment F${at} on MetadataRecord { ${at === levels - 1 ? 'title' : use.replaceAll('$', String(at + 1))} }`).join(' ')}`
    const started = performance.now()
    isTooCostly(await ask(gateway, bomb(40, '...F$ ...F$')))
    isTooCostly(await ask(gateway, bomb(9, 'parent { ...F$ } isVersionOf { ...F$ }')))
    const cycle =
      '{ search { edges { node { ...A } } } } fragment A on MetadataRecord { parent { ...A } }'
    expect(faultsOf(await ask(gateway, cycle))[0]).toEqual(['BAD_INPUT', null])
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('a query has 4,000 tokens at most, and one that repeats its fields is refused in no time', async () => {
    const empty = (count: number) =>
      `{ search(filter: { any: [${'{ id: [] } '.repeat(count)}] }) { totalCount } }`
    expect((await ask(gateway, empty(600))).errors).toEqual([])
    isTooCostly(await ask(gateway, empty(700)))
    const started = performance.now()
    isTooCostly(await ask(gateway, `{ sources { ${'name '.repeat(3_990)} } }`))
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('introspection, as GraphiQL and code generators send it, is answered', async () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      schemaDescription: true,
    })
    const { data, errors } = await ask(gateway, query)
    expect(errors).toEqual([])
    expect(data.__schema.types.length).toBeGreaterThan(50)
  })

  test.each([
    [
      'a body above 256 KiB',
      413,
      'application/json',
      JSON.stringify({ query: `{ sources { name } } # ${'x'.repeat(256 * 1024)}` }),
    ],
    [
      'several operations in one request',
      400,
      'application/json',
      '[{ "query": "{ sources { name } }" }]',
    ],
    ['a form', 415, 'application/x-www-form-urlencoded', 'query={sources{name}}'],
    ['a body of plain text', 415, 'text/plain', '{"query":"{sources{name}}"}'],
    ['uploads', 415, 'multipart/form-data; boundary=x', '--x--'],
  ])('%s is refused with %i', async (_, status, type, body) => {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      }),
    )
    expect(response.status).toBe(status)
    const text = await response.text()
    if (text) expect(JSON.parse(text).errors[0].extensions.code).toMatch(/^(TOO_COSTLY|BAD_INPUT)$/)
  })

  test.each([
    '{"query',
    '"text"',
    '{}',
    '{"query":1}',
    '{"query":"{sources{name}}","variables":[]}',
    '{"query":"{sources{name}}","more":1}',
  ])('the body %s is BAD_INPUT', async (body) => {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    )
    expect(response.status).toBeLessThan(500)
    const { errors } = (await response.json()) as Answer
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_INPUT', argument: null })
  })

  test('an operation that is not in the document is BAD_INPUT', async () => {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'query A { sources { name } }', operationName: 'B' }),
      }),
    )
    const { errors } = (await response.json()) as Answer
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT')
  })
})
