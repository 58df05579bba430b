import type { Cell, Fields } from './fields.ts'
import { constraintsOf, matches, QueryError, splitList } from './filter.ts'
import type { Quirks } from './manners.ts'
import { extendsType, isSecure, knownType } from './types.ts'

/** One row that a list could give. */
export interface Candidate {
  xsiType: string
  /** Its own fields. */
  fields: Fields
  /** Fields of what it is joined with, by lower-case type: `xnat:subjectdata`. */
  joined?: Record<string, Fields>
  /** Whether the reader may see it. */
  readable: boolean
}

export interface ListShape {
  /** The type that is listed when nothing narrows it. */
  root: string
  shortcuts: Record<string, string>
  defaults: (root: string) => readonly string[]
  /** What stands before the id in the column `URI`. */
  uri: string
  /** The field that the table joins on; a column of it is always there. Default `id`. */
  key?: string
  /** Whether `limit` and `offset` are looked at where the server knows them. */
  pageable: boolean
}

export interface TableRows {
  rows: Record<string, Cell>[]
  /** Whether a page was cut. */
  paged: boolean
}

/**
 * Runs a list as XNAT does: the type that all columns and filters agree on is the one listed, types with rights of
 * their own are filtered in the query and others after the page was cut, and nothing is ordered.
 *
 * @throws {QueryError}
 */
export function runList(
  shape: ListShape,
  candidates: Iterable<Candidate>,
  query: URLSearchParams,
  { quirks, turn }: { quirks: Quirks; turn: number },
): TableRows {
  const root = rootOf(shape, query)
  const columns = columnsOf(shape, query, root)
  const secure = isSecure(root)
  const constraints = constraintsOf(shape, query)
  const found = [...candidates].filter(
    (row) =>
      extendsType(row.xsiType, root) &&
      (row.readable || !secure) &&
      constraints.every((constraint) => matches(constraint, cellOf(row, constraint.path))),
  )
  const ordered = quirks.shiftsOrder ? shifted(found, turn) : found
  const cut = quirks.pages && shape.pageable ? pageOf(query) : null
  const page = cut === null ? ordered : ordered.slice(cut.offset, cut.offset + cut.limit)
  const rows = page
    .filter(({ readable }) => readable)
    .map((row) => ({
      ...Object.fromEntries(columns.map(({ header, path }) => [header, cellOf(row, path)])),
      URI: `${shape.uri}${row.fields.id}`,
    }))
  return { rows, paged: cut !== null }
}

function rootOf(shape: ListShape, query: URLSearchParams): string {
  const asked = query.get('xsiType')
  // A list of types is no type: it is as if nothing had been asked for.
  if (asked !== null && !asked.includes(',')) {
    const type = knownType(asked)
    if (type === null) throw new QueryError(`no such element: ${asked}`)
    return type
  }
  const names = [...query.keys(), ...splitList(query.get('columns') ?? '')]
  return names.reduce((root, name) => {
    const path = name.includes('/') ? name : shape.shortcuts[name]
    const type = path === undefined ? null : knownType(path.slice(0, path.indexOf('/')))
    return type !== null && extendsType(type, root) ? type : root
  }, shape.root)
}

interface Column {
  header: string
  /** Lower case. */
  path: string
}

function columnsOf(shape: ListShape, query: URLSearchParams, root: string): Column[] {
  const asked = query.get('columns')
  const names =
    asked === null || asked === '' || asked === 'DEFAULT'
      ? shape.defaults(root)
      : // The server decodes what came decoded.
        splitList(decoded(asked))
  // Names that nobody knows are dropped without a word.
  const paths = names.flatMap((name) => (name.includes('/') ? name : (shape.shortcuts[name] ?? [])))
  const owner = shape.key === undefined ? root : shape.root
  const always = [`${owner}/${shape.key ?? 'id'}`]
  if (!isSecure(root)) {
    always.push('xnat:experimentData/project', 'xnat:experimentData/extension_item/element_name')
  }
  const wanted = new Set([...paths, ...always].map((path) => path.toLowerCase()))
  return [...wanted].map((path) => ({ path, header: headerOf(shape, path) }))
}

function headerOf({ shortcuts }: ListShape, path: string): string {
  return Object.keys(shortcuts).find((name) => shortcuts[name]?.toLowerCase() === path) ?? path
}

function cellOf(row: Candidate, path: string): Cell {
  const slash = path.indexOf('/')
  const type = path.slice(0, slash).toLowerCase()
  const fields = row.joined?.[type] ?? row.fields
  return fields[path.slice(slash + 1).toLowerCase()] ?? null
}

/** Null: everything, which is also what `limit=*` and `limit=0` mean. */
function pageOf(query: URLSearchParams): { offset: number; limit: number } | null {
  const limit = query.get('limit') ?? '100'
  const offset = query.get('offset') ?? '0'
  if (!query.has('limit') && !query.has('offset')) return null
  if (limit === '*' || offset === '*') return null
  const page = { limit: whole(limit), offset: whole(offset) }
  return page.limit > 0 || page.offset > 0 ? page : null
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new QueryError(`not a number: ${text}`)
  return Number(text)
}

/** The order of a database that was not asked for one: another start, and every other row from the end. */
function shifted<T>(list: readonly T[], turn: number): T[] {
  const start = list.length === 0 ? 0 : (turn * 7) % list.length
  const turned = [...list.slice(start), ...list.slice(0, start)]
  return turn % 2 === 0 ? turned : turned.reverse()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
