import { describeDuration, durationSeconds, durationText } from './duration.ts'
import { cronFaults } from './schedule-cron.ts'
import { isAlwaysQuiet, type QuietHours } from './schedule-quiet.ts'
import { nearest } from './shape-faults.ts'

/** When a source is harvested by itself. */
export interface Schedule {
  /** Seconds between two harvests; null where `cron` says when. */
  everySeconds: number | null
  /** Five fields, in `timezone`; null where `everySeconds` says when. */
  cron: string | null
  /** IANA name. Default `UTC`. */
  timezone: string
  /** Seconds that chance may add; null: a tenth of the pause, at most an hour. */
  jitterSeconds: number | null
  /** Times of day, in `timezone`, at which no harvest is begun: minutes from midnight; `to` may lie before `from`. */
  quiet: readonly QuietHours[]
  /** Bounds of the pause in seconds, where it follows the observed rate of change; null: it does not. */
  adaptive: { shortest: number; longest: number } | null
}

export interface ParsedSchedule {
  /** Null for `manual`, and when there are faults. */
  schedule: Schedule | null
  /** Everything that is wrong, with what was expected; empty when nothing is. */
  faults: string[]
}

const expectedRule = 'expected a duration such as 24h, cron and five fields, or manual'
const expectedParts = 'Known: timezone, jitter, quiet, adaptive'

/** A schedule that is nothing but a pause. */
export function every(seconds: number): Schedule {
  return {
    everySeconds: seconds,
    cron: null,
    timezone: 'UTC',
    jitterSeconds: null,
    quiet: [],
    adaptive: null,
  }
}

/**
 * Reads a schedule: `24h`, `cron 0 3 * * 1-5` or `manual`, and after semicolons `timezone Europe/Paris`, `jitter 10m` (`jitter
 * 0s`: none), `quiet 08:00-18:00` (as often as wanted, also over midnight) and `adaptive 1h-7d`.
 */
export function parseSchedule(text: string): ParsedSchedule {
  const [rule = '', ...parts] = text.split(';').map((part) => part.trim())
  const faults: string[] = []
  const schedule = every(0)
  const isManual = rule === 'manual'
  const [word, ...fields] = rule.split(/\s+/)
  if (word === 'cron') {
    faults.push(...cronFaults(fields.join(' ')))
    schedule.everySeconds = null
    schedule.cron = fields.join(' ')
  } else if (!isManual) {
    schedule.everySeconds = durationSeconds(rule)
    if (schedule.everySeconds === null) faults.push(expectedRule)
  }
  if (isManual && parts.length > 0) faults.push('after manual expected nothing')
  const met = new Set<string>()
  for (const part of parts) {
    const [name = '', ...values] = part.split(/\s+/)
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (read === undefined) {
      // A semicolon at the end has nothing behind it.
      faults.push(
        name === ''
          ? 'after a semicolon expected timezone, jitter, quiet or adaptive'
          : `unknown part${nearest(name, Object.keys(readers))} ${expectedParts}`,
      )
    } else if (met.has(name) && name !== 'quiet') faults.push(`${name} expected only once`)
    else faults.push(...read(values.join(' '), schedule))
    met.add(name)
  }
  faults.push(...contradictions(schedule))
  return { schedule: isManual || faults.length > 0 ? null : schedule, faults }
}

