import { type Filter, type Path, type Query, RmaError, type Selection } from './grammar.ts'
import { type Association, associated, type Model, models, type Row, type World } from './models.ts'

/** How the warehouse behaves where its users disagree; each can be set while it runs. */
export interface Manners {
  /** Most rows of an answer, whatever is asked for. */
  pageCap: number
  /** `inner`: an object without an included association disappears; `left`: it stays, with null or `[]` there. */
  joins: 'inner' | 'left'
  /** Whether `num_rows` and `start_row` count joined rows or objects. */
  counts: 'rows' | 'objects'
}

export interface Found {
  objects: Record<string, unknown>[]
  /** Rows of this page, counted as the manners say. */
  numRows: number
  /** Joined rows of the whole query. */
  totalRows: number
}

/**
 * Runs a query. Without `order` the rows come in another order each time, told apart by `turn`.
 *
 * @throws {RmaError} for a model, an association or a field's table that the schema does not know.
 */
export function run(world: World, query: Query, manners: Manners, turn: number): Found {
  const model = modelOf(query.model)
  const tables = world.rows[query.model] ?? new Map<number, Row>()
  check(query.model, query.criteria)
  check(query.model, query.include)

  const weighed: { row: Row; weight: number }[] = []
  let totalRows = 0
  const byId = query.criteria.filters.find(isById)
  const filters = query.criteria.filters.filter((filter) => filter !== byId)
  for (const row of byId === undefined ? tables.values() : rowsOf(tables, byId)) {
    if (!filters.every((filter) => holds(row, filter))) continue
    const matching = joined(world, model, row, query.criteria.paths, 'inner')
    if (matching === 0) continue
    const weight = matching * joined(world, model, row, query.include.paths, manners.joins)
    if (weight === 0) continue
    weighed.push({ row, weight })
    totalRows += weight
  }
  sort(weighed, query.options.order, turn)

  const { startRow, numRows } = query.options
  const limit = Math.min(numRows ?? Number.POSITIVE_INFINITY, manners.pageCap)
  const objects: Record<string, unknown>[] = []
  let at = 0
  let served = 0
  for (const { row, weight } of weighed) {
    const size = manners.counts === 'rows' ? weight : 1
    const from = Math.max(at, startRow)
    const until = Math.min(at + size, startRow + limit)
    at += size
    if (from >= until) continue
    served += until - from
    const whole = until - from === size
    const nested = nest(world, model, row, query.include.paths, turn)
    objects.push(pick({ ...row, ...(whole ? nested : cut(nested)) }, query, nested))
  }
  return { objects, numRows: served, totalRows }
}

/** One object by its id, whole; null when there is none. */
export function find(
  world: World,
  name: string,
  id: number,
  include: Selection,
  turn: number,
): Found | null {
  const model = modelOf(name)
  check(name, include)
  const row = world.rows[name]?.get(id)
  if (row === undefined) return null
  const totalRows = joined(world, model, row, include.paths, 'left')
  return {
    objects: [{ ...row, ...nest(world, model, row, include.paths, turn) }],
    numRows: 1,
    totalRows,
  }
}

function modelOf(name: string): Model {
  const model = models[name]
  if (model === undefined) throw new RmaError(`uninitialized constant ${name}`)
  return model
}

function associationOf(model: string, name: string): Association {
  const association = modelOf(model).associations[name]
  if (association === undefined) throw new RmaError(`Association named '${name}' was not found`)
  return association
}

function check(model: string, { filters, paths }: Selection): void {
  const { table } = modelOf(model)
  for (const filter of filters) {
    if (filter.table !== null && filter.table !== table) {
      throw new RmaError(`unknown table ${filter.table}`)
    }
  }
  for (const path of paths) {
    const { to } = associationOf(model, path.name)
    check(to, { filters: path.filters, paths: path.children })
  }
}

const isById = ({ field, operator }: Filter) =>
  field === 'id' && (operator === 'in' || operator === 'eq')

/** Those that a filter by id leaves: a batch of ids must not read the whole table. */
function rowsOf(rows: Map<number, Row>, { values }: Filter): Row[] {
  return [...new Set(values.map(Number))].flatMap((id) => rows.get(id) ?? [])
}

