import { readFileSync } from 'node:fs'
import {
  applyRules,
  type Fits,
  factsOf,
  type ReportOptions,
  type RuleBook,
  type RuleReport,
  RuleTerms,
  readRules,
  ruleReport,
} from '#sdk'

/*
 * What the names of scans mean: `scan-types.yaml`, which says how they are read.
 */

const slots = { modality: RuleTerms, structure: RuleTerms }
type ScanSlots = typeof slots

const text = readFileSync(new URL('./scan-types.yaml', import.meta.url), 'utf8')

/** The rules that come with the connector. */
export const rules: RuleBook<ScanSlots> = readRules(text, {
  fields: { name: 'alternatives', modality: 'text' },
  slots,
})
/** Changes with them. */
export const rulesText: string = text

/**
 * What the first of `names` that a rule fits says of the contrast, and of the part of the body.
 *
 * @param modality DICOM's code of the scan; null when it is not known, and then rules of every modality are tried.
 */
export function namedBy(
  names: readonly (string | null)[],
  modality: string | null,
): Fits<ScanSlots> {
  return applyRules(rules, factsOf({ name: names, modality }))
}

/** What the rules make of names, without any record; `modality` is that of all of them, as in `namedBy`. */
export function reportOf(
  names: Iterable<string>,
  modality: string | null,
  options?: ReportOptions<ScanSlots>,
): RuleReport {
  const all = [...names].map((name) => name.trim()).filter((name) => name !== '')
  return ruleReport(
    rules,
    all.map((name) => factsOf({ name, modality })),
    options,
  )
}
