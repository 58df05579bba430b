import {
  applyRules,
  type FieldOrigin,
  type Fit,
  factsOf,
  fitOrigin,
  fitTerms,
  type RuleBook,
  type RuleTerm,
  RuleTerms,
  readRulesFile,
  type Term,
} from '#sdk'
import { contrastOf, kindOf } from './terms.ts'

/*
 * What the sort of a dataset means: the rules of `dataset-types.yaml`.
 */

const slots = { modality: RuleTerms, contrast: RuleTerms }

export type DatasetRules = RuleBook<typeof slots>

/** The rules that come with the connector, as their file is now. */
export function readDatasetRules(): DatasetRules {
  return readRulesFile(new URL('./dataset-types.yaml', import.meta.url), {
    fields: { type: 'text', nature: 'text' },
    slots,
  })
}

/** Terms, and how they came about. */
export interface Told {
  terms: Term[]
  fields: FieldOrigin[]
}

/** No terms for a type that is no modality; one that is not known stays as it is. */
export function modalityTold(rules: DatasetRules, type: string): Told {
  const kind = kindOf(type)
  const fit = applyRules(rules, factsOf({ type: kind })).modality
  if (fit !== undefined) return told(fit, type)
  return { terms: [{ label: kind, termId: null, origin: 'STATED', raw: null }], fields: [] }
}

/** No terms for a nature that tells no contrast. */
export function contrastTold(rules: DatasetRules, nature: string): Told {
  const fit = applyRules(rules, factsOf({ nature: contrastOf(nature) })).contrast
  return fit === undefined ? { terms: [], fields: [] } : told(fit, nature)
}

/** @param raw With the ending that the rules do not look at. */
function told(fit: Fit<readonly RuleTerm[]>, raw: string): Told {
  const asSaid = { ...fit, raw }
  const rule = `shanoir:${fit.rule}`
  return {
    terms: fitTerms(asSaid),
    fields: fit.value.length === 0 ? [] : [fitOrigin('modality', asSaid, { rule })],
  }
}
