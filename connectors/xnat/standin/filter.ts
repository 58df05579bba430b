import type { Cell } from './fields.ts'
import type { ListShape } from './table.ts'

/** A query that the database refuses. What becomes of it is for the resource to say. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** A column that must have one of some values, or lie in one of some ranges. */
export interface Constraint {
  /** Lower case. */
  path: string
  kind: 'text' | 'date' | 'number'
  /** One of these is enough. */
  options: string[]
}

const dates = /\/(date|dob|meta\/insert_date|meta\/last_modified)$/
const numbers = /\/(age|yob|education|weight|height|frames)$/

/** Every parameter that names a column, except `xsiType`. */
export function constraintsOf(shape: ListShape, query: URLSearchParams): Constraint[] {
  return [...query].flatMap(([name, value]) => {
    const path = name.includes('/') ? name : shape.shortcuts[name]
    if (path === undefined || name === 'xsiType') return []
    const lower = path.toLowerCase()
    const kind = dates.test(lower) ? 'date' : numbers.test(lower) ? 'number' : 'text'
    return [{ path: lower, kind, options: splitList(value) } as const]
  })
}

/** @throws {QueryError} where a date is none, which is what becomes of an ISO date. */
export function matches({ kind, options }: Constraint, cell: Cell): boolean {
  return options.some((option) => {
    if (kind === 'text') return isLike(option, cell)
    const dash = option.indexOf('-')
    const read = kind === 'date' ? dateOf : numberOf
    if (dash < 0) return cell !== null && compare(cell, read(option)) === 0
    const [low, high] = [read(option.slice(0, dash)), read(option.slice(dash + 1))]
    return cell !== null && compare(cell, low) >= 0 && compare(cell, high) <= 0
  })
}

function isLike(option: string, cell: Cell): boolean {
  if (cell === null) return false
  if (!/[*%]/.test(option)) return String(cell) === option
  const pattern = option.split(/[*%]/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`, 's').test(String(cell))
}

/** `MM/DD/YYYY` as the database has it. */
function dateOf(text: string): string {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? []
  if (year === undefined) throw new QueryError(`not a date: ${text}`)
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

function numberOf(text: string): number {
  const value = Number(text)
  if (text === '' || Number.isNaN(value)) throw new QueryError(`not a number: ${text}`)
  return value
}

function compare(cell: string | number, bound: string | number): number {
  return cell < bound ? -1 : cell > bound ? 1 : 0
}

export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
