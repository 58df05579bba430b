import { GraphQLScalarType } from 'graphql'
import { DateTime, PartialDate, WebUrl } from '../model/index.ts'

/** Which values a scalar holds; both ways are checked by the same test. */
function scalar(name: string, expected: string, holds: (value: unknown) => boolean) {
  const coerce = (value: unknown) => {
    // A plain error: graphql-js adds where in the query it is.
    if (!holds(value)) throw new TypeError(`${name} is ${expected}`)
    return value
  }
  return new GraphQLScalarType({ name, coerceInputValue: coerce, coerceOutputValue: coerce })
}

/** `2023-02-30` has the right form and is no day. */
function isPartialDate(value: unknown): boolean {
  if (!PartialDate.safeParse(value).success) return false
  const text = String(value)
  return text.length < 10 || new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
}

export const scalars = {
  DateTime: scalar(
    'DateTime',
    'RFC 3339 in UTC, e.g. 2024-05-17T08:30:00Z',
    (value) => DateTime.safeParse(value).success,
  ),
  PartialDate: scalar(
    'PartialDate',
    'YYYY, YYYY-MM or YYYY-MM-DD, a day that exists',
    isPartialDate,
  ),
  URL: scalar(
    'URL',
    'an absolute http or https address',
    (value) => WebUrl.safeParse(value).success,
  ),
  ByteCount: scalar(
    'ByteCount',
    'a whole number from 0',
    (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  ),
  JSON: scalar('JSON', 'any JSON value', (value) => value !== undefined),
}
