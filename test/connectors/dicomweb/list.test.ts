import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Standin, startStandin } from '../../../src/sdk/standin/index.ts'
import { type Reading, read } from './read-dicomweb.ts'

/** What happens to the list before a request is answered: rows come or go at a place. */
type Move = { add: number } | { drop: number } | null

/** An archive whose list moves as it is told to, request by request. */
let uids: string[] = []
let moves: Move[] = []
let dropped: string[] = []
let fresh = 0
let standin: Standin

beforeAll(async () => {
  standin = await startStandin({
    handle: ({ query }) => {
      move(moves.shift() ?? null)
      const offset = Number(query.get('offset'))
      const page = uids.slice(offset, offset + Number(query.get('limit')))
      if (page.length === 0) return { status: 204 }
      const json = page.map((uid) => ({ '0020000D': { vr: 'UI', Value: [uid] } }))
      return { json, type: 'application/dicom+json' }
    },
  })
})
afterAll(() => standin.close())

function move(move: Move): void {
  if (move === null) return
  if ('add' in move) uids.splice(move.add % (uids.length + 1), 0, `1.9.${++fresh}`)
  else if (uids.length > 0) dropped.push(...uids.splice(move.drop % uids.length, 1))
}

async function readMoving(count: number, pageSize: number, all: Move[]): Promise<Reading> {
  uids = Array.from({ length: count }, (_, index) => `1.2.${index + 1}`)
  moves = [...all]
  dropped = []
  return read({ baseUrl: standin.url }, { options: { series: 'none', pageSize } })
}

describe('dicomweb: a list that moves while it is read', () => {
  const place = fc.nat(40)
  const moveOf = fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    fc.record({ add: place }),
    fc.record({ drop: place }),
  )

  test('is either read without losing a study that stayed, or told as incomplete', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(20),
        fc.integer({ min: 2, max: 7 }),
        fc.array(moveOf, { maxLength: 12 }),
        async (count, pageSize, moves) => {
          const reading = await readMoving(count, pageSize, moves)
          expect(new Set(reading.order).size).toBe(reading.order.length)
          if (reading.error !== null) {
            expect(reading.error.code).toBe('ANSWER_INVALID')
            expect(reading.done).toEqual([])
            return
          }
          expect(reading.done).toEqual(['studies'])
          // Those that were there from the beginning to the end.
          const stayed = Array.from({ length: count }, (_, index) => `1.2.${index + 1}`)
            .filter((uid) => !dropped.includes(uid))
            .map((uid) => `study:${uid}`)
          expect(reading.order).toEqual(expect.arrayContaining(stayed))
        },
      ),
      { numRuns: 120 },
    )
  })

  test('and then holds still is read whole', async () => {
    const reading = await readMoving(12, 5, [null, { drop: 0 }])
    expect(reading.done).toEqual(['studies'])
    expect(reading.order).toHaveLength(12)
  })
})
