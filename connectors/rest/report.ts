import {
  type Credentials,
  factsOf,
  GatewayError,
  type HarvestContext,
  type HarvestItem,
  type HttpClient,
  type MappedRecord,
  printedRuleReport,
  MappedRecord as RecordShape,
  type RuleReport,
  RuleTally,
} from '#sdk'
import { harvest } from './harvest.ts'
import { mapRow } from './map.ts'
import type { Options } from './options.ts'
import { invalid } from './requests.ts'
import { Row } from './rows.ts'
import { rulesOf } from './rule-scopes.ts'

export interface Report {
  /** Records by list of the manifest. */
  records: { list: string; count: number; first: MappedRecord }[]
  assets: number
  /** Raw values that nothing in the manifest knows, by slot, those met most often first. */
  unmatched: { slot: string; value: string; count: number }[]
  /** Rows that would be rejected, by reason; `example` is a native id, null where none is readable. */
  rejected: { list: string; reason: string; count: number; example: string | null }[]
  /** Slots without a value, with how many of the records lack one. */
  missing: { list: string; slot: string; count: number }[]
  /** What the rules make of the rows that became records; null where the manifest has none. */
  rules: RuleReport | null
  /** Whether the source was read to its end. */
  isWhole: boolean
  /** What ended it, or made it incomplete. */
  error: { code: string; message: string } | null
}

export interface DryRun {
  options: Options
  credentials: Credentials | null
  http: HttpClient
  /** Ends after so many records. */
  limit: number
  now?: () => Date
}

const told = [
  'description',
  'keywords',
  'creators',
  'landingPage',
  'species',
  'modality',
  'license',
  'access',
  'released',
  'modified',
] as const

/** What a harvest would make of a source, without a catalogue. */
export async function dryRun({ options, credentials, http, limit, now }: DryRun): Promise<Report> {
  const first = new Map<string, { count: number; first: MappedRecord }>()
  const unmatched = new Counter()
  const rejected = new Counter()
  const missing = new Counter()
  const examples = new Map<string, string | null>()
  const report: Report = {
    records: [],
    assets: 0,
    unmatched: [],
    rejected: [],
    missing: [],
    rules: null,
    isWhole: false,
    error: null,
  }
  const tally = new RuleTally(rulesOf(options.manifest))
  const abort = new AbortController()
  const context: HarvestContext<Options> = {
    source: 'dry-run',
    options,
    rules: undefined,
    credentials,
    // Nothing is kept, so a token that the source replaces is lost: better not to use it up here.
    tokens: { get: async () => null, replace: async () => false },
    http,
    full: true,
    since: null,
    signal: abort.signal,
    now: now ?? (() => new Date()),
    from: () => undefined,
    known: async () => null,
    scopes: async () => [],
    pseudonym: () => '',
  }
  let records = 0

  function take(item: HarvestItem): void {
    if ('assets' in item) report.assets += item.chunk.length
    if ('partitionFailed' in item) fail(item.error)
    if (!('row' in item)) return
    const row = Row.parse(item.row)
    const reject = (reason: string): void => {
      rejected.add([row.list, reason])
      const key = JSON.stringify([row.list, reason])
      if (!examples.has(key)) examples.set(key, item.nativeId)
    }
    try {
      if (item.nativeId === null) throw invalid('no native id that can be read')
      const mapped = mapRow(row, options, (slot, raw) => unmatched.add([slot, raw]))
      if (mapped === null) return
      const checked = RecordShape.safeParse(mapped.record)
      if (!checked.success) {
        throw invalid(`as mapped: ${checked.error.issues[0]?.path.join('.') ?? 'not valid'}`)
      }
      records++
      const values = Object.fromEntries(row.fields.map(({ name, values }) => [name, values]))
      tally.add(factsOf(values), row.list)
      const known = first.get(row.list)
      if (known === undefined) first.set(row.list, { count: 1, first: checked.data })
      else known.count++
      for (const slot of told) if (isUnknown(checked.data, slot)) missing.add([row.list, slot])
    } catch (thrown) {
      reject(thrown instanceof GatewayError ? thrown.message : 'the row could not be mapped')
    }
  }

  function fail(thrown: unknown): void {
    const error =
      thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL', { cause: thrown })
    report.error ??= { code: error.code, message: error.message }
  }

  try {
    let isCut = false
    for await (const item of harvest(context)) {
      take(item)
      isCut = records >= limit
      if (isCut) break
    }
    report.isWhole = !isCut && report.error === null
  } catch (thrown) {
    fail(thrown)
  } finally {
    abort.abort()
  }
  report.records = [...first].map(([list, rest]) => ({ list, ...rest }))
  report.rules = options.manifest.rules.length === 0 ? null : tally.report()
  report.unmatched = unmatched
    .sorted()
    .map(([[slot = '', value = ''], count]) => ({ slot, value, count }))
  report.missing = missing
    .sorted()
    .map(([[list = '', slot = ''], count]) => ({ list, slot, count }))
  report.rejected = rejected.sorted().map(([[list = '', reason = ''], count]) => ({
    list,
    reason,
    count,
    example: examples.get(JSON.stringify([list, reason])) ?? null,
  }))
  return report
}

function isUnknown(record: MappedRecord, slot: (typeof told)[number]): boolean {
  const value = record[slot]
  if (slot === 'license') return record.license.raw === null && record.license.url === null
  if (slot === 'access') return value === 'UNKNOWN'
  return value === null || (Array.isArray(value) && value.length === 0)
}

class Counter {
  readonly #counts = new Map<string, number>()

  add(key: readonly string[]): void {
    const text = JSON.stringify(key)
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1)
  }

  /** Most often first. */
  sorted(): [string[], number][] {
    return [...this.#counts]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([text, count]) => [JSON.parse(text) as string[], count])
  }
}

/** The report as lines for people. */
export function printedReport(report: Report): string {
  const { records, assets, unmatched, rejected, missing, rules, isWhole, error } = report
  const counted = (count: number) => String(count).padStart(6)
  const all = records.reduce((sum, { count }) => sum + count, 0)
  return [
    `${all} records, ${assets} files${isWhole ? '' : ', not read to the end'}:`,
    ...records.map(({ list, count, first }) => `${counted(count)}  ${list}, e.g. ${first.title}`),
    `${rejected.length} reasons to reject rows:`,
    ...rejected.map(
      ({ list, reason, count, example }) =>
        `${counted(count)}  ${list}: ${reason}${example === null ? '' : `, e.g. ${example}`}`,
    ),
    `${unmatched.length} values that the manifest does not know:`,
    ...unmatched.map(({ slot, value, count }) => `${counted(count)}  ${slot}: ${value}`),
    `${missing.length} slots that stay empty:`,
    ...missing.map(({ list, slot, count }) => `${counted(count)}  ${list}: ${slot}`),
    ...(rules === null ? [] : ['Rules:', printedRuleReport(rules).trimEnd()]),
    ...(error === null ? [] : [`ended by ${error.code}: ${error.message}`]),
    '',
  ].join('\n')
}
