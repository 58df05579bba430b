import { mostMatches } from '../rank/frequency.ts'
import type { Alternative, Lexicon, QueryPlan, TermGroup } from '../rank/plan.ts'
import type { Generation } from './generation.ts'
import { anywhere, columnsOf, inDescription, inShortField, inTitle } from './postings.ts'

/** The records that a plan matches, and where its groups stand in them. */
export interface Matched {
  /** Numbers of records, ascending, hidden ones too; null: all of them. */
  docs: Uint32Array | null
  /** By group and number of record: places, and `wellMatched`. Empty when nothing has to be scored. */
  marks: Uint8Array[]
}

/** The record holds what weighs most in the group, not only what is further from what was typed. */
export const wellMatched = 8

/** Words in a larger share of the records are kept as places of their own. */
const frequentShare = 0.02
/** So many words that are not kept yet are read for one group; what is beyond is matched all the same. */
const mostReadAtOnce = 6

/**
 * The records in which all groups of the plan are met.
 *
 * @param scored The number of matches from which on places are needed.
 */
export function matchPlan(
  generation: Generation,
  visible: Uint8Array,
  plan: QueryPlan,
  lexicon: Lexicon,
  scored: number,
): Matched {
  const { identifiers, groups } = plan
  if (identifiers.length > 0) {
    return { docs: docsByIdentifier(generation, visible, identifiers), marks: [] }
  }
  if (plan.impossible || groups.some(({ alternatives }) => alternatives.length === 0)) {
    return { docs: new Uint32Array(0), marks: [] }
  }
  if (groups.length === 0) return { docs: null, marks: [] }
  const most = groups.map((group) => mostMatches(group, lexicon))
  if (Math.min(...most) <= scored) {
    // Few records: one question for all groups, and no places, since the ranker will see them all.
    const expression = groups.map(({ alternatives }) => either(alternatives)).join(' AND ')
    return { docs: docsMatching(generation, expression), marks: [] }
  }
  const marks = groups.map((group) => marksOf(generation, group, lexicon))
  const rarestFirst = most
    .map((_, index) => index)
    .sort((a, b) => (most[a] as number) - (most[b] as number))
    .map((index) => marks[index] as Uint8Array)
  return { docs: docsInAll(rarestFirst, generation.columns.size), marks }
}

interface Kept {
  places: Uint8Array
  bit: number
}

function marksOf(generation: Generation, group: TermGroup, lexicon: Lexicon): Uint8Array {
  const { size } = generation.columns
  const best = Math.max(...group.alternatives.map(({ weight }) => weight))
  const kept: Kept[] = []
  const asked: Record<number, Alternative[]> = { [wellMatched]: [], 0: [] }
  let read = 0
  for (const alternative of group.alternatives) {
    const bit = alternative.weight === best ? wellMatched : 0
    const places = keptPlaces(generation, alternative, lexicon, read < mostReadAtOnce)
    if (places === null) asked[bit]?.push(alternative)
    else {
      if (places.isNew) read++
      kept.push({ places: places.places, bit })
    }
  }
  // The only way to match: nothing to add up, and no difference in how well it is matched.
  if (kept.length === 1 && group.alternatives.length === 1) return (kept[0] as Kept).places
  for (const bit of [wellMatched, 0]) {
    const alternatives = asked[bit] ?? []
    if (alternatives.length === 0) continue
    const expression = either(alternatives)
    const places = generation.postings.asked(expression, size, (into) =>
      readPlaces(generation, expression, into),
    )
    kept.push({ places, bit })
  }
  const marks = new Uint8Array(size)
  for (const { places, bit } of kept) {
    for (let doc = 0; doc < size; doc++) {
      const place = places[doc] as number
      if (place !== 0) marks[doc] = (marks[doc] as number) | place | bit
    }
  }
  return marks
}

/** Places of a frequent word; null for what is quickly asked of FTS5, or is no single word. */
function keptPlaces(
  generation: Generation,
  { words }: Alternative,
  lexicon: Lexicon,
  mayRead: boolean,
): { places: Uint8Array; isNew: boolean } | null {
  const [word] = words
  const id = word === undefined || words.length > 1 ? undefined : generation.words.find(word)
  if (word === undefined || id === undefined) return null
  const known = generation.postings.get(id)
  if (known !== undefined) return { places: known, isNew: false }
  if (!mayRead || lexicon.frequency(word) < frequentShare * generation.forward.alive) return null
  return { places: keepPlaces(generation, id), isNew: true }
}

/** Reads the places of a word, and keeps them. */
export function keepPlaces(generation: Generation, id: number): Uint8Array {
  // Some room for records that come.
  const places = new Uint8Array(Math.ceil(generation.columns.size * 1.1) + 1024)
  readPlaces(generation, quoted([generation.words.words[id] as string]), places)
  generation.postings.set(id, places)
  return places
}

function readPlaces(generation: Generation, expression: string, into: Uint8Array): void {
  for (const place of [inTitle, inShortField, inDescription]) {
    const docs = docsMatching(generation, `{${columnsOf[place]}} : (${expression})`)
    for (let index = 0; index < docs.length; index++) {
      const doc = docs[index] as number
      into[doc] = (into[doc] as number) | place
    }
  }
}

/** Which records all of the marks name; those that name the fewest come first. */
function docsInAll(marks: readonly Uint8Array[], size: number): Uint32Array {
  const [first, ...others] = marks as [Uint8Array, ...Uint8Array[]]
  const docs = new Uint32Array(size)
  let count = 0
  for (let doc = 0; doc < size; doc++) {
    if (((first[doc] as number) & anywhere) !== 0) docs[count++] = doc
  }
  for (const other of others) {
    let kept = 0
    for (let index = 0; index < count; index++) {
      const doc = docs[index] as number
      if (((other[doc] as number) & anywhere) !== 0) docs[kept++] = doc
    }
    count = kept
  }
  return docs.subarray(0, count)
}

/** Numbers of the records that an FTS5 expression matches, ascending, hidden ones too. */
export function docsMatching(generation: Generation, expression: string): Uint32Array {
  // One string is several times faster to take over than a row a hit.
  const row = generation
    .statement(
      "SELECT count(*) AS count, group_concat(rowid, ',') AS docs FROM match WHERE match MATCH ?",
    )
    .get(expression)
  const docs = new Uint32Array(Number(row?.count ?? 0))
  const text = String(row?.docs ?? '')
  let doc = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 44) {
      docs[at++] = doc
      doc = 0
    } else doc = doc * 10 + code - 48
  }
  if (docs.length > 0) docs[at] = doc
  return docs
}

function either(alternatives: readonly Alternative[]): string {
  return `(${alternatives.map(({ words }) => quoted(words)).join(' OR ')})`
}

/** Words next to each other, in this order, with nothing in them that FTS5 would read as syntax. */
export function quoted(words: readonly string[]): string {
  return `"${words.join(' ').replaceAll('"', ' ')}"`
}

function docsByIdentifier(
  { forward }: Generation,
  visible: Uint8Array,
  identifiers: readonly string[],
): Uint32Array {
  const docs = new Set(identifiers.flatMap((folded) => forward.docsByIdentifier(visible, folded)))
  return Uint32Array.from(docs).sort()
}
