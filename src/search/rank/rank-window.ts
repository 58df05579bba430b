import type { Ranking } from '../../model/index.ts'
import { compareIds } from '../forward/order.ts'
import type { Explanation, MatchKind } from '../search-index.ts'
import { namesTyped, unitsOf } from './match-rule.ts'
import type { Lexicon, QueryPlan } from './plan.ts'
import { TextScorer, type TokenisedText } from './score.ts'
import { foldText, words } from './words.ts'

type Leg = Explanation['legs'][number]['leg']

/** A record in the window. */
export interface Candidate {
  id: string
  tokens: TokenisedText
  /** Whether the record has a facet value that is what a group of the plan asks for. */
  holds(group: number): boolean
  /** Of each soft range of the plan: 1 where the record lies inside, -1 outside, 0 where nothing is known. */
  fits: readonly (-1 | 0 | 1)[]
  /** Cosine of the angle between query and record, -1 to 1; null where one of the two has no vector. */
  cosine: number | null
  /** What explanations name; asked of records alone that are explained. Left out: they name what was asked for. */
  names?: CandidateNames
}

/** What there is in a record beside its words, as people are told of it. */
export interface CandidateNames {
  /** The facet value of the record that is what a group asks for; null: it has none. */
  value(group: number): { label: string; how: MatchKind } | null
  /** The number that lies inside of a soft range of the plan, with its unit. */
  number(range: number): string
  /** Words by which its vector is near the query's, those that do most first; none where that is not known. */
  near(): readonly string[]
}

export interface Ranked {
  id: string
  /** Not negative; comparable inside one call only. */
  score: number
  explain(): Explanation
}

/**
 * How much the vector leg says against the words, 0 to 1: little for two or three words, which are names more often than not,
 * more for a sentence. Chosen on the tuning halves of `test/relevance`.
 */
const vectorShare = { least: 0.3, most: 0.6, from: 3, to: 8 }
/** What the other legs add to a score, at most; the legs of words and vectors together add 1. */
const conceptWorth = 0.15
const rangeWorth = 0.05
/** Matches of one group that an explanation lists, best first. */
const mostExplained = 3

/**
 * Cosines by id, to the query as it is meant in the light of what was found first; null for a candidate without a vector.
 * Asked once, with the ids of the first ones.
 */
export type Feedback = (first: readonly string[]) => ReadonlyMap<string, number | null>
/** So many of the first are looked at. */
const firstOnes = 10

/** The share of the vector leg in a ranking. */
export function vectorShareOf({ groups }: Pick<QueryPlan, 'groups'>, ranking: Ranking): number {
  if (ranking === 'LEXICAL') return 0
  if (ranking === 'SEMANTIC') return 1
  const { least, most, from, to } = vectorShare
  const way = (unitsOf(groups).length - from) / (to - from)
  return least + (most - least) * Math.min(1, Math.max(0, way))
}

/**
 * Orders the window, best first; equal scores by id. Each leg is brought to the scale of its best candidate, and their sum
 * is weighed: words (`TextScorer`), the angle between vectors, concepts that the record holds, soft ranges that it lies in.
 * Where vectors take part they do so twice: what comes first then says what was meant. A candidate that the plan names by
 * identifier scores 1.
 */
export function rankWindow(
  plan: QueryPlan,
  candidates: readonly Candidate[],
  lexicon: Lexicon,
  ranking: Ranking,
  feedback: Feedback | null = null,
): Ranked[] {
  if (plan.identifiers.length > 0) return byIdentifier(plan, candidates)
  const scorer = new TextScorer(plan, lexicon)
  const share = vectorShareOf(plan, ranking)
  const scored = candidates.map((candidate) => ({
    candidate,
    text: scorer.score(candidate.tokens, candidate.holds).score,
    concept: conceptShare(plan, candidate),
    range: rangeFit(plan, candidate),
    cosine: candidate.cosine,
    vector: 0,
    score: 0,
  }))
  const bestText = Math.max(Number.MIN_VALUE, ...scored.map(({ text }) => text))
  const order = () => {
    for (const one of scored) one.vector = Math.max(0, one.cosine ?? 0)
    const bestVector = Math.max(Number.MIN_VALUE, ...scored.map(({ vector }) => vector))
    for (const one of scored) {
      const legs = ((1 - share) * one.text) / bestText + (share * one.vector) / bestVector
      const concept = ranking === 'SEMANTIC' ? 0 : conceptWorth * one.concept
      one.score = Math.max(0, legs + concept + rangeWorth * one.range)
    }
    scored.sort((a, b) => b.score - a.score || compareIds(a.candidate.id, b.candidate.id))
  }
  order()
  if (ranking === 'HYBRID' && feedback !== null) {
    const cosines = feedback(scored.slice(0, firstOnes).map(({ candidate }) => candidate.id))
    for (const one of scored) one.cosine = cosines.get(one.candidate.id) ?? null
    order()
  }

  const rankOf = (leg: 'text' | 'concept' | 'vector') => {
    const order = scored.filter((one) => one[leg] > 0).sort((a, b) => b[leg] - a[leg])
    const ranks = new Map<string, number>()
    let rank = 1
    order.forEach((one, at) => {
      // Those that score the same share a place.
      if (one[leg] !== order[at - 1]?.[leg]) rank = at + 1
      ranks.set(one.candidate.id, rank)
    })
    return ranks
  }
  let ranks: Record<'text' | 'concept' | 'vector', ReadonlyMap<string, number>> | null = null
  return scored.map(({ candidate, score, text, concept, cosine }) => ({
    id: candidate.id,
    score,
    explain: () => {
      ranks ??= { text: rankOf('text'), concept: rankOf('concept'), vector: rankOf('vector') }
      const { id } = candidate
      const legs: Explanation['legs'] = []
      const add = (leg: Leg, places: ReadonlyMap<string, number>, found: number | null) => {
        const rank = places.get(id) ?? null
        legs.push({ leg, rank, score: rank === null ? null : found })
      }
      if (share < 1) add('LEXICAL', ranks.text, text)
      if (share < 1 && plan.groups.some(({ concepts }) => concepts.length > 0)) {
        add('CONCEPT', ranks.concept, concept)
      }
      if (share > 0) add('VECTOR', ranks.vector, cosine)
      return { legs, terms: matchedTerms(plan, scorer, candidate) }
    },
  }))
}

