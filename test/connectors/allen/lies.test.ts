import { describe, expect, test } from 'vitest'
import { startStandin } from '../../../src/sdk/standin/index.ts'
import { type Reading, read } from './read-allen.ts'

/* Answers that no fault of the stand-in gives: the service made up for one lie at a time. */

type Rows = Record<string, unknown>[]

/** A service of three products, whose answers to lists and to objects are as `tell` makes them. */
async function lied(tell: {
  list?: (rows: Rows) => object
  objects?: (rows: Rows) => object
}): Promise<Reading> {
  const rows = [1, 2, 3].map((id) => ({ id, name: `product ${id}` }))
  const whole = (msg: Rows, total = msg.length) => ({
    success: true,
    num_rows: msg.length,
    total_rows: total,
    msg,
  })
  const standin = await startStandin({
    handle: ({ query }) => {
      if (!query.has('only')) {
        const ids = query.get('criteria')?.match(/\d+/g)?.map(Number) ?? []
        const asked = rows.filter(({ id }) => ids.includes(id))
        return { json: tell.objects?.(asked) ?? whole(asked) }
      }
      const page = rows.slice(Number(query.get('start_row'))).map(({ id }) => ({ id }))
      return { json: tell.list?.(page) ?? whole(page, rows.length) }
    },
  })
  try {
    const options = { include: ['products'], structureGraphs: [] }
    return await read({ options: { baseUrl: standin.url } }, { options })
  } finally {
    await standin.close()
  }
}

describe('allen: a service that lies', () => {
  test('not is read to its end', async () => {
    const reading = await lied({})
    expect(reading.order).toEqual([1, 2, 3].map((id) => `rma:Product:${id}`))
    expect(reading.done).toEqual(['Product'])
  })

  const lies: [string, Parameters<typeof lied>[0]][] = [
    ['says that it holds nothing', { list: () => ({ success: true, total_rows: 0, msg: [] }) }],
    ['gives rows with success false', { list: (msg) => ({ success: false, msg }) }],
    ['gives a text with success true', { list: () => ({ success: true, msg: 'Error in query' }) }],
    ['says nothing of success', { list: (msg) => ({ msg }) }],
    ['gives one row for msg', { list: ([msg]) => ({ success: true, msg }) }],
    ['lists an id that is none', { list: () => ({ success: true, msg: [{ id: 'one' }] }) }],
    ['lists the same id without end', { list: () => ({ success: true, msg: [{ id: 1 }] }) }],
    [
      'gives another object than was asked for',
      { objects: (rows) => ({ success: true, msg: rows.with(2, { id: 4, name: 'product 4' }) }) },
    ],
    [
      'gives an object twice',
      { objects: (rows) => ({ success: true, msg: [...rows, ...rows.slice(0, 1)] }) },
    ],
    [
      'gives an object without its fields',
      { objects: () => ({ success: true, msg: [{ id: 1 }] }) },
    ],
  ]
  test.each(lies)('and %s is told so, and nothing is done', async (_, tell) => {
    const reading = await lied(tell)
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.error?.message).not.toMatch(/127|Error in query|product/)
    expect([reading.order, reading.done]).toEqual([[], []])
  })

  test('and gives fewer objects than it listed ends incomplete', async () => {
    const reading = await lied({
      objects: (rows) => ({ success: true, msg: rows.filter(({ id }) => id !== 1) }),
    })
    expect(reading.order).toEqual(['rma:Product:2', 'rma:Product:3'])
    expect(reading.done).toEqual([])
    expect(reading.checkpoints).toEqual({ Product: { count: 3, last: 3, missing: 1 } })
  })

  test('and says nothing of its totals is read to its end', async () => {
    const reading = await lied({ list: (msg) => ({ success: true, msg }) })
    expect(reading.done).toEqual(['Product'])
  })

  test('and leaves out an association that it was asked for is told so', async () => {
    const standin = await startStandin({
      handle: ({ query }) => {
        const msg = query.get('start_row') === '0' ? [{ id: 9, name: null }] : []
        return { json: { success: true, total_rows: 1, num_rows: msg.length, msg } }
      },
    })
    const options = { include: ['referenceSpaces'], structureGraphs: [] }
    const reading = await read({ options: { baseUrl: standin.url } }, { options })
    await standin.close()
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.order).toEqual([])
  })
})
