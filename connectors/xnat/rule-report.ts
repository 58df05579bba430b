import { firstMatch, type Rule } from './rules.ts'

export interface RuleReport {
  /** Names that a rule knows, those met most often first. */
  matched: { name: string; rule: string; terms: string[]; count: number }[]
  /** Names that no rule knows, those met most often first. */
  unmatched: { name: string; count: number }[]
}

/** What rules make of names, without any record. `modality` is that of all of them; null: of each its own, unknown. */
export function reportOf(
  rules: readonly Rule[],
  names: Iterable<string>,
  modality: string | null = null,
): RuleReport {
  const counts = new Map<string, number>()
  for (const name of names) {
    if (name.trim() !== '') counts.set(name.trim(), (counts.get(name.trim()) ?? 0) + 1)
  }
  const report: RuleReport = { matched: [], unmatched: [] }
  const often = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  for (const [name, count] of often) {
    const match = firstMatch(rules, [name], modality)
    if (match === null) report.unmatched.push({ name, count })
    else {
      const { id, terms } = match.rule
      report.matched.push({ name, rule: id, terms: terms.map(({ label }) => label), count })
    }
  }
  return report
}

/** The report as lines for people. */
export function printedReport({ matched, unmatched }: RuleReport): string {
  const known = matched.map(
    ({ name, rule, terms, count }) =>
      `${String(count).padStart(6)}  ${name}  →  ${terms.join(', ') || 'nothing'}  (${rule})`,
  )
  const unknown = unmatched.map(({ name, count }) => `${String(count).padStart(6)}  ${name}`)
  return [
    `${matched.length} names that the rules know:`,
    ...known,
    `${unmatched.length} names that no rule knows:`,
    ...unknown,
    '',
  ].join('\n')
}
