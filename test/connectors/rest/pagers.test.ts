import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Standin, type StandinRequest, startStandin } from '../../../src/sdk/standin/index.ts'
import { type Reading, read } from './read-rest.ts'
import { manifestOf, readSmall, withManifest } from './small.ts'

const ids = (count: number) =>
  Array.from({ length: count }, (_, at) => `t${String(at).padStart(3, '0')}`)
const rowsOf = (some: readonly string[]) => some.map((id) => ({ id }))
const wanted = (count: number) => ids(count).map((id) => `thing:${id}`)
const number = (query: URLSearchParams, name: string, fallback = 0) =>
  Number(query.get(name) ?? fallback)

type Answer = (request: StandinRequest, all: readonly string[]) => unknown

/** What each kind of pager declares, and an upstream that pages so. */
const kinds: Record<string, { list: Record<string, unknown>; answer: Answer }> = {
  none: { list: {}, answer: (_, all) => ({ rows: rowsOf(all) }) },
  offset: {
    list: { pager: { type: 'offset', offset: 'skip', limit: 'n', size: 3 } },
    answer: ({ query }, all) => {
      const from = number(query, 'skip')
      return { rows: rowsOf(all.slice(from, from + number(query, 'n'))) }
    },
  },
  'offset with a total': {
    list: { pager: { type: 'offset', offset: 'skip', limit: 'n', size: 3, total: 'meta.total' } },
    answer: ({ query }, all) => {
      const from = number(query, 'skip')
      const rows = rowsOf(all.slice(from, from + number(query, 'n')))
      return { rows, meta: { total: all.length } }
    },
  },
  'offset that ends with a short page': {
    list: { pager: { type: 'offset', offset: 'skip', limit: 'n', size: 3, end: 'short' } },
    answer: ({ query }, all) => {
      const from = number(query, 'skip')
      return { rows: rowsOf(all.slice(from, from + number(query, 'n'))) }
    },
  },
  page: {
    list: { pager: { type: 'page', page: 'p', first: 0, limit: 'n', size: 3, total: 'total' } },
    answer: ({ query }, all) => {
      const from = number(query, 'p') * 3
      return { rows: rowsOf(all.slice(from, from + 3)), total: String(all.length) }
    },
  },
  'page with a number of pages': {
    list: { pager: { type: 'page', page: 'p', limit: 'n', size: 3, pages: 'pages' } },
    answer: ({ query }, all) => {
      const from = (number(query, 'p') - 1) * 3
      return { rows: rowsOf(all.slice(from, from + 3)), pages: Math.ceil(all.length / 3) }
    },
  },
  keyset: {
    list: { pager: { type: 'keyset', after: 'after', key: '{id}', limit: 'n', size: 3 } },
    answer: ({ query }, all) => {
      const after = query.get('after') ?? ''
      return { rows: rowsOf(all.filter((id) => id > after).slice(0, 3)) }
    },
  },
  cursor: {
    list: {
      graphql: { query: 'query ($after: String, $n: Int) { things }', variables: { kind: 'x' } },
      rows: 'data.rows[*]',
      pager: {
        type: 'cursor',
        param: 'after',
        cursor: 'data.end',
        more: 'data.more',
        limit: 'n',
        size: 3,
      },
    },
    answer: ({ body }, all) => {
      const { variables } = JSON.parse(body.toString())
      expect(variables).toMatchObject({ kind: 'x', n: 3 })
      const from = variables.after === undefined ? 0 : Number(String(variables.after).slice(1))
      const more = from + 3 < all.length
      return { data: { rows: rowsOf(all.slice(from, from + 3)), end: `c${from + 3}`, more } }
    },
  },
  next: {
    list: { pager: { type: 'next', next: 'next', limit: 'n', size: 3, total: 'total' } },
    answer: ({ query, headers }, all) => {
      const from = number(query, 'from')
      const next = from + 3 < all.length ? `http://${headers.host}/things?from=${from + 3}` : null
      return {
        rows: rowsOf(all.slice(from, from + 3)),
        next,
        total: from === 0 ? all.length : null,
      }
    },
  },
}

