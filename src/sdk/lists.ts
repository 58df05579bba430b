import type { Term } from '../model/index.ts'

/** Each term once, by its id, else by its label. */
export function distinct(terms: readonly Term[]): Term[] {
  const byValue = new Map<string, Term>()
  for (const term of terms) {
    const value = term.termId ?? term.label.toLowerCase()
    if (!byValue.has(value)) byValue.set(value, term)
  }
  return [...byValue.values()]
}

/** Without nulls, empty ones and repetitions. */
export function words(...all: (string | null | undefined)[]): string[] {
  return [...new Set(all.filter((word) => word != null && word !== '') as string[])]
}
