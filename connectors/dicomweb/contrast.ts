import { z } from 'zod'
import { applyRules, type Fit, factsOf, type RuleBook, readRulesFile } from '#sdk'

/*
 * What the description of an MR series says of its contrast: the rules of `contrast.yaml`. Codes, of modalities and of parts
 * of the body, are looked up whole in tables beside: for these a rule would only be a longer line.
 */

/** A label of the vocabulary. */
const slots = { contrast: z.string().min(1) }

export type ContrastRules = RuleBook<typeof slots>

/** The rules that come with the connector, as their file is now. */
export function readContrastRules(): ContrastRules {
  return readRulesFile(new URL('./contrast.yaml', import.meta.url), {
    fields: { description: 'text', modality: 'text' },
    slots,
  })
}

/** Null when no rule fits: an unknown series stays unknown. */
export function contrastOf(
  rules: ContrastRules,
  modality: string | null,
  description: string | null,
): Fit<string> | null {
  return applyRules(rules, factsOf({ description, modality })).contrast ?? null
}
