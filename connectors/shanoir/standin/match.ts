import {
  type FieldType,
  type IndexField,
  type IndexReader,
  type IndexValue,
  indexFields,
  isIndexField,
} from './index-fields.ts'
import { defaultField, type Query, QueryRefused } from './lucene.ts'
import type { Dataset } from './world.ts'

export type Test = (dataset: Dataset) => boolean

export interface MatchContext {
  reader: IndexReader
  /** Epoch milliseconds that `NOW` stands for. */
  now: number
}

/**
 * Makes a test of a query.
 *
 * @throws {QueryRefused} on fields that the schema lacks and on values that their fields cannot have.
 */
export function testOf(query: Query, context: MatchContext, isTop = true): Test {
  switch (query.kind) {
    case 'all':
      return () => true
    case 'term':
      return termTest(query, context)
    case 'range':
      return rangeTest(query, context)
    case 'clauses': {
      const tests = query.clauses.map(({ occurs, query: inner }) => ({
        occurs,
        test: testOf(inner, context, false),
      }))
      const of = (wanted: string) => tests.flatMap((one) => (one.occurs === wanted ? one.test : []))
      const [must, should, not] = [of('must'), of('should'), of('not')]
      // What only excludes finds nothing, but for the outermost query, which Solr mends.
      const isPurelyNegative = must.length === 0 && should.length === 0
      if (isPurelyNegative && !isTop) return () => false
      return (dataset) =>
        must.every((test) => test(dataset)) &&
        !not.some((test) => test(dataset)) &&
        (must.length > 0 || isPurelyNegative || should.some((test) => test(dataset)))
    }
  }
}

function fieldOf(name: string): { field: IndexField; type: FieldType } {
  if (!isIndexField(name)) throw new QueryRefused(`undefined field ${name}`)
  return { field: name, type: indexFields[name] }
}

function termTest(
  { field: name, parts, isPhrase }: Extract<Query, { kind: 'term' }>,
  { reader, now }: MatchContext,
): Test {
  if (name === defaultField) return () => false
  const { field, type } = fieldOf(name)
  const wild = !isPhrase && parts.some((part) => part === '*' || part === '?')
  if (wild && parts.length === 1 && parts[0] === '*') {
    return (dataset) => reader.valueIn(dataset, field) !== null
  }
  if (wild) {
    if (type !== 'text' && type !== 'exact') {
      if (type === 'boolean') return () => false
      throw new QueryRefused(`Can't run prefix queries on numeric fields: ${field}`)
    }
    const pattern = patternOf(parts, type === 'text')
    return (dataset) => anyOf(reader.valueIn(dataset, field), (value) => pattern.test(value))
  }
  const text = parts.join('')
  if (type === 'text' || type === 'exact') {
    const wanted = folded(text, type)
    return (dataset) =>
      anyOf(reader.valueIn(dataset, field), (value) => folded(value, type) === wanted)
  }
  const wanted = orderOf(parsed(field, type, text, now), type)
  return (dataset) => {
    const value = reader.valueIn(dataset, field)
    return value !== null && orderOf(value, type) === wanted
  }
}

function rangeTest(
  { field: name, low, high, withLow, withHigh }: Extract<Query, { kind: 'range' }>,
  { reader, now }: MatchContext,
): Test {
  if (name === defaultField) return () => false
  const { field, type } = fieldOf(name)
  if (type === 'text' || type === 'exact') {
    const [from, to] = [low, high].map((end) => (end === null ? null : folded(end, type)))
    return (dataset) =>
      anyOf(reader.valueIn(dataset, field), (raw) => {
        const value = folded(raw, type)
        const above = from === null || from === undefined || value > from
        const below = to === null || to === undefined || value < to
        return (above || (withLow && value === from)) && (below || (withHigh && value === to))
      })
  }
  const end = (text: string | null, open: number) =>
    text === null ? open : orderOf(parsed(field, type, text, now), type)
  const from = end(low, Number.NEGATIVE_INFINITY)
  const to = end(high, Number.POSITIVE_INFINITY)
  return (dataset) => {
    const raw = reader.valueIn(dataset, field)
    if (raw === null) return false
    const value = orderOf(raw, type)
    return (withLow ? value >= from : value > from) && (withHigh ? value <= to : value < to)
  }
}

