import type { Facet, PartialDate, StoredRecord, Term, TermFacet } from '../model/index.ts'
import { foldIdentifier } from './rank/words.ts'
import { normaliseTerm, speciesIds } from './vocabulary/normalise.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

/** Text fields, by how much a match in them says. */
export const textFields = [
  'title',
  'identifiers',
  'keywords',
  'terms',
  'creators',
  'description',
] as const
export type TextField = (typeof textFields)[number]

export interface FacetValue {
  /** What a filter takes: the term's id, or its label where it has none. */
  value: string
  label: string
}

/** A record as an engine sees it: the same for every engine. Holds no assets and no row. */
export interface IndexDocument {
  id: string
  source: string
  /** Groups that may discover it. */
  discover: string[]
  parents: string[]
  /** The same for records that are the same thing; null when nothing else could be known to be. */
  identity: string | null
  text: Record<TextField, string>
  /** Id, native id, `sameAs`, DOIs of its publications: folded, for exact look-up. */
  identifiers: string[]
  /** Values of the facets that are not ranges; a facet without a value is absent. Structures with their ancestors. */
  facets: Partial<Record<Facet, FacetValue[]>>
  /** Finest and coarsest axis, micrometres. */
  resolution: { min: number; max: number } | null
  /** Days since 1970-01-01, first and last day of a partial date. */
  released: { from: number; to: number } | null
  /** Milliseconds since 1970-01-01. */
  modified: number | null
  subjects: number | null
  /** Tesla. */
  fieldStrength: number | null
}

/** Values of enumerations that say that nothing is known: absent from facets, and counted as missing. */
const unknown = 'UNKNOWN'
/** Characters of a licence's own words that serve as a value; some sources put the whole text there. */
const longestLicense = 200

/**
 * The document of a record. Pure: the same record and vocabulary give the same document.
 *
 * Terms are put in the words of the vocabulary once more, so that a better one needs no harvest. The text of `terms`
 * is their labels, with the record's kind and formats, which people type as words. Synonyms are not in it: a query is
 * widened instead, so that a new synonym of a known term needs no new text. Publications' DOIs are identifiers, too: who looks for a paper's DOI looks for its data. A list is joined with `; `.
 */
export function toDocument(stored: StoredRecord, vocabulary: Vocabulary): IndexDocument {
  const record = { ...stored, ...termsOf(stored, vocabulary) }
  const ids = identifiersOf(record)
  const terms = [
    ...record.species,
    ...record.modality,
    ...record.structure,
    ...record.technique,
    ...record.referenceSpace,
  ].map(({ label }) => label)
  const micrometres = record.resolution?.micrometres ?? null
  return {
    id: record.id,
    source: record.source,
    discover: record.visibility.discover,
    parents: record.parents,
    identity: record.identity,
    text: {
      title: record.title,
      identifiers: list(ids),
      keywords: list(record.keywords),
      terms: list([...terms, labelOf(record.kind), ...record.formats]),
      creators: list(record.creators),
      description: record.description ?? '',
    },
    identifiers: [...new Set(ids.map(foldIdentifier).flatMap(spellings))],
    facets: facetsOf(record, vocabulary),
    resolution:
      micrometres === null
        ? null
        : { min: Math.min(...micrometres), max: Math.max(...micrometres) },
    released: record.released === null ? null : daysOf(record.released),
    modified: record.modified === null ? null : Date.parse(record.modified),
    subjects: record.subjects?.count ?? null,
    fieldStrength: record.fieldStrength,
  }
}

function termsOf(record: StoredRecord, vocabulary: Vocabulary): Pick<StoredRecord, TermFacet> {
  const species = record.species.map((term) => normaliseTerm(term, 'species', vocabulary))
  const ids = speciesIds(species)
  const inFacet = (facet: TermFacet) =>
    record[facet].map((term) => normaliseTerm(term, facet, vocabulary, ids))
  return {
    species,
    modality: inFacet('modality'),
    structure: inFacet('structure'),
    technique: inFacet('technique'),
    referenceSpace: inFacet('referenceSpace'),
  }
}

