import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exactly, field } from '../../../src/search/meilisearch/fields.ts'
import {
  afterFilter,
  all,
  any,
  conditionFilter,
  oneOf,
  quote,
} from '../../../src/search/meilisearch/filter.ts'
import { MeiliServer } from '../../../src/search/meilisearch/server.ts'
import { dropIndexes, meilisearch } from '../../support/meilisearch.ts'
import { texts } from './nasty-texts.ts'

const server = await meilisearch()

test('quote: between the quotation marks no quotation mark stands that does not belong to the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...texts)), (text) => {
      const quoted = quote(text)
      const read = quoted.slice(1, -1).replace(/\\(.)|"/gsu, (_, escaped: string | undefined) => {
        if (escaped === undefined) throw new Error('the text ends the quotation')
        return escaped
      })
      expect([quoted.at(0), read, quoted.at(-1)]).toEqual(['"', text.toWellFormed(), '"'])
      expect(quoted).not.toMatch(/\\$/)
    }),
    { numRuns: 500, seed: 33 },
  )
})

test('filters: of nothing, "all of them" is every record, "any of them" and "one of them" is none', () => {
  expect(all([])).toBe('record EXISTS')
  expect(any([])).toBe('id IN []')
  expect(oneOf('words.title', [])).toBe('id IN []')
  expect([all(['a = 1']), any(['a = 1'])]).toEqual(['a = 1', 'a = 1'])
  expect(all([any(['a = 1', 'b = 1']), 'c = 1'])).toBe('((a = 1) OR (b = 1)) AND (c = 1)')
})

describe.skipIf(server === null)('with a server', () => {
  let meili: MeiliServer
  const uid = `test-filter-${process.pid}`
  /** Ids of the documents that each filter leaves. */
  const find = async (filters: readonly string[]): Promise<number[][]> => {
    const queries = filters.map((filter) => {
      return { indexUid: uid, filter, limit: 1_000, attributesToRetrieve: ['id'] }
    })
    return (await meili.search(queries)).map(({ hits }) => hits.map(({ id }) => Number(id)))
  }

  beforeAll(async () => {
    const { url = '', masterKey = null } = server ?? {}
    meili = new MeiliServer({ url, searchKey: masterKey, writeKey: masterKey })
    await meili.createIndex(uid)
    await meili.applySettings(uid, {
      filterableAttributes: ['id', 'raw', field.discover, 'key', field.order],
    })
    const lines = texts.map((text, id) => ({
      id: String(id),
      json: JSON.stringify({ id, raw: text.toWellFormed(), discover: [exactly(text)] }),
    }))
    const { poison } = await meili.write(uid, lines, [])
    expect(poison).toEqual([])
  })

  afterAll(async () => {
    await dropIndexes(server, uid)
    await meili.close()
  })

  test('quote: any text finds the documents that hold it, and no others than Meilisearch takes for equal', async () => {
    const compared = (text: string) => text.toWellFormed().trim().normalize('NFKD').toLowerCase()
    const found = await find(texts.map((text) => oneOf('raw', [text])))
    found.forEach((ids, number) => {
      const own = compared(texts[number] as string)
      // Longer values are cut in the index, and empty ones are none.
      if (own !== '' && Buffer.byteLength(own) <= 468) expect(ids).toContain(number)
      for (const id of ids) {
        const other = texts[id] as string
        const isEqual = compared(other) === own || Number(other) === Number(texts[number])
        expect([texts[number], other, isEqual]).toEqual([texts[number], other, true])
      }
    })
  })

  test('exactly: any text finds the documents that hold exactly it', async () => {
    const found = await find(texts.map((text) => oneOf(field.discover, [exactly(text)])))
    expect(found).toEqual(texts.map((_, number) => [number]))
    const some = texts.map((_, number) => number).filter((number) => number % 7 === 0)
    const values = some.map((number) => exactly(texts[number] as string))
    const [together] = await find([oneOf(field.discover, values)])
    expect(together?.toSorted((a, b) => a - b)).toEqual(some)
  })

  test('quote: no text makes a filter that the server cannot read, wherever it stands', async () => {
    const filters = texts.flatMap((text) => [
      afterFilter('key', 'asc', text, text),
      `NOT (${any([oneOf('raw', [text, 'x']), oneOf('raw', ['x', text])])})`,
    ])
    expect(await find(filters)).toHaveLength(filters.length)
  })
})

test('conditions: an open range asks whether there is a number at all', () => {
  const open = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }
  expect(conditionFilter({ is: 'overlapping', from: 'subjects', to: 'subjects', ...open })).toBe(
    'numbers.subjects EXISTS',
  )
})
