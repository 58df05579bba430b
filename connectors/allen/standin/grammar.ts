/**
 * Reads RMA, the query language of the Allen warehouse, the way its manual documents it ("RMA Path Syntax"): a
 * model, criteria, includes and options. It knows nothing of any model; `query.ts` runs what is read here.
 */

/** A query that the language does not allow; the message becomes the `msg` of the answer. */
export class RmaError extends Error {
  override readonly name = 'RmaError'
}

export const operators = ['eq', 'ne', 'lt', 'gt', 'le', 'ge', 'in', 'li', 'il'] as const
export type Operator = (typeof operators)[number]

/** `[field$op'value']`; without an operator, the field must not be null. */
export interface Filter {
  /** Plural name of the table that the field is qualified with; null when it stands alone. */
  table: string | null
  field: string
  operator: Operator | null
  values: string[]
}

/** `name[filter](children)`, one association and what hangs below it. */
export interface Path {
  name: string
  filters: Filter[]
  children: Path[]
}

/** Filters and associations of one model. */
export interface Selection {
  filters: Filter[]
  paths: Path[]
}

export interface Options {
  /** Rows asked for; null for `'all'`. */
  numRows: number | null
  startRow: number
  order: { field: string; descending: boolean }[]
  only: string[]
  except: string[]
  /** False drops `total_rows` from the answer. */
  count: boolean
}

export interface Query {
  model: string
  criteria: Selection
  include: Selection
  options: Options
}

/** `service::name[key$eqvalue]`. */
export interface ServiceCall {
  service: string
}

/** The parameters of `/data/query.json` and `/data/<Model>/query.json`, decoded. */
export type Parameters = Record<string, string>

const defaultRows = 50

/** @throws {RmaError} when the text is not RMA. */
export function readQuery(parameters: Parameters, model: string | null): Query | ServiceCall {
  const text = (parameters.criteria ?? parameters.q ?? '').trim()
  const settings = Object.entries(parameters).filter(([key]) => key in setters)
  const query: Query = {
    model: model ?? '',
    criteria: { filters: [], paths: [] },
    include: { filters: [], paths: [] },
    options: {
      numRows: defaultRows,
      startRow: 0,
      order: [],
      only: [],
      except: [],
      count: true,
    },
  }
  let part: 'criteria' | 'include' | 'options' = 'criteria'
  for (const piece of split(text)) {
    const stage = /^(model|rma|service|pipe)::(\w+)/.exec(piece)
    if (stage === null) {
      readPart(query, part, piece)
      continue
    }
    const [head, kind, name = ''] = stage
    if (kind === 'service') return { service: name }
    if (kind === 'pipe') throw new RmaError('pipes are not served here')
    if (kind === 'model') query.model = name
    else part = partOf(name)
    const rest = piece.slice(head.length)
    if (rest !== '') readPart(query, part, rest)
  }
  for (const piece of split(parameters.include ?? '')) readPart(query, 'include', piece)
  for (const [key, value] of settings) setters[key]?.(query.options, values(value))
  if (query.model === '') throw new RmaError('no model was given')
  return query
}

function partOf(name: string): 'criteria' | 'include' | 'options' {
  if (name === 'criteria' || name === 'include' || name === 'options') return name
  throw new RmaError(`unknown stage rma::${name}`)
}

function readPart(query: Query, part: 'criteria' | 'include' | 'options', text: string): void {
  if (part !== 'options') {
    const { filters, paths } = selection(text)
    query[part].filters.push(...filters)
    query[part].paths.push(...paths)
    return
  }
  for (const { field, operator, values } of selection(text).filters) {
    const set = setters[field]
    if (set === undefined || operator !== 'eq') throw new RmaError(`unknown option ${field}`)
    set(query.options, values)
  }
}

