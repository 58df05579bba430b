import type { Facet } from '../../model/index.ts'
import { Collapsed, type Counts, countOnce, type Member } from '../collapse.ts'
import { noIdentity } from '../forward/identities.ts'
import { type Compare, compareIds } from '../forward/order.ts'
import { numberColumns } from '../forward/record-code.ts'
import { facetNumber } from '../forward/values.ts'
import type { Generation } from './generation.ts'
import type { RelevanceOrder } from './relevance.ts'
import type { Scan } from './scan.ts'

/** Numbers of matches that are the same thing, two or more of each. */
export type Groups = readonly (readonly number[])[]

export interface CollapsedScan extends Scan {
  /** Of the matches; none unless the search is collapsed. */
  groups: Groups
}

/** A scan whose facets count things in place of records. */
export function collapsed(generation: Generation, found: Scan): CollapsedScan {
  const { docs, facets, nearMisses } = found
  const groups = groupsOf(generation, [docs])
  // Most facets are counted over the matches alone.
  const ofMatches: Counts = {}
  for (const [name, count] of Object.entries(facets)) {
    const facet = name as Facet
    const near = nearMisses.get(facetNumber[facet]) ?? []
    if (near.length === 0) ofMatches[facet] = count
    else {
      const all = groupsOf(generation, [docs, near])
      countOnce(generation.values, membersOf(generation, all), { [facet]: count })
    }
  }
  countOnce(generation.values, membersOf(generation, groups), ofMatches)
  return { ...found, groups }
}

/** The records of each thing that several of the `lists` of documents, which have none in common, are about. */
function groupsOf({ columns }: Generation, lists: readonly ArrayLike<number>[]): Groups {
  const { identityOf } = columns
  // 1 where one record is known, 2 where more are.
  const met = new Uint8Array(columns.identities)
  for (const docs of lists) {
    for (let index = 0; index < docs.length; index++) {
      const identity = identityOf[docs[index] as number] as number
      if ((met[identity] as number) < 2) met[identity] = (met[identity] as number) + 1
    }
  }
  met[noIdentity] = 0
  const groups = new Map<number, number[]>()
  for (const docs of lists) {
    for (let index = 0; index < docs.length; index++) {
      const doc = docs[index] as number
      const identity = identityOf[doc] as number
      if (met[identity] !== 2) continue
      const group = groups.get(identity)
      if (group === undefined) groups.set(identity, [doc])
      else group.push(doc)
    }
  }
  return [...groups.values()]
}

function* membersOf({ columns }: Generation, groups: Groups): Generator<Member[]> {
  const numbers = numberColumns.map((column) => columns.numbers(column))
  for (const group of groups) {
    yield group.map((doc) => ({
      id: columns.ids[doc] as string,
      values: columns.valuesOf(doc),
      numbers: numbers.map((column) => column[doc] as number),
    }))
  }
}

/** The first of each group is the hit. */
export function collapsedBy(groups: Groups, compare: Compare): Collapsed<number> {
  return new Collapsed(groups.map((group) => group.toSorted(compare)))
}

/** The same by an order by relevance; what is not in it comes last. */
export function collapsedIn(
  { columns }: Generation,
  { docs, scores, window }: RelevanceOrder,
  groups: Groups,
): Collapsed<number> {
  if (groups.length === 0) return new Collapsed()
  const places = new Map(groups.flat().map((doc) => [doc, docs.length]))
  for (let place = 0; place < docs.length; place++) {
    const doc = docs[place] as number
    if (places.has(doc)) places.set(doc, place)
  }
  return collapsedBy(groups, (a, b) => {
    const left = places.get(a) as number
    const right = places.get(b) as number
    // What follows the window may not be in order yet.
    const isKnown = Math.min(left, right) < window.length || Math.max(left, right) === docs.length
    const difference = isKnown ? left - right : (scores[right] as number) - (scores[left] as number)
    return difference || compareIds(columns.ids[a] as string, columns.ids[b] as string)
  })
}
