/*
 * Whole words. People name things with blanks, hyphens, underscores or none: a word is letters and digits of one script, and
 * all else parts them. In a phrase `*` at an end of a word stands for any letters and digits, none included; alone, for a word.
 */

// What is written after letters of another script without a space is a word of its own: `T1` in `T1加权`.
const words = /[\p{Script=Latin}\p{N}]+|[[\p{L}\p{M}]--\p{Script=Latin}]+/gv
const wildWords = /\*?[\p{Script=Latin}\p{N}]+\*?|\*?[[\p{L}\p{M}]--\p{Script=Latin}]+\*?|\*/gv
const wildInside = /[\p{L}\p{N}]\*+[\p{L}\p{N}]/v

/**
 * ` t1 mpr 1mm p2 ` of `T1_mpr-1mm p2`. The star of T2* is a letter of that name, no decoration: it reads `t2star`.
 */
export function wordsOf(text: string): string {
  const all =
    folded(text)
      .replaceAll(/t2\s?\*/g, 't2star')
      .match(words) ?? []
  return ` ${all.join(' ')} `
}

/** Without regard to case and to spaces at the ends. */
export function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}

/** Whether words as `wordsOf` gives them hold what is looked for. */
type WordsTest = (words: string) => boolean

/** Whether any of these phrases stands in words. It takes a time that grows with their length alone. */
export function phraseTest(phrases: readonly string[]): WordsTest {
  const all = phrases.map((phrase) => folded(phrase).match(wildWords) ?? [])
  const parts = all.map(plainPart).filter((part) => part !== null)
  const open = all.filter((patterns) => plainPart(patterns) === null).map(openTest)
  // Letters, digits and blanks: there is nothing to escape, and nothing that is tried twice.
  const pattern = parts.length === 0 ? null : new RegExp(parts.join('|'), 'u')
  return (words) => (pattern?.test(words) ?? false) || open.some((test) => test(words))
}

/** A phrase that is open at its ends at most is a part of the text, with or without the blanks around it. */
function plainPart(patterns: readonly string[]): string | null {
  const text = patterns.join(' ')
  const core = text.replace(/^\*/, '').replace(/\*$/, '')
  if (core.includes('*') || core.trim() !== core) return null
  return `${text.startsWith('*') ? '' : ' '}${core}${text.endsWith('*') ? '' : ' '}`
}

/** One that is open within: its words are compared one by one. */
function openTest(patterns: readonly string[]): WordsTest {
  const tests = patterns.map((one) => (one === '*' ? () => true : phraseTest([one])))
  return (words) => {
    const all = words.trim().split(' ')
    return all.some((_, at) =>
      tests.every((test, nth) => {
        const word = all[at + nth]
        return word !== undefined && test(` ${word} `)
      }),
    )
  }
}

/** Why a value is no phrase; null when it is one. */
export function phraseFault(value: string): string | null {
  if (wildInside.test(value))
    return `in ${value} a * stands within a word: only its ends may be open`
  if (!/[\p{L}\p{N}]/u.test(value)) return `${value} has no letter and no digit`
  return null
}
