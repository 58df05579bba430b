import type { MatchRule } from './match-rule.ts'

/** Records that match by their vector alone, at most. */
export const mostVectorOnly = 100
/**
 * Cosine below which a record is no match by its vector alone. Chosen on the tuning halves of `test/relevance`.
 */
export const vectorFloor = 0.42

/** Whether records may match by their vector alone: not where something is required, which a vector says nothing of. */
export function mayMatchByVector({ required }: Pick<MatchRule, 'required'>): boolean {
  return required.length === 0
}
