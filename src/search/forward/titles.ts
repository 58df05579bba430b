import { foldText } from '../rank/words.ts'

/** Titles in the order people expect: case, accents and leading signs aside, numbers by their size. */
export function sortableTitle(title: string): string {
  return foldText(title)
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 100)
    .replace(/\d{1,12}/g, (digits) => digits.padStart(12, '0'))
}

/** A sortable title with its numbers as they were written. */
export function unpadded(title: string): string {
  return title.replace(/\d{12}/g, (digits) => digits.replace(/^0{1,11}/, ''))
}