const names = Object.keys(kinds)

function readKind(
  name: string,
  count: number,
  answer?: Answer,
): Promise<Reading & { standin: Standin }> {
  const { list, answer: usual } = kinds[name] ?? { list: {}, answer: () => null }
  const all = ids(count)
  return readSmall(manifestOf({ list }), (request) => ({ json: (answer ?? usual)(request, all) }))
}

describe('rest: a list', () => {
  test.each(names)('by %s is read whole, whatever its length', async (name) => {
    for (const count of [1, 2, 3, 4, 6, 7]) {
      const reading = await readKind(name, count)
      expect(reading.order, String(count)).toEqual(wanted(count))
      expect(reading.done, String(count)).toEqual(['things'])
    }
  })

  test.each(names)('by %s that is empty is asked for twice and then believed', async (name) => {
    const reading = await readKind(name, 0)
    expect([reading.order, reading.done, reading.requests]).toEqual([[], ['things'], 2])
  })

  test.each(names)('by %s that is said to be empty once is read all the same', async (name) => {
    let nth = 0
    const reading = await readKind(name, 4, (request, all) => {
      const { answer } = kinds[name] ?? { answer: () => null }
      return answer(request, nth++ === 0 ? [] : all)
    })
    expect(reading.order).toEqual(wanted(4))
  })

  test.each(names.filter((name) => name !== 'none'))(
    'by %s goes on after each page where an interruption left it',
    async (name) => {
      const { list, answer } = kinds[name] ?? { list: {}, answer: () => null }
      const standin = await startStandin({
        handle: (request) => ({ json: answer(request, ids(8)) }),
      })
      try {
        await withManifest(manifestOf({ list }), async (file) => {
          const options = { manifest: file, baseUrl: standin.url }
          for (const stopAfter of [1, 2]) {
            const first = await read(options, { stopAfter })
            const left = first.checkpoints.at(-1) ?? null
            const second = await read(options, { left: { things: left } })
            expect([...first.order, ...second.order]).toEqual(wanted(8))
            expect(second.done).toEqual(['things'])
          }
        })
      } finally {
        await standin.close()
      }
    },
  )

  test.each(names.filter((name) => name !== 'none' && !name.startsWith('keyset')))(
    'by %s that gives a page again is told so, and nothing counts as complete',
    async (name) => {
      const { answer } = kinds[name] ?? { answer: () => null }
      let first: unknown = null
      const reading = await readKind(name, 8, (request, all) => {
        const truth = answer(request, all)
        first ??= truth
        return first
      })
      expect(reading.error?.code ?? reading.failed.things?.code).toBe('ANSWER_INVALID')
      expect(reading.done).toEqual([])
    },
  )

  test('that ends before its own total is not complete', async () => {
    const reading = await readKind('offset with a total', 7, ({ query }, all) => {
      const from = number(query, 'skip')
      return { rows: rowsOf(all.slice(from, Math.min(5, from + 3))), meta: { total: 7 } }
    })
    expect(reading.done).toEqual([])
    expect(reading.error?.code ?? reading.failed.things?.code).toBe('ANSWER_INVALID')
  })

  test('that should say its total and does not is not read', async () => {
    const reading = await readKind('page', 7, () => ({ rows: rowsOf(ids(3)) }))
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
  })

  test.each(['cursor', 'next', 'keyset'])('by %s that goes in a circle is ended', async (name) => {
    let nth = 0
    const reading = await readKind(name, 9, ({ headers }) => {
      const rows = [{ id: name === 'keyset' ? 'same' : `other${nth++}` }]
      const next = `http://${headers.host}/things?from=3`
      return { rows, next, total: 100, data: { rows, end: 'c3', more: true } }
    })
    expect(reading.failed.things).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.requests).toBeLessThan(4)
  })

  test('whose next address is elsewhere is not followed there', async () => {
    const reading = await readKind('next', 7, (_, all) => ({
      rows: rowsOf(all.slice(0, 3)),
      next: 'http://127.0.0.1:9/things',
      total: 7,
    }))
    expect(reading.failed.things).toMatchObject({ code: 'ANSWER_INVALID' })
    expect([reading.requests, reading.done]).toEqual([1, []])
  })

  test('is followed by the Link header where that says what is next', async () => {
    const list = { rows: '[*]', pager: { type: 'next', next: 'header:link' } }
    const reading = await readSmall(manifestOf({ list }), ({ query }) => {
      const from = number(query, 'from')
      const links = `</first>; rel="first", </things?from=${from + 3}>; rel="next"`
      return {
        json: rowsOf(ids(7).slice(from, from + 3)),
        headers: { link: from + 3 < 7 ? links : '</first>; rel="first"' },
      }
    })
    expect(reading.order).toEqual(wanted(7))
    expect(reading.done).toEqual(['things'])
  })

  test('that moves while it is read loses no record of what stays', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(9), add: fc.boolean() }), { maxLength: 4 }),
        fc.constantFrom('offset', 'offset with a total', 'page', 'next'),
        async (moves, name) => {
          const all = ids(9)
          // A total that is told once cannot show what came and went meanwhile.
          const left = moves.slice(0, name === 'next' ? 1 : undefined)
          const gone = new Set<string>()
          const { list, answer } = kinds[name] ?? { list: {}, answer: () => null }
          const reading = await readSmall(manifestOf({ list }), (request) => {
            const json = answer(request, all)
            // It moves after each page.
            const move = left.shift()
            if (move?.add) all.splice(move.at, 0, `new${left.length}`)
            else if (move !== undefined) for (const id of all.splice(move.at, 1)) gone.add(id)
            return { json }
          })
          const missed = all.filter(
            (id) => !id.startsWith('new') && !reading.order.includes(`thing:${id}`),
          )
          // Whoever was missed was not sent; then the sweep must not count as complete.
          if (missed.length > 0) expect(reading.done).toEqual([])
          expect(new Set(reading.order).size).toBe(reading.order.length)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('rest: an answer', () => {
  const bad: [string, unknown][] = [
    ['rows that are an object', { rows: { id: 'a' } }],
    ['rows that are a text', { rows: 'none' }],
    ['a list where an object is due', [1, 2]],
  ]
  test.each(bad)('with %s is a failed read', async (_, json) => {
    const reading = await readSmall(manifestOf({}), () => ({ json }))
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.done).toEqual([])
  })

  test('that tells of a failure under 200 is one, and is asked for again', async () => {
    let nth = 0
    const failure = { rows: [{ id: 'wrong' }], error: { code: 500 } }
    const reading = await readSmall(
      manifestOf({ list: { failsOn: 'error' } }),
      () => ({ json: nth++ === 0 ? failure : { rows: [{ id: 'a' }], error: null } }),
      { attempts: 2 },
    )
    expect([reading.order, reading.requests]).toEqual([['thing:a'], 2])
  })

  test('of a status that means nothing is an empty list, and elsewhere a failed read', async () => {
    const empty = await readSmall(manifestOf({ list: { nothingOn: [204] } }), () => ({
      status: 204,
    }))
    expect([empty.error, empty.done]).toEqual([null, ['things']])
    const failed = await readSmall(manifestOf({}), () => ({ status: 204 }))
    expect(failed.error).toMatchObject({ code: 'ANSWER_INVALID' })
  })

  test('of GraphQL without data is a failed read, with errors beside data an incomplete one', async () => {
    const { list } = kinds.cursor ?? { list: {} }
    const none = await readSmall(manifestOf({ list }), () => ({
      json: { errors: [{}], data: null },
    }))
    expect(none.error).toMatchObject({ code: 'ANSWER_INVALID' })
    const part = await readSmall(manifestOf({ list }), () => ({
      json: { errors: [{}], data: { rows: [{ id: 'a' }, null], end: null, more: false } },
    }))
    expect([part.error, part.order, part.done]).toEqual([null, ['thing:a'], []])
    expect(part.failed.things).toMatchObject({ code: 'ANSWER_INVALID' })
  })
})