function byIdentifier(plan: QueryPlan, candidates: readonly Candidate[]): Ranked[] {
  return [...candidates]
    .sort((a, b) => compareIds(a.id, b.id))
    .map(({ id, tokens }, at) => ({
      id,
      score: 1,
      explain: () => ({
        legs: [{ leg: 'LEXICAL', rank: at + 1, score: 1 }],
        terms: carriedIdentifiers(plan, tokens),
      }),
    }))
}

/** Of the identifiers that the query names, those that are the record's. */
function carriedIdentifiers(
  { identifiers, interpretation }: QueryPlan,
  { identifiers: own }: TokenisedText,
): Explanation['terms'] {
  return interpretation.flatMap(({ as, text: queried, label: matched }) => {
    if (as !== 'IDENTIFIER') return []
    const pieces = words(matched).map(({ word }) => word)
    const isOwn = own.some((_, start) => pieces.every((piece, at) => own[start + at] === piece))
    // How a record spells the only one that was asked for may differ.
    return isOwn || identifiers.length === 1 ? [{ queried, matched, how: 'EXACT' as const }] : []
  })
}

/** How much of the information of the concepts that are asked for the record holds as facet values, 0 to 1. */
function conceptShare({ groups }: QueryPlan, { holds }: Candidate): number {
  let asked = 0
  let held = 0
  groups.forEach(({ concepts, information }, group) => {
    if (concepts.length === 0) return
    asked += information
    if (holds(group)) held += information
  })
  return asked === 0 ? 0 : held / asked
}

/** The mean over the facets of which ranges are asked for; several of one facet are alternatives. -1 to 1. */
function rangeFit({ soft }: QueryPlan, { fits }: Candidate): number {
  const best = new Map<string, number>()
  soft.forEach(({ facet }, at) => {
    best.set(facet, Math.max(best.get(facet) ?? -1, fits[at] ?? 0))
  })
  return best.size === 0 ? 0 : [...best.values()].reduce((sum, fit) => sum + fit, 0) / best.size
}

/** What matched what: group by group, then ranges, then what brings the vectors near. */
function matchedTerms(
  plan: QueryPlan,
  scorer: TextScorer,
  { tokens, holds, fits, cosine, names }: Candidate,
): Explanation['terms'] {
  const { counts } = scorer.score(tokens)
  const typed = namesTyped(plan.groups)
  const told = new Set<string>()
  const terms: Explanation['terms'] = scorer.compiled.groups.flatMap((alternatives, group) => {
    const queried = plan.groups[group]?.queried ?? ''
    const found = alternatives
      .filter(({ slot }) => (counts[slot] ?? 0) > 0)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, mostExplained)
      .map(({ words: matched, how }) => ({ queried, matched: matched.join(' '), how }))
    if (found.length > 0 || !holds(group)) return found
    const name = typed[group] ?? queried
    const held = names?.value(group) ?? { label: name, how: 'NARROWER' as const }
    // The words of a name are met by one value together, which is told once.
    if (told.has(name)) return []
    told.add(name)
    return [{ queried: name, matched: held.label, how: held.how }]
  })
  plan.soft.forEach(({ text: queried, label }, at) => {
    if (fits[at] === 1) terms.push({ queried, matched: names?.number(at) ?? label, how: 'RANGE' })
  })
  if (cosine === null || cosine <= 0) return terms
  const queried = [...new Set(plan.groups.map((group) => group.queried))].join(' ')
  const known = new Set(terms.flatMap(({ matched }) => foldText(matched).split(' ')))
  const near = (names?.near() ?? []).filter((word) => !known.has(word))
  for (const matched of near) terms.push({ queried, matched, how: 'VECTOR' })
  // A model that cannot say which words it was.
  if (terms.length === 0) terms.push({ queried, matched: tokens.title.join(' '), how: 'VECTOR' })
  return terms
}
