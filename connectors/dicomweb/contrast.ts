import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { applyRules, type Fit, factsOf, type RuleBook, readRules } from '#sdk'

/*
 * What the description of an MR series says of its contrast: the rules of `contrast.yaml`. Codes, of modalities and of parts
 * of the body, are looked up whole in tables beside: for these a rule would only be a longer line.
 */

/** A label of the vocabulary. */
const slots = { contrast: z.string().min(1) }

export const rules: RuleBook<typeof slots> = readRules(
  readFileSync(new URL('./contrast.yaml', import.meta.url), 'utf8'),
  { fields: { description: 'text', modality: 'text' }, slots },
)

/** Null when no rule fits: an unknown series stays unknown. */
export function contrastOf(
  modality: string | null,
  description: string | null,
): Fit<string> | null {
  return applyRules(rules, factsOf({ description, modality })).contrast ?? null
}
