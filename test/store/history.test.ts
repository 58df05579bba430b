import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anonymous,
  mayDiscover,
  operator,
  type Viewer,
  type Visibility,
} from '../../src/model/index.ts'
import { openStore, type RecordStore } from '../../src/store/index.ts'
import { type Act, act, ids, stepOf } from './history-acts.ts'
import { Model } from './history-model.ts'
import { begin, endWell, lab, owner, source, tempFolder } from './samples.ts'

const viewers: Viewer[] = [anonymous, lab, { ...lab, groups: ['public', 'staff'] }, operator]

/** An index that follows the outbox step by step, and never starts again. */
class Follower {
  position = 0
  held = new Map<string, { title: string; visibility: Visibility }>()

  async follow(store: RecordStore): Promise<void> {
    for (const { position, id, record } of await store.changes(this.position, 1000)) {
      expect(position).toBeGreaterThan(this.position)
      this.position = position
      if (record === null) this.held.delete(id)
      else this.held.set(id, { title: record.title, visibility: record.visibility })
    }
    expect(await store.position()).toBe(this.position)
  }
}

async function check(store: RecordStore, model: Model, follower: Follower): Promise<void> {
  const expected = new Map(
    [...model.records].map(([id, record]) => {
      const visibility = model.visibilityOf(record)
      return [`one:${id}`, { title: record.title, visibility }]
    }),
  )
  await follower.follow(store)
  expect(new Map([...follower.held].sort())).toEqual(new Map([...expected].sort()))
  const fresh = new Follower()
  await fresh.follow(store)
  expect(fresh.held).toEqual(follower.held)
  for (const viewer of viewers) {
    const titles = ids.map((id) => {
      const record = expected.get(`one:${id}`)
      return record && mayDiscover(viewer, record.visibility.discover) ? record.title : null
    })
    const found = await store.records(
      viewer,
      ids.map((id) => `one:${id}`),
    )
    expect(found.map((record) => record?.title ?? null)).toEqual(titles)
    const [one] = await store.sources(viewer)
    expect(one?.records ?? 0).toBe(titles.filter((title) => title !== null).length)
  }
}

async function play(acts: readonly Act[]): Promise<void> {
  const folder = tempFolder()
  const path = join(folder.path, 'catalogue.db')
  let store = openStore(path, 'write')
  try {
    const model = new Model()
    const follower = new Follower()
    await store.configureSources([source('one')])
    let { harvest } = await begin(store)
    for (const act of acts) {
      model.do(act)
      const step = stepOf(act)
      if (step !== null) {
        const run = await store.apply(harvest.id, owner, [step])
        expect(run.seen).toBe(model.met.size + model.blindRejections)
        expect(run.rejected).toBe(model.rejected.size + model.blindRejections)
        expect(run.removed).toBe(model.removed)
      } else if (act.act === 'configure') {
        await store.configureSources([source('one', act)])
      } else if (act.act === 'reopen') {
        await store.close()
        store = openStore(path, 'write')
        const again = await begin(store)
        expect(again.harvest.id).toBe(harvest.id)
      } else if (act.act === 'finish') {
        await store.finishHarvest(harvest.id, owner, { ...endWell, ...act })
        harvest = (await begin(store)).harvest
      }
      await check(store, model, follower)
    }
  } finally {
    await store.close()
    folder.remove()
  }
}

test('any history of harvests: leaves the records, views and outbox that a plain model has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 40, size: 'max' }), play),
    {
      numRuns: 60,
      seed: 20261121,
    },
  )
})
