import { type Field, type FieldType, partedPath, pathsOf } from './manifest.ts'
import { type Found, pathOf, typeOf, walk } from './paths.ts'
import type { Row } from './rows.ts'
import type { Scalar } from './templates.ts'

/** What fields may be picked of. */
export interface Picked {
  found: Found
  /** What the requests of `details` answered, by name; null where there is nothing. */
  details: Readonly<Record<string, unknown>>
}

/** A value of another type than the field's. */
const misfit = Symbol('misfit')

type FieldFault = Row['faults'][number]

export interface PickedFields {
  values: Map<string, readonly Scalar[]>
  faults: FieldFault[]
}

/** The values of declared fields. What is null, absent or an empty text is no value. */
export function pickFields(fields: Record<string, Field>, from: Picked): PickedFields {
  const values = new Map<string, readonly Scalar[]>()
  const faults: FieldFault[] = []
  for (const [name, field] of Object.entries(fields)) {
    const { found, problem } = pickField(field, from)
    values.set(name, found)
    if (problem !== null) faults.push({ field: name, problem })
  }
  return { values, faults }
}

function pickField(field: Field, picked: Picked): { found: Scalar[]; problem: string | null } {
  if (typeof field === 'object' && 'key' in field) {
    return { found: picked.found.key === null ? [] : [picked.found.key], problem: null }
  }
  if (typeof field === 'object' && 'value' in field) return { found: [field.value], problem: null }
  const { type, required, after } =
    typeof field === 'string' ? { type: 'text' as const, required: false, after: undefined } : field
  for (const path of pathsOf(field)) {
    const { found, problem } = pickPath(path, type, picked)
    if (problem !== null) return { found, problem }
    if (found.length > 0)
      return { found: after === undefined ? found : found.map((one) => endOf(one, after)), problem }
  }
  return { found: [], problem: required ? `expected ${type}, received nothing` : null }
}

function endOf(value: Scalar, after: string): Scalar {
  return typeof value === 'string' ? (value.split(after).at(-1) ?? value) : value
}

function pickPath(
  text: string,
  type: FieldType,
  { found, details }: Picked,
): { found: Scalar[]; problem: string | null } {
  const { detail, path } = partedPath(text)
  const walked = walk(pathOf(path), detail === null ? found.value : details[detail])
  if (walked.fault !== null) {
    const { expected, received } = walked.fault
    return { found: [], problem: `expected ${expected} on the way, received ${received}` }
  }
  const values: Scalar[] = []
  for (const { value } of walked.found) {
    const read = readAs(type, value)
    if (read === misfit) {
      return { found: [], problem: `expected ${type}, received ${typeOf(value)}` }
    }
    if (read !== null) values.push(read)
  }
  return { found: values, problem: null }
}

/** Null for no value. */
function readAs(type: FieldType, value: unknown): Scalar | null | typeof misfit {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value.trim() : null
  if (text === '') return null
  switch (type) {
    case 'text':
      if (text !== null) return text
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : misfit
    case 'boolean':
      if (typeof value === 'boolean') return value
      if (text === null) return misfit
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null
    default: {
      if (typeof value !== 'number' && text === null) return misfit
      // "n/a" and the like, where a number should be: it is not known.
      const number = text === null ? (value as number) : Number(text)
      if (!Number.isFinite(number)) return null
      return type === 'integer' && !Number.isSafeInteger(number) ? null : number
    }
  }
}
