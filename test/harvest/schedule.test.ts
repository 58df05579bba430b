import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { every, type Schedule } from '../../src/harvest/index.ts'
import {
  chanceOf,
  type DueRequest,
  dueAt,
  failuresInRow,
  harvestsAmong,
} from '../../src/harvest/schedule.ts'
import { isQuiet, quietEnd } from '../../src/harvest/schedule-quiet.ts'
import type { HarvestRun } from '../../src/model/index.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const midnight = Date.parse('2026-01-01T00:00:00.000Z')

/** A harvest that began at midnight and took an hour. */
const run = (change: Partial<HarvestRun> = {}): HarvestRun => ({
  id: 'h',
  source: 's',
  kind: 'HARVEST',
  state: 'SUCCEEDED',
  full: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T01:00:00.000Z',
  seen: 0,
  written: 0,
  unchanged: 0,
  rejected: 0,
  removed: 0,
  expected: null,
  spent: null,
  error: null,
  message: null,
  ...change,
})
const at = (time: string) => new Date(time).toISOString()
const cron = (rule: string, timezone = 'UTC'): Schedule => ({
  ...every(0),
  everySeconds: null,
  cron: rule,
  timezone,
  jitterSeconds: 0,
})
const due = (request: Partial<DueRequest>) =>
  dueAt({
    schedule: every(10 * 3_600),
    runs: [],
    records: 0,
    chance: 0,
    keptSince: midnight,
    now: midnight,
    ...request,
  })
const told = (request: Partial<DueRequest>) => {
  const time = due(request)
  return time === null ? null : at(new Date(time).toISOString())
}

describe('the schedule', () => {
  test('what was never harvested and what was interrupted is due at once', () => {
    expect(due({})).toBe(midnight)
    const cutOff = run({ state: 'RUNNING', finishedAt: null })
    expect(due({ runs: [cutOff] })).toBe(midnight)
    // Also where nobody asks any more.
    expect(due({ runs: [cutOff], schedule: null })).toBe(midnight)
  })

  test('a source that is harvested on demand is never due', () => {
    expect(due({ schedule: null })).toBeNull()
    expect(due({ schedule: null, runs: [run()] })).toBeNull()
  })

  test('the next harvest comes a period after the last one began, and a little more', () => {
    expect(due({ runs: [run()] })).toBe(midnight + 10 * hour)
    expect(due({ runs: [run()], chance: 1 })).toBe(midnight + 11 * hour)
    // A tenth of a week would be long.
    expect(due({ runs: [run()], chance: 1, schedule: every(7 * 86_400) })).toBe(
      midnight + 7 * day + hour,
    )
    const exact = { ...every(7_200), jitterSeconds: 60 }
    expect(due({ runs: [run()], chance: 0.5, schedule: exact })).toBe(midnight + 2 * hour + 30_000)
  })

  test('a failed harvest comes back later each time, never later than usual', () => {
    const last = run({ state: 'FAILED' })
    const pauses = [1, 2, 3, 20].map((failures) => {
      const runs = Array.from({ length: failures }, () => last)
      return (due({ runs, schedule: every(7_200) }) ?? 0) - midnight - hour
    })
    expect(pauses).toEqual([60_000, 120_000, 240_000, 2 * hour])
    expect(failuresInRow([last, last, run({}), last])).toBe(2)
    expect(failuresInRow([last])).toBe(1)
    expect(failuresInRow([])).toBe(0)
  })

  test('what maps kept rows anew is no harvest', () => {
    const [remap, replay] = [run({ kind: 'REMAP' }), run({ kind: 'REPLAY', state: 'FAILED' })]
    const harvest = run({ id: 'first' })
    expect(harvestsAmong([remap, harvest, replay])).toEqual([harvest])
  })

  test('many that were missed come once, spread over what chance may add and at most 5 minutes', () => {
    const keptSince = midnight + 30 * day
    const sources = Array.from({ length: 50 }, (_, index) => `source-${index}`)
    const times = sources.map(
      (source) =>
        due({
          runs: [run()],
          schedule: every(86_400),
          chance: chanceOf(source, run()),
          keptSince,
          now: keptSince,
        }) ?? 0,
    )
    expect(new Set(times.map((time) => Math.floor(time / 10_000))).size).toBeGreaterThan(15)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(keptSince)
    expect(Math.max(...times)).toBeLessThan(keptSince + 5 * minute)
    // And it is the same moment however often one looks.
    const later = { runs: [run()], keptSince, chance: 0.5, now: keptSince + minute }
    expect(due(later)).toBe(due({ ...later, now: keptSince }))
    // The harvest that made up for them counts as all of them.
    const since = run({ startedAt: at('2026-01-31T00:01:00Z') })
    expect(told({ runs: [since, run()], schedule: every(86_400), keptSince })).toBe(
      at('2026-02-01T00:01:00Z'),
    )
  })

  test('the chance is that of a source and its last harvest, wherever it is asked for', () => {
    expect(chanceOf('a', run())).toBe(chanceOf('a', run({ state: 'FAILED' })))
    expect(chanceOf('a', run())).not.toBe(chanceOf('b', run()))
    expect(chanceOf('a', run())).not.toBe(chanceOf('a', run({ id: 'i' })))
    fc.assert(
      fc.property(fc.string(), (source) => {
        const chance = chanceOf(source, undefined)
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThan(1)
      }),
      { numRuns: 50 },
    )
  })
})

