import { Cron, type CronOptions } from 'croner'

const fields = [
  'a minute from 0 to 59 as its first field',
  'an hour from 0 to 23 as its second field',
  'a day of the month from 1 to 31 as its third field',
  'a month from 1 to 12 as its fourth field',
  'a day of the week from 0 (Sunday) to 6 as its fifth field',
]

/** Building one takes longer than asking it. */
const kept = new Map<string, Cron>()

/**
 * What is wrong with five fields of cron, with what was expected; empty when nothing is.
 *
 * Lists, ranges, steps and names are understood as croner does: https://croner.56k.guru
 */
export function cronFaults(text: string): string[] {
  const parts = text.split(/\s+/).filter((part) => part !== '')
  if (parts.length !== 5) {
    return [
      'after cron expected five fields: minute, hour, day of the month, month, day of the week',
    ]
  }
  const wrong = parts.flatMap((part, index) => {
    const alone = fields.map((_, at) => (at === index ? part : '*'))
    return build(alone.join(' '), 'UTC') === null ? [`cron expected ${fields[index]}`] : []
  })
  if (wrong.length > 0) return wrong
  const cron = build(parts.join(' '), 'UTC')
  if (cron !== null && cron.nextRun(new Date(0)) !== null) return []
  return ['cron names a day that never comes']
}

/**
 * The first time after `after` that a cron rule names, in epoch milliseconds; null when there is none.
 *
 * A fixed time that a change of clocks skips comes as soon as the clocks have changed, and one that it doubles comes once, at
 * the first of the two. Rules with a wildcard or a step in minute or hour (every five minutes) go on through a doubled hour.
 */
export function nextCron(cron: string, timezone: string, after: number): number | null {
  const key = `${timezone} ${cron}`
  const known = kept.get(key) ?? build(cron, timezone)
  if (known === null) return null
  if (kept.size > 1_000) kept.clear()
  kept.set(key, known)
  return known.nextRun(new Date(after))?.getTime() ?? null
}

function build(cron: string, timezone: string): Cron | null {
  const options: CronOptions = {
    timezone,
    mode: '5-part',
    fixedTimeRule: 'no-wildcard',
    // It is only asked, and never runs anything itself.
    paused: true,
  }
  try {
    return new Cron(cron, options)
  } catch {
    return null
  }
}
