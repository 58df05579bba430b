import type { FindNames } from '../forward/writer.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'

/**
 * Looks for every name of a vocabulary that has several words, folded, so that a plan can ask for them as it asks
 * for words.
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
    })
    return [...found]
  }
}
