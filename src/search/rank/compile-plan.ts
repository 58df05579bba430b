import type { Alternative, QueryPlan } from './plan.ts'

/** An alternative with its place in the plan. */
export interface Sought extends Alternative {
  /** Index of its group. */
  group: number
  /** Index among all alternatives of the plan. */
  slot: number
}

/** A plan made ready to look at many texts, word by word. */
export interface CompiledPlan {
  /** Alternatives by their first word. */
  byWord: ReadonlyMap<string, readonly Sought[]>
  /** Alternatives by group, heaviest first. */
  groups: readonly (readonly Sought[])[]
  alternatives: readonly Sought[]
}

export function compilePlan(plan: Pick<QueryPlan, 'groups'>): CompiledPlan {
  const alternatives: Sought[] = []
  const byWord = new Map<string, Sought[]>()
  const groups = plan.groups.map((group, at) => {
    const sought = group.alternatives.map((alternative) => {
      const one: Sought = { ...alternative, group: at, slot: alternatives.length }
      alternatives.push(one)
      const [first] = one.words
      if (first === undefined) return one
      const list = byWord.get(first)
      if (list === undefined) byWord.set(first, [one])
      else list.push(one)
      return one
    })
    return sought.sort((a, b) => b.weight - a.weight)
  })
  return { byWord, groups, alternatives }
}
