import { isName } from './concepts.ts'
import { formKey } from './forms.ts'
import type { PlanContext } from './plan.ts'
import type { IdentifierCandidate, QueryWord } from './query-parts.ts'

/** Letters of a word that is looked into, and of each of its parts. */
const shortestCompound = 7
const shortestPart = 3

/**
 * German names written as one word are parted where no visible record holds the word and both parts are names:
 * `Rattenhirn` is `Ratten` and `hirn`. What is a name itself stays whole (`Mandelkern`).
 */
export function partCompounds(
  words: readonly QueryWord[],
  candidates: readonly IdentifierCandidate[],
  context: PlanContext,
): QueryWord[] {
  return words.flatMap((word) => {
    if (candidates.some(({ start, end }) => start <= word.start && word.end <= end)) return [word]
    return parted(word, context) ?? [word]
  })
}

function parted(
  { word, typed, start, end }: QueryWord,
  { lexicon, vocabulary }: PlanContext,
): QueryWord[] | null {
  // Where folding changed the length (ß), places would be wrong.
  const isPlain = /^[a-z]+$/.test(word) && typed.length === word.length
  if (!isPlain || word.length < shortestCompound) return null
  if (lexicon.frequency(word) > 0 || lexicon.forms(formKey(word)).length > 0) return null
  if (isName(word, vocabulary)) return null
  for (let cut = shortestPart; cut <= word.length - shortestPart; cut++) {
    const [left, right] = [word.slice(0, cut), word.slice(cut)]
    if (!isName(left, vocabulary) || !isName(right, vocabulary)) continue
    return [
      { word: left, typed: typed.slice(0, cut), start, end: start + cut },
      { word: right, typed: typed.slice(cut), start: start + cut, end },
    ]
  }
  return null
}