describe('the schedule by cron', () => {
  test('comes at the next time that is named, the first harvest too', () => {
    const nights = cron('0 3 * * *')
    expect(told({ schedule: nights })).toBe(at('2026-01-01T03:00:00Z'))
    const runs = [run({ startedAt: at('2026-01-01T03:00:00Z') })]
    expect(told({ schedule: nights, runs })).toBe(at('2026-01-02T03:00:00Z'))
    const weekdays = cron('0 3 * * 1-5', 'America/New_York')
    // The first of January 2026 is a Thursday.
    const friday = [run({ startedAt: at('2026-01-02T08:00:00Z') })]
    expect(told({ schedule: weekdays, runs: friday })).toBe(at('2026-01-05T08:00:00Z'))
  })

  test('chance may add a tenth of the pause, and what was missed comes once', () => {
    const nights = { ...cron('0 3 * * *'), jitterSeconds: null }
    const runs = [run({ startedAt: at('2026-01-01T03:00:00Z') })]
    expect(told({ schedule: nights, runs, chance: 0.5 })).toBe(at('2026-01-02T03:30:00Z'))
    const keptSince = Date.parse('2026-01-09T12:00:00Z')
    expect(told({ schedule: nights, runs, keptSince, chance: 0.5, now: keptSince })).toBe(
      at('2026-01-09T12:02:30Z'),
    )
  })

  test('a failed harvest comes back, at the latest when the next one is due', () => {
    const nights = cron('0 3 * * *')
    const failed = (startedAt: string, finishedAt: string) =>
      run({ state: 'FAILED', startedAt: at(startedAt), finishedAt: at(finishedAt) })
    const once = [failed('2026-01-01T03:00:00Z', '2026-01-01T03:10:00Z')]
    expect(told({ schedule: nights, runs: once })).toBe(at('2026-01-01T03:11:00Z'))
    const often = Array.from({ length: 20 }, () => once).flat()
    expect(told({ schedule: nights, runs: often })).toBe(at('2026-01-02T03:00:00Z'))
  })

  test('a time that a change of clocks skips is run once, as soon as the clocks have changed', () => {
    // In Paris 02:00 becomes 03:00 on 29 March 2026, which is 01:00 UTC.
    const nights = cron('30 2 * * *', 'Europe/Paris')
    const skipped = Date.parse('2026-03-29T01:00:00Z')
    expect(due({ schedule: nights, keptSince: Date.parse('2026-03-28T12:00:00Z') })).toBe(skipped)
    const runs = [run({ startedAt: at('2026-03-29T01:00:00.010Z') })]
    expect(told({ schedule: nights, runs })).toBe(at('2026-03-30T00:30:00Z'))
    // Two of them, too.
    const both = cron('10,30 2 * * *', 'Europe/Paris')
    expect(due({ schedule: both, keptSince: Date.parse('2026-03-28T12:00:00Z') })).toBe(skipped)
    expect(told({ schedule: both, runs })).toBe(at('2026-03-30T00:10:00Z'))
  })

  test('a time that a change of clocks doubles is run once, at the first of the two', () => {
    // In Paris 03:00 becomes 02:00 on 25 October 2026, which is 01:00 UTC.
    const nights = cron('30 2 * * *', 'Europe/Paris')
    const keptSince = Date.parse('2026-10-24T12:00:00Z')
    expect(told({ schedule: nights, keptSince })).toBe(at('2026-10-25T00:30:00Z'))
    const runs = [run({ startedAt: at('2026-10-25T00:30:00.010Z') })]
    expect(told({ schedule: nights, runs })).toBe(at('2026-10-26T01:30:00Z'))
  })
})