/** First and last day of a partial date, in days since 1970-01-01; both inclusive. */
export function daysOf(date: PartialDate): { from: number; to: number } {
  const [year = 1970, month, day] = date.split('-').map(Number)
  const firstMonth = (month ?? 1) - 1
  const lastMonth = (month ?? 12) - 1
  const last = lengthOfMonth(year, lastMonth)
  return {
    // The 31st of a shorter month is a slip for its last day.
    from: dayNumber(year, firstMonth, Math.min(day ?? 1, last)),
    to: dayNumber(year, lastMonth, Math.min(day ?? last, last)),
  }
}

function dayNumber(year: number, month: number, day: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month, day) / 86_400_000
}

function lengthOfMonth(year: number, month: number): number {
  const end = new Date(0)
  end.setUTCFullYear(year, month + 1, 0)
  return end.getUTCDate()
}

function identifiersOf(record: StoredRecord): string[] {
  const dois = record.publications.flatMap(({ doi }) => doi ?? [])
  return [...new Set([record.id, record.nativeId, ...record.sameAs, ...dois])]
}

/** An RRID is typed with its prefix or without. */
function spellings(folded: string): string[] {
  const bare = /^rrid:\s*(\S+)$/.exec(folded)?.[1]
  return bare === undefined ? [folded] : [folded, bare]
}

function facetsOf(record: StoredRecord, vocabulary: Vocabulary): IndexDocument['facets'] {
  const { license } = record
  const licenseName = license.spdx ?? license.raw?.slice(0, longestLicense).trim()
  const values: [Facet, readonly FacetValue[]][] = [
    ['SOURCE', [{ value: record.source, label: record.source }]],
    ['KIND', choice(record.kind)],
    ['DOMAIN', choice(record.domain)],
    ['SPECIES', record.species.map(termValue)],
    ['MODALITY', record.modality.map(termValue)],
    ['STRUCTURE', withAncestors(record.structure, vocabulary)],
    ['TECHNIQUE', record.technique.map(termValue)],
    ['REFERENCE_SPACE', record.referenceSpace.map(termValue)],
    ['FORMAT', record.formats.map(plain)],
    ['LICENSE', licenseName ? [plain(licenseName)] : []],
    ['LICENSE_CLASS', choice(license.class)],
    ['ACCESS', choice(record.access)],
    ['AVAILABILITY', choice(record.availability)],
    ['DATA_LEVEL', record.dataLevel === null ? [] : [plain(record.dataLevel)]],
  ]
  return Object.fromEntries(
    values.flatMap(([facet, found]) => {
      const distinct = new Map(found.map((value) => [value.value, value]))
      return distinct.size === 0 ? [] : [[facet, [...distinct.values()]]]
    }),
  )
}

function withAncestors(structures: readonly Term[], vocabulary: Vocabulary): FacetValue[] {
  const own = structures.map(termValue)
  const above = structures.flatMap(({ termId }) =>
    termId === null ? [] : vocabulary.ancestors(termId),
  )
  return [
    // The record's own labels last: they win where a structure is an ancestor as well.
    ...above.map((id) => ({ value: id, label: vocabulary.get(id)?.label ?? id })),
    ...own,
  ]
}

function termValue({ termId, label }: Term): FacetValue {
  return { value: termId ?? label, label }
}

function plain(value: string): FacetValue {
  return { value, label: value }
}

function choice(value: string | null): FacetValue[] {
  return value === null || value === unknown ? [] : [{ value, label: labelOf(value) }]
}

/** `NON_COMMERCIAL` as people read it: `Non commercial`. */
function labelOf(value: string): string {
  return value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ')
}

function list(values: readonly string[]): string {
  return values.join('; ')
}
