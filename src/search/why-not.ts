import type { RecordFilter } from '../model/index.ts'
import { explainAmong, fitsOf, holdsOf, type WindowDoc } from './answer.ts'
import { resolveFilter } from './filter.ts'
import type { ForwardIndex, RankedCandidate } from './forward/forward-index.ts'
import { meetsCondition } from './meets-condition.ts'
import { browses, type ReadQuery } from './query.ts'
import { namesTyped, type Unit, unitsOf } from './rank/match-rule.ts'
import type { QueryPlan } from './rank/plan.ts'
import { TextScorer } from './rank/score.ts'
import { mayMatchByVector, vectorFloor } from './rank/vector-only.ts'
import type { QueryPart, WhyNot, WhyNotRequest } from './search-index.ts'

/** What an engine says of a record that the filter leaves and that is of no other species. */
export interface Judgement {
  isMatch: boolean
  /** The step of the match rule at which enough matched; null where nothing was to be decided. */
  step: number | null
  total: number
  /** From 1; null where the engine does not know it. */
  rank: number | null
  /** What the ranker looked at; empty where nothing was ranked. */
  window: readonly WindowDoc[]
}

/** A record under question. */
export interface Suspect {
  record: RankedCandidate
  known: WhyNot
}

/**
 * What can be said of a record without asking the engine for matches: all of it, when the state is the last word; else a
 * `Suspect`, for `whyNotOf`.
 */
export function suspectOf(
  forward: ForwardIndex,
  read: ReadQuery,
  { filter }: Pick<WhyNotRequest, 'filter'>,
  id: string,
): Suspect | WhyNot {
  const { plan, visible, ranking, guard, vocabulary } = read
  const [record] = forward.candidatesOf([id], visible)
  const nothing: WhyNot = {
    state: 'NOT_INDEXED',
    ...{ filters: [], parts: [], held: null, needed: null, cosine: null, neededCosine: null },
    ...{ rank: null, total: null, explanation: null, ranking },
    species: plan.species.map((species) => vocabulary.get(species)?.label ?? species),
    interpretation: [...plan.interpretation],
  }
  if (record === undefined) return nothing
  const known: WhyNot = {
    ...nothing,
    filters: leavingOut(forward, read, filter ?? {}, record),
    ...partsOf(forward, read, record),
    cosine: cosineOf(forward, read, record),
    neededCosine: read.vector !== null && mayMatchByVector(read.rule) ? vectorFloor : null,
  }
  if (known.filters.length > 0) return { ...known, state: 'FILTERED' }
  if (guard !== null && !meetsCondition(forward.values, record, guard)) {
    return { ...known, state: 'OTHER_SPECIES' }
  }
  return { record, known }
}

/** The last word, with what the engine says. */
export function whyNotOf(
  forward: ForwardIndex,
  read: ReadQuery,
  { record, known }: Suspect,
  { isMatch, step, total, rank, window }: Judgement,
): WhyNot {
  const least = step === null ? null : (read.rule.steps[step] as number)
  // The last step asks for anything at all, which is as good as nothing.
  const needed = least !== null && least < 1e-6 ? 0 : least
  if (!isMatch) return { ...known, state: 'NOT_MATCHING', needed }
  const explained = browses(read.plan) ? null : explainAmong(forward, read, [record], window)
  const explanation = explained?.get(record.id) ?? null
  return { ...known, state: 'RANKED', needed, rank, total, explanation }
}

/** Names of the fields of a filter's top level that the record does not meet. */
function leavingOut(
  forward: ForwardIndex,
  { visible, vocabulary }: ReadQuery,
  filter: RecordFilter,
  record: RankedCandidate,
): string[] {
  return Object.entries(filter)
    .filter(([field, asked]) => {
      const { clauses } = resolveFilter({ forward, visible, vocabulary }, { [field]: asked })
      return clauses.some(({ condition }) => !meetsCondition(forward.values, record, condition))
    })
    .map(([field]) => `filter.${field}`)
}

function cosineOf(
  { vectors: { column } }: ForwardIndex,
  { vector }: ReadQuery,
  { doc }: RankedCandidate,
): number | null {
  return vector === null || column === null ? null : column.cosine(doc, column.query(vector))
}

/** What the record meets of a query, and how much of what decides that is. */
function partsOf(
  forward: ForwardIndex,
  read: ReadQuery,
  record: RankedCandidate,
): Pick<WhyNot, 'parts' | 'held'> {
  const { plan, rule, visible, lexicon } = read
  if (plan.identifiers.length > 0) {
    const parts = plan.interpretation.flatMap(({ as, text, label }): QueryPart[] => {
      if (as !== 'IDENTIFIER') return []
      const isMet = forward.docsByIdentifier(visible, label).includes(record.doc)
      return [{ text, isMet, isRequired: false, share: null }]
    })
    return { parts, held: null }
  }
  const scorer = new TextScorer(plan, lexicon)
  const { counts } = scorer.score(record.tokens)
  const holds = holdsOf(read, record)
  const isMet = scorer.compiled.groups.map(
    (alternatives, group) =>
      alternatives.some(({ slot }) => (counts[slot] as number) > 0) || holds(group),
  )
  const meets = (unit: Unit) => unit.every((group) => isMet[group])
  const shareOf = (unit: Unit) => {
    const set = rule.deciding.reduce(
      (sum, group, bit) => (unit.includes(group) ? sum | (1 << bit) : sum),
      0,
    )
    return set === 0 ? null : (rule.shareOf[set] as number)
  }
  const typed = namesTyped(plan.groups)
  const parts = allUnits(plan).map(
    (unit): QueryPart => ({
      text: typed[unit[0] as number] as string,
      isMet: meets(unit),
      isRequired: plan.groups[unit[0] as number]?.isRequired ?? false,
      share: shareOf(unit),
    }),
  )
  const fits = fitsOf(plan, record)
  plan.soft.forEach(({ text }, at) => {
    const fit = fits[at] ?? 0
    // The same number may be met as a word.
    const word = parts.find((part) => part.text === text && part.share === null)
    if (word?.isMet || word?.isRequired) return
    const isInside = fit === 0 ? null : fit > 0
    if (word !== undefined) word.isMet = isInside
    else parts.push({ text, isMet: isInside, isRequired: false, share: null })
  })
  const set = rule.deciding.reduce((met, group, bit) => (isMet[group] ? met | (1 << bit) : met), 0)
  const held = rule.deciding.length === 0 ? null : (rule.shareOf[set] as number)
  return { parts, held }
}

/** What decides, what is required and what only ranks, in the order typed. */
function allUnits({ groups }: QueryPlan): Unit[] {
  const deciding = unitsOf(groups)
  const others = [...groups.keys()]
    .filter((group) => !deciding.some((unit) => unit.includes(group)))
    .map((group): Unit => [group])
  return [...deciding, ...others].sort((a, b) => (a[0] as number) - (b[0] as number))
}
