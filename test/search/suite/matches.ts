import { describe, expect, test } from 'vitest'
import type { OpenIndex } from '../search-index.suite.ts'
import { sharedIndex } from './opened.ts'

export function matchPromises(open: OpenIndex): void {
  describe('matches', () => {
    const on = sharedIndex(open)

    test.each([
      '"',
      '"unclosed',
      'NEAR(a b)',
      'title:atlas OR',
      '* AND NOT -',
      '(((',
      "'; DROP TABLE match; --",
      '{title} : ^',
      '\u0000\ud800',
      'a'.repeat(10_000),
    ])('query %#: signs of any query language are text', async (query) => {
      const { total, hits } = await on.search({ query })
      expect(total).toBe(hits.length)
    })

    test('words that are in no record find nothing, without failing', async () => {
      const { total, hits, hasNext } = await on.search({ query: 'zzyzxgibberish' })
      expect({ total, hits, hasNext }).toEqual({ total: 0, hits: [], hasNext: false })
    })

    test.each([
      [['atlas', 'atlases']],
      [['hippocampus', 'hippocampi', 'hippocampal', 'HIPPOCAMPUS']],
      [['cortex', 'cortical']],
      [['nucleus', 'nuclei']],
      [['mouse', 'mice']],
    ])('forms of one word find the same records: %j', async (forms) => {
      const found = await Promise.all(forms.map((form) => on.ids(form)))
      expect(found[0]?.length).toBeGreaterThan(1)
      for (const ids of found) expect([...ids].sort()).toEqual([...(found[0] ?? [])].sort())
    })

    test.each([
      ['hippocampos', 'hippocampus'],
      ['hipocampus', 'hippocampus'],
      ['hippocmapus', 'hippocampus'],
      ['parcelation', 'parcellation'],
      ['anotation', 'annotation'],
      ['tempalte', 'template'],
    ])('a misspelt word finds what was meant: %s', async (typo, meant) => {
      const found = await on.ids(typo)
      expect(found).toEqual(expect.arrayContaining((await on.ids(meant)).slice(0, 1)))
    })

    test('a word of four letters is not corrected', async () => {
      expect(await on.ids('Vipp')).toEqual([])
    })

    test('an identifier is not corrected: a wrong digit finds nothing', async () => {
      expect(await on.ids('ds000115')).toEqual([])
    })

    test.each([
      ['openneuro:ds000114', 'openneuro:ds000114'],
      ['DS000114', 'openneuro:ds000114'],
      ['10.1016/j.cell.2020.04.007', 'allen:ccfv3-2017'],
      ['https://doi.org/10.1016/j.cell.2020.04.007', 'allen:ccfv3-2017'],
      ['RRID:SCR_002978', 'allen:mouse-brain-atlas'],
    ])('an identifier finds its record alone: %s', async (identifier, id) => {
      const { hits, interpretation } = await on.search({ query: identifier })
      expect(hits.map((hit) => hit.id)).toEqual([id])
      expect(interpretation.map((read) => read.as)).toContain('IDENTIFIER')
      expect(hits[0]?.score).not.toBeNull()
    })

    test('the last word may be unfinished, an earlier one not', async () => {
      expect(await on.ids('mouse coord')).toEqual(['allen:ccfv3-2017'])
      const { interpretation } = await on.search({ query: 'coord mouse' })
      expect(interpretation).toContainEqual(
        expect.objectContaining({ text: 'coord', as: 'DROPPED' }),
      )
    })

    test('a phrase is matched in its order only', async () => {
      expect(await on.ids('"brain atlas"')).toContain('allen:mouse-brain-atlas')
      expect(await on.ids('"atlas brain"')).toEqual([])
    })

    test('a phrase does not reach from one field into the next', async () => {
      expect(await on.ids('"hippocampus anterograde"')).toEqual([])
    })

    test('every word has to be met', async () => {
      const ids = await on.ids('human cortex')
      expect(ids).toContain('allen:cortical-types')
      expect(ids).not.toContain('allen:mouse-brain-atlas')
    })

    test('case and accents do not count', async () => {
      expect(await on.ids('etude METADONNEES')).toEqual(['openneuro:empty'])
    })

    test('a match in the title comes before one in the description', async () => {
      const ids = await on.ids('hippocampus')
      expect(ids.indexOf('allen:hippocampus-connectivity')).toBeLessThan(
        ids.indexOf('templateflow:WHS'),
      )
    })

    test('a synonym of a concept finds the record that names it otherwise', async () => {
      expect(await on.ids('souris coordinate')).toContain('allen:ccfv3-2017')
    })

    test('scores fall from hit to hit, and are null when the order is another', async () => {
      const { hits } = await on.search({ query: 'mouse' })
      const scores = hits.map(({ score }) => score ?? Number.NaN)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      const newest = await on.search({ query: 'mouse', sort: 'NEWEST' })
      expect(new Set(newest.hits.map(({ score }) => score))).toEqual(new Set([null]))
    })

    test('without vectors the ranking says LEXICAL, whatever was asked for', async () => {
      for (const ranking of ['HYBRID', 'SEMANTIC', 'LEXICAL'] as const) {
        expect((await on.search({ query: 'mouse', ranking })).ranking).toBe('LEXICAL')
      }
    })

    test('highlights mark the match and escape everything else', async () => {
      const { hits } = await on.search({ query: 'licence' })
      const [fragment] = hits[0]?.highlights.map((highlight) => highlight.fragment) ?? []
      expect(fragment).toContain('<mark>licence</mark>')
      expect(fragment).toContain('&lt;b&gt;not even&lt;/b&gt;')
      expect(fragment).toContain('&amp;')
    })

    test('a hit explains itself when it is asked to', async () => {
      const asked = await on.search({ query: 'hippocampos', explain: true })
      expect(asked.hits[0]?.explanation?.terms).toContainEqual(
        expect.objectContaining({ queried: 'hippocampos', how: 'TYPO' }),
      )
      const silent = await on.search({ query: 'hippocampos' })
      expect(silent.hits[0]?.explanation).toBeNull()
    })

    test('an empty query browses: everything, newest first, then by id, without scores', async () => {
      const browsed = await on.search()
      const newest = await on.search({ sort: 'NEWEST' })
      expect(browsed.total).toBe(browsed.hits.length)
      expect(browsed.hits.map(({ id }) => id)).toEqual(newest.hits.map(({ id }) => id))
      expect(browsed.hits[0]).toMatchObject({ score: null, highlights: [] })
    })

    test('NEWEST and OLDEST both put records without a date last', async () => {
      for (const sort of ['NEWEST', 'OLDEST'] as const) {
        const { hits } = await on.search({ sort })
        const undated = ['allen:nucleus-accumbens', 'openneuro:empty']
        expect(hits.slice(-2).map(({ id }) => id)).toEqual(undated)
      }
      const [newest] = (await on.search({ sort: 'NEWEST' })).hits
      const [oldest] = (await on.search({ sort: 'OLDEST' })).hits
      expect([newest?.id, oldest?.id]).toEqual(['allen:cortical-types', 'allen:mouse-brain-atlas'])
    })

    test('TITLE orders without regard to case, accents and leading signs', async () => {
      const { hits } = await on.search({ sort: 'TITLE' })
      const ids = hits.map(({ id }) => id)
      expect(ids[0]).toBe('openneuro:ds000114')
      expect(ids.indexOf('openneuro:empty')).toBeLessThan(ids.indexOf('templateflow:WHS'))
      expect(ids.indexOf('openneuro:empty')).toBeGreaterThan(ids.indexOf('allen:cortical-types'))
    })

    test('MOST_SUBJECTS puts the largest group first and unknown ones last', async () => {
      const { hits } = await on.search({ sort: 'MOST_SUBJECTS' })
      expect(hits.slice(0, 3).map(({ id }) => id)).toEqual([
        'allen:ccfv3-2017',
        'openneuro:ds000030',
        'templateflow:MNI152NLin2009cAsym',
      ])
      expect(hits.slice(-7).map(({ id }) => id)).toContain('openneuro:empty')
    })
  })
}
