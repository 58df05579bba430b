import type { Lexicon, TermGroup } from './plan.ts'

/** Visible records that hold the words; a phrase is at most as frequent as the rarest of its words. */
export function frequencyOf(words: readonly string[], lexicon: Lexicon): number {
  return Math.min(...words.map((word) => lexicon.frequency(word)))
}

/** No more visible records than this meet a group. */
export function mostMatches({ alternatives }: TermGroup, lexicon: Lexicon): number {
  return alternatives.reduce((sum, { words }) => sum + frequencyOf(words, lexicon), 0)
}
