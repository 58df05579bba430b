import type { PlanGroup, QueryPlan } from './plan.ts'

/** Things asked for by a short query: all of them are to be met. */
const shortQuery = 4
/** Of a longer one, so many of the most informative decide what matches; all of them rank. */
const mostDeciding = 6
/** As long as fewer records match, less is asked of them. */
export const enoughMatches = 20

/**
 * Shares of a query's information that a record has to hold, each asked for where the one before it finds too little. A long
 * query begins at the half: nobody writes ten words to have each of them met.
 */
const shares = { short: [1, 0.8, 0.65, 0.5, 0.4, 0.3], long: [0.5, 0.4, 0.3] }

/** Indexes of the groups of one thing asked for: a word, or all words of a name. */
export type Unit = readonly number[]

/**
 * What a record has to meet of a plan to match: all `required` groups, and of the `deciding` ones a set that holds enough of
 * their information. Sets of groups are bit masks, bit 0 for the first of `deciding`.
 *
 * The words of a name decide by themselves: where too little has the whole name, a part of it is better than nothing.
 */
export interface MatchRule {
  /** Indexes of groups that must be met, however little matches. */
  required: readonly number[]
  /** Indexes of the groups that decide, the most informative first; at most `mostDeciding`. */
  deciding: readonly number[]
  /** By set of `deciding`: its share of their information, 0 to 1. */
  shareOf: Float64Array
  /** What is asked for, the most first. The last step asks for anything at all, where all before it find nothing. */
  steps: readonly number[]
}

/** The rule of a plan. Groups that only rank take no part. */
export function matchRule({ groups }: Pick<QueryPlan, 'groups'>): MatchRule {
  const required = [...groups.keys()].filter((place) => groups[place]?.isRequired)
  const information = (place: number) => groups[place]?.information ?? 0
  const units = unitsOf(groups)
  const isShort = required.length + units.length <= shortQuery
  const deciding = units
    .flat()
    .sort((a, b) => information(b) - information(a) || a - b)
    .slice(0, mostDeciding)
  const all = deciding.reduce((sum, place) => sum + information(place), 0)
  const shareOf = new Float64Array(2 ** deciding.length)
  for (let set = 0; set < shareOf.length; set++) {
    const met = deciding.reduce(
      (sum, place, bit) => sum + ((set & (1 << bit)) === 0 ? 0 : information(place)),
      0,
    )
    // Nothing decides: whatever meets what is required meets all.
    shareOf[set] = all === 0 ? 1 : met / all
  }
  const ladder = isShort ? shares.short : shares.long
  const anything = required.length > 0 ? 0 : 2 * rounding
  return { required, deciding, shareOf, steps: [...ladder, anything] }
}

/** The things asked for. Words of one name stand next to each other and mean the same. */
export function unitsOf(groups: readonly PlanGroup[]): Unit[] {
  const units: number[][] = []
  groups.forEach((group, place) => {
    if (group.isRequired || group.ranksOnly) return
    const before = groups[place - 1]
    const last = units.at(-1)
    const isSameName =
      before !== undefined &&
      last?.at(-1) === place - 1 &&
      group.concepts.length > 0 &&
      group.concepts.join() === before.concepts.join()
    if (isSameName) last?.push(place)
    else units.push([place])
  })
  return units
}

/** By group: what was typed of the thing that it asks for, all of a name of several words. */
export function namesTyped(groups: readonly PlanGroup[]): string[] {
  const names = groups.map(({ queried }) => queried)
  for (const unit of unitsOf(groups)) {
    const name = [...new Set(unit.map((group) => names[group]))].join(' ')
    for (const group of unit) names[group] = name
  }
  return names
}

/** Sums of fractions are not exact. */
const rounding = 1e-9

/** Whether a record that meets these of the `deciding` groups matches at a step. */
export function isEnough({ shareOf, steps }: MatchRule, set: number, step: number): boolean {
  return (shareOf[set] as number) >= (steps[step] as number) - rounding
}

/**
 * The first step at which enough records match, the last but one where none does, and the last where even that finds nothing.
 *
 * @param matching How many records match at a step.
 */
export function stepFor({ steps }: MatchRule, matching: (step: number) => number): number {
  const last = steps.length - 1
  for (let step = 0; step < last; step++) if (matching(step) >= enoughMatches) return step
  return matching(last - 1) > 0 ? last - 1 : last
}
