import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { type Connector, defineConnector, GatewayError, type RowShape, unknownRecord } from '#sdk'

const options = z.strictObject({ baseUrl: z.url(), pageSize: z.int().default(10) })

function withRow(row: z.ZodType, change: Partial<Connector> = {}) {
  return () =>
    defineConnector({
      type: 'example-archive',
      title: 'Example Archive',
      version: 1,
      options,
      origins: () => [],
      rows: { scan: row as RowShape },
      async *harvest() {},
      map: { scan: () => null },
      ...change,
    } as Connector)
}

function faultOf(define: () => unknown): GatewayError {
  try {
    define()
  } catch (error) {
    if (error instanceof GatewayError) return error
  }
  throw new Error('no fault was found')
}

describe('defineConnector', () => {
  const open: [string, z.ZodType, string][] = [
    ['a loose object', z.looseObject({ id: z.string() }), 'rows.scan'],
    ['a passthrough object', z.object({ id: z.string() }).passthrough(), 'rows.scan'],
    ['a catchall', z.object({}).catchall(z.string()), 'rows.scan'],
    ['a strict object', z.strictObject({}), 'rows.scan'],
    ['unknown', z.object({ more: z.unknown() }), 'rows.scan.more'],
    ['any', z.object({ more: z.any() }), 'rows.scan.more'],
    ['custom', z.object({ more: z.custom<string>(() => true) }), 'rows.scan.more'],
    ['json', z.object({ more: z.json() }), 'rows.scan.more'],
    ['unknown in an array', z.object({ list: z.array(z.unknown()) }), 'rows.scan.list[]'],
    ['loose in an array', z.object({ list: z.array(z.looseObject({})) }), 'rows.scan.list[]'],
    [
      'loose, nullable and optional',
      z.object({ more: z.looseObject({}).nullable().optional() }),
      'rows.scan.more',
    ],
    ['unknown with a default', z.object({ more: z.unknown().default(1) }), 'rows.scan.more'],
    ['unknown with a catch', z.object({ more: z.unknown().catch(1) }), 'rows.scan.more'],
    ['unknown, read-only', z.object({ more: z.unknown().readonly() }), 'rows.scan.more'],
    ['loose in a union', z.object({ a: z.union([z.string(), z.looseObject({})]) }), 'rows.scan.a'],
    [
      'loose in a discriminated union',
      z.object({
        a: z.discriminatedUnion('t', [
          z.object({ t: z.literal('x') }),
          z.looseObject({ t: z.literal('y') }),
        ]),
      }),
      'rows.scan.a',
    ],
    [
      'loose in an intersection',
      z.object({ a: z.intersection(z.object({}), z.looseObject({})) }),
      'rows.scan.a',
    ],
    ['unknown in a tuple', z.object({ a: z.tuple([z.string(), z.any()]) }), 'rows.scan.a[1]'],
    ['unknown rest of a tuple', z.object({ a: z.tuple([z.string()], z.any()) }), 'rows.scan.a[]'],
    ['any key in a record', z.object({ a: z.record(z.string(), z.string()) }), 'rows.scan.a'],
    ['unknown in a record', z.object({ a: z.record(z.enum(['x']), z.unknown()) }), 'rows.scan.a{}'],
    ['a loose record', z.object({ a: z.looseRecord(z.enum(['x']), z.string()) }), 'rows.scan.a'],
    ['a map', z.object({ a: z.map(z.string(), z.string()) }), 'rows.scan.a'],
    ['a transform of unknown', z.object({ a: z.unknown().transform(String) }), 'rows.scan.a'],
    ['a bare transform', z.object({ a: z.transform((value) => value) }), 'rows.scan.a'],
    ['preprocess into unknown', z.object({ a: z.preprocess(String, z.unknown()) }), 'rows.scan.a'],
    ['unknown piped into unknown', z.object({ a: z.unknown().pipe(z.any()) }), 'rows.scan.a'],
    ['unknown inside lazy', z.object({ a: z.lazy(() => z.unknown()) }), 'rows.scan.a'],
    [
      'something open deep below',
      z.object({ a: z.array(z.object({ b: z.object({ c: z.any() }).nullable() })) }),
      'rows.scan.a[].b.c',
    ],
  ]
  test.each(open)('a row shape with %s is refused with its path', (_name, row, path) => {
    const error = faultOf(withRow(row))
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.argument).toBe(path)
    expect(error.message).toContain(path)
  })

  test('the same open schema on both ends of a pipe is still open', () => {
    const open = z.unknown()
    expect(faultOf(withRow(z.object({ a: open.pipe(open) }))).argument).toBe('rows.scan.a')
  })

  const Tree = z.object({
    name: z.string(),
    get children() {
      return z.array(Tree).optional()
    },
  })
  const closed: [string, z.ZodType][] = [
    ['plain values', z.object({ a: z.string(), b: z.int().nullable(), c: z.iso.date() })],
    ['nested stripping objects', z.object({ a: z.array(z.object({ b: z.boolean() })).optional() })],
    ['a union of closed shapes', z.object({ a: z.union([z.string(), z.object({ b: z.null() })]) })],
    ['a record of listed keys', z.object({ a: z.partialRecord(z.enum(['x', 'y']), z.string()) })],
    ['a transform of a closed shape', z.object({ a: z.string().transform((text) => text.length) })],
    ['preprocess into a closed shape', z.object({ a: z.preprocess(String, z.string()) })],
    ['unknown piped into a closed shape', z.object({ a: z.unknown().pipe(z.string()) })],
    ['a shape inside itself', Tree],
    ['refinements', z.object({ a: z.string().min(1) }).refine(() => true)],
  ]
  test.each(closed)('a row shape of %s is taken', (_name, row) => {
    expect(withRow(row)).not.toThrow()
  })

  test('options that swallow a misspelt name are refused, nested ones too', () => {
    const row = z.object({})
    expect(faultOf(withRow(row, { options: z.object({}) })).argument).toBe('options')
    const nested = z.strictObject({ list: z.array(z.object({ a: z.string() })).optional() })
    expect(faultOf(withRow(row, { options: nested })).argument).toBe('options.list[]')
  })

  test.each(['', 'Allen', 'a_b', 'a--b', '-a', 'a:b', '1a', 'a'.repeat(64)])(
    'a type that is not kebab-case is refused: %j',
    (type) => {
      expect(faultOf(withRow(z.object({}), { type })).argument).toBe('type')
    },
  )

  test('every fault is listed at once', () => {
    const error = faultOf(
      withRow(z.object({ a: z.any(), b: z.unknown() }), {
        type: 'No',
        version: 0,
        rightsMaxAge: -1,
        http: { attempts: 0, speed: 3 } as never,
        map: { image: () => null },
      }),
    )
    for (const path of [
      'type must',
      'version must',
      'rightsMaxAge must',
      'rows.scan.a ',
      'rows.scan.b ',
      'map.scan must',
      'map.image has',
      'http.attempts is',
      'http is',
    ]) {
      expect(error.message).toContain(path)
    }
  })

  test('the connector comes back as it was, with the types of its shapes', () => {
    const connector = defineConnector({
      type: 'example-archive',
      title: 'Example Archive',
      version: 1,
      options,
      origins: ({ baseUrl }) => [new URL(baseUrl).origin],
      rows: {
        scan: z.object({ id: z.number(), name: z.string().nullable() }),
        site: z.object({ label: z.string() }),
      },
      async *harvest({ options: { pageSize } }) {
        expectTypeOf(pageSize).toEqualTypeOf<number>()
        yield { row: {}, entity: 'scan', nativeId: null }
      },
      map: {
        scan: (row, { baseUrl }) => {
          expectTypeOf(row).toEqualTypeOf<{ id: number; name: string | null }>()
          expectTypeOf(baseUrl).toEqualTypeOf<string>()
          return { record: { ...unknownRecord, kind: 'IMAGE', title: `${row.id}` } }
        },
        site: (row) => {
          expectTypeOf(row.label).toEqualTypeOf<string>()
          return null
        },
      },
    })
    expect(connector.origins({ baseUrl: 'https://a.example/x', pageSize: 1 })).toEqual([
      'https://a.example',
    ])
    expect(connector.map.site({ label: 'x' }, { baseUrl: '', pageSize: 1 }, undefined)).toBeNull()
  })
})
