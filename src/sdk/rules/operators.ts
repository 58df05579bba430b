/*
 * What a condition can ask, and of which fields. A field with several values fits where one of them does; `not-…` fits where
 * none does, so also where there is no value.
 */

/**
 * What a field of a connector holds. `text-list`: several texts, each as good as the other. `alternatives`: several texts, the
 * first choice first; rules are tried on the first alone, then on the next, until one fits.
 */
export const fieldTypes = ['text', 'number', 'boolean', 'text-list', 'alternatives'] as const
export type FieldType = (typeof fieldTypes)[number]

/** The fields that rules may look at, by name. */
export type Fields = Readonly<Record<string, FieldType>>

const wholeOperators = ['equals', 'not-equals'] as const
const partOperators = [
  'contains',
  'not-contains',
  'starts-with',
  'not-starts-with',
  'ends-with',
  'not-ends-with',
] as const
const wordOperators = ['has-words', 'not-has-words'] as const
const numberOperators = ['smaller-than', 'bigger-than'] as const
const presenceOperators = ['present', 'absent'] as const

export const operators = [
  ...wholeOperators,
  ...partOperators,
  ...wordOperators,
  ...numberOperators,
  ...presenceOperators,
] as const
export type Operator = (typeof operators)[number]

export function isWordOperator(operator: Operator): boolean {
  return (wordOperators as readonly string[]).includes(operator)
}

export function isNumberOperator(operator: Operator): boolean {
  return (numberOperators as readonly string[]).includes(operator)
}

export function isPresenceOperator(operator: Operator): boolean {
  return (presenceOperators as readonly string[]).includes(operator)
}

/** Those that compare with parts of a text, so that their values are text. */
export function isTextOperator(operator: Operator): boolean {
  return isWordOperator(operator) || (partOperators as readonly string[]).includes(operator)
}

/** All that fit a field of this type. */
export function operatorsFor(type: FieldType): readonly Operator[] {
  if (type === 'boolean') return [...wholeOperators, ...presenceOperators]
  if (type === 'number') return [...wholeOperators, ...numberOperators, ...presenceOperators]
  return [...wholeOperators, ...partOperators, ...wordOperators, ...presenceOperators]
}

/** What a single value of the field is to JavaScript. */
export function valueTypeOf(type: FieldType): 'string' | 'number' | 'boolean' {
  return type === 'number' || type === 'boolean' ? type : 'string'
}
