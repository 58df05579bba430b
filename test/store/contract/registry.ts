import { describe, expect, test } from 'vitest'
import { anonymous, operator, type Viewer } from '../../../src/model/index.ts'
import type { Registration } from '../../../src/store/index.ts'
import {
  begin,
  code,
  endWell,
  harvest,
  lab,
  owner,
  put,
  reject,
  type StoreInUse,
  source,
  titles,
} from '../samples.ts'

export function registration(id: string, changes: Partial<Registration> = {}): Registration {
  return {
    id,
    type: 'example',
    title: `Registered ${id}`,
    homepage: null,
    options: { baseUrl: 'https://example.org/', pageSize: 20 },
    schedule: '24h',
    owners: ['ann'],
    discover: ['public'],
    visibility: null,
    staleAfterSeconds: null,
    ...changes,
  }
}

export const ann: Viewer = { subject: 'ann', groups: ['public'], roles: ['owner'] }
const bob: Viewer = { subject: 'bob', groups: ['public'], roles: ['owner'] }
const file = [source('one'), source('two')]

/** The message of the refusal that `work` ends with. */
function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (thrown: Error) => thrown.message,
  )
}

export function testRegistry(use: StoreInUse): void {
  describe('registered sources', () => {
    const states = async (viewer: Viewer = operator) =>
      Object.fromEntries((await use.store.sources(viewer)).map(({ id, state }) => [id, state]))
    const approved = async (changes: Partial<Registration> = {}) => {
      await use.store.registerSource(registration('mine', changes), 'ann')
      await use.store.approveSource('mine', 'operator')
    }

    test('registration: an id that a source has, or had and left records, is refused', async () => {
      await harvest(use.store, [put('a')])
      await use.store.configureSources([source('two')])
      await use.store.registerSource(registration('mine'), 'ann')
      for (const id of ['one', 'two', 'mine']) {
        const registering = use.store.registerSource(registration(id), 'bob')
        await expect(registering).rejects.toMatchObject({ code: 'CONFLICT', argument: 'id' })
      }
      const odd = use.store.registerSource(registration('Mine:x'), 'ann')
      await expect(odd).rejects.toMatchObject({ code: 'BAD_INPUT', argument: 'id' })
      expect((await use.store.registeredSources()).map(({ id }) => id)).toEqual(['mine'])
    })

    test('registration: an id that was once in the file and left no records is free, and its harvests are forgotten', async () => {
      const run = await harvest(use.store, [reject('a')])
      await use.store.configureSources([source('two')])
      await use.store.registerSource(registration('one'), 'ann')
      expect(await use.store.harvestsById(operator, [run.id])).toEqual([null])
      expect((await use.store.harvests(ann, 'one', { first: 5 })).total).toBe(0)
      expect(await use.store.rejections(ann, run.id, 5)).toEqual([])
    })

    test.each([
      ['replaced', (id: string) => use.store.replaceSource(registration(id), change)],
      ['approved', (id: string) => use.store.approveSource(id, 'operator')],
      ['paused', (id: string) => use.store.pauseSource(id, true, 'ann')],
      ['removed', (id: string) => use.store.removeSource(id, { confirmRecords: 0, by: 'ann' })],
    ] as const)('one that nobody registered: is not %s, be it in the file', async (_, act) => {
      const version = await use.store.registryVersion()
      expect(await code(act('nobody'))).toBe('NOT_FOUND')
      expect(await code(act('one'))).toBe('NOT_FOUND')
      expect(await use.store.registryVersion()).toBe(version)
    })

    test('a harvest: is refused until an operator approves, and while the source is paused', async () => {
      await use.store.registerSource(registration('mine'), 'ann')
      expect(await states()).toMatchObject({ mine: 'PENDING' })
      expect(await code(begin(use.store, 'mine'))).toBe('CONFLICT')
      expect(await refusal(begin(use.store, 'mine'))).toMatch(/approved/)
      const { approvedAt } = await use.store.approveSource('mine', 'operator')
      expect(approvedAt).toMatch(/Z$/)
      expect(await harvest(use.store, [], {}, 'mine')).toMatchObject({ state: 'SUCCEEDED' })
      expect(await states()).toMatchObject({ mine: 'READY' })
      expect(await use.store.pauseSource('mine', true, 'ann')).toMatchObject({ paused: true })
      expect(await states()).toMatchObject({ mine: 'PAUSED' })
      expect(await refusal(begin(use.store, 'mine'))).toMatch(/paused/)
      await use.store.pauseSource('mine', false, 'ann')
      expect(await states()).toMatchObject({ mine: 'READY' })
      const { approvedAt: after } = await use.store.replaceSource(registration('mine'), change)
      expect(after).toBeNull()
      expect(await states()).toMatchObject({ mine: 'PENDING' })
      expect(await code(begin(use.store, 'mine'))).toBe('CONFLICT')
    })

    test('a change that needs no approval: keeps it, and what the caller’s object holds besides is not kept', async () => {
      await approved()
      const [before] = await use.store.registeredSources()
      const wanted = { ...registration('mine', { title: 'New' }), secrets: { password: 'planted' } }
      const after = await use.store.replaceSource(wanted, { needsApproval: false, by: 'ann' })
      expect(after).toEqual({ ...before, title: 'New', revision: 1 })
      expect(await use.store.registeredSources()).toEqual([after])
      expect((await use.store.sources(anonymous)).find(({ id }) => id === 'mine')?.title).toBe(
        'New',
      )
    })

    test('an approval: of what is no more as it was looked at, is refused and approves nothing', async () => {
      const { revision } = await use.store.registerSource(registration('mine'), 'ann')
      const other = registration('mine', { options: { baseUrl: 'https://other.example/' } })
      const after = await use.store.replaceSource(other, { needsApproval: true, by: 'ann' })
      expect([revision, after.revision]).toEqual([1, 2])
      const version = await use.store.registryVersion()
      for (const wrong of [revision, 3, 0, -1]) {
        const approving = use.store.approveSource('mine', 'operator', wrong)
        await expect(approving).rejects.toMatchObject({
          ...{ code: 'CONFLICT', argument: 'revision', message: expect.stringMatching(/ 2 now/) },
        })
      }
      expect(await use.store.registeredSources()).toEqual([after])
      expect(await use.store.registryVersion()).toBe(version)
      const { entries } = await use.store.audit({ sources: ['mine'], first: 1, before: null })
      expect(entries).toMatchObject([{ action: 'source.changed', detail: { revision: 2 } }])
      expect(await use.store.approveSource('mine', 'operator', 2)).toEqual({
        ...{ ...after, approvedAt: expect.stringMatching(/Z$/) },
      })
    })

    test('an approval: by two at once of the same revision, is one', async () => {
      const { revision } = await use.store.registerSource(registration('mine'), 'ann')
      const [one, other] = await Promise.all([
        use.store.approveSource('mine', 'operator', revision),
        use.store.approveSource('mine', 'night-shift', revision),
      ])
      expect(other).toEqual(one)
      const { entries } = await use.store.audit({ sources: ['mine'], first: 9, before: null })
      expect(
        entries.filter(({ action }) => action === 'source.approved').map(({ by }) => by),
      ).toEqual(['operator'])
    })

    test('an approval: without a revision, is of whatever stands there, again and again', async () => {
      await approved()
      await use.store.replaceSource(registration('mine', { options: {} }), change)
      for (const revision of [undefined, null]) {
        const { approvedAt } = await use.store.approveSource('mine', 'operator', revision)
        expect(approvedAt).toMatch(/Z$/)
      }
      const { entries } = await use.store.audit({ sources: ['mine'], first: 9, before: null })
      expect(entries.filter(({ action }) => action === 'source.approved')).toMatchObject([
        ...[{ detail: { revision: 2 } }, { detail: { revision: 2 } }, { detail: { revision: 1 } }],
      ])
    })

    test('the revision: grows with options, and with what needs approval for its secrets, and with nothing else', async () => {
      await use.store.registerSource(registration('mine'), 'ann')
      const replaced = async (changes: Partial<Registration>, needsApproval = false) => {
        const wanted = registration('mine', changes)
        return (await use.store.replaceSource(wanted, { needsApproval, by: 'ann' })).revision
      }
      const options = { baseUrl: 'https://example.org/', pageSize: 21 }
      const others = { title: 'New', schedule: null, owners: ['bob'], discover: [] }
      expect(await replaced({ ...others, visibility: { discover: [], retrieve: [] } })).toBe(1)
      expect((await use.store.pauseSource('mine', true, 'ann')).revision).toBe(1)
      expect((await use.store.approveSource('mine', 'operator')).revision).toBe(1)
      expect(await replaced({ options })).toBe(2)
      expect(await replaced({ options })).toBe(2)
      expect(await replaced({ options }, true)).toBe(3)
      // As it was first: it is not what was approved then.
      expect(await replaced({}, true)).toBe(4)
      await use.reopen()
      expect(await use.store.registeredSources()).toMatchObject([{ revision: 4 }])
    })

    test('the revision: of a source under the id of one that was removed, is none that this has had', async () => {
      await approved()
      await use.store.registerSource(registration('other'), 'bob')
      await use.store.replaceSource(registration('mine', { options: {} }), change)
      await use.store.removeSource('mine', { confirmRecords: 0, by: 'ann' })
      await use.store.removeSource('other', { confirmRecords: 0, by: 'bob' })
      const again = await use.store.registerSource(registration('mine'), 'bob')
      expect(again).toMatchObject({ revision: 3, approvedAt: null })
      for (const seen of [1, 2]) {
        expect(await code(use.store.approveSource('mine', 'operator', seen))).toBe('CONFLICT')
      }
      // Those that are there keep theirs, and what was never there is as it was: not there.
      expect(await code(use.store.approveSource('other', 'operator', 1))).toBe('NOT_FOUND')
    })

    test('a change: made of another revision than stands there, is refused', async () => {
      const { revision } = await use.store.registerSource(registration('mine'), 'ann')
      const other = registration('mine', { options: {} })
      await use.store.replaceSource(other, { ...change, revision })
      await use.store.approveSource('mine', 'operator', 2)
      const stale = { needsApproval: false, by: 'ann', revision }
      expect(await code(use.store.replaceSource(registration('mine'), stale))).toBe('CONFLICT')
      expect(await use.store.registeredSources()).toMatchObject([{ options: {}, revision: 2 }])
    })

    test('registered sources: come back as they were after a restart and beside the file', async () => {
      await approved({ visibility: { discover: ['lab'], retrieve: [] }, schedule: null })
      await use.store.pauseSource('mine', true, 'ann')
      const before = await use.store.registeredSources()
      await use.reopen()
      await use.store.configureSources(file)
      expect(await use.store.registeredSources()).toEqual(before)
      expect(before).toMatchObject([{ paused: true, owners: ['ann'], options: { pageSize: 20 } }])
      expect(await states()).toEqual({ mine: 'PAUSED', one: 'PENDING', two: 'PENDING' })
      await use.store.pauseSource('mine', false, 'ann')
      expect(await code(begin(use.store, 'mine'))).toBe('no error')
    })

    test('an id of both: the file’s word stands as long as it is there, and the registered one is kept', async () => {
      await approved({ discover: ['lab'] })
      await harvest(use.store, [put('a', { source: 'mine' })], {}, 'mine')
      expect(await titles(use.store, ['mine:a'])).toEqual([null])
      await use.store.configureSources([...file, source('mine', { owners: ['bob'] })])
      const found = async (viewer: Viewer) =>
        (await use.store.sources(viewer)).find(({ id }) => id === 'mine')
      expect(await found(bob)).toMatchObject({
        origin: 'file',
        owners: ['bob'],
        title: 'Source mine',
      })
      // What is done to the registered one changes nothing of what stands.
      await use.store.pauseSource('mine', true, 'ann')
      await use.store.replaceSource(registration('mine', { title: 'Mine' }), change)
      expect(await found(operator)).toMatchObject({
        origin: 'file',
        title: 'Source mine',
        state: 'READY',
      })
      expect(await titles(use.store, ['mine:a'])).toEqual(['Record a'])
      const removing = use.store.removeSource('mine', { confirmRecords: 1, by: 'ann' })
      expect(await code(removing)).toBe('CONFLICT')
      await use.store.configureSources(file)
      expect(await found(ann)).toMatchObject({ origin: 'api', owners: ['ann'], state: 'PENDING' })
      expect(await found(bob)).toMatchObject({ owners: [] })
    })

    test('visibility: a change of it holds for the records at once', async () => {
      await approved()
      await harvest(use.store, [put('a', { source: 'mine' })], {}, 'mine')
      const hidden = registration('mine', { discover: ['lab'] })
      const position = await use.store.position()
      await use.store.replaceSource(hidden, { needsApproval: false, by: 'ann' })
      expect(await titles(use.store, ['mine:a'])).toEqual([null])
      expect(await titles(use.store, ['mine:a'], lab)).toEqual(['Record a'])
      expect((await use.store.changes(position, 5)).map(({ id }) => id)).toEqual(['mine:a'])
    })

    test('a hidden source: is seen by its owners and operators alone, with its harvests and rejections', async () => {
      await approved({ discover: ['lab'], owners: ['ann', 'group:makers'] })
      const run = await harvest(use.store, [reject('a')], {}, 'mine')
      const look = async (viewer: Viewer) => {
        const found = (await use.store.sources(viewer)).find(({ id }) => id === 'mine')
        const { total } = await use.store.harvests(viewer, 'mine', { first: 1 })
        const all = await use.store.harvests(viewer, null, { first: 9 })
        const [byId] = await use.store.harvestsById(viewer, [run.id])
        const rejections = await use.store.rejections(viewer, run.id, 5)
        return [found?.owners ?? null, total, all.total, byId?.id ?? null, rejections.length]
      }
      const owners = ['ann', 'group:makers']
      const maker: Viewer = { ...bob, groups: ['public', 'makers'] }
      for (const viewer of [ann, maker, operator]) {
        expect(await look(viewer)).toEqual([owners, 1, 1, run.id, 1])
      }
      const reader: Viewer = { ...ann, roles: ['reader'] }
      const crafted: Viewer = { subject: 'group:makers', groups: ['public'], roles: ['reader'] }
      for (const viewer of [anonymous, bob, reader, crafted]) {
        expect(await look(viewer)).toEqual([null, 0, 0, null, 0])
      }
      // Who may discover it and does not own it, is not told who does.
      expect(await look(lab)).toEqual([[], 1, 1, run.id, 1])
    })

    test('the version: is raised by every change and by nothing else', async () => {
      const versions = [await use.store.registryVersion()]
      const note = async () => versions.push(await use.store.registryVersion())
      await use.store.registerSource(registration('mine'), 'ann')
      await note()
      await use.store.approveSource('mine', 'operator')
      await note()
      await use.store.replaceSource(registration('mine'), { needsApproval: false, by: 'ann' })
      await note()
      await use.store.pauseSource('mine', true, 'ann')
      await note()
      await use.store.removeSource('mine', { confirmRecords: 0, by: 'ann' })
      await note()
      expect(new Set(versions).size).toBe(6)
      expect(versions).toEqual([...versions].sort((one, other) => one - other))
      await harvest(use.store, [put('a')])
      await use.store.configureSources(file)
      expect(await use.store.registryVersion()).toBe(versions.at(-1))
    })

    test('a lease of one that waits again: its harvest can be ended', async () => {
      await approved()
      const { harvest: run } = await begin(use.store, 'mine')
      await use.store.replaceSource(registration('mine'), change)
      await use.store.apply(run.id, owner, [put('a', { source: 'mine' })])
      const end = { ...endWell, cancelled: true }
      expect(await use.store.finishHarvest(run.id, owner, end)).toMatchObject({ written: 1 })
      expect(await states()).toMatchObject({ mine: 'PENDING' })
    })
  })
}

const change = { needsApproval: true, by: 'ann' }
