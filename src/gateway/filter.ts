import {
  type DateRange,
  GatewayError,
  type NumberRange,
  type RecordFilter,
} from '../model/index.ts'
import { parseNodeId, sourceName } from './ids.ts'
import type { RecordFilter as FilterInput } from './schema.generated.ts'

const maxDepth = 5
const maxValues = 1_000
const maxValueLength = 500

const bad = (argument: string, message: string) =>
  new GatewayError('BAD_INPUT', { argument, message })

/**
 * The API's filter as the index takes it: opaque ids become the catalogue's, empty lists are left out.
 *
 * @throws {GatewayError} `BAD_INPUT` naming the field (`filter.not.released`) for a malformed id, a reversed range,
 *   more than 1,000 values, one longer than 500 characters, or a filter nested deeper than 5.
 */
export function toRecordFilter(input: FilterInput | null | undefined): RecordFilter | null {
  return input ? convert(input, 'filter', 1, { values: 0 }) : null
}

function convert(
  input: FilterInput,
  path: string,
  depth: number,
  used: { values: number },
): RecordFilter {
  if (depth > maxDepth) throw bad(path, `A filter is nested at most ${maxDepth} deep.`)
  const filter: RecordFilter = {}
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue
    const at = `${path}.${name}`
    if (Array.isArray(value)) {
      used.values += value.length
      if (used.values > maxValues) throw bad(at, `A filter has at most ${maxValues} values in all.`)
      if (value.some((each) => typeof each === 'string' && each.length > maxValueLength)) {
        throw bad(at, `A value has at most ${maxValueLength} characters.`)
      }
      if (value.length === 0) continue
    }
    Object.assign(filter, { [name]: value })
  }
  if (filter.id) filter.id = filter.id.map((id) => recordKey(id, `${path}.id`))
  if (filter.source) filter.source = filter.source.map((id) => sourceKey(id, `${path}.source`))
  if (typeof filter.parent === 'string') filter.parent = recordKey(filter.parent, `${path}.parent`)
  for (const name of ['resolutionMicrometres', 'subjects', 'fieldStrength'] as const) {
    checkNumbers(filter[name], `${path}.${name}`)
  }
  for (const name of ['released', 'modified'] as const) checkDates(filter[name], `${path}.${name}`)
  if (input.any?.length) {
    filter.any = input.any.map((each) => convert(each, `${path}.any`, depth + 1, used))
  }
  if (input.not) filter.not = convert(input.not, `${path}.not`, depth + 1, used)
  return filter
}

function recordKey(nodeId: string, argument: string): string {
  const ref = parseNodeId(nodeId)
  if (ref?.type !== 'record') throw bad(argument, `\`${argument}\` takes ids of records.`)
  return ref.id
}

function sourceKey(idOrName: string, argument: string): string {
  const name = sourceName(idOrName)
  if (name === null) throw bad(argument, `\`${argument}\` takes ids or names of sources.`)
  return name
}

function checkNumbers(range: NumberRange | null | undefined, argument: string): void {
  if (typeof range?.min === 'number' && typeof range.max === 'number' && range.min > range.max) {
    throw bad(argument, '`min` is not above `max`.')
  }
}

function checkDates(range: DateRange | null | undefined, argument: string): void {
  if (typeof range?.from !== 'string' || typeof range.to !== 'string') return
  // A partial date covers all of its days: the first day of `from` against the last of `to`, as text.
  const first = `${range.from}-01-01`.slice(0, 10)
  const last = range.to.length === 10 ? range.to : `${range.to}-99`
  if (first > last) throw bad(argument, '`from` is not after `to`.')
}
