import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

/*
 * The declarative rules beside this file: what the names of scans mean. `scan-types.yaml` says how they are read.
 */

const Phrase = z
  .string()
  .regex(/^(?=.*[a-z0-9])[a-z0-9*]+( [a-z0-9*]+)*$/, 'words of small letters, digits and *')
const RuleShape = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  terms: z.array(z.strictObject({ id: z.string().nullable(), label: z.string().min(1) })),
  /** DICOM modalities that a scan has to be of, where it says one. */
  within: z.array(z.string()).optional(),
  /** Of each list one phrase at least. */
  when: z.array(z.array(Phrase).min(1)).min(1),
  unless: z.array(Phrase).default([]),
})
const RuleBook = z.strictObject({ contrasts: z.array(RuleShape), bodyParts: z.array(RuleShape) })

/** What a rule says of a name that it fits. */
export interface RuleTerm {
  /** CURIE; null when the term is in no vocabulary. */
  id: string | null
  label: string
}

export interface Rule {
  id: string
  terms: readonly RuleTerm[]
  within: readonly string[] | null
  /** @param words A name as `wordsOf` gives it. */
  fits(words: string): boolean
}

export interface Rules {
  contrasts: readonly Rule[]
  bodyParts: readonly Rule[]
}

/**
 * The rules that a text in YAML holds.
 *
 * @throws {z.ZodError} when it is not of their shape; `TypeError` for an id that comes twice.
 */
export function readRules(text: string): Rules {
  const book = RuleBook.parse(parse(text))
  return { contrasts: book.contrasts.map(ruleOf), bodyParts: book.bodyParts.map(ruleOf) }
}

function ruleOf(
  { id, terms, within, when, unless }: z.output<typeof RuleShape>,
  at: number,
  all: readonly z.output<typeof RuleShape>[],
): Rule {
  if (all.findIndex((other) => other.id === id) !== at) {
    throw new TypeError(`two rules have the id ${id}`)
  }
  const wanted = when.map(patternOf)
  const unwanted = unless.length === 0 ? null : patternOf(unless)
  return {
    id,
    terms,
    within: within ?? null,
    fits(words) {
      return wanted.every((pattern) => pattern.test(words)) && !unwanted?.test(words)
    },
  }
}

function patternOf(phrases: readonly string[]): RegExp {
  const alternatives = phrases.map((phrase) => phrase.replaceAll('*', '[a-z0-9]*'))
  return new RegExp(` (?:${alternatives.join('|')}) `)
}

/** ` t1 mpr 1mm p2 pos50 ` for `t1_mpr_1mm_p2_pos50`. */
function wordsOf(name: string): string {
  const plain = name.toLowerCase().replaceAll(/t2\s?\*/g, 't2star')
  return ` ${plain.replaceAll(/[^a-z0-9]+/g, ' ').trim()} `
}

/** A rule that fits, and the name as the source wrote it. */
export interface Match {
  rule: Rule
  raw: string
}

/**
 * The first rule that fits the first of `names` that any rule fits; null when none does.
 *
 * @param modality DICOM's code of the scan; null when it is not known, and then rules of every modality are tried.
 */
export function firstMatch(
  rules: readonly Rule[],
  names: readonly (string | null)[],
  modality: string | null,
): Match | null {
  const tried = rules.filter(
    ({ within }) => within === null || modality === null || within.includes(modality),
  )
  for (const raw of names) {
    if (raw === null) continue
    const words = wordsOf(raw)
    const rule = tried.find((one) => one.fits(words))
    if (rule !== undefined) return { rule, raw }
  }
  return null
}

const text = readFileSync(new URL('./scan-types.yaml', import.meta.url), 'utf8')

/** The rules that come with the connector. */
export const rules: Rules = readRules(text)
/** Changes with them. */
export const rulesText: string = text
