/** The rules of connectors: what values of fields mean, said in YAML. */
export {
  applyRules,
  type Fit,
  type Fits,
  fitOrigin,
  fitTerms,
} from './apply-rules.ts'
export { type Fault, faultsOfRules, onlyScope, type Scopes } from './check-rules.ts'
export { type FactsOf, factsOf } from './facts.ts'
export type { Fields, FieldType } from './operators.ts'
export { printedRuleReport } from './printed-report.ts'
export { parseRules, type RuleTopic, readRules, readRulesFile } from './read-rules.ts'
export { type PlacedFault, printedFault, readYaml } from './read-yaml.ts'
export {
  type CountedValue,
  type ReportOptions,
  type RuleReport,
  RuleTally,
  ruleReport,
} from './report.ts'
export { type RuleBook, ruleBook } from './rule-book.ts'
export {
  type Rule,
  type RuleScalar,
  type RuleTerm,
  RuleTerms,
  ruleShape,
  type Slots,
  type When,
} from './rule-shape.ts'
