/*
 * The institute's metadata have been written to three generations of its schema, and to drafts between them: one thing
 * is a text here, an object there, and a list of either elsewhere. These readers take every spelling that is known.
 * What they cannot read is absent, not an error.
 */

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

/** How the metadata say that they do not know. */
const absences = new Set(['', 'unknown', 'none', 'null', 'n/a', 'na', 'nan', '###'])

export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  return absences.has(text.toLowerCase()) ? null : text
}

export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** Something that is named by a text, or by an object with a name and perhaps an abbreviation. */
export interface Named {
  name: string | null
  abbreviation: string | null
}

export function namedOf(value: unknown): Named | null {
  const text = textOf(value)
  if (text !== null) return { name: text, abbreviation: null }
  const fields = fieldsOf(value)
  const named = { name: textOf(fields.name), abbreviation: textOf(fields.abbreviation) }
  return named.name === null && named.abbreviation === null ? null : named
}

export function namedListOf(value: unknown): Named[] {
  return listOf(value).flatMap((one) => namedOf(one) ?? [])
}

/** Which generation of the schema, by its number; null when it says none. */
export function generationOf(version: unknown): '0.x' | '1.x' | '2.x' | null {
  const major = /^v?(\d+)\./.exec(textOf(version) ?? '')?.[1]
  if (major === '0') return '0.x'
  if (major === '1') return '1.x'
  return major === '2' ? '2.x' : null
}

/**
 * The day of a time: `2023-10-18T16:00:06`, with an offset or without; or the day itself. The day is the one that is
 * written, as it was where the clock hung.
 */
export function dayOf(value: unknown): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(textOf(value) ?? '')?.[1]
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : null
}

/** A time in UTC; null for one that does not say where, since it may be hours off. */
export function timeOf(value: unknown): string | null {
  const text = textOf(value)
  if (text === null || !/T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

export interface SpeciesName {
  name: string
  /** Number in the NCBI Taxonomy. */
  taxon: number | null
}

/** A text; `{ name, registry_identifier }` with `10090`, `NCBI:txid10090` or an address for the identifier. */
export function speciesOf(subject: unknown): SpeciesName | null {
  const fields = fieldsOf(subject)
  const value = fieldsOf(fields.subject_details).species ?? fields.species
  const named = namedOf(value)
  if (named?.name == null) return null
  const digits = /(\d+)\/?$/.exec(String(fieldsOf(value).registry_identifier ?? ''))?.[1]
  return { name: named.name, taxon: digits === undefined ? null : Number(digits) }
}

/** Whether it may be a person: where the species is not said, it may. */
export function mayBePerson(subject: unknown, species: SpeciesName | null): boolean {
  const kind = textOf(fieldsOf(fieldsOf(subject).subject_details).object_type) ?? ''
  if (species === null || /human/i.test(kind)) return true
  return species.taxon === 9606 || /\b(?:homo|humans?)\b/i.test(species.name)
}

/** A field of a subject, which the second generation keeps among its details. */
export function subjectField(subject: unknown, name: string): unknown {
  const fields = fieldsOf(subject)
  return fieldsOf(fields.subject_details)[name] ?? fields[name]
}
