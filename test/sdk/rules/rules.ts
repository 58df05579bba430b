import { stringify } from 'yaml'
import { z } from 'zod'
import {
  applyRules,
  type Fields,
  factsOf,
  parseRules,
  printedFault,
  type RuleBook,
  RuleTerms,
  readRules,
} from '../../../src/sdk/index.ts'

/** A field of each type. */
export const fields = {
  name: 'text',
  tesla: 'number',
  open: 'boolean',
  tags: 'text-list',
} as const satisfies Fields
export const slots = { modality: RuleTerms, note: z.string().min(1), open: z.boolean() }
export type TestSlots = typeof slots

export type TestRule = Record<string, unknown>

export function bookOf(rules: readonly TestRule[], own: Fields = fields): RuleBook<TestSlots> {
  return readRules(stringify({ rules }), { fields: own, slots })
}

/** Faults as people see them, without lines. */
export function faultsOf(rules: unknown, own: Fields = fields): string[] {
  const read = parseRules(stringify({ rules }), { fields: own, slots })
  return 'book' in read ? [] : read.faults.map((fault) => printedFault({ ...fault, line: null }))
}

/** A rule of one condition, that sets a note of its own. */
export function ruleOn(field: string, operator: string, values?: unknown[]): TestRule {
  const condition = { field, operator, ...(values === undefined ? {} : { values }) }
  return { id: 'one', when: { all: [condition] }, set: { note: 'fits' } }
}

/** Whether a condition holds of a row. */
export function holds(
  row: Parameters<typeof factsOf>[0],
  field: string,
  operator: string,
  values?: unknown[],
): boolean {
  return applyRules(bookOf([ruleOn(field, operator, values)]), factsOf(row)).note !== undefined
}
