import { anonymous, type VocabularyTerm } from '../../../src/model/index.ts'
import { textFields } from '../../../src/search/document.ts'
import { formKey } from '../../../src/search/rank/forms.ts'
import type { Lexicon, PlanContext } from '../../../src/search/rank/plan.ts'
import { type TokenisedText, tokenise } from '../../../src/search/rank/score.ts'
import { createVocabulary } from '../../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../../src/search/vocabulary/seed.ts'

export type Fields = Partial<Record<(typeof textFields)[number], string>>

export function tokensOf(fields: Fields): TokenisedText {
  return tokenise({
    title: '',
    identifiers: '',
    keywords: '',
    terms: '',
    creators: '',
    description: '',
    ...fields,
  })
}

/** A lexicon of a few records, written for clarity: what an engine's must say, word by word. */
export function smallLexicon(records: readonly Fields[]): Lexicon {
  const texts = records.map(tokensOf)
  const frequencies = new Map<string, number>()
  for (const text of texts) {
    for (const word of new Set(textFields.flatMap((field) => text[field]))) {
      frequencies.set(word, (frequencies.get(word) ?? 0) + 1)
    }
  }
  const byFrequency = [...frequencies.keys()].sort(
    (a, b) => (frequencies.get(b) ?? 0) - (frequencies.get(a) ?? 0) || (a < b ? -1 : 1),
  )
  return {
    documents: records.length,
    averageLengths: textFields.map(
      (field) => texts.reduce((sum, text) => sum + text[field].length, 0) / (texts.length || 1),
    ),
    frequency: (word) => frequencies.get(word) ?? 0,
    forms: (key) => byFrequency.filter((word) => formKey(word) === key),
    typos: (word, edits, limit) =>
      byFrequency
        .map((known) => ({ word: known, edits: distance(word, known) }))
        .filter((typo) => typo.edits > 0 && typo.edits <= edits)
        .sort((a, b) => a.edits - b.edits)
        .slice(0, limit),
    completions: (prefix, limit) =>
      byFrequency.filter((word) => word.startsWith(prefix)).slice(0, limit),
  }
}

export interface ContextOptions {
  records?: readonly Fields[]
  identifiers?: readonly string[]
  terms?: readonly VocabularyTerm[]
}

export function contextOf({
  records = [],
  identifiers = [],
  terms = [],
}: ContextOptions): PlanContext {
  return {
    viewer: anonymous,
    lexicon: smallLexicon(records),
    vocabulary: createVocabulary([...seedTerms, ...terms]),
    knownIdentifiers: (candidates) => candidates.filter((one) => identifiers.includes(one)),
  }
}

/** Edits between two words; two neighbours that changed places are one edit. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const row = rows[i]
      if (row === undefined) continue
      if (i === 0 || j === 0) {
        row[j] = i + j
        continue
      }
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j] ?? 0, at(i - 2, j - 2) + 1)
      }
    }
  }
  return at(a.length, b.length)
}
