import { z } from 'zod'
import { withoutMail } from './words.ts'

/** A row that a document holds, as `harvest` yields it. */
export interface DocumentRow {
  entity: string
  /** Null when what identifies it is missing: core then says so. */
  nativeId: string | null
  row: unknown
  /** Keys of further documents in the same bucket that this one leads to. */
  links?: string[]
}

/** Why a document gives no rows. */
export interface DocumentProblem {
  /**
   * `OTHER`: it is not of this convention. `INVALID`: it is, but lacks what identifies it. `PERSONAL`: its rows are about
   * people.
   */
  problem: 'OTHER' | 'INVALID' | 'PERSONAL'
  /** For the owner, without values of the document. */
  reason: string
}

export type DocumentRead = readonly DocumentRow[] | DocumentProblem

export function isProblem(read: DocumentRead): read is DocumentProblem {
  return 'problem' in read
}

/*
 * Pieces of row shapes. Documents are written by hand and by hundreds of tools: what is not of the type that its
 * convention says counts as unknown, so that one slip does not cost the whole record. Shapes give the same for their
 * own output.
 */

/** Without e-mail addresses; null when absent, empty or not text. */
export const Text = z
  .string()
  .overwrite((text) => withoutMail(text).toWellFormed().trim())
  .min(1)
  .nullable()
  .catch(null)

export const Numeric = z.number().nullable().catch(null)

export const Flag = z.boolean().nullable().catch(null)

/** Null in the place of an element that is not what it should be. */
export function listOf<Shape extends z.ZodType>(shape: Shape) {
  return z.array(shape.nullable().catch(null)).catch([])
}

/** Null when absent or not what it should be. */
export function soft<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullable().catch(null)
}

export type Json = { readonly [key: string]: unknown }

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One or many, as JSON-LD and hand-written files have it, as a list. */
export function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Without nulls. */
export function known<Value>(values: readonly (Value | null | undefined)[]): Value[] {
  return values.filter((value) => value !== null && value !== undefined)
}
