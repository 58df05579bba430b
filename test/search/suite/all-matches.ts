import { describe, expect, test } from 'vitest'
import { anonymous, operator, type RecordFilter, type Viewer } from '../../../src/model/index.ts'
import type { MatchesRequest, SearchIndex } from '../../../src/search/search-index.ts'
import { batchOf, hiddenThings, requestOf, things, tiles } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex, labMember, sharedIndex } from './opened.ts'

const everything: MatchesRequest = { query: '', filter: null, after: null, first: 1_000 }

/** All pages after each other; every one has to say how much is left. */
async function walk(
  index: SearchIndex,
  request: Partial<MatchesRequest> = {},
  viewer: Viewer = anonymous,
): Promise<string[]> {
  const all: string[] = []
  const left: number[] = []
  for (let after: string | null = request.after ?? null; ; ) {
    const page = await index.matches(viewer, { ...everything, ...request, after })
    left.push(page.left + all.length)
    all.push(...page.ids)
    if (page.end === null) break
    after = page.end
  }
  expect(new Set(left)).toEqual(new Set([all.length]))
  return all
}

const asked: { query?: string; filter?: RecordFilter }[] = [
  {},
  { query: 'hippocampos' },
  { query: 'mouse' },
  { query: '"gene expression"' },
  { query: 'ds000114' },
  { query: 'zzyzxgibberish' },
  { filter: { species: ['mouse'], not: { kind: ['ATLAS'] } } },
  { query: 'brain', filter: { any: [{ structure: ['CA1'] }, { released: { from: '2009' } }] } },
  { filter: { species: ['dragon'] } },
]

export function allMatchPromises(open: OpenIndex): void {
  describe('all matches', () => {
    const on = sharedIndex(open)

    test.each(asked)(
      'are those that a search counts, in the order of their ids: %j',
      async (one) => {
        for (const viewer of [anonymous, labMember, operator]) {
          const { hits, total } = await on.search(one, viewer)
          const all = await walk(on.index, one, viewer)
          expect(all).toHaveLength(total)
          expect(all).toEqual(hits.map(({ id }) => id).sort())
        }
      },
    )

    test.each([1, 2, 7, 36])('are the same in pages of %i', async (first) => {
      const whole = await walk(on.index, { query: 'mouse' })
      expect(whole.length).toBeGreaterThan(7)
      expect(await walk(on.index, { query: 'mouse', first })).toEqual(whole)
    })

    test('a page that ends with the last match says that nothing follows', async () => {
      const whole = await walk(on.index)
      const page = await on.index.matches(anonymous, { ...everything, first: whole.length })
      expect(page).toEqual({
        ids: whole,
        end: null,
        left: whole.length,
        position: things.length + hiddenThings.length,
      })
    })

    test('go on behind any id, whether or not it matches, is hidden, or was ever there', async () => {
      const whole = await walk(on.index, { query: 'mouse' })
      for (const after of [
        '',
        'a',
        'allen:ccfv3-2017',
        'lab:nobody',
        'lab:never',
        'openneuro',
        '~',
      ]) {
        const rest = whole.filter((id) => id > after)
        expect(await walk(on.index, { query: 'mouse', after }), after).toEqual(rest)
      }
    })

    test('nobody is told of what they may not see', async () => {
      const hidden = hiddenThings.map(({ id }) => id)
      for (const query of ['', 'xanthochromia', 'lab:secret-project', 'hippocampus']) {
        const all = await walk(on.index, { query })
        expect(all.filter((id) => hidden.includes(id))).toEqual([])
      }
      expect(await walk(on.index, { query: 'xanthochromia' }, labMember)).toEqual([
        'lab:secret-project',
      ])
    })

    test('a long phrase is in every one of them', async () => {
      const { index } = await freshIndex(open, [
        { id: 'p:1', title: 'Mouse brain atlas' },
        { id: 'p:2', title: 'Mouse brain, brain atlas, mouse old atlas' },
      ])
      const { ids } = await index.matches(anonymous, {
        ...everything,
        query: '"mouse brain atlas"',
      })
      expect(ids).toEqual(['p:1'])
    })

    test('are all there where more match than are ever ranked', async () => {
      const { index } = await freshIndex(open, tiles)
      const all = await walk(index, { query: 'tile', first: 100 })
      expect(all).toEqual(tiles.map(({ id }) => id).sort())
    })

    test('ids are in one order, whatever letters they have', async () => {
      const ids = ['x:10', 'x:9', 'x:Z', 'x:a', 'x:é', 'x:\uffe0', 'x:\u{1f42d}', 'X:a', 'x:a b']
      const { index } = await freshIndex(
        open,
        ids.map((id) => ({ id, title: 'Strange one' })),
      )
      expect(await walk(index, { first: 2 })).toEqual([...ids].sort())
    })

    test('go on in another generation, with what was written meanwhile', async () => {
      const { index } = await freshIndex(open)
      const whole = await walk(index)
      const page = await index.matches(anonymous, { ...everything, first: 5 })
      const kept = things.filter(({ id }) => id !== page.ids[4] && id !== whole[7])
      await index.rebuild(
        (async function* () {
          yield batchOf([...kept, { id: 'zoo:new', title: 'New' }], 90)
        })(),
      )
      const rest = await walk(index, { after: page.end })
      expect(rest).toEqual([...whole.slice(5, 7), ...whole.slice(8), 'zoo:new'])
      const { position } = await index.matches(anonymous, everything)
      expect(position).toBe(90)
      expect((await index.search(anonymous, requestOf())).total).toBe(whole.length - 1)
    })
  })
}
