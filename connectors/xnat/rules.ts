import {
  applyRules,
  type Fits,
  factsOf,
  type ReportOptions,
  type RuleBook,
  type RuleReport,
  RuleTerms,
  readRulesFile,
  ruleReport,
} from '#sdk'

/*
 * What the names of scans mean: `scan-types.yaml`, which says how they are read.
 */

const slots = { modality: RuleTerms, structure: RuleTerms }
type ScanSlots = typeof slots
export type ScanRules = RuleBook<ScanSlots>

/** The rules that come with the connector, as their file is now. */
export function readScanRules(): ScanRules {
  return readRulesFile(new URL('./scan-types.yaml', import.meta.url), {
    fields: { name: 'alternatives', modality: 'text' },
    slots,
  })
}

/**
 * What the first of `names` that a rule fits says of the contrast, and of the part of the body.
 *
 * @param modality DICOM's code of the scan; null when it is not known, and then rules of every modality are tried.
 */
export function namedBy(
  rules: ScanRules,
  names: readonly (string | null)[],
  modality: string | null,
): Fits<ScanSlots> {
  return applyRules(rules, factsOf({ name: names, modality }))
}

/** What the rules make of names, without any record; `modality` is that of all of them, as in `namedBy`. */
export function reportOf(
  rules: ScanRules,
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
