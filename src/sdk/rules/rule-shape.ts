import { z } from 'zod'
import {
  isNumberOperator,
  isPresenceOperator,
  isTextOperator,
  isWordOperator,
  type Operator,
  operators,
} from './operators.ts'
import { phraseFault } from './phrases.ts'

/*
 * The language of rules: what values of fields mean. `README.md` explains it by example. Every object is strict, so that a
 * misspelt key is an error that names it.
 */

export type RuleScalar = string | number | boolean

const Scalar = z.union([
  z.string().regex(/\S/, 'expected text that is not blank'),
  z.number(),
  z.boolean(),
])

export const Condition = z
  .strictObject({
    field: z.string().min(1),
    operator: z.enum(operators, {
      error: ({ input }) =>
        `${typeof input === 'string' ? input : 'this'} is no operator: expected one of ${operators.join(', ')}`,
    }),
    /** One of them is enough. `present` and `absent` have none. */
    values: z.array(Scalar).min(1).optional(),
  })
  .superRefine(({ operator, values }, context) => {
    const message = valuesFault(operator, values)
    if (message !== null) context.addIssue({ code: 'custom', path: ['values'], message })
  })
export type Condition = z.output<typeof Condition>

function valuesFault(operator: Operator, values: readonly RuleScalar[] | undefined): string | null {
  if (isPresenceOperator(operator))
    return values === undefined ? null : `${operator} takes no values`
  if (values === undefined) return `${operator} needs values`
  if (isNumberOperator(operator)) {
    return values.length === 1 && typeof values[0] === 'number'
      ? null
      : `${operator} takes one number`
  }
  if (!isTextOperator(operator)) return null
  const texts = values.filter((value) => typeof value === 'string')
  if (texts.length < values.length) return `${operator} compares text: write its values as text`
  if (!isWordOperator(operator)) return null
  return texts.map(phraseFault).find((fault) => fault !== null) ?? null
}

function groupOf<T extends z.ZodType>(member: T) {
  return z.union([
    z.strictObject({ all: z.array(member).min(1) }),
    z.strictObject({ any: z.array(member).min(1) }),
  ])
}

const Group = groupOf(Condition)
/** Conditions of which all have to hold, or any; groups of the other kind may stand among them. */
const When = groupOf(z.union([Condition, Group]))
export type Group = z.output<typeof Group>
export type When = z.output<typeof When>

/** A term as a rule sets it. */
export interface RuleTerm {
  /** CURIE; null when the rule gives a label alone. */
  id: string | null
  label: string
}

const TermSpec = z.union([
  z
    .string()
    .min(1)
    .transform((label): RuleTerm => ({ id: null, label })),
  z.strictObject({ id: z.string().min(1), label: z.string().min(1) }),
])

/** Terms of a vocabulary, by label or by id and label; `[]`: what is said means none, and is known. */
export const RuleTerms = z.union([
  TermSpec.transform((term): RuleTerm[] => [term]),
  z.array(TermSpec),
])

/** What rules may set: a shape for each slot, `RuleTerms` for those of a vocabulary. */
export type Slots = Readonly<Record<string, z.ZodType>>

export interface Rule<S extends Slots = Slots> {
  id: string
  /** Kinds of rows that it looks at. Left out: all. */
  scope?: string[] | undefined
  when: When
  set: { [slot in keyof S]?: z.output<S[slot]> | undefined }
}

export function ruleShape<S extends Slots>(slots: S): z.ZodType<Rule<S>> {
  const shape = z.strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'expected an id of small letters, digits and hyphens'),
    scope: z.array(z.string().min(1)).min(1).optional(),
    when: When,
    set: z
      .strictObject(slots)
      .partial()
      .refine((set) => Object.keys(set).length > 0, 'sets nothing'),
  })
  return shape as unknown as z.ZodType<Rule<S>>
}
