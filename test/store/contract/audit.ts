import { describe, expect, test } from 'vitest'
import { code, harvest, put, type StoreInUse, source } from '../samples.ts'
import { registration } from './registry.ts'

export function testAudit(use: StoreInUse): void {
  describe('audit', () => {
    const all = async (sources: string[] | null = null) =>
      (await use.store.audit({ sources, first: 100, before: null })).entries
    const actions = async (sources: string[] | null = null) =>
      (await all(sources)).map(({ action, by, source: about }) => [action, by, about])

    test('a change that fails: leaves no row', async () => {
      const before = await actions()
      await code(use.store.registerSource(registration('one'), 'ann'))
      await code(use.store.approveSource('nobody', 'ann'))
      await code(use.store.removeSource('one', { confirmRecords: 0, by: 'ann' }))
      const about = { by: 'ann', source: 'nobody', action: 'harvest.started', detail: {} }
      expect(await code(use.store.noteAudit(about))).toBe('NOT_FOUND')
      expect(await actions()).toEqual(before)
    })

    test('every change of a source and a token: is a row with who did it', async () => {
      const before = (await all())[0]?.cursor ?? 0
      await use.store.registerSource(registration('mine'), 'ann')
      await use.store.approveSource('mine', 'operator')
      await use.store.replaceSource(
        registration('mine', { title: 'New', options: { baseUrl: 'https://planted.example/' } }),
        { needsApproval: true, by: 'ann' },
      )
      await use.store.pauseSource('mine', true, 'ann')
      await use.store.pauseSource('mine', false, 'bob')
      const token = { id: 'tok_1', hash: 'x', subject: 's', role: 'owner', groups: [] } as const
      await use.store.addAccessToken({ ...token, note: null, expiresAt: null }, 'operator')
      await use.store.revokeAccessToken('tok_1', 'operator')
      await use.store.noteAudit({
        by: 'ann',
        source: 'mine',
        action: 'harvest.started',
        detail: { n: 1 },
      })
      const rows = (await all()).filter(({ cursor }) => cursor > before)
      expect(rows.map(({ action, by, source: about }) => [action, by, about])).toEqual([
        ['harvest.started', 'ann', 'mine'],
        ['token.revoked', 'operator', null],
        ['token.created', 'operator', null],
        ['source.resumed', 'bob', 'mine'],
        ['source.paused', 'ann', 'mine'],
        ['source.changed', 'ann', 'mine'],
        ['source.approved', 'operator', 'mine'],
        ['source.registered', 'ann', 'mine'],
        ['visibility', 'ann', 'mine'],
      ])
      expect(rows[5]?.detail).toEqual({
        changed: ['options.baseUrl', 'options.pageSize', 'title'],
        needsApproval: true,
        revision: 2,
      })
      expect(JSON.stringify(rows)).not.toContain('planted')
    })

    test('pages: go on where the last one ended, of the sources asked for alone', async () => {
      await use.store.configureSources([source('one', { discover: ['lab'] }), source('two')])
      await harvest(use.store, [put('a'), put('b'), put('c')])
      const gone = (nativeId: string) => ({ do: 'gone', nativeId, proof: 'status 410' }) as const
      await harvest(use.store, [gone('a'), gone('b'), gone('c')])
      await use.store.noteAudit({ by: null, source: 'two', action: 'x', detail: {} })
      const whole = await all(['one'])
      expect(whole.map(({ action }) => action)).toEqual([
        'gone',
        'gone',
        'gone',
        'visibility',
        'visibility',
      ])
      const paged = []
      for (let before: number | null = null; ; ) {
        const { entries, hasNext } = await use.store.audit({ sources: ['one'], first: 2, before })
        paged.push(...entries)
        before = entries.at(-1)?.cursor ?? null
        if (!hasNext) break
      }
      expect(paged).toEqual(whole)
      expect(await all([])).toEqual([])
      expect(await all(['nobody'])).toEqual([])
      const both = await all(['two', 'one'])
      expect(both).toEqual(await all())
      expect(both).toHaveLength(7)
    })
  })
}
