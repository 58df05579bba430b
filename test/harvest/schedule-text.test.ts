import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeSchedule, every, parseSchedule, scheduleText } from '../../src/harvest/index.ts'

const faultsOf = (text: string) => parseSchedule(text).faults

test('a schedule: every fault is told at once, with what was expected', () => {
  expect(
    faultsOf('cron 60 3 * * 8; timezone Nowhere/City; jitter soon; quiet 8-18; adaptiv 1h-2h'),
  ).toEqual([
    'cron expected a minute from 0 to 59 as its first field',
    'cron expected a day of the week from 0 (Sunday) to 6 as its fifth field',
    'timezone expected an IANA name such as Europe/Paris',
    'jitter expected a duration such as 10m, or 0s',
    'quiet expected two different times of day such as 08:00-18:00',
    'unknown part; did you mean adaptive? Known: timezone, jitter, quiet, adaptive',
  ])
})

test.each([
  ['', 'expected a duration such as 24h, cron and five fields, or manual'],
  ['24', 'expected a duration such as 24h, cron and five fields, or manual'],
  ['0h', 'expected a duration such as 24h, cron and five fields, or manual'],
  ['Manual', 'expected a duration such as 24h, cron and five fields, or manual'],
  ['timezone Europe/Paris', 'expected a duration such as 24h, cron and five fields, or manual'],
  ['manual; jitter 1m', 'after manual expected nothing'],
  ['24h;', 'after a semicolon expected timezone, jitter, quiet or adaptive'],
  ['24h; toString 1', 'unknown part. Known: timezone, jitter, quiet, adaptive'],
  ['24h; jitter 1m; jitter 2m', 'jitter expected only once'],
  [
    'cron',
    'after cron expected five fields: minute, hour, day of the month, month, day of the week',
  ],
  [
    'cron 0 0 3 * * *',
    'after cron expected five fields: minute, hour, day of the month, month, day of the week',
  ],
  [
    'cron @daily',
    'after cron expected five fields: minute, hour, day of the month, month, day of the week',
  ],
  ['cron 0 3 30 2 *', 'cron names a day that never comes'],
  ['24h; timezone +02:00', 'timezone expected an IANA name such as Europe/Paris'],
  ['24h; quiet 08:00-08:00', 'quiet expected two different times of day such as 08:00-18:00'],
  ['24h; quiet 08:00-25:00', 'quiet expected two different times of day such as 08:00-18:00'],
  ['24h; quiet 08:00-12:00-18:00', 'quiet expected two different times of day such as 08:00-18:00'],
  ['24h; quiet 06:00-20:00; quiet 18:00-06:00', 'quiet expected to leave some of the day'],
  ['24h; adaptive 7d-1h', 'adaptive expected a shortest and a longest pause such as 1h-7d'],
  ['24h; adaptive 1h-7h', 'adaptive expected bounds around the duration that it begins with'],
  ['cron 0 3 * * *; adaptive 1h-7d', 'adaptive expected a duration, not cron'],
])('a schedule: %j is refused: %s', (text, fault) => {
  expect(parseSchedule(text)).toEqual({ schedule: null, faults: [fault] })
})

test.each([
  ['24h', every(86_400), 'every 24 hours'],
  ['90s', every(90), 'every 90 seconds'],
  [' 7d ; jitter 0s', { ...every(604_800), jitterSeconds: 0 }, 'every 7 days, on the dot'],
  [
    'cron 0 3  * * 1-5; timezone Europe/Paris; jitter 10m',
    {
      ...every(0),
      everySeconds: null,
      cron: '0 3 * * 1-5',
      timezone: 'Europe/Paris',
      jitterSeconds: 600,
    },
    'at the times of cron 0 3 * * 1-5, up to 10 minutes later (Europe/Paris)',
  ],
  [
    '1h; quiet 8:00-12:30; quiet 22:00-24:00',
    {
      ...every(3_600),
      quiet: [
        { from: 480, to: 750 },
        { from: 1_320, to: 0 },
      ],
    },
    'every 1 hour, not between 08:00 and 12:30 or 22:00 and 00:00 (UTC)',
  ],
  [
    '24h; adaptive 1h-7d',
    { ...every(86_400), adaptive: { shortest: 3_600, longest: 604_800 } },
    'at first every 24 hours, then every 1 hour to 7 days by how much changes',
  ],
])('a schedule: %j is read, and told to people', (text, schedule, told) => {
  expect(parseSchedule(text)).toEqual({ schedule, faults: [] })
  expect(describeSchedule(schedule)).toBe(told)
  expect(parseSchedule(scheduleText(schedule) ?? '')).toEqual({ schedule, faults: [] })
})

test('a schedule: manual is none', () => {
  expect(parseSchedule('manual')).toEqual({ schedule: null, faults: [] })
  expect(describeSchedule(null)).toBe('only when asked for')
  expect(scheduleText(null)).toBeNull()
  expect(scheduleText(every(86_400))).toBe('24h')
})

test('a schedule: whatever stands there is read or refused with a reason, and never both', () => {
  const words = fc.constantFrom(
    '24h',
    'cron',
    '*',
    '0',
    ';',
    'jitter',
    'quiet',
    '08:00-18:00',
    'manual',
    'timezone',
    'UTC',
    'adaptive',
    '1h-7d',
  )
  const texts = fc.oneof(
    fc.array(words).map((one) => one.join(' ')),
    fc.string(),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { schedule, faults } = parseSchedule(text)
      expect(schedule === null || faults.length === 0).toBe(true)
      if (schedule !== null) {
        expect(parseSchedule(scheduleText(schedule) ?? '').schedule).toEqual(schedule)
      }
      if (schedule === null && text.trim() !== 'manual') expect(faults).not.toEqual([])
      // What was written may be anything: no fault repeats it.
      for (const fault of faults) expect(fault).toMatch(/expected|Known: |never comes/)
    }),
    { numRuns: 300 },
  )
})
