import { z } from 'zod'
import { Access, Domain, RecordKind, RuleTerms, ruleShape } from '#sdk'

/** What rules of a manifest may set. */
const slots = {
  kind: RecordKind,
  domain: Domain,
  access: Access,
  accessNote: z.string().min(1),
  license: z.string().min(1),
  dataLevel: z.string().min(1),
  public: z.boolean(),
  species: RuleTerms,
  modality: RuleTerms,
  structure: RuleTerms,
  technique: RuleTerms,
  referenceSpace: RuleTerms,
}
export type RuleSlots = typeof slots

/** A rule of the gateway over the fields of a manifest's lists; `scope` names lists. */
export const ManifestRule = ruleShape(slots)