const setters: Record<string, (options: Options, values: string[]) => void> = {
  num_rows: (options, [rows = '']) => {
    options.numRows = rows === 'all' ? null : count(rows, 'num_rows')
  },
  start_row: (options, [row = '']) => {
    options.startRow = count(row, 'start_row')
  },
  order: (options, fields) => {
    options.order = fields.map((text) => {
      const [, field = '', way] = /^([\w.]+?)(?:(?:\$|\s|\+)(asc|desc))?$/.exec(text) ?? []
      if (field === '') throw new RmaError(`cannot order by ${text}`)
      return { field: lastOf(field), descending: way === 'desc' }
    })
  },
  only: (options, fields) => {
    options.only = fields.map(lastOf)
  },
  except: (options, fields) => {
    options.except = fields.map(lastOf)
  },
  count: (options, [value]) => {
    options.count = value !== 'false'
  },
  debug: () => {},
}

function count(text: string, option: string): number {
  if (!/^\d+$/.test(text)) throw new RmaError(`${option} is not a number`)
  return Number(text)
}

const lastOf = (name: string) => name.slice(name.lastIndexOf('.') + 1)

/** Text cut at the commas that stand outside of quotes and brackets. */
function split(text: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === "'") quoted = !quoted
    if (quoted) continue
    if (character === '(' || character === '[') depth += 1
    if (character === ')' || character === ']') depth -= 1
    if (depth < 0) throw new RmaError('a bracket is closed that was not opened')
    if (character === ',' && depth === 0) {
      pieces.push(text.slice(from, at))
      from = at + 1
    }
  }
  if (quoted) throw new RmaError('a quote is not closed')
  if (depth > 0) throw new RmaError('a bracket is not closed')
  pieces.push(text.slice(from))
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

function selection(text: string): Selection {
  const found: Selection = { filters: [], paths: [] }
  for (const piece of split(text)) {
    if (piece.startsWith('[')) found.filters.push(...filters(piece))
    else found.paths.push(path(piece))
  }
  return found
}

function path(text: string): Path {
  const name = /^\w+/.exec(text)?.[0]
  if (name === undefined) throw new RmaError(`cannot read ${text}`)
  const rest = text.slice(name.length)
  const open = openingOf(rest)
  const head = rest.slice(0, open)
  const below = rest.slice(open)
  const inner = below === '' ? { filters: [], paths: [] } : selection(below.slice(1, -1))
  if (below !== '' && !below.endsWith(')')) throw new RmaError(`cannot read ${text}`)
  return { name, filters: [...filters(head), ...inner.filters], children: inner.paths }
}

/** Where the parenthesis of the children opens; the end of the text when there is none. */
function openingOf(text: string): number {
  let quoted = false
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted
    if (quoted) continue
    if (text[at] === '[') depth += 1
    if (text[at] === ']') depth -= 1
    if (text[at] === '(' && depth === 0) return at
  }
  return text.length
}

/** `[a$eq1][b]` as filters. */
function filters(text: string): Filter[] {
  const found: Filter[] = []
  let rest = text.trim()
  while (rest !== '') {
    const bracket = /^\[((?:'[^']*'|[^'\]])*)\]/.exec(rest)
    if (bracket === null) throw new RmaError(`cannot read ${rest}`)
    found.push(filter(bracket[1] ?? ''))
    rest = rest.slice(bracket[0].length).trim()
  }
  return found
}

function filter(text: string): Filter {
  const [, name, operator, value = ''] = /^([\w.]+)(?:\$([a-z]{2})([\s\S]*))?$/.exec(text) ?? []
  if (name === undefined) throw new RmaError(`cannot read the filter ${text}`)
  const dot = name.lastIndexOf('.')
  const table = dot < 0 ? null : name.slice(0, dot)
  const field = name.slice(dot + 1)
  if (operator === undefined) return { table, field, operator: null, values: [] }
  const known = operators.find((one) => one === operator)
  if (known === undefined) throw new RmaError(`unknown operator $${operator}`)
  if (value.startsWith(' ')) throw new RmaError('a space after an operator')
  const list = values(value)
  if (list.length === 0) throw new RmaError(`no value for ${field}`)
  return { table, field, operator: known, values: list }
}

/** `'a','b'` or `1,2` as a list. */
function values(text: string): string[] {
  return split(text).map((value) =>
    value.startsWith("'") && value.endsWith("'") && value.length > 1 ? value.slice(1, -1) : value,
  )
}
