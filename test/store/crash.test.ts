import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { anonymous, operator } from '../../src/model/index.ts'
import { leaseOwner, openStore } from '../../src/store/index.ts'
import { idsAfter, perBatch } from './crash-batches.ts'
import { replay, tempFolder } from './samples.ts'

const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url))

/** Lets a process write until it has said so much, and kills it some milliseconds later. Gives the last number said. */
async function writeAndDie(path: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
    said += text
  })
  await once(child, 'close')
  // Its last line may have been cut off.
  return Number(said.split('\n').at(-2))
}

test('a process killed while it writes: each batch that it acknowledged is there whole, and no half one', async () => {
  const folder = tempFolder()
  const path = join(folder.path, 'catalogue.db')
  for (let round = 0; round < 4; round++) {
    const acknowledged = await writeAndDie(path, 20 + Math.random() * 60)

    const file = new DatabaseSync(path)
    expect(file.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    expect(file.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    for (const [table, column] of [
      ['link', 'record'],
      ['asset', 'record'],
    ]) {
      const orphans = `SELECT 1 FROM ${table} WHERE ${column} NOT IN (SELECT key FROM record)`
      expect(file.prepare(orphans).all()).toEqual([])
    }
    file.close()

    const store = openStore(path, 'write')
    // The lease of a dead process keeps nobody out.
    const owner = leaseOwner()
    const lease = await store.beginHarvest('one', { full: true, owner, leaseSeconds: 60 })
    expect(lease.resumed).toBe(true)
    const last = Number(lease.partitions.all?.checkpoint)
    expect(last).toBeGreaterThanOrEqual(acknowledged)
    expect(last).toBeLessThanOrEqual(acknowledged + 1)

    const ids = idsAfter(last).map((id) => `one:${id}`)
    const held = await replay(store)
    expect([...held.keys()].sort()).toEqual(ids)
    expect(await store.records(operator, ids)).toEqual(
      ids.map((id) => {
        const record = held.get(id)
        return record && { ...record, parents: record.parents }
      }),
    )
    expect(held.get('one:changing')?.title).toBe(`Batch ${last}`)
    expect((await store.sources(operator))[0]?.records).toBe(ids.length)
    const visible = [...held.values()].filter(({ visibility }) =>
      visibility.discover.includes('public'),
    )
    expect((await store.sources(anonymous))[0]?.records).toBe(visible.length)
    const assets = await store.assetsOf(operator, ids, { first: 5 })
    expect(assets.map(({ total }) => total)).toEqual(
      [...ids].map((id) => (id === 'one:changing' ? 1 : 2)),
    )
    expect((await store.children(operator, 'one:changing', { first: 0 })).total).toBe(
      ids.length - 1,
    )
    expect(lease.harvest).toMatchObject({
      seen: (last + 1) * (perBatch + 1) + 1,
      rejected: last + 1,
      removed: Math.max(0, last - 1),
    })
    await store.releaseHarvest(lease.harvest.id, owner)
    await store.close()
  }
  folder.remove()
})
