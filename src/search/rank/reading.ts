import type { Interpretation, InterpretationKind } from '../search-index.ts'

/** How a part of a query was read, and where the part stands. */
export type Reading = Interpretation & { start: number }

/** Characters of a query's part that are told back. */
const longestShown = 200

/** `label` says what it was taken for, where that differs from the text. */
export function reading(
  start: number,
  text: string,
  as: InterpretationKind,
  { label = text, termId = null }: { label?: string; termId?: string | null } = {},
): Reading {
  return {
    start,
    text: text.slice(0, longestShown),
    as,
    label: label.slice(0, longestShown),
    termId,
  }
}

/** What was left unread of a query that is too long, as one part. */
export function unreadPart(unread: string): Reading[] {
  return unread === '' ? [] : [reading(Number.MAX_SAFE_INTEGER, unread, 'DROPPED')]
}

/** In the order of the query. */
export function interpretationOf(readings: readonly Reading[]): Interpretation[] {
  return [...readings]
    .sort((a, b) => a.start - b.start)
    .map(({ start: _, ...interpretation }) => interpretation)
}
