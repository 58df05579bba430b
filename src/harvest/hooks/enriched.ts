import {
  type FieldOrigin,
  MappedRecord,
  PUBLIC,
  TermFacet,
  type Visibility,
} from '../../model/index.ts'
import type { Vocabulary } from '../../search/vocabulary/vocabulary.ts'
import { normaliseRecord } from '../normalise.ts'
import { reasonOf } from '../reason.ts'
import type { Patch } from './hook-messages.ts'

const identity = ['id', 'source', 'nativeId'] as const

/**
 * A record with what a hook has changed of it, checked as a mapped record is and in the words of the vocabulary; or what is
 * wrong with it. `rule` is what the changed fields are said to come of.
 */
export function enriched(
  record: MappedRecord,
  patch: Patch,
  rule: string,
  vocabulary: Vocabulary,
): { record: MappedRecord } | { wrong: string } {
  const named = identity.filter((name) => name in patch)
  if (named.length > 0) return { wrong: `another ${named.join(' and ')}` }
  const given = { ...record, ...patch }
  const checked = MappedRecord.safeParse(given)
  if (!checked.success) {
    const { path, reason } = reasonOf(checked.error, given, MappedRecord)
    return { wrong: path === null ? reason : `${path}: ${reason}` }
  }
  if (!isNarrower(checked.data.visibility, record.visibility)) {
    return { wrong: 'a visibility that is wider than before' }
  }
  const stated = notStated(checked.data, record, patch)
  const normal = normaliseRecord(stated, vocabulary, Object.keys(patch))
  const changed = (Object.keys(patch) as (keyof MappedRecord)[]).filter(
    (field) => field !== 'fields' && !isSame(normal[field], record[field]),
  )
  if (changed.length === 0) return { record }
  const fields = originsOf(record, normal, changed, checked.data.fields, rule)
  return { record: { ...normal, fields } }
}

/** Null is whatever the rights of the record's scope say, which holds beside what the record itself states. */
function isNarrower(after: Visibility | null, before: Visibility | null): boolean {
  if (before === null) return true
  if (after === null) return false
  const isWithin = (groups: readonly string[], all: readonly string[]) =>
    all.includes(PUBLIC) || groups.every((group) => all.includes(group))
  return isWithin(after.discover, before.discover) && isWithin(after.retrieve, before.retrieve)
}

/** Only the source states: a term that a hook has added is its operator's word. */
function notStated(record: MappedRecord, before: MappedRecord, patch: Patch): MappedRecord {
  const given = TermFacet.options.filter((facet) => facet in patch)
  if (given.length === 0) return record
  const facets = given.map((facet) => {
    const terms = record[facet].map((term) =>
      term.origin === 'STATED' && !before[facet].some((known) => isSame(known, term))
        ? { ...term, origin: 'ASSUMED' as const }
        : term,
    )
    return [facet, terms]
  })
  return { ...record, ...Object.fromEntries(facets) }
}

/** How the fields came about: those that the hook changed by its rule, the others as before. */
function originsOf(
  before: MappedRecord,
  after: MappedRecord,
  changed: readonly (keyof MappedRecord)[],
  given: readonly FieldOrigin[],
  rule: string,
): FieldOrigin[] {
  const replaced = changed.filter((field) => !isAddedTo(before[field], after[field]))
  const kept = before.fields.filter(({ field }) => !replaced.some((name) => isOf(field, name)))
  const told = given.filter((origin) => !before.fields.some((known) => isSame(known, origin)))
  const own = changed.flatMap((name): FieldOrigin[] => {
    const said = told.filter(({ field }) => isOf(field, name))
    if (said.length === 0) return [{ field: name, raw: null, rule, origin: 'ASSUMED' }]
    return said.map((one) => ({
      ...one,
      rule,
      origin: one.origin === 'STATED' ? 'MAPPED' : one.origin,
    }))
  })
  return [...kept, ...own]
}

/** Whether a list holds all that it held before: how these came about is still true. */
function isAddedTo(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return false
  const held = new Set(after.map((one) => JSON.stringify(one)))
  return before.every((one) => held.has(JSON.stringify(one)))
}

/** `license` and `license.spdx` are both about the licence. */
function isOf(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
