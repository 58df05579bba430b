import type { ReadQuery } from '../query.ts'
import { isEnough, stepFor } from '../rank/match-rule.ts'
import type { Alternative, Lexicon, TermGroup } from '../rank/plan.ts'
import { testOf } from './filter.ts'
import type { Generation } from './generation.ts'
import { anywhere, columnsOf, inDescription, inShortField, inTitle } from './postings.ts'

/** Where the groups of a plan stand in the records, and which of them each record meets. */
export interface Met {
  /** By group and number of record: places, and `wellMatched`. */
  marks: readonly Uint8Array[]
  /**
   * By number of record: one more than the set of deciding groups that it meets (see `MatchRule`); 0 for a record that
   * cannot match: it is hidden, of another species, or lacks what is required.
   */
  sets: Uint8Array
}

/** The record holds what weighs most in the group, not only what is further from what was typed. */
export const wellMatched = 8

/** Words in a larger share of the records are kept as places of their own. */
const frequentShare = 0.02
/** So many words that are not kept yet are read for one group; what is beyond is matched all the same. */
const mostReadAtOnce = 6

/** Looks where the groups of a query stand. */
export function meet(generation: Generation, read: ReadQuery): Met {
  const { plan, rule, visible, lexicon, guard, held } = read
  const { size, classOf } = generation.columns
  const sets = new Uint8Array(size)
  if (plan.impossible) return { marks: plan.groups.map(() => new Uint8Array(size)), sets }
  const marks = plan.groups.map((group, index) => {
    const places = heldPlaces(generation, held[index])
    return group.ranksOnly
      ? (places ?? new Uint8Array(size))
      : marksOf(generation, group, lexicon, places)
  })
  // Group by group: a plain pass over two arrays is several times as fast as a look at all groups of each record.
  for (const [bit, group] of rule.deciding.entries()) {
    markMet(marks[group] as Uint8Array, 1 << bit, sets)
  }
  const required = rule.required.map((group) => marks[group] as Uint8Array)
  const passes = guard === null ? null : testOf(generation, guard)
  const needsSome = rule.deciding.length > 0 && required.length === 0
  for (let doc = 0; doc < size; doc++) {
    const set = sets[doc] as number
    if (set === 0 && needsSome) continue
    const isEligible =
      // The class of a record that is gone is no viewer's.
      visible[classOf[doc] as number] === 1 &&
      isMet(required, doc) &&
      (passes === null || passes(doc))
    sets[doc] = isEligible ? set + 1 : 0
  }
  return { marks, sets }
}

/** Adds the bit of a group to the sets of the records in which it stands. */
function markMet(places: Uint8Array, bit: number, sets: Uint8Array): void {
  for (let doc = 0; doc < sets.length; doc++) {
    if (((places[doc] as number) & anywhere) !== 0) sets[doc] = (sets[doc] as number) | bit
  }
}

/** Whether all of these places are somewhere in the record. */
function isMet(all: readonly Uint8Array[], doc: number): boolean {
  for (const places of all) if (((places[doc] as number) & anywhere) === 0) return false
  return true
}

/** The step of the rule at which enough records match; `docs` are those that count, null: all. */
export function stepAmong({ rule }: ReadQuery, { sets }: Met, docs: Uint32Array | null): number {
  const counts = new Uint32Array(rule.shareOf.length + 1)
  if (docs === null) {
    // By number, which is several times as fast as an iterator.
    for (let doc = 0; doc < sets.length; doc++) {
      const set = sets[doc] as number
      counts[set] = (counts[set] as number) + 1
    }
  } else {
    for (const doc of docs) {
      const set = sets[doc] as number
      counts[set] = (counts[set] as number) + 1
    }
  }
  return stepFor(rule, (step) => {
    let matching = 0
    for (let set = 0; set < rule.shareOf.length; set++) {
      if (isEnough(rule, set, step)) matching += counts[set + 1] as number
    }
    return matching
  })
}

/** Numbers of the records that match at a step, ascending. */
export function docsAt({ rule }: ReadQuery, { sets }: Met, step: number): Uint32Array {
  const enough = new Uint8Array(rule.shareOf.length + 1)
  for (let set = 0; set < rule.shareOf.length; set++) {
    enough[set + 1] = isEnough(rule, set, step) ? 1 : 0
  }
  let count = 0
  for (let doc = 0; doc < sets.length; doc++) count += enough[sets[doc] as number] as number
  // To go through them twice is cheaper than room for all, which mostly stays empty.
  const docs = new Uint32Array(count)
  for (let doc = 0, at = 0; at < count; doc++) {
    if (enough[sets[doc] as number] === 1) docs[at++] = doc
  }
  return docs
}

/** Marks records that have one of these facet values, as if a short field said it; null where there are none. */
function heldPlaces(
  generation: Generation,
  held: ReadonlySet<number> | undefined,
): Uint8Array | null {
  if (held === undefined || held.size === 0) return null
  const { columns, values, postings } = generation
  return postings.asked(`held ${[...held].join()}`, columns.size, (places) => {
    const byKind = Map.groupBy(held, (value) => values.kinds[value] as number)
    for (const [kind, ofKind] of byKind) {
      const holds = testOf(generation, { is: 'holding', kind, values: ofKind })
      for (let doc = 0; doc < places.length; doc++) if (holds(doc)) places[doc] = inShortField
    }
  })
}

interface Kept {
  places: Uint8Array
  bit: number
}

/** @param held Places of the facet values that are what the group asks for; null where there are none. */
function marksOf(
  generation: Generation,
  group: TermGroup,
  lexicon: Lexicon,
  held: Uint8Array | null,
): Uint8Array {
  const { size } = generation.columns
  const best = Math.max(...group.alternatives.map(({ weight }) => weight))
  const kept: Kept[] = held === null ? [] : [{ places: held, bit: 0 }]
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
  if (held === null && kept.length === 1 && group.alternatives.length === 1)
    return (kept[0] as Kept).places
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

/** Numbers of the visible records that carry one of the identifiers, ascending. */
export function docsByIdentifier(
  { forward }: Generation,
  visible: Uint8Array,
  identifiers: readonly string[],
): Uint32Array {
  const docs = new Set(identifiers.flatMap((folded) => forward.docsByIdentifier(visible, folded)))
  return Uint32Array.from(docs).sort()
}