describe('the schedule with quiet hours', () => {
  const quiet = (from: string, to: string, timezone = 'UTC', more: Partial<Schedule> = {}) => {
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
    const hours = [{ from: minutes(from), to: minutes(to) }]
    return { ...every(3_600), jitterSeconds: 0, timezone, quiet: hours, ...more }
  }

  test('what comes due in them waits for their end, and a while by chance', () => {
    const schedule = quiet('08:00', '18:00')
    const runs = [run({ startedAt: at('2026-01-01T07:30:00Z') })]
    expect(told({ schedule, runs })).toBe(at('2026-01-01T18:00:00Z'))
    const later = { ...schedule, jitterSeconds: 600 }
    expect(told({ schedule: later, runs, chance: 0.5 })).toBe(at('2026-01-01T18:05:00Z'))
    const before = [run({ startedAt: at('2026-01-01T06:59:59Z') })]
    expect(told({ schedule, runs: before })).toBe(at('2026-01-01T07:59:59Z'))
  })

  test('so do the first harvest, an interrupted one and one that waited for its turn', () => {
    const schedule = quiet('22:00', '06:00')
    expect(told({ schedule })).toBe(at('2026-01-01T06:00:00Z'))
    const cutOff = [run({ state: 'RUNNING', finishedAt: null })]
    expect(told({ schedule, runs: cutOff })).toBe(at('2026-01-01T06:00:00Z'))
    const waited = [run({ startedAt: at('2026-01-01T20:30:00Z') })]
    const now = Date.parse('2026-01-01T21:59:59Z')
    expect(told({ schedule, runs: waited, now })).toBe(at('2026-01-01T21:30:00Z'))
    expect(told({ schedule, runs: waited, now: now + 1_000 })).toBe(at('2026-01-02T06:00:00Z'))
  })

  test('they are those of the time zone, over changes of clocks', () => {
    // Until 03:00 UTC in winter, 02:00 in summer; the clocks change in their midst.
    const schedule = quiet('01:00', '04:00', 'Europe/Paris')
    const end = (now: string) =>
      told({ schedule, now: Date.parse(now), keptSince: Date.parse(now) })
    expect(end('2026-03-28T00:30:00Z')).toBe(at('2026-03-28T03:00:00Z'))
    expect(end('2026-03-29T00:30:00Z')).toBe(at('2026-03-29T02:00:00Z'))
    expect(end('2026-10-25T00:30:00Z')).toBe(at('2026-10-25T03:00:00Z'))
    // An end that the clocks skip is where they go on.
    const skipped = quiet('01:00', '02:30', 'Europe/Paris')
    const now = Date.parse('2026-03-29T00:30:00Z')
    expect(told({ schedule: skipped, now, keptSince: now })).toBe(at('2026-03-29T01:00:00Z'))
  })
})

describe('the adaptive schedule', () => {
  const schedule: Schedule = {
    ...every(8 * 3_600),
    jitterSeconds: 0,
    adaptive: { shortest: 3_600, longest: 86_400 },
  }
  const pauseAfter = (shares: number[], more: Partial<DueRequest> = {}) => {
    const runs = [...shares, 1].map((share) => run({ seen: 1_000, written: share * 1_000 }))
    return ((due({ schedule, runs, ...more }) ?? 0) - midnight) / hour
  }

  test('comes sooner the more changes, and later when nothing does, within its bounds', () => {
    expect(pauseAfter([])).toBe(8)
    expect(pauseAfter([0.5])).toBe(4)
    expect(pauseAfter([0.5, 0.5])).toBe(2)
    expect(pauseAfter([0])).toBe(16)
    expect(pauseAfter([0.01])).toBe(8)
    expect(pauseAfter(Array.from({ length: 9 }, () => 0.5))).toBe(1)
    expect(pauseAfter(Array.from({ length: 9 }, () => 0))).toBe(24)
    // Newest first: after long quiet it is sooner again at once.
    expect(pauseAfter([1, 0, 0, 0])).toBe(12)
  })

  test('removed records count, and the records of the source where a harvest meets only some', () => {
    const gone = run({ seen: 90, removed: 10 })
    expect(due({ schedule, runs: [gone, run()] })).toBe(midnight + 4 * hour)
    const few = run({ seen: 3, written: 3 })
    expect(due({ schedule, runs: [few, run()] })).toBe(midnight + 4 * hour)
    expect(due({ schedule, runs: [few, run()], records: 10_000 })).toBe(midnight + 8 * hour)
  })

  test('harvests that failed or were cancelled say nothing of it', () => {
    const states = (['FAILED', 'CANCELLED'] as const).map((state) => run({ state }))
    expect(due({ schedule, runs: [run({ seen: 1 }), ...states, run()] })).toBe(midnight + 16 * hour)
  })
})

const minutesOfDay = fc.integer({ min: 0, max: 1_439 })
const quietHours = fc
  .array(fc.record({ from: minutesOfDay, to: minutesOfDay }), { maxLength: 3 })
  .map((all) => all.filter(({ from, to }) => from !== to))