/** How many joined rows an object makes under these paths; 0 when a path leads nowhere. */
function joined(
  world: World,
  model: Model,
  row: Row,
  paths: Path[],
  joins: 'inner' | 'left',
): number {
  let product = 1
  for (const path of paths) {
    const association = model.associations[path.name] as Association
    let rows = 0
    for (const other of associated(world, association, row)) {
      if (!path.filters.every((filter) => holds(other, filter))) continue
      rows += joined(world, modelOf(association.to), other, path.children, joins)
    }
    product *= joins === 'left' ? Math.max(rows, 1) : rows
  }
  return product
}

/** What hangs on an object. Lists come in another order each time, like everything that was not ordered. */
function nest(
  world: World,
  model: Model,
  row: Row,
  paths: Path[],
  turn: number,
): Record<string, unknown> {
  const nested: Record<string, unknown> = {}
  for (const path of paths) {
    const association = model.associations[path.name] as Association
    const others = associated(world, association, row)
      .filter((other) => path.filters.every((filter) => holds(other, filter)))
      .sort((a, b) => shuffled(a.id, turn) - shuffled(b.id, turn))
      .map((other) => ({
        ...other,
        ...nest(world, modelOf(association.to), other, path.children, turn),
      }))
    const value = association.kind === 'one' ? (others[0] ?? null) : others
    nested[path.name] = merged(nested[path.name], value)
  }
  return nested
}

/** The same association named twice, `specimen(donor),specimen(structure)`, is one object with both. */
function merged(before: unknown, value: unknown): unknown {
  const both = [before, value].every((one) => typeof one === 'object' && one !== null)
  return both && !Array.isArray(value) ? Object.assign({}, before, value) : value
}

/** What a page that ends amidst an object leaves of its lists. */
function cut<T>(value: T): T {
  if (Array.isArray(value)) return value.slice(0, 1).map(cut) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cut(one)])) as T
}

function pick(
  object: Record<string, unknown>,
  { options }: Query,
  nested: Record<string, unknown>,
): Record<string, unknown> {
  const keeps = (key: string) =>
    key in nested ||
    ((options.only.length === 0 || options.only.includes(key)) && !options.except.includes(key))
  return Object.fromEntries(Object.entries(object).filter(([key]) => keeps(key)))
}

function sort(
  rows: { row: Row }[],
  order: { field: string; descending: boolean }[],
  turn: number,
): void {
  rows.sort((a, b) => {
    for (const { field, descending } of order) {
      const way = compare(a.row[field], b.row[field])
      if (way !== 0) return descending ? -way : way
    }
    return shuffled(a.row.id, turn) - shuffled(b.row.id, turn)
  })
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a ?? ''), String(b ?? '')]
  return left < right ? -1 : left > right ? 1 : 0
}

/** A number without any order in it, the same for the same id and turn. */
export function shuffled(id: number, turn: number): number {
  let mixed = Math.imul((id ^ (turn * 0x9e3779b1)) | 0, 0x85ebca6b)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

function holds(row: Row, { field, operator, values }: Filter): boolean {
  const value = row[field] ?? null
  if (operator === null) return value !== null
  const [first = ''] = values
  if (operator === 'in') return values.some((one) => equal(value, one))
  if (operator === 'eq') return equal(value, first)
  if (operator === 'ne') return value !== null && !equal(value, first)
  if (value === null) return false
  if (operator === 'li') return like(String(value), first, '')
  if (operator === 'il') return like(String(value), first, 'i')
  const way = compare(value, typeof value === 'number' ? Number(first) : first)
  if (operator === 'lt') return way < 0
  if (operator === 'gt') return way > 0
  return operator === 'le' ? way <= 0 : way >= 0
}

const truths: Record<string, boolean> = { true: true, t: true, false: false, f: false }

function equal(value: unknown, text: string): boolean {
  if (value === null) return text === 'null'
  if (typeof value === 'boolean') return truths[text] === value
  if (typeof value === 'number') return Number(text) === value
  return value === text
}

/** LIKE with `*` for any text. */
function like(value: string, pattern: string, flags: string): boolean {
  const expression = pattern.split('*').map((part) => part.replace(/[$()+.?[\\\]^{|}]/g, '\\$&'))
  return new RegExp(`^${expression.join('[\\s\\S]*')}$`, flags).test(value)
}
