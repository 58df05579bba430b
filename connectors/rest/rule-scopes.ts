import { type Fields, type FieldType, type RuleBook, ruleBook, type Scopes } from '#sdk'
import { type Field, type Manifest, pathsOf } from './manifest.ts'
import type { RuleSlots } from './manifest-rules.ts'
import { parsePath } from './paths.ts'

/** For rules each list is a kind of row, with the fields that it declares. */
export function scopesOf({ lists }: Pick<Manifest, 'lists'>): Scopes {
  return Object.fromEntries(
    Object.entries(lists).map(([name, { fields }]): [string, Fields] => [
      name,
      Object.fromEntries(Object.entries(fields).map(([field, spec]) => [field, typeOf(spec)])),
    ]),
  )
}

function typeOf(field: Field): FieldType {
  if (typeof field === 'object' && 'value' in field) {
    const type = typeof field.value
    return type === 'number' || type === 'boolean' ? type : 'text'
  }
  const type = typeof field === 'object' && 'path' in field ? field.type : 'text'
  if (type === 'integer') return 'number'
  if (type !== 'text') return type
  return pathsOf(field).some((path) => parsePath(path)?.isMany) ? 'text-list' : 'text'
}

const books = new WeakMap<Manifest, RuleBook<RuleSlots>>()

/** The rules of a manifest that was checked; they are made ready once. */
export function rulesOf(manifest: Manifest): RuleBook<RuleSlots> {
  const known = books.get(manifest) ?? ruleBook(manifest.rules, scopesOf(manifest))
  books.set(manifest, known)
  return known
}