const timezones = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
)
const seconds = fc.integer({ min: 60, max: 30 * 86_400 })
const moments = fc.integer({
  min: Date.parse('2026-01-01T00:00:00Z'),
  max: Date.parse('2027-12-31T00:00:00Z'),
})
const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    pause: seconds,
    rule: fc.option(fc.constantFrom('0 3 * * *', '*/5 * * * *', '30 2 * * 0', '15 1-3 1 * *')),
    timezone: timezones,
    jitterSeconds: fc.option(fc.integer({ min: 0, max: 7_200 })),
    quiet: quietHours,
    isAdaptive: fc.boolean(),
  })
  .map(({ pause, rule, isAdaptive, ...rest }) => ({
    ...rest,
    everySeconds: rule === null ? pause : null,
    cron: rule,
    adaptive:
      isAdaptive && rule === null ? { shortest: Math.ceil(pause / 3), longest: pause * 5 } : null,
  }))
const isAlways = ({ quiet }: Schedule) =>
  Array.from({ length: 1_440 }, (_, at) => at).every((at) =>
    quiet.some(({ from, to }) => (from < to ? from <= at && at < to : from <= at || at < to)),
  )
/** Runs that began before a moment, newest first. */
const history = (before: number) =>
  fc
    .array(
      fc.record({
        ago: fc.integer({ min: 1, max: 40 * day }),
        took: fc.integer({ min: 0, max: hour }),
        state: fc.constantFrom('SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'),
        seen: fc.nat(1_000),
        written: fc.nat(1_000),
      }),
      { maxLength: 6 },
    )
    .map((all) =>
      all
        .sort((a, b) => a.ago - b.ago)
        .map(({ ago, took, state, ...counts }, index) =>
          run({
            id: `h${index}`,
            state: state as HarvestRun['state'],
            startedAt: new Date(before - ago).toISOString(),
            finishedAt: new Date(before - ago + took).toISOString(),
            ...counts,
          }),
        ),
    )
const requests = fc
  .record({
    schedule: schedules.filter((schedule) => !isAlways(schedule)),
    keptSince: moments,
    waited: fc.integer({ min: 0, max: 3 * day }),
    chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
    records: fc.nat(5_000),
  })
  .chain(({ waited, ...request }) =>
    history(request.keptSince).map((runs): DueRequest & { schedule: Schedule } => ({
      ...request,
      runs,
      now: request.keptSince + waited,
    })),
  )

describe('the schedule, whatever it says', () => {
  test('begins nothing in quiet hours', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const time = dueAt(request)
        if (time === null) return
        const { quiet, timezone } = request.schedule
        expect(isQuiet(quiet, timezone, Math.max(time, request.now))).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('never comes earlier than its pause after a harvest that did not fail', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { schedule, runs } = request
        const [last] = runs
        if (last === undefined || last.state === 'FAILED') return
        const since =
          (dueAt(request) ?? Number.POSITIVE_INFINITY) - Date.parse(last.startedAt ?? '')
        const { everySeconds, adaptive } = schedule
        expect(since).toBeGreaterThanOrEqual((adaptive?.shortest ?? everySeconds ?? 0) * 1_000)
      }),
      { numRuns: 300 },
    )
  })

  test('comes within its longest pause and what chance may add, or else as soon as it is kept and may begin', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { schedule, runs, keptSince } = request
        const { everySeconds, adaptive, jitterSeconds, quiet, timezone } = schedule
        if (everySeconds === null) return
        const longest = (adaptive?.longest ?? everySeconds) * 1_000
        const jitter = jitterSeconds === null ? Math.min(longest / 10, hour) : jitterSeconds * 1_000
        const last = runs[0]
        const from = last === undefined ? keptSince : Date.parse(last.finishedAt ?? '')
        // A failure's own chance is a tenth of its pause.
        const free = Math.max(from + longest + Math.max(jitter, longest / 10), keptSince + jitter)
        const open = quietEnd(quiet, timezone, free)
        const time = dueAt({ ...request, now: keptSince }) ?? Number.POSITIVE_INFINITY
        // What is in the way of a time is in the way of an earlier one for no longer than a day.
        expect(time).toBeLessThanOrEqual(Math.max(open, free + day) + jitter)
      }),
      { numRuns: 300 },
    )
  })

  test('the end of quiet hours is the first minute that is none', () => {
    fc.assert(
      fc.property(
        schedules.filter((schedule) => !isAlways(schedule)),
        moments,
        ({ quiet, timezone }, moment) => {
          let next = moment
          while (isQuiet(quiet, timezone, next)) next = (Math.floor(next / minute) + 1) * minute
          expect(quietEnd(quiet, timezone, moment)).toBe(next)
        },
      ),
      { numRuns: 150 },
    )
  })
})
