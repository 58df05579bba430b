import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAtWord, embeddingText, longestText } from '../../../src/search/embed/embedding-text.ts'

const text = {
  title: 'A mouse atlas',
  identifiers: '10.1/x',
  keywords: 'brain; CCFv3',
  terms: 'mouse; hippocampus',
  creators: 'A. Person',
  description: 'Two\n\nparagraphs.',
}

test('embedding text: title, keywords, terms and description, and neither people nor identifiers', () => {
  expect(embeddingText({ text })).toBe(
    'A mouse atlas\nbrain; CCFv3\nmouse; hippocampus\nTwo paragraphs.',
  )
})

test('embedding text: what is not there takes no line', () => {
  expect(embeddingText({ text: { ...text, keywords: '', terms: ' ', description: '' } })).toBe(
    'A mouse atlas',
  )
})

test('embedding text: a long description is cut at a word', () => {
  const long = embeddingText({ text: { ...text, description: 'hippocampus '.repeat(500) } })
  expect(long.length).toBeLessThanOrEqual(longestText)
  expect(long.length).toBeGreaterThan(longestText - 12)
  expect(long.endsWith(' hippocampus')).toBe(true)
})

test('embedding text: a word without end is cut, but never half-way in a character', () => {
  expect(cutAtWord('𝔘'.repeat(50), 33)).toBe('𝔘'.repeat(16))
  expect(cutAtWord('one two', 3)).toBe('one')
  expect(cutAtWord('one two', 5)).toBe('one')
  expect(cutAtWord('one two', 7)).toBe('one two')
})

test('embedding text: a cut text is a beginning, no longer than allowed, and well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(60), (whole, most) => {
      const cut = cutAtWord(whole, most)
      return whole.startsWith(cut) && cut.length <= most && cut.isWellFormed()
    }),
    { numRuns: 200 },
  )
})
