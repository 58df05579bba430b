import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldIdentifier, foldText, words } from '../../../src/search/rank/words.ts'

describe('words', () => {
  test.each([
    ['', ''],
    [' \n\t—…!', ''],
    ['Mouse  BRAIN\natlas', 'mouse brain atlas'],
    ['Kölliker-Fuse nucleus', 'kolliker fuse nucleus'],
    ['Straße æon Œuvre Øresund Łódź', 'strasse aeon oeuvre oresund lodz'],
    ['ﬁeld ﬂow', 'field flow'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['𝐌𝐨𝐮𝐬𝐞 𝟛D', 'mouse 3d'],
    ['e\u0301tude and étude', 'etude and etude'],
    ['İstanbul', 'istanbul'],
    ['hippo\u00adcampus', 'hippocampus'],
    ["Ammon's horn, Ammon’s horn", 'ammon horn ammon horn'],
    ["'s", 's'],
    ['l’hippocampe', 'l hippocampe'],
    ['T1w CA1 MNI152NLin2009cAsym ds000114', 't1w ca1 mni152nlin2009casym ds000114'],
    ['½ of ⑴', 'of'],
    ['10²', '102'],
    ['マウス 小鼠 мышь', 'マウス 小鼠 мышь'],
    ['\ud800x', 'x'],
  ])('words: %j folds to %j', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  test.each(['25um', '25 um', '25 µm', '25µm', '25 μm', '25μm', '25 UM'])(
    'words: %j is a number and its unit',
    (text) => {
      expect(foldText(text)).toBe('25 um')
    },
  )

  test.each(['3d', '10x', '2p', 'p56', '7q', '5xfad'])('words: %j is one word', (text) => {
    expect(foldText(text)).toBe(text)
  })

  test('words: a unit is parted from digits that are longer than they look', () => {
    expect(words('𝟚𝟝um')).toEqual([
      { word: '25', start: 0, end: 4 },
      { word: 'um', start: 4, end: 6 },
    ])
  })

  test('words: field strength is the same with a space and without', () => {
    expect(foldText('3T')).toBe(foldText('3 T'))
  })

  test('words: a run of thousands of letters is cut, and its offsets still span it', () => {
    const [word] = words('a'.repeat(5_000))
    expect(word).toEqual({ word: 'a'.repeat(64), start: 0, end: 5_000 })
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          'ß',
          'é',
          'e\u0301',
          '𝐌',
          '25µm',
          '𝟚',
          '5um',
          "'s",
          'ﬁ',
          '½',
          '-',
          ' ',
          '😀',
          'x',
        ),
      )
      .map((parts) => parts.join('')),
  )

  test('words: offsets are in order, apart, and cut out what folds to the word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0
        for (const { word, start, end } of words(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(foldText(text.slice(start, end))).toBe(word)
          last = end
        }
      }),
      { numRuns: 500 },
    )
  })

  test('words: folding what is folded changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('foldIdentifier', () => {
  test.each([
    ['https://doi.org/10.1016/J.Cell.2020.04.007', '10.1016/j.cell.2020.04.007'],
    ['http://dx.doi.org/10.1016/j.cell.2020.04.007', '10.1016/j.cell.2020.04.007'],
    [' DOI: 10.1016/j.cell.2020.04.007 ', '10.1016/j.cell.2020.04.007'],
    ['RRID:SCR_002978', 'rrid:scr_002978'],
    ['allen:CCF-2017/25', 'allen:ccf-2017/25'],
  ])('foldIdentifier: %j is %j', (text, folded) => {
    expect(foldIdentifier(text)).toBe(folded)
  })
})
