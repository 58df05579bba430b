import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anonymous, GatewayError, operator } from '../../../src/model/index.ts'
import {
  type CursorState,
  createCursorCodec,
  requestHash,
} from '../../../src/search/rank/cursor.ts'

const codec = createCursorCodec('a key of an installation')
const state: CursorState = {
  request: 'r',
  engine: 'embedded',
  generation: 3,
  issuedAt: 1_800_000_000_000,
  keys: [1.25, 'Ünï', null],
  id: 'allen:atlas/1',
}

function refusal(cursor: string): GatewayError {
  try {
    codec.decode(cursor)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown
  }
  throw new Error('the cursor was taken')
}

describe('cursor', () => {
  test.each([
    '',
    'AAAA',
    '=',
    'not a cursor',
    '💥',
    'A'.repeat(100_000),
    createCursorCodec('another key').encode(state),
    `${codec.encode(state)}A`,
    `${codec.encode(state)}=`,
    ` ${codec.encode(state)}`,
    codec.encode(state).slice(0, -4),
  ])('cursor: %.30j is refused, naming the argument', (cursor) => {
    const error = refusal(cursor)
    expect(error.code).toBe('BAD_INPUT')
    expect(error.argument).toBe('after')
  })

  test('cursor: a signed payload of another shape is refused', () => {
    const forged = codec.encode({ ...state, generation: Number.NaN })
    expect(refusal(forged).code).toBe('BAD_INPUT')
  })

  test('cursor: what was encoded is decoded, in letters that are safe in an address', () => {
    fc.assert(
      fc.property(
        fc.record({
          request: fc.string(),
          engine: fc.string(),
          generation: fc.integer(),
          issuedAt: fc.nat(),
          keys: fc.array(
            fc.oneof(
              fc.string({ unit: 'grapheme' }),
              fc.constant(null),
              fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
            ),
          ),
          id: fc.string({ unit: 'grapheme' }),
        }),
        (any) => {
          const cursor = codec.encode(any)
          expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
          expect(codec.decode(cursor)).toEqual(any)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('cursor: no changed letter passes', () => {
    const cursor = codec.encode(state)
    fc.assert(
      fc.property(
        fc.nat(cursor.length - 1),
        fc.constantFrom(...'ABCabc012_-'),
        (position, letter) => {
          fc.pre(cursor[position] !== letter)
          const changed = cursor.slice(0, position) + letter + cursor.slice(position + 1)
          expect(refusal(changed).code).toBe('BAD_INPUT')
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('requestHash', () => {
  const request = {
    query: 'mouse',
    filter: null,
    sort: 'RELEVANCE',
    ranking: 'HYBRID',
    collapse: false,
  } as const

  test('requestHash: differs by viewer, query, filter, sort, ranking and what is collapsed', () => {
    const hashes = [
      requestHash(anonymous, request),
      requestHash(operator, request),
      requestHash({ ...anonymous, groups: ['public', 'lab'] }, request),
      requestHash(anonymous, { ...request, query: 'rat' }),
      requestHash(anonymous, { ...request, filter: { kind: ['ATLAS'] } }),
      requestHash(anonymous, { ...request, sort: 'NEWEST' }),
      requestHash(anonymous, { ...request, ranking: 'LEXICAL' }),
      requestHash(anonymous, { ...request, collapse: true }),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('requestHash: absent, null and differently ordered fields of a filter are the same', () => {
    expect(requestHash(anonymous, { ...request, filter: { source: ['a'], kind: ['ATLAS'] } })).toBe(
      requestHash(anonymous, {
        ...request,
        filter: { kind: ['ATLAS'], species: null, source: ['a'], not: undefined },
      }),
    )
    expect(requestHash(anonymous, { ...request, filter: {} })).toBe(requestHash(anonymous, request))
  })
})
