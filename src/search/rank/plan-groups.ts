import { frequencyOf } from './frequency.ts'
import type { Alternative, Lexicon, PlanGroup } from './plan.ts'
import type { Draft } from './plan-drafts.ts'

/** What a group comes from. */
export type GroupKind = 'REQUIRED' | 'CONCEPT' | 'WORD' | 'GUESS' | 'NUMBER' | 'WEAK'

/** How telling a kind of group is, beside how rare it is: a name more than a word, a word more than a guess. */
const telling: Readonly<Record<GroupKind, number>> = {
  REQUIRED: 1.5,
  CONCEPT: 1.25,
  WORD: 1,
  GUESS: 0.8,
  NUMBER: 0.5,
  WEAK: 0.25,
}

/** Of a longer query, the rest only ranks: each group that matches costs, and an essay is met by nothing. */
const mostDeciding = 12

/**
 * How much it tells of a record that it holds one of these, in nats: the inverse document frequency of the most frequent
 * one among visible records, times how telling the kind of group is. Above 0.
 */
export function informationOf(
  alternatives: readonly Alternative[],
  kind: GroupKind,
  lexicon: Lexicon,
): number {
  const frequency = Math.min(
    lexicon.documents,
    Math.max(0, ...alternatives.map(({ words }) => frequencyOf(words, lexicon))),
  )
  const rarity = Math.log(1 + (lexicon.documents - frequency + 0.5) / (frequency + 0.5))
  return rarity * telling[kind]
}

/** The groups of a plan, in the order of the drafts; null when nothing can match. */
export function decideGroups(drafts: readonly Draft[], lexicon: Lexicon): PlanGroup[] | null {
  const live = drafts.filter(({ alternatives }) => alternatives.length > 0)
  const dead = drafts.filter(({ alternatives }) => alternatives.length === 0)
  if (dead.some(({ kind }) => kind === 'REQUIRED')) return null
  const asked = live.map((draft) => ({
    draft,
    information: informationOf(draft.alternatives, kindOf(draft), lexicon) * emphasisOf(draft),
  }))
  const deciding = decidingOf(asked)
  const isMissed = dead.some(({ kind }) => isTelling(kind))
  const decides =
    deciding.length > 0 && (!isMissed || deciding.some(({ draft }) => isTelling(draft.kind)))
  // A number that no text says may still be one that records have.
  if (!decides) return isMissed || dead.some(({ kind }) => kind === 'WEAK') ? null : []
  return asked.map(({ draft, information }, at) => ({
    queried: draft.queried,
    alternatives: draft.alternatives,
    information,
    isRequired: draft.kind === 'REQUIRED',
    ranksOnly: !deciding.includes(asked[at] as (typeof asked)[number]),
    concepts: draft.concept?.terms.map(({ termId }) => termId) ?? [],
  }))
}

/** What is said again is meant: twice weighs 1.35 times as much. */
function emphasisOf({ words }: Draft): number {
  return 1 + Math.log(Math.max(1, words.length)) / 2
}

interface Asked {
  draft: Draft
  information: number
}

/** Required and telling groups; without any, weak words; without those, numbers. */
function decidingOf(asked: readonly Asked[]): readonly Asked[] {
  const of = (...kinds: GroupKind[]) => asked.filter(({ draft }) => kinds.includes(draft.kind))
  const required = of('REQUIRED')
  const told = of('CONCEPT', 'WORD', 'GUESS')
    .toSorted((a, b) => b.information - a.information)
    .slice(0, mostDeciding)
  if (required.length + told.length > 0) return [...required, ...told]
  const weak = of('WEAK').slice(0, mostDeciding)
  return weak.length > 0 ? weak : of('NUMBER')
}

function isTelling(kind: GroupKind): boolean {
  return kind !== 'WEAK' && kind !== 'NUMBER'
}

/** What was completed or corrected is a guess. */
function kindOf({ kind, alternatives: [best] }: Draft): GroupKind {
  const isGuess = best?.how === 'TYPO' || best?.how === 'PREFIX'
  return isGuess && (kind === 'WORD' || kind === 'CONCEPT') ? 'GUESS' : kind
}
