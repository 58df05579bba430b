import { GatewayError } from '../model/index.ts'

/** Largest `first` of each kind of list. The schema's descriptions state them. */
export const pageSizes = {
  search: 100,
  harvests: 100,
  similar: 100,
  sameRecords: 100,
  alternates: 100,
  suggest: 50,
  children: 1_000,
  assets: 1_000,
  buckets: 1_000,
  rejections: 1_000,
  changes: 1_000,
  audit: 100,
  sample: 100,
  ids: 1_000,
} as const

/** Characters of a query. */
export const longestQuery = 2_000

/** @throws {GatewayError} `BAD_INPUT` naming `argument` unless `first` is from 0 to `largest`. */
export function checkFirst(first: number, largest: number, argument = 'first'): void {
  if (first >= 0 && first <= largest) return
  throw new GatewayError('BAD_INPUT', {
    argument,
    message: `\`${argument}\` is from 0 to ${largest.toLocaleString('en')}.`,
  })
}

/** @throws {GatewayError} `BAD_INPUT` naming `argument` when `text` is longer than `longest` characters. */
export function checkLength(text: string, longest: number, argument: string): void {
  if (text.length <= longest) return
  throw new GatewayError('BAD_INPUT', {
    argument,
    message: `\`${argument}\` has at most ${longest.toLocaleString('en')} characters.`,
  })
}
