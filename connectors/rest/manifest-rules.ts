import { z } from 'zod'
import { Access, Domain, RecordKind } from '#sdk'
import { Name } from './manifest-requests.ts'

/*
 * Rules: what values of fields mean. Ordered; of each slot the first rule that fits decides. Text is compared without regard
 * to case and to spaces at its ends. A field with several values fits where one of them does; `not-…` where none does.
 */

export const textOperators = [
  'equals',
  'not-equals',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'has-words',
] as const
export const numberOperators = ['smaller-than', 'bigger-than'] as const
export const presenceOperators = ['present', 'absent'] as const
export type Operator =
  | (typeof textOperators)[number]
  | (typeof numberOperators)[number]
  | (typeof presenceOperators)[number]

const Scalar = z.union([z.string().min(1), z.number(), z.boolean()])

export const Condition = z
  .strictObject({
    field: z.string().min(1),
    operator: z.enum([...textOperators, ...numberOperators, ...presenceOperators]),
    values: z.array(Scalar).min(1).optional(),
  })
  .superRefine(({ operator, values }, context) => {
    const fault = valuesFault(operator, values)
    if (fault !== null) context.addIssue({ code: 'custom', path: ['values'], message: fault })
  })
export type Condition = z.output<typeof Condition>

function valuesFault(operator: Operator, values: readonly unknown[] | undefined): string | null {
  const isPresence = (presenceOperators as readonly string[]).includes(operator)
  if (isPresence) return values === undefined ? null : `${operator} takes no values`
  if (values === undefined) return `${operator} needs values`
  const isNumeric = (numberOperators as readonly string[]).includes(operator)
  if (isNumeric && !(values.length === 1 && typeof values[0] === 'number')) {
    return `${operator} takes one number`
  }
  const isWhole = operator === 'equals' || operator === 'not-equals'
  if (!isNumeric && !isWhole && values.some((value) => typeof value !== 'string')) {
    return `${operator} compares text: write its values as text`
  }
  return null
}

/** Terms of a vocabulary, by label or by id and label. */
const TermSpec = z.union([
  z.string().min(1),
  z.strictObject({ id: z.string().min(1), label: z.string().min(1) }),
])
const Terms = z.union([TermSpec.transform((term) => [term]), z.array(TermSpec)])
export type TermSpec = z.output<typeof TermSpec>

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected an id of small letters, digits and hyphens'),
  /** Lists whose rows it looks at. Default: all that have its fields. */
  lists: z.array(Name).optional(),
  when: z.union([
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
  ]),
  set: z
    .strictObject({
      kind: RecordKind.optional(),
      domain: Domain.optional(),
      access: Access.optional(),
      accessNote: z.string().min(1).optional(),
      license: z.string().min(1).optional(),
      dataLevel: z.string().min(1).optional(),
      public: z.boolean().optional(),
      species: Terms.optional(),
      modality: Terms.optional(),
      structure: Terms.optional(),
      technique: Terms.optional(),
      referenceSpace: Terms.optional(),
    })
    .refine((set) => Object.keys(set).length > 0, 'sets nothing'),
})
export type Rule = z.output<typeof Rule>
