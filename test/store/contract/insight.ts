import { describe, expect, test } from 'vitest'
import { type License, operator } from '../../../src/model/index.ts'
import type { KeptRow } from '../../../src/store/index.ts'
import {
  begin,
  code,
  endWell,
  harvest,
  owner,
  put,
  reject,
  type StoreInUse,
  seen,
} from '../samples.ts'

const license = (name: License['class']) => ({ raw: null, spdx: null, class: name, url: null })
const quality = (score: number, missing: string[], problems: string[] = []) => ({
  score,
  missing,
  problems,
})

export function testInsight(use: StoreInUse): void {
  describe('insight', () => {
    test('a source that nobody knows: has no rows and no report', async () => {
      expect(await code(use.store.keptRows('nobody', 0, 5))).toBe('NOT_FOUND')
      expect(await code(use.store.rejectedRows('nobody', 0, 5))).toBe('NOT_FOUND')
      expect(await code(use.store.sourceQuality('nobody'))).toBe('NOT_FOUND')
      expect(await use.store.sourceQuality('one')).toEqual({
        records: 0,
        score: null,
        missing: [],
        problems: [],
        licenses: [],
      })
    })

    test('quality: is that of all records, hidden ones too, worst fields first', async () => {
      const hidden = { discover: [], retrieve: [] }
      await harvest(use.store, [
        put('a', { quality: quality(0.5, ['license', 'species'], ['No DOI.']) }),
        put('b', { quality: quality(0.75, ['species']), license: license('OPEN') }),
        put('c', { quality: quality(1, []), license: license('OPEN'), visibility: hidden }),
        ...['d', 'e', 'f'].map((id) => put(id, { quality: quality(0.75, ['license']) })),
      ])
      await harvest(use.store, [put('x', { source: 'two' })], {}, 'two')
      expect(await use.store.sourceQuality('one')).toEqual({
        records: 6,
        score: 0.75,
        missing: [
          { field: 'license', records: 4, examples: ['one:a', 'one:d', 'one:e'] },
          { field: 'species', records: 2, examples: ['one:a', 'one:b'] },
        ],
        problems: [{ problem: 'No DOI.', records: 1, examples: ['one:a'] }],
        licenses: [
          { class: 'UNKNOWN', records: 4 },
          { class: 'OPEN', records: 2 },
        ],
      })
    })

    test('quality: of more records than are read at once, each counts once', async () => {
      const many = (from: number, count: number, missing: string[]) =>
        Array.from({ length: count }, (_, at) =>
          put(`${from + at}`, { quality: quality(0.5, missing) }),
        )
      await harvest(use.store, [...many(0, 1200, ['species'])])
      await harvest(use.store, [...many(2000, 900, ['title'])], { error: 'TIMEOUT' })
      expect(await use.store.sourceQuality('one')).toMatchObject({
        records: 2100,
        score: 0.5,
        missing: [
          { field: 'species', records: 1200 },
          { field: 'title', records: 900 },
        ],
      })
    })

    test('kept rows: are those of the source, each once and as they were put', async () => {
      const own = { discover: ['lab'], retrieve: [] }
      const long = JSON.stringify({ text: 'word '.repeat(100) })
      const step = { scope: 's', etag: '"1"', partition: 'p', row: long, hash: 'h' }
      await harvest(use.store, [put('a'), put('b', { visibility: own }, step), put('c')])
      await harvest(use.store, [put('x', { source: 'two' })], {}, 'two')
      await harvest(use.store, [put('d'), seen('a'), put('c', { title: 'C' })])
      const rows: KeptRow[] = []
      for (let after = 0; ; ) {
        const page = await use.store.keptRows('one', after, 2)
        rows.push(...page)
        if (page.length === 0) break
        after = page.at(-1)?.key ?? 0
        // A record that goes meanwhile is no end.
        if (rows.length === 2) await harvest(use.store, [{ do: 'gone', nativeId: 'b', proof: '' }])
      }
      expect(rows.map(({ nativeId }) => nativeId)).toEqual(['a', 'b', 'c', 'd'])
      expect(rows[1]).toEqual({
        key: expect.any(Number),
        nativeId: 'b',
        entity: 'thing',
        partition: 'p',
        scope: 's',
        etag: '"1"',
        row: long,
        hash: 'h',
        record: expect.any(String),
        ownVisibility: own,
      })
      expect(JSON.parse(rows[2]?.record ?? '')).toMatchObject({
        id: 'one:c',
        title: 'C',
        visibility: { discover: ['public'], retrieve: ['public'] },
      })
      expect(rows[2]?.ownVisibility).toBeNull()
    })

    test('rejected rows: are those of the newest harvest that came whole, until one is accepted', async () => {
      const kept = (nativeId: string, row: string, scope: string | null = null) => ({
        ...reject(nativeId, 'p', row),
        scope,
        etag: null,
      })
      await harvest(use.store, [kept('old', '{}')])
      await harvest(use.store, [
        reject('shapeless', 'p'),
        reject('without scope', 'p', '{"n":0}'),
        reject(null, 'p', '{"n":9}'),
        kept('b', '{"n":1}', 's'),
        kept('c', '{"n":2}'),
      ])
      const rows = await use.store.rejectedRows('one', 0, 10)
      expect(rows).toMatchObject([
        { nativeId: 'b', row: '{"n":1}', scope: 's', partition: 'p', hash: null, record: null },
        { nativeId: 'c', row: '{"n":2}', scope: null, ownVisibility: null },
      ])
      expect(await use.store.rejectedRows('one', rows[0]?.key ?? 0, 10)).toEqual([rows[1]])
      expect(await use.store.rejectedRows('two', 0, 10)).toEqual([])
      const request = { full: true, owner, leaseSeconds: 60, kind: 'REPLAY' } as const
      const { harvest: run } = await use.store.beginHarvest('one', request)
      await use.store.apply(run.id, owner, [
        put('b'),
        { do: 'accept', key: rows[0]?.key ?? 0 },
        kept('c', '{"n":2}'),
      ])
      await use.store.finishHarvest(run.id, owner, endWell)
      expect(await use.store.rejectedRows('one', 0, 10)).toEqual([rows[1]])
      // Of another source's rows none is taken.
      const { harvest: other } = await begin(use.store, 'two')
      await use.store.apply(other.id, owner, [{ do: 'accept', key: rows[1]?.key ?? 0 }])
      expect(await use.store.rejectedRows('one', 0, 10)).toHaveLength(1)
    })

    test('a row that a replay rejects: stays with its newest reason, and can be mapped again', async () => {
      const step = { ...reject('a', 'p', '{"n":1}'), scope: 's', etag: 'e' }
      const first = await harvest(use.store, [step, reject('b', 'p', '{"n":2}')])
      const [row] = await use.store.rejectedRows('one', 0, 10)
      const [before, other] = await use.store.rejections(operator, first.id, 9)
      const again = { path: 'n', reason: 'expected nothing' }
      const replayed = async (from: string) => {
        const request = { full: true, owner, leaseSeconds: 60, kind: 'REPLAY' } as const
        const { harvest: run } = await use.store.beginHarvest(from, request)
        await use.store.apply(run.id, owner, [
          { do: 'rejectAgain', key: row?.key ?? 0, rejection: again },
        ])
        return use.store.finishHarvest(run.id, owner, endWell)
      }
      // Not by a run of another source.
      await replayed('two')
      expect(await use.store.rejections(operator, first.id, 9)).toEqual([before, other])
      await replayed('one')
      await replayed('one')
      const [after, ...others] = await use.store.rejections(operator, first.id, 9)
      expect(after).toEqual({ ...before, ...again, times: 3, lastAt: after?.lastAt })
      expect(Date.parse(after?.lastAt ?? '')).toBeGreaterThanOrEqual(
        Date.parse(before?.lastAt ?? 'never'),
      )
      expect(others).toEqual([other])
      expect(await use.store.rejectedRows('one', 0, 10)).toEqual([row])
      // What comes later counts on.
      const next = await harvest(use.store, [step])
      expect(await use.store.rejections(operator, next.id, 9)).toMatchObject([
        { path: 'title', firstAt: before?.firstAt, times: 4 },
      ])
    })

    test('unanswered searches: are counted by their words, however they are written', async () => {
      for (const words of [['Zebrafish', 'brain'], ['brain', ' zebrafish', 'brain'], ['mouse']]) {
        await use.store.noteUnanswered(words, '2026-05-02')
      }
      await use.store.noteUnanswered(['brain', 'zebrafish'], '2026-05-01')
      await use.store.noteUnanswered(['', ' '], '2026-05-02')
      await use.reopen()
      expect(await use.store.unansweredSearches(10)).toEqual([
        { words: ['brain', 'zebrafish'], times: 3, last: '2026-05-02' },
        { words: ['mouse'], times: 1, last: '2026-05-02' },
      ])
      expect(await use.store.unansweredSearches(1)).toHaveLength(1)
    })

    test('unanswered searches: 2,000 are kept, the least recent go first', async () => {
      const note = (word: string) => use.store.noteUnanswered([word], '2026-05-01')
      const noting = ['first', 'second', ...Array.from({ length: 1998 }, (_, at) => `w${at}`)]
      await Promise.all(noting.map(note))
      await note('first')
      await note('new')
      const all = await use.store.unansweredSearches(5000)
      expect(all).toHaveLength(2000)
      const words = new Set(all.flatMap((one) => one.words))
      expect([words.has('first'), words.has('second'), words.has('new')]).toEqual([
        true,
        false,
        true,
      ])
      expect(all[0]).toMatchObject({ words: ['first'], times: 2 })
    })
  })
}
