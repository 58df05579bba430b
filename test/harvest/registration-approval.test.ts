import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RecordStore, startStoreWorker } from '../../src/store/index.ts'
import { openStore } from '../../src/store/open-store.ts'
import { byOperator, byOwner, draftOf, office } from './office.ts'

const baseUrl = 'http://127.0.0.1:9'
const shelves = (...shelves: string[]) => ({ options: { baseUrl, shelves } })
const conflict = (path: string | null) => ({
  ...{ source: null, problems: [expect.objectContaining({ code: 'CONFLICT', path })] },
})

/** The store of a process that another one comes before, once: between what it reads and what it writes. */
function overtaken(overtake: () => Promise<unknown>) {
  let isOver = false
  return (store: RecordStore): RecordStore =>
    new Proxy(store, {
      get(_, name: keyof RecordStore) {
        const method = store[name].bind(store) as (...args: unknown[]) => Promise<unknown>
        if (name !== 'registeredSources') return method
        return async () => {
          const found = await method()
          if (!isOver) await overtake()
          isOver = true
          return found
        }
      },
    })
}

describe('an approval', () => {
  test('of a draft that its owner has changed since, is refused, and what stands there now is told next', async () => {
    const { registrar, folder, told } = await office()
    await registrar.register(draftOf(), 'ann')
    const elsewhere = await office({ folder })
    const [seen] = await elsewhere.registrar.managed()
    expect(seen).toMatchObject({ revision: 1, awaitsApproval: true })
    await registrar.update('books', shelves('b'), byOwner)
    const approve = (revision: number | null | undefined) =>
      elsewhere.registrar.approve('books', 'operator', revision)
    await expect(approve(seen?.revision)).rejects.toMatchObject({
      ...{ code: 'CONFLICT', argument: 'revision' },
    })
    expect(told.at(-1)).toEqual([])
    const [now] = await elsewhere.registrar.managed()
    expect(now).toMatchObject({ ...shelves('b'), revision: 2, awaitsApproval: true })
    const { source, problems } = await approve(now?.revision)
    expect([source?.approvedAt, problems]).toEqual([expect.any(String), []])
    expect(elsewhere.told.at(-1)).toMatchObject([{ id: 'books', ...shelves('b') }])
  })

  test('is void as soon as its owner changes options or secrets, and these alone', async () => {
    const { registrar } = await office()
    await registrar.register(draftOf(), 'ann')
    const now = async () => {
      const [source] = await registrar.managed()
      return [source?.revision, source?.awaitsApproval]
    }
    await registrar.approve('books', 'operator', 1)
    await registrar.update('books', { title: 'Other', schedule: null, owners: ['bob'] }, byOwner)
    await registrar.pause('books', 'ann')
    expect(await now()).toEqual([1, false])
    await registrar.update('books', shelves('b'), byOwner)
    expect(await now()).toEqual([2, true])
    await registrar.approve('books', 'operator', 2)
    await registrar.update('books', { secrets: { user: 'ann', password: 'other' } }, byOwner)
    expect(await now()).toEqual([3, true])
    await registrar.approve('books', 'operator', 3)
    // What an operator changes is approved, and yet it is not what another has before their eyes.
    await registrar.update('books', shelves('c'), byOperator)
    expect(await now()).toEqual([4, false])
    await registrar.update('books', { secrets: { user: 'ann', password: 'x' } }, byOperator)
    expect(await now()).toEqual([5, false])
  })

  test('tells what is approved: where it is read, and names of secrets, never these', async () => {
    const { registrar } = await office({ fromFile: ['allen'] })
    await registrar.register(draftOf(), 'ann')
    expect(await registrar.managed()).toMatchObject([
      { id: 'allen', revision: null, origins: null, secretNames: null },
      { id: 'books', revision: 1, origins: [baseUrl], secretNames: ['password', 'user'] },
    ])
    await registrar.update('books', { secrets: null }, byOwner)
    expect((await registrar.managed())[1]).toMatchObject({ hasSecrets: false, secretNames: [] })
    const keyless = await office({ keys: [] })
    await keyless.registrar.register(draftOf({ secrets: null, type: 'library' }), 'ann')
    expect(await keyless.registrar.managed()).toMatchObject([{ secretNames: [] }])
  })

  test('of a source of the file is refused as before, whatever revision is said', async () => {
    const { registrar } = await office({ fromFile: ['allen'] })
    for (const revision of [undefined, null, 1]) {
      expect(await registrar.approve('allen', 'operator', revision)).toEqual(conflict('id'))
    }
    await expect(registrar.approve('none', 'operator', 1)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

test('approvals while an owner changes the source in another thread: only what was seen is ever approved', async () => {
  const { registrar, folder, store } = await office()
  await registrar.register(draftOf({ options: { baseUrl, shelves: ['0'] } }), 'ann')
  const worker = await startStoreWorker(join(folder, 'catalogue.db'))
  onTestFinished(() => worker.close())
  const registered = async (of: RecordStore) => (await of.registeredSources())[0]
  let isOver = false
  const seen = new Map<number, unknown>()
  const counts = { approved: 0, refused: 0 }
  const approving = async (by: string) => {
    while (!isOver) {
      await sleep(2)
      const source = await registered(store)
      if (source === undefined) continue
      seen.set(source.revision, source.options)
      const approved = await store.approveSource('books', by, source.revision).catch(() => null)
      counts[approved === null ? 'refused' : 'approved'] += 1
      if (approved !== null) expect(approved.options).toEqual(source.options)
    }
  }
  const changing = async () => {
    for (let at = 1; at <= 20; at++) {
      const source = await registered(worker.store)
      if (source === undefined) continue
      const changed = { ...source, options: { baseUrl, shelves: [`${at}`] } }
      const after = await worker.store.replaceSource(changed, { needsApproval: true, by: 'ann' })
      expect(after).toMatchObject({ revision: at + 1, approvedAt: null })
    }
  }
  const over = changing().finally(() => {
    isOver = true
  })
  await Promise.all([over, approving('operator'), approving('night-shift')])
  expect(counts.approved).toBeGreaterThan(0)
  const { entries } = await worker.store.audit({ sources: ['books'], first: 100, before: null })
  const approved = entries.filter(({ action }) => action === 'source.approved')
  const revisions = approved.map(({ detail }) => detail.revision as number)
  // Each at most once, by whoever was first, and none that nobody has looked at.
  expect(new Set(revisions).size).toBe(revisions.length)
  expect(revisions.filter((revision) => !seen.has(revision))).toEqual([])
})

describe('a change that another process comes before', () => {
  /** Two processes; `first` does its work between what the other reads and what it writes. */
  async function both(work: (first: Awaited<ReturnType<typeof office>>) => Promise<unknown>) {
    const first = await office()
    await first.registrar.register(draftOf({ options: { baseUrl, shelves: ['x'] } }), 'ann')
    await first.registrar.approve('books', 'operator', 1)
    const second = await office({
      folder: first.folder,
      between: overtaken(() => work(first)),
    })
    return { first, second }
  }

  test('is refused when that has changed what is read: nothing comes back that nobody approved', async () => {
    const { first, second } = await both(async ({ registrar }) => {
      // The owner goes back to what an operator has approved, and the operator approves that.
      await registrar.update('books', shelves('x'), byOwner)
      await registrar.approve('books', 'operator', 3)
    })
    await first.registrar.update('books', shelves('never approved'), byOwner)
    const outcome = await second.registrar.update('books', { title: 'Other' }, byOwner)
    expect(outcome).toEqual(conflict(null))
    expect(await first.store.registeredSources()).toMatchObject([
      { ...shelves('x'), title: 'Books', revision: 3, approvedAt: expect.any(String) },
    ])
    const again = await second.registrar.update('books', { title: 'Other' }, byOwner)
    expect(again).toMatchObject({ source: { title: 'Other', revision: 3 }, problems: [] })
  })

  test('goes through when that has changed something else', async () => {
    const { second } = await both(({ registrar }) => registrar.pause('books', 'ann'))
    const outcome = await second.registrar.update('books', { title: 'Other' }, byOwner)
    expect(outcome).toMatchObject({ source: { title: 'Other', paused: true }, problems: [] })
  })

  test('of secrets by an operator, approves what the operator has changed and no more', async () => {
    const first = await office()
    await first.registrar.register(draftOf(), 'ann')
    await first.registrar.approve('books', 'operator', 1)
    const store = openStore(join(first.folder, 'catalogue.db'), 'write')
    onTestFinished(() => store.close())
    const { registrar } = await office({
      folder: first.folder,
      between: (own) =>
        new Proxy(own, {
          get(_, name: keyof RecordStore) {
            const method = own[name].bind(own) as (...args: unknown[]) => Promise<unknown>
            if (name !== 'approveSource') return method
            return async (...args: unknown[]) => {
              await first.registrar.update('books', shelves('sly'), byOwner)
              return method(...args)
            }
          },
        }),
    })
    const secrets = { secrets: { user: 'ann', password: 'by the operator' } }
    const { source, problems } = await registrar.update('books', secrets, byOperator)
    expect(problems).toEqual([])
    expect(source).toMatchObject({ ...shelves('sly'), revision: 3, approvedAt: null })
  })
})
