import type { Condition, Rule } from './manifest-rules.ts'
import type { Scalar, Values } from './templates.ts'

/** What a rule says of a row that it fits. */
export interface Fit {
  rule: Rule
  /** The value that it fitted by; null where it fitted by what is absent. */
  raw: string | null
}

export type RuleSlot = keyof Rule['set']

/** For each slot the first rule that fits and sets it. */
export function fitsOf(rules: readonly Rule[], list: string, values: Values): Map<RuleSlot, Fit> {
  const fits = new Map<RuleSlot, Fit>()
  for (const rule of rules) {
    if (!(rule.lists?.includes(list) ?? true)) continue
    const raw = fitted(rule, values)
    if (raw === undefined) continue
    for (const slot of Object.keys(rule.set) as RuleSlot[]) {
      if (rule.set[slot] !== undefined && !fits.has(slot)) fits.set(slot, { rule, raw })
    }
  }
  return fits
}

/** Undefined where the rule does not fit. */
function fitted({ when }: Rule, values: Values): string | null | undefined {
  const conditions = 'all' in when ? when.all : when.any
  const met = conditions.map((condition) => holds(condition, values(condition.field)))
  const isFit = 'all' in when ? !met.includes(false) : met.some((one) => one !== false)
  if (!isFit) return undefined
  const by = met.find((one) => typeof one === 'object' && one !== null)
  return by === undefined ? null : String((by as { value: Scalar }).value)
}

/** False, or the value by which the condition holds; null where it holds by what is not there. */
function holds(
  { operator, values: wanted = [] }: Condition,
  found: readonly Scalar[],
): { value: Scalar } | null | false {
  const by = (test: (value: Scalar) => boolean) => {
    const value = found.find(test)
    return value === undefined ? false : { value }
  }
  const none = (test: (value: Scalar) => boolean) => (found.some(test) ? false : null)
  const isOne = (value: Scalar) => wanted.some((one) => plain(one) === plain(value))
  const hasOne = (value: Scalar) => wanted.some((one) => plain(value).includes(plain(one)))
  switch (operator) {
    case 'present':
      return by(() => true)
    case 'absent':
      return none(() => true)
    case 'equals':
      return by(isOne)
    case 'not-equals':
      return none(isOne)
    case 'contains':
      return by(hasOne)
    case 'not-contains':
      return none(hasOne)
    case 'starts-with':
      return by((value) => wanted.some((one) => plain(value).startsWith(plain(one))))
    case 'ends-with':
      return by((value) => wanted.some((one) => plain(value).endsWith(plain(one))))
    case 'has-words':
      return by((value) => wanted.some((one) => words(value).includes(words(one))))
    case 'smaller-than':
      return by((value) => typeof value === 'number' && value < Number(wanted[0]))
    case 'bigger-than':
      return by((value) => typeof value === 'number' && value > Number(wanted[0]))
  }
}

function plain(value: Scalar): string {
  return String(value).trim().toLowerCase()
}

/** ` t1 mprage sag ` of `T1_MPRAGE-sag`: whole words, however they are parted. */
function words(value: Scalar): string {
  return ` ${plain(value)
    .replaceAll(/[^\p{L}\p{N}*]+/gu, ' ')
    .trim()} `
}
