import type { IndexDocument } from '../document.ts'

/**
 * Characters of the longest text. Most models read 512 tokens, some 2,000 characters of English, and leave the rest
 * out; what a record is about stands in front.
 */
export const longestText = 2_000
/** A word that is cut is better than half of the text left out. */
const longestWord = 100

/** What an embedder reads of a document: title, keywords, terms and description, a line each, cut at a word. Pure. */
export function embeddingText({ text }: Pick<IndexDocument, 'text'>): string {
  const lines = [text.title, text.keywords, text.terms, text.description]
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
  return cutAtWord(lines.join('\n'), longestText)
}

/** The beginning of `text`, at most `most` UTF-16 units of it, ending with a whole word where that costs little. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  if (/^\s/.test(text.slice(most))) return cut.trimEnd()
  const end = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'))
  // Half of a surrogate pair is no character, and not every server takes it.
  return end > 0 && most - end <= longestWord
    ? cut.slice(0, end).trimEnd()
    : cut.replace(/[\ud800-\udbff]$/, '')
}
