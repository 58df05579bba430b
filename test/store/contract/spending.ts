import { describe, expect, test } from 'vitest'
import type { SpendingPart, SpendingRequest } from '../../../src/store/index.ts'
import { code, type StoreInUse } from '../samples.ts'

const noon = Date.parse('2026-05-01T12:00:00Z')
const hours = 3_600_000

function part(dollars: number, changes: Partial<SpendingPart> = {}): SpendingPart {
  const assets = [{ record: 'one:a', key: 'x' }]
  const limits = { budget: 10, budgetPerReader: 4, periodSeconds: 86_400 }
  return { source: 'one', dollars, assets, ...limits, ...changes }
}

let openings = 0
function request(parts: SpendingPart[], changes: Partial<SpendingRequest> = {}): SpendingRequest {
  openings += 1
  return {
    opening: `opening ${openings}`,
    request: 'wish',
    subject: 'ann',
    at: new Date(noon).toISOString(),
    until: new Date(noon + 900_000).toISOString(),
    parts,
    ...changes,
  }
}

export function testSpending(use: StoreInUse): void {
  describe('spending', () => {
    const spend = (asked: SpendingRequest) => use.store.reserveSpending(asked)
    const spent = (asked: SpendingRequest) => code(spend(asked))

    test('spending: is refused where a reader’s budget is used up, and others go on', async () => {
      expect(await spend(request([part(3)]))).toMatchObject({ isNew: true })
      expect(await spent(request([part(1.1)]))).toBe('BUDGET_EXCEEDED')
      expect(await spent(request([part(1)]))).toBe('no error')
      expect(await spent(request([part(0.000001)]))).toBe('BUDGET_EXCEEDED')
      expect(await spent(request([part(4)], { subject: 'bob' }))).toBe('no error')
      expect(await spent(request([part(2)], { subject: null }))).toBe('no error')
    })

    test('spending: is refused where the budget of all is used up', async () => {
      for (const subject of ['ann', 'bob']) await spend(request([part(4)], { subject }))
      expect(await spent(request([part(3)], { subject: null }))).toBe('BUDGET_EXCEEDED')
      expect(await spent(request([part(2)], { subject: null }))).toBe('no error')
    })

    test('spending: readers whom nobody knows are one reader', async () => {
      await spend(request([part(3)], { subject: null }))
      expect(await spent(request([part(3)], { subject: null }))).toBe('BUDGET_EXCEEDED')
    })

    test('spending: what a period has seen no longer counts after it', async () => {
      await spend(request([part(4)]))
      const later = (time: number) => ({ at: new Date(noon + time).toISOString() })
      expect(await spent(request([part(1)], later(23 * hours)))).toBe('BUDGET_EXCEEDED')
      expect(await spent(request([part(4)], later(24 * hours)))).toBe('no error')
    })

    test('spending: the same opening never pays twice, also after a restart', async () => {
      const first = request([part(3)])
      await spend(first)
      await use.reopen()
      const again = { ...first, at: new Date(noon + 60_000).toISOString(), until: 'any' }
      expect(await spend(again)).toEqual({ at: first.at, until: first.until, isNew: false })
      expect(await spent(request([part(1)]))).toBe('no error')
      expect(await spent({ ...first, request: 'another wish' })).toBe('CONFLICT')
    })

    test('spending: of several sources all is charged or nothing', async () => {
      const two = { source: 'two' }
      expect(await spent(request([part(3), part(5, two)]))).toBe('BUDGET_EXCEEDED')
      expect(await spent(request([part(3), part(1, { source: 'three' })]))).toBe('NOT_FOUND')
      expect(await spent(request([part(4), part(4, two)]))).toBe('no error')
    })

    test('spending: many at once never pass a budget', async () => {
      const codes = await Promise.all(
        Array.from({ length: 30 }, (_, at) =>
          spent(request([part(0.7)], { subject: `reader ${at}` })),
        ),
      )
      expect(codes.filter((one) => one === 'no error')).toHaveLength(14)
    })
  })
}
