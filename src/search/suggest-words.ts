import { editsForgiven, editsToBegin } from './forward/beginning.ts'
import { lexiconFor, type Words } from './forward/words.ts'
import { words as wordsOf } from './rank/words.ts'

/** Words that a title must hold: all of `whole`, and one of `last`. */
export interface TitleWords {
  whole: readonly string[]
  last: readonly string[]
}

/** Completions of the last word that titles are looked up by. */
const mostCompletions = 20
/** Shorter beginnings stand in too many titles to look inside of them. */
const shortestInside = 3
/** Further words are not looked up when those before them stand in so many records: nobody waits for more titles. */
const mostReached = 5_000
/** A beginning of more words says no more than two letters do: that of all identifiers of an archive, say. */
const mostBegun = 4_000

/** The words of what was typed, the last one gone on as visible records have it; null when no title is worth a look. */
export function titleWords(words: Words, visible: Uint8Array, prefix: string): TitleWords | null {
  const { whole, last } = partsOf(prefix)
  if (last === undefined || whole.join(' ').length + last.length < shortestInside) return null
  if (words.startingWith(last).length > mostBegun) return null
  const completions = lexiconFor(words, visible).completions(last, mostCompletions)
  const counted = completions.map((word) => {
    return { word, count: words.frequency(words.find(word) as number, visible) }
  })
  return counted.length === 0 ? null : { whole, last: untilEnough(counted) }
}

/** As `titleWords`, with words that begin nearly as the last one, when none begins so. */
export function misspeltWords(
  words: Words,
  visible: Uint8Array,
  prefix: string,
): TitleWords | null {
  const { whole, last } = partsOf(prefix)
  const edits = editsForgiven(last ?? '')
  if (last === undefined || edits === 0) return null
  // The first letter is hardly ever the wrong one. Of too many words those count that share the second one as well.
  let near = words.startingWith(last.slice(0, 1))
  if (near.length > mostBegun) near = words.startingWith(last.slice(0, 2)).slice(0, mostBegun)
  const found: { word: string; edits: number; count: number }[] = []
  for (const id of near) {
    const word = words.words[id] as string
    const needed = editsToBegin(last, word, edits)
    if (needed > edits) continue
    const count = words.frequency(id, visible)
    if (count > 0) found.push({ word, edits: needed, count })
  }
  if (found.length === 0) return null
  // The words come in their own order, and a sort keeps it among equals.
  found.sort((a, b) => a.edits - b.edits || b.count - a.count)
  return { whole, last: untilEnough(found.slice(0, mostCompletions)) }
}

/** The first of these words, until they reach as many records as are looked at; the first one in any case. */
function untilEnough(counted: readonly { word: string; count: number }[]): string[] {
  let reached = 0
  return counted
    .filter(({ count }) => {
      const before = reached
      reached += count
      return before < mostReached
    })
    .map(({ word }) => word)
}

function partsOf(prefix: string): { whole: string[]; last: string | undefined } {
  const typed = wordsOf(prefix).map(({ word }) => word)
  const last = typed.pop()
  return { whole: typed, last }
}
