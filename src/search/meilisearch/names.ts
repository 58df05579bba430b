import type { FindNames } from '../forward/writer.ts'
import { unitWords } from '../rank/plan-lengths.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/** Words behind numbers, as queries ask for them: `25 um`, `3 t`, `20 subjects`. */
const counted: ReadonlySet<string> = new Set([
  ...Object.values(unitWords).flat(),
  ...['t', 'tesla', 'subjects', 'participants'],
])
/** A decimal number is two words. */
const longestNumber = 2

/**
 * Looks for every name of a vocabulary that has several words, folded, and for numbers with their units, so that a plan can
 * ask for them as it asks for words.
 */
export function nameFinder(vocabulary: Vocabulary): FindNames {
  const byFirst = new Map<string, Set<string>>()
  for (const { label, synonyms } of vocabulary.terms()) {
    for (const name of [label, ...synonyms]) {
      const folded = foldText(name)
      const space = folded.indexOf(' ')
      if (space < 0) continue
      const first = folded.slice(0, space)
      const names = byFirst.get(first)
      if (names === undefined) byFirst.set(first, new Set([folded]))
      else names.add(folded)
    }
  }
  const listed = new Map(
    [...byFirst].map(([first, names]) => [first, [...names].map((name) => name.split(' '))]),
  )
  return (words) => {
    const found = new Set<string>()
    words.forEach((word, at) => {
      for (const name of listed.get(word) ?? []) {
        if (name.every((one, next) => words[at + next] === one)) found.add(name.join(' '))
      }
      if (!counted.has(word)) return
      for (let from = at - 1; from >= at - longestNumber && isNumber(words[from]); from--) {
        found.add(words.slice(from, at + 1).join(' '))
      }
    })
    return [...found]
  }
}

function isNumber(word: string | undefined): boolean {
  return word !== undefined && /^\d+$/.test(word)
}
