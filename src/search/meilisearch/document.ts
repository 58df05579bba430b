import { facets, isRangeFacet, type RangeFacet } from '../../model/index.ts'
import { type TextField, textFields } from '../document.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { noIdentity } from '../forward/identities.ts'
import { numberColumns, rangeColumns } from '../forward/record-code.ts'
import { facetNumber, parentKind } from '../forward/values.ts'
import type { Entry } from '../forward/writer.ts'
import { numberBuckets, yearOf } from '../ranges.ts'
import { embedderOf } from './embedder.ts'
import {
  comparable,
  exactly,
  field,
  idOf,
  marker,
  type Place,
  places,
  placesOf,
  sortable,
  titleOrder,
} from './fields.ts'
import type { Line } from './server.ts'

/**
 * One document a record, as one line of NDJSON. What is unknown is absent.
 *
 * @param embedders Names that the server wants a word about, beside those of the forward index's models.
 */
export function lineOf(
  entry: Entry,
  forward: ForwardIndex,
  embedders: readonly string[] = [],
): Line {
  const { document, title, cut, names, code } = entry
  const id = idOf(document.id)
  const words: Record<Place, Set<string>> = {
    title: new Set(),
    short: new Set(),
    any: new Set(),
  }
  textFields.forEach((name, index) => {
    // Names hold a space, and words do not: the two are never taken for one another.
    for (const word of [...(cut[index] ?? []), ...(names[index] ?? [])]) {
      for (const place of placesOf[name]) words[place].add(word)
    }
  })
  const attributes = {
    [field.id]: id,
    [field.record]: document.id,
    [field.title]: document.text.title,
    [field.order]: sortable(document.id),
    [field.titleOrder]: titleOrder(title),
    [field.length]: code.lengths.reduce((sum, length) => sum + length, 0),
    [field.discover]: document.discover.map(exactly),
    ...(code.identity === noIdentity ? {} : { [field.identity]: String(code.identity) }),
    words: Object.fromEntries(places.map((place) => [place, [...words[place]]])),
    text: Object.fromEntries(textFields.map((name, index) => [name, cut[index]?.join(' ')])),
    ...valuesOf(entry, forward),
    ...numbersOf(entry),
    ...vectorsOf(entry, forward, embedders),
  }
  return { id, json: wellFormedJson(attributes) }
}

/** The server refuses JSON with halves of characters, which some sources cut their texts to. */
function wellFormedJson(attributes: Record<string, unknown>): string {
  const json = JSON.stringify(attributes)
  if (!json.includes('\\ud')) return json
  return JSON.stringify(attributes, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
}

/** Goes with every batch, so that an index says itself which position of the outbox it has reached. */
export function markerLine(position: number, embedders: readonly string[] = []): Line {
  const vectors = embedders.length === 0 ? {} : optedOut(embedders)
  return { id: marker, json: JSON.stringify({ [field.id]: marker, position, ...vectors }) }
}

/** Adds vectors of one embedder to a document that is there; null: it has none. */
export function vectorLine(id: string, embedder: string, row: Int8Array | null): Line {
  const vector = row === null ? null : [...row]
  return { id, json: JSON.stringify({ [field.id]: id, _vectors: { [embedder]: vector } }) }
}

/** The server refuses a document that does not say whether it has a vector. Lengths do not matter to it. */
function vectorsOf(
  { cut }: Entry,
  { vectors }: ForwardIndex,
  embedders: readonly string[],
): Record<string, unknown> {
  if (embedders.length === 0 && vectors.models.length === 0) return {}
  const tokens = Object.fromEntries(textFields.map((name, index) => [name, cut[index] ?? []]))
  const rows = [...vectors.rowsOf(tokens as Record<TextField, string[]>)].map(
    ([model, row]) => [embedderOf(model), row === null ? null : [...row]] as const,
  )
  return { _vectors: { ...optedOut(embedders)._vectors, ...Object.fromEntries(rows) } }
}

function optedOut(embedders: readonly string[]): { _vectors: Record<string, null> } {
  return { _vectors: Object.fromEntries(embedders.map((name) => [name, null])) }
}

/** Values go by their numbers: Meilisearch takes values for equal that differ by case or accents. */
function valuesOf({ code }: Entry, { values }: ForwardIndex): Record<string, unknown> {
  const parents: string[] = []
  const held: Record<string, string[]> = {}
  for (const value of code.values) {
    const kind = values.kinds[value] as number
    if (kind === parentKind) parents.push(String(value))
    else {
      const facet = facets[kind] as string
      held[facet] ??= []
      held[facet].push(String(value))
    }
  }
  const missing = facets.filter((facet) =>
    isRangeFacet(facet)
      ? Number.isNaN(code.numbers[numberColumns.indexOf(rangeColumns[facet].from)])
      : !code.values.some((value) => values.kinds[value] === facetNumber[facet]),
  )
  return { facets: held, parents, missing }
}

function numbersOf({ code }: Entry): Record<string, unknown> {
  const numbers = Object.fromEntries(
    numberColumns
      .map((column, index) => [column, code.numbers[index] as number] as const)
      .filter(([, number]) => !Number.isNaN(number))
      .map(([column, number]) => [column, comparable(number)]),
  )
  const ranges = Object.fromEntries(
    facets
      .filter(isRangeFacet)
      .map((facet) => [facet, bucketsOf(facet, code.numbers)] as const)
      .filter(([, buckets]) => buckets.length > 0),
  )
  return { numbers, ranges }
}

/** The years, or the places of the buckets, that the record lies in. */
function bucketsOf(facet: RangeFacet, numbers: readonly number[]): string[] {
  const { from, to } = rangeColumns[facet]
  const low = numbers[numberColumns.indexOf(from)] as number
  const high = numbers[numberColumns.indexOf(to)] as number
  if (Number.isNaN(low)) return []
  if (facet === 'RELEASED') {
    const years: string[] = []
    for (let year = yearOf(low); year <= yearOf(high); year++) years.push(String(year))
    return years
  }
  return numberBuckets[facet].flatMap((bucket, place) =>
    low <= bucket.max && high >= bucket.min ? [String(place)] : [],
  )
}
