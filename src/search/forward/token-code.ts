import { type TextField, textFields } from '../document.ts'
import type { TokenisedText } from '../rank/score.ts'

/** The words of the text fields by their numbers: the length of each field, then the words of all. */
export function encodeTokens(fields: readonly (readonly number[])[]): Uint8Array {
  const numbers = Uint32Array.from([...fields.map(({ length }) => length), ...fields.flat()])
  return new Uint8Array(numbers.buffer)
}

/** @param words Every word by its number. */
export function decodeTokens(bytes: Uint8Array, words: readonly string[]): TokenisedText {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const numbers = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
  const text: Partial<Record<TextField, string[]>> = {}
  let at = textFields.length
  textFields.forEach((field, index) => {
    const list: string[] = []
    for (const end = at + (numbers[index] as number); at < end; at++) {
      list.push(words[numbers[at] as number] as string)
    }
    text[field] = list
  })
  return text as TokenisedText
}
