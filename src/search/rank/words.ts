/** A word of a text, folded, and where it stands. */
export interface Word {
  /** Folded: compatibility forms resolved, marks stripped, lower-case; at most 64 characters. */
  word: string
  /** Offsets in the original text in UTF-16 code units; `end` is exclusive. */
  start: number
  end: number
}

/** Longer runs (sequences, encoded blobs) are cut: nobody types them, and an index would drown in them. */
const longestWord = 64

/**
 * Units that are parted from the number they are glued to, so that `25um`, `25 um` and `25 µm` are the same two
 * words, and `3T` is `3 T`. Only units of length, field, time, frequency and amount: `2d`, `7q`, `10x` stay whole.
 */
const gluedUnit =
  /^([0-9]{1,9})(nm|um|mm|cm|m|km|t|mt|hz|khz|mhz|ghz|ms|min|kb|mb|gb|tb|kg|mg|ug|ml|ul|deg|microns?)$/

/** Letters that Unicode does not decompose, as they are commonly written without the letter. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  þ: 'th',
  ŧ: 't',
  ς: 'σ',
}
const spelledLetters = /[ßæœøđðħıłŋþŧς]/g

/** What may stand inside a word: letters, numbers, their marks, and what is there but not seen. */
const run = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu
const unseen = /[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu
const notOfWords = /[^\p{L}\p{N}]/u
const beyondAscii = /[^\0-\x7f]/
const digitFirst = /^[0-9]/

const isDigit = (code: number) => code >= 48 && code <= 57
const isLetter = (code: number) => code >= 97 && code <= 122

/**
 * The words of a text in order: runs of letters and digits of any script, folded with Unicode's compatibility
 * decomposition, without marks, in lower case, ligatures and ß spelled out (`Kölliker-Fuß` is `kolliker`, `fuss`).
 * Everything else parts words; so do a possessive `'s`, which is left out, and the border between a number and
 * its unit. Scripts without spaces are not segmented: a run of Han characters is one word.
 */
export function words(text: string): Word[] {
  const found: Word[] = []
  if (beyondAscii.test(text)) {
    for (const match of text.matchAll(run)) addRun(found, text, match[0], match.index)
  } else {
    addAscii(found, text.toLowerCase(), 0, text)
  }
  return found
}

/** The folded words of a text with one space between them: what an engine indexes. */
export function foldText(text: string): string {
  let folded = ''
  for (const { word } of words(text)) folded += folded === '' ? word : ` ${word}`
  return folded
}

/**
 * An identifier as it is compared: trimmed, case folded, without `doi:` or the resolver's address; its
 * punctuation stays.
 */
export function foldIdentifier(text: string): string {
  return text
    .trim()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^https?:\/\/(?:dx\.|www\.)?doi\.org\//, '')
    .replace(/^doi:\s*/, '')
}

/** `lower` is ASCII and lower-case; `offset` is where it stands in `text`. */
function addAscii(found: Word[], lower: string, offset: number, text: string): void {
  const length = lower.length
  for (let start = 0; start < length; ) {
    const first = lower.charCodeAt(start)
    if (!isLetter(first) && !isDigit(first)) {
      start++
      continue
    }
    let end = start + 1
    for (; end < length; end++) {
      const code = lower.charCodeAt(end)
      if (!isLetter(code) && !isDigit(code)) break
    }
    addWord(found, lower.slice(start, end), offset + start, offset + end, text)
    start = end
  }
}

/** A run of a text with characters beyond ASCII. */
function addRun(found: Word[], text: string, part: string, start: number): void {
  if (!beyondAscii.test(part)) {
    addAscii(found, part.toLowerCase(), start, text)
    return
  }
  const folded = fold(part)
  if (!notOfWords.test(folded)) {
    if (folded !== '') addWord(found, folded, start, start + part.length, text)
    return
  }
  // Some "letters" decompose into punctuation (½ into 1⁄2, ⑴ into brackets): those part words here.
  let from = start
  let at = start
  for (const character of part) {
    const next = at + character.length
    if (notOfWords.test(fold(character))) {
      if (at > from) addRun(found, text, text.slice(from, at), from)
      from = next
    }
    at = next
  }
  if (at > from && from > start) addRun(found, text, text.slice(from, at), from)
}

function addWord(found: Word[], word: string, start: number, end: number, text: string): void {
  if (word === 's') {
    const before = text[start - 1]
    if ((before === "'" || before === '’') && found.at(-1)?.end === start - 1) return
  }
  if (digitFirst.test(word)) {
    const [, number, unit] = gluedUnit.exec(word) ?? []
    if (number !== undefined && unit !== undefined) {
      const border = start + lengthFolding(text.slice(start, end), number.length)
      found.push({ word: number, start, end: border }, { word: unit, start: border, end })
      return
    }
  }
  found.push({
    word: word.length > longestWord ? word.slice(0, longestWord) : word,
    start,
    end,
  })
}

/** Length of the beginning of `part` that folds to `folded` characters. */
function lengthFolding(part: string, folded: number): number {
  let length = 0
  for (const character of part) {
    if (folded <= 0) break
    folded -= fold(character).length
    length += character.length
  }
  return length
}

function fold(part: string): string {
  const bare = part.normalize('NFKD').replace(unseen, '').toLowerCase().replace(unseen, '')
  const folded = bare.replace(spelledLetters, (letter) => spelled[letter] ?? letter)
  // The micro sign and mu are one letter; in front of a unit it is typed as u.
  return folded.includes('μ') ? folded.replace(/^([0-9]*)μ(?=[mlgs]$)/, '$1u') : folded
}
