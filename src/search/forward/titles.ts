import { foldText } from '../rank/words.ts'

/** Digits that numbers are padded to; longer ones are cut into such pieces. */
const digits = 12
/** Titles are ordered by so many characters. */
const longest = 100

/** Titles in the order people expect: case, accents and leading signs aside, numbers by their size. */
export function sortableTitle(title: string): string {
  return padded(
    foldText(title)
      .replace(/^[^\p{L}\p{N}]+/u, '')
      .slice(0, longest),
  )
}

/**
 * How sortable titles begin that a person may be about to type, ascending and apart: no title has two of them. A number
 * at the end may go on, so there is one for each length that it may get. Zeros in front of it are not compared:
 * titles are kept without knowing how many there were.
 *
 * @param folded What was typed, folded.
 */
export function titleBeginnings(folded: string): string[] {
  const typed = folded.slice(0, longest)
  const [last = ''] = /\d+$/.exec(typed) ?? []
  const whole = last.length - (last.length % digits)
  const start = padded(typed.slice(0, typed.length - last.length)) + last.slice(0, whole)
  const open = last.slice(whole)
  if (open === '') return [start]
  const number = open.replace(/^0+/, '')
  if (number === '') return Array.from({ length: 10 }, (_, digit) => `${start}${digit}`)
  return Array.from({ length: digits - number.length + 1 }, (_, more) => {
    return start + number.padStart(digits - more, '0')
  })
}

function padded(text: string): string {
  return text.replace(/\d{1,12}/g, (number) => number.padStart(digits, '0'))
}
