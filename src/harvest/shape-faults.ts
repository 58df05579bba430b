import { z } from 'zod'
import { editDistance } from '../search/forward/spelling.ts'

/** What is wrong with a part of what somebody has written, for that person. Never holds a value: it may be a secret. */
export interface Fault {
  path: (string | number)[]
  /** Stands for the key itself, not for its value. */
  atKey?: boolean
  message: string
}

/**
 * What `shape` found wrong, each with its path below `prefix`. A key that it does not know comes with the one that may have
 * been meant.
 *
 * @param noun What such keys are called: `option`.
 */
export function faultsOf(
  error: z.ZodError,
  prefix: (string | number)[],
  shape: z.ZodType,
  noun: string,
) {
  return error.issues.flatMap((issue): Fault[] => {
    const inner = issue.path.filter((step) => typeof step !== 'symbol')
    const path = [...prefix, ...inner]
    if (issue.code !== 'unrecognized_keys') return [{ path, message: expectation(issue) }]
    const known = keysAt(shape, inner)
    return issue.keys.map((key) => ({
      path: [...path, key],
      atKey: true,
      message: `unknown ${noun}${nearest(key, known)} Known: ${known.join(', ') || 'none'}`,
    }))
  })
}

/** What was expected, and the type of what was found; never its value, which may be a secret. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    const found = /received (\w+)$/.exec(issue.message)?.[1]
    if (found === 'undefined') return `missing, expected ${issue.expected}`
    return found ? `expected ${issue.expected}, found ${found}` : issue.message
  }
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_format' && issue.format === 'url') {
    return 'expected an absolute http or https address'
  }
  return issue.message.replace(/^Invalid input: |^Too (small|big): /, '')
}

/** Keys of the object at `path` of a shape, as far as the shape says. */
function keysAt(shape: z.ZodType, path: readonly (string | number)[]): string[] {
  let here: unknown = shape
  for (const step of [...path, null]) {
    while (here instanceof z.ZodType && !(here instanceof z.ZodObject)) {
      const { innerType, in: input } = here.def as { innerType?: unknown; in?: unknown }
      if (innerType === undefined && input === undefined) break
      here = innerType ?? input
    }
    if (step === null) break
    if (here instanceof z.ZodObject) here = here.shape[String(step)]
    else if (here instanceof z.ZodArray) here = here.element
    else return []
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : []
}

/** `; did you mean pageSize?` for a word that is nearly one of those known, else a full stop. */
export function nearest(word: string, known: readonly string[]): string {
  const close = known
    .map((name) => {
      const largest = Math.max(2, Math.floor(name.length / 3))
      const distance = editDistance(word.toLowerCase(), name.toLowerCase(), largest)
      return { name, distance, isClose: distance <= largest }
    })
    .filter(({ isClose }) => isClose)
    .sort((a, b) => a.distance - b.distance)
  return close[0] ? `; did you mean ${close[0].name}?` : '.'
}