/** Each sets its part of the schedule, or says what it had expected. */
const readers: Readonly<Record<string, (value: string, schedule: Schedule) => string[]>> = {
  timezone(value, schedule) {
    if (!isTimezone(value)) return ['timezone expected an IANA name such as Europe/Paris']
    schedule.timezone = value
    return []
  },
  jitter(value, schedule) {
    schedule.jitterSeconds = value === '0s' ? 0 : durationSeconds(value)
    return schedule.jitterSeconds === null ? ['jitter expected a duration such as 10m, or 0s'] : []
  },
  quiet(value, schedule) {
    const [from = null, to = null, ...more] = value.split('-').map((time) => minutesOf(time.trim()))
    if (from === null || to === null || from === to || more.length > 0) {
      return ['quiet expected two different times of day such as 08:00-18:00']
    }
    schedule.quiet = [...schedule.quiet, { from, to }]
    return []
  },
  adaptive(value, schedule) {
    const bounds = value.split('-').map((bound) => durationSeconds(bound.trim()))
    const [shortest = null, longest = null, ...more] = bounds
    if (shortest === null || longest === null || shortest >= longest || more.length > 0) {
      return ['adaptive expected a shortest and a longest pause such as 1h-7d']
    }
    schedule.adaptive = { shortest, longest }
    return []
  },
}

function contradictions({ everySeconds, cron, quiet, adaptive }: Schedule): string[] {
  const faults: string[] = []
  if (isAlwaysQuiet(quiet)) faults.push('quiet expected to leave some of the day')
  if (adaptive !== null && cron !== null) faults.push('adaptive expected a duration, not cron')
  // Zero: there is none, which is said already.
  if (adaptive !== null && everySeconds) {
    const isWithin = adaptive.shortest <= everySeconds && everySeconds <= adaptive.longest
    if (!isWithin) faults.push('adaptive expected bounds around the duration that it begins with')
  }
  return faults
}

/** As `parseSchedule` reads it; null: only when somebody asks. */
export function scheduleText(schedule: Schedule | null): string | null {
  if (schedule === null) return null
  const { everySeconds, cron, timezone, jitterSeconds, quiet, adaptive } = schedule
  const parts = [everySeconds === null ? `cron ${cron}` : durationText(everySeconds)]
  if (timezone !== 'UTC') parts.push(`timezone ${timezone}`)
  if (jitterSeconds !== null) parts.push(`jitter ${durationText(jitterSeconds)}`)
  for (const { from, to } of quiet) parts.push(`quiet ${timeOf(from)}-${timeOf(to)}`)
  if (adaptive !== null) {
    parts.push(`adaptive ${durationText(adaptive.shortest)}-${durationText(adaptive.longest)}`)
  }
  return parts.join('; ')
}

/** For people: `every 24 hours, not between 08:00 and 18:00 (Europe/Paris)`; null: `only when asked for`. */
export function describeSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'only when asked for'
  const { everySeconds, cron, timezone, jitterSeconds, quiet, adaptive } = schedule
  const parts = [
    everySeconds === null
      ? `at the times of cron ${cron}`
      : `${adaptive === null ? '' : 'at first '}every ${describeDuration(everySeconds)}`,
  ]
  if (adaptive !== null) {
    const { shortest, longest } = adaptive
    const bounds = `${describeDuration(shortest)} to ${describeDuration(longest)}`
    parts.push(`then every ${bounds} by how much changes`)
  }
  if (jitterSeconds === 0) parts.push('on the dot')
  else if (jitterSeconds !== null) parts.push(`up to ${describeDuration(jitterSeconds)} later`)
  const hours = quiet.map(({ from, to }) => `${timeOf(from)} and ${timeOf(to)}`)
  if (hours.length > 0) parts.push(`not between ${hours.join(' or ')}`)
  const isByTheClock = cron !== null || quiet.length > 0
  return `${parts.join(', ')}${isByTheClock ? ` (${timezone})` : ''}`
}

/** `08:30` as minutes from midnight, `24:00` as that of the next day; null for what is no time of day. */
function minutesOf(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (match === null) return null
  const [hours, minutes] = [Number(match[1]), Number(match[2])]
  const isTime = minutes < 60 && (hours < 24 || (hours === 24 && minutes === 0))
  return isTime ? (hours % 24) * 60 + minutes : null
}

function timeOf(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function isTimezone(name: string): boolean {
  // Offsets such as +02:00 know of no summer.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
