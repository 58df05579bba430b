import type { CountedValue, RuleReport } from './report.ts'

/** The report as lines for people. */
export function printedRuleReport({ rows, rules, slots }: RuleReport): string {
  const fitting = rules.filter(({ count }) => count > 0)
  const idle = rules.filter(({ count }) => count === 0).map(({ rule }) => rule)
  return [
    `${rows} rows, ${fitting.length} of ${rules.length} rules decided something:`,
    ...fitting.flatMap(({ rule, set, count, examples }) => [
      `${counted(count)}  ${rule}  →  ${printedSet(set)}`,
      ...examples.map(printedValue),
    ]),
    ...(idle.length === 0 ? [] : [`decided nothing: ${idle.join(', ')}`]),
    ...slots.flatMap(({ slot, matched, unmatched, unknown }) => [
      `${slot}: ${matched} rows by a rule, ${unmatched} that no rule knows${unmatched > 0 ? ':' : ''}`,
      ...unknown.flatMap(({ field, values, others }) => [
        `        ${field}`,
        ...values.map(printedValue),
        ...(others === 0 ? [] : [`        and ${others} other values`]),
      ]),
    ]),
    '',
  ].join('\n')
}

function counted(count: number): string {
  return String(count).padStart(6)
}

function printedValue({ raw, count }: CountedValue): string {
  return `        ${counted(count)}  ${raw ?? '(nothing)'}`
}

function printedSet(set: Record<string, unknown>): string {
  return Object.entries(set)
    .map(([slot, value]) => `${slot}: ${printedOne(value)}`)
    .join('; ')
}

/** Terms by their labels. */
function printedOne(value: unknown): string {
  if (Array.isArray(value)) return value.map(printedOne).join(', ') || 'nothing'
  if (typeof value === 'object' && value !== null && 'label' in value) return String(value.label)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