const folded = (text: string, type: FieldType) => (type === 'text' ? text.toLowerCase() : text)

/** Texts of a value, one or many. An empty text is a value, too. */
function anyOf(value: IndexValue, test: (text: string) => boolean): boolean {
  if (value === null) return false
  return typeof value === 'object' ? value.some(test) : test(String(value))
}

function patternOf(parts: readonly string[], ignoresCase: boolean): RegExp {
  const source = parts
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : RegExp.escape(part)))
    .join('')
  return new RegExp(`^${source}$`, ignoresCase ? 'isu' : 'su')
}

/** Values of one field in their order. */
function orderOf(value: Exclude<IndexValue, null>, type: FieldType): number {
  if (type === 'date') return typeof value === 'number' ? value : Date.parse(String(value))
  return Number(value)
}

function parsed(field: string, type: FieldType, text: string, now: number): number | boolean {
  switch (type) {
    case 'whole':
      if (!/^[+-]?\d+$/.test(text)) refuseNumber(field, text)
      return Number(text)
    case 'decimal':
      if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) refuseNumber(field, text)
      return Number(text)
    case 'date':
      return instantOf(text, now)
    default:
      return /^[1tT]/.test(text)
  }
}

function refuseNumber(field: string, text: string): never {
  throw new QueryRefused(`Error from server: Invalid Number: ${text} for field ${field}`)
}

const units = {
  YEAR: 31_557_600_000,
  MONTH: 2_629_800_000,
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1000,
} as const

/** A full instant with its `Z`, or `NOW`, either with date arithmetic; months and years are of average length. */
function instantOf(text: string, now: number): number {
  const found =
    /^(NOW|[+-]?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)((?:[+-]\d+[A-Z]+|\/[A-Z]+)*)$/.exec(
      text,
    )
  let instant = found === null ? Number.NaN : found[1] === 'NOW' ? now : Date.parse(found[1] ?? '')
  for (const [, sign, count, name] of (found?.[2] ?? '').matchAll(/([+\-/])(\d*)([A-Z]+)/g)) {
    const unit = units[(name ?? '').replace(/S$/, '') as keyof typeof units] ?? Number.NaN
    if (sign === '/') instant = Math.floor(instant / unit) * unit
    else instant += (sign === '-' ? -1 : 1) * Number(count) * unit
  }
  if (Number.isNaN(instant)) throw new QueryRefused(`Invalid Date String:'${text}'`)
  return instant
}

/** What a query cannot go beyond: lets a search look at fewer data sets, and leaves nothing out. */
export interface Bounds {
  studyId: number | null
  /** Lowest id. */
  from: number
}

export const unbounded: Bounds = { studyId: null, from: Number.NEGATIVE_INFINITY }

export function boundsOf(query: Query): Bounds {
  if (query.kind === 'term' && query.field === 'studyId' && query.parts.length === 1) {
    return { ...unbounded, studyId: Number(query.parts[0]) || null }
  }
  if (query.kind === 'range' && query.field === 'datasetId' && query.low !== null) {
    return { ...unbounded, from: Number(query.low) }
  }
  if (query.kind !== 'clauses') return unbounded
  const [only] = query.clauses
  if (query.clauses.length === 1 && only?.occurs === 'should') return boundsOf(only.query)
  const needed = query.clauses.filter(({ occurs }) => occurs === 'must')
  return needed.map(({ query: inner }) => boundsOf(inner)).reduce(narrower, unbounded)
}

export function narrower(a: Bounds, b: Bounds): Bounds {
  return { studyId: a.studyId ?? b.studyId, from: Math.max(a.from, b.from) }
}
