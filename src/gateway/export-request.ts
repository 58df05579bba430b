import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql'
import { GatewayError, type Ranking, type RecordFilter, rankings } from '../model/index.ts'
import { valueFaults } from './argument-names.ts'
import { type ExportField, exportFields } from './export-fields.ts'
import { type ExportFormatName, exportFormats } from './export-format.ts'
import { toRecordFilter } from './filter.ts'
import { parseNodeId } from './ids.ts'
import { checkLength, longestQuery } from './page-size.ts'
import type { RecordFilter as FilterInput } from './schema.generated.ts'

/** What `GET /export` asks for. */
export interface ExportRequest {
  query: string
  filter: RecordFilter | null
  /** Decides with the query what matches. */
  ranking: Ranking
  format: ExportFormatName
  /** `id` is always among them, and first. */
  fields: readonly ExportField[]
  /** The catalogue's id of the record behind which to go on; null: all of them. */
  after: string | null
}

const parameters = ['query', 'filter', 'ranking', 'format', 'fields', 'after'] as const
type Parameter = (typeof parameters)[number]

/**
 * Reads the parameters of an export; `filter` is the JSON of the API's RecordFilter.
 *
 * @throws {GatewayError} `BAD_INPUT` naming the parameter (`filter.species`), also one that is unknown or comes twice.
 */
export function exportRequest(
  { searchParams }: URL,
  schema: GraphQLSchema,
  hideSuggestions: boolean,
): ExportRequest {
  for (const name of searchParams.keys()) {
    if (!parameters.some((known) => known === name)) {
      throw bad(name, `There is no parameter of that name; known: ${parameters.join(', ')}.`)
    }
    if (searchParams.getAll(name).length > 1) throw bad(name, `\`${name}\` is given once.`)
  }
  const given = (name: Parameter) => searchParams.get(name)
  const query = given('query') ?? ''
  checkLength(query, longestQuery, 'query')
  return {
    query,
    filter: filterFrom(given('filter'), schema, hideSuggestions),
    ranking: rankingFrom(given('ranking') ?? 'HYBRID'),
    format: formatFrom(given('format') ?? 'ndjson'),
    fields: fieldsFrom(given('fields')),
    after: afterFrom(given('after')),
  }
}

function filterFrom(
  text: string | null,
  schema: GraphQLSchema,
  hideSuggestions: boolean,
): RecordFilter | null {
  if (text === null || text === '') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes what it read.
    throw bad('filter', '`filter` is the JSON of a RecordFilter.')
  }
  const type = schema.getType('RecordFilter') as GraphQLInputType
  const [fault] = valueFaults(value, type, hideSuggestions)
  if (fault) throw bad(['filter', ...fault.names].join('.'), fault.message)
  return toRecordFilter(coerceInputValue(value, type) as FilterInput | null)
}

function rankingFrom(name: string): Ranking {
  const ranking = rankings.find((known) => known === name)
  if (ranking !== undefined) return ranking
  throw bad('ranking', `\`ranking\` is one of ${rankings.join(', ')}.`)
}

function formatFrom(name: string): ExportFormatName {
  if (Object.hasOwn(exportFormats, name)) return name as ExportFormatName
  throw bad('format', `\`format\` is one of ${Object.keys(exportFormats).join(', ')}.`)
}

function fieldsFrom(text: string | null): readonly ExportField[] {
  const names = (text ?? '').split(',').map((name) => name.trim())
  const wanted = new Set(names.filter((name) => name !== ''))
  if (wanted.size === 0) return exportFields
  const known = new Set(exportFields.map(({ name }) => name))
  for (const name of wanted) {
    if (known.has(name)) continue
    throw bad('fields', `\`fields\` are some of ${[...known].join(', ')}, with commas between.`)
  }
  return exportFields.filter(({ name }) => name === 'id' || wanted.has(name))
}

function afterFrom(nodeId: string | null): string | null {
  if (nodeId === null || nodeId === '') return null
  const ref = parseNodeId(nodeId)
  if (ref?.type !== 'record') throw bad('after', '`after` is the id of a record.')
  return ref.id
}

const bad = (argument: string, message: string) =>
  new GatewayError('BAD_INPUT', { argument, message })
