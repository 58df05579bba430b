import { describe, expect, test } from 'vitest'
import { HarvestPace } from '../../src/gateway/harvest-pace.ts'
import type { HarvestRun } from '../../src/model/index.ts'

const start = Date.parse('2026-03-01T12:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1_000)
const run = (seen: number, more: Partial<HarvestRun> = {}): HarvestRun => ({
  ...{ id: 'run-1', source: 'alpha', kind: 'HARVEST', state: 'RUNNING', full: true },
  ...{ startedAt: at(0).toISOString(), finishedAt: null, seen, written: seen, unchanged: 0 },
  ...{ rejected: 0, removed: 0, expected: null, spent: null, error: null, message: null },
  ...more,
})

describe('harvest pace', () => {
  test('is not known of a harvest that waits, has just begun, or has ended at once', () => {
    const pace = new HarvestPace()
    expect(pace.rateOf(run(0, { state: 'QUEUED', startedAt: null }), at(5))).toBeNull()
    expect(pace.rateOf(run(10), at(0.4))).toBeNull()
    expect(pace.rateOf(run(10, { finishedAt: at(0).toISOString() }), at(5))).toBeNull()
  })

  test('is that since the start for whoever looks once, and over all of its time at the end', () => {
    const pace = new HarvestPace()
    expect(pace.rateOf(run(100), at(20))).toBe(5)
    const ended = run(300, { state: 'SUCCEEDED', finishedAt: at(30).toISOString() })
    expect(pace.rateOf(ended, at(500))).toBe(10)
  })

  test('is that of the last seconds for whoever watches', () => {
    const pace = new HarvestPace()
    for (let second = 1; second <= 60; second++) pace.rateOf(run(second * 10), at(second))
    for (let second = 61; second <= 90; second++) pace.rateOf(run(600), at(second))
    expect(pace.rateOf(run(600), at(91))).toBe(0)
  })

  test('starts anew when fewer rows were seen than before', () => {
    const pace = new HarvestPace()
    pace.rateOf(run(1_000), at(10))
    pace.rateOf(run(100), at(20))
    expect(pace.rateOf(run(120), at(22))).toBe(10)
  })

  test('tells what remains where the source says how much there is, and never less than nothing', () => {
    const pace = new HarvestPace()
    expect(pace.remainingOf(run(100), at(20))).toBeNull()
    expect(pace.remainingOf(run(100, { expected: 300 }), at(20))).toBe(40)
    expect(pace.remainingOf(run(400, { expected: 300 }), at(40))).toBe(0)
    const stuck = new HarvestPace()
    expect(stuck.remainingOf(run(0, { expected: 300 }), at(20))).toBeNull()
    const ended = run(300, { expected: 300, finishedAt: at(30).toISOString() })
    expect(pace.remainingOf(ended, at(50))).toBeNull()
  })
})
