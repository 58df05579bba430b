import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous, facets } from '../../../src/model/index.ts'
import { MeilisearchIndex } from '../../../src/search/meilisearch/index.ts'
import { type IndexBatch, processEnds, type SearchIndex } from '../../../src/search/search-index.ts'
import { faultyProxy } from '../../support/faulty-proxy.ts'
import {
  clientOf,
  hasBinary,
  meilisearch,
  ownMeilisearch,
  testPrefix,
} from '../../support/meilisearch.ts'
import { tempFolder } from '../../support/temp.ts'
import { until } from '../../support/until.ts'
import {
  batchOf,
  cursorKey,
  hiddenThings,
  requestOf,
  things,
  tiles,
  vocabulary,
} from '../fixture.ts'

const server = await meilisearch()

interface Place {
  folder: string
  prefix: string
  url: string
  key: string | null
  said: string[]
}

async function place(): Promise<Place> {
  const { url = '', masterKey = null } = server ?? {}
  return { folder: await tempFolder(), prefix: testPrefix(server), url, key: masterKey, said: [] }
}

async function openIndex({ folder, prefix, url, key, said }: Place): Promise<MeilisearchIndex> {
  const index = await MeilisearchIndex.open({
    folder,
    prefix,
    server: { url, searchKey: key, writeKey: key },
    log: (message) => said.push(message),
  })
  onTestFinished(() => index.close())
  await index.configure({ vocabulary, cursorKey })
  return index
}

async function uids({ prefix }: Place): Promise<string[]> {
  if (server === null) return []
  const { results } = await clientOf(server).getRawIndexes({ limit: 1_000 })
  return results.map(({ uid }) => uid).filter((uid) => uid.startsWith(prefix))
}

async function answersOf(index: SearchIndex): Promise<unknown> {
  const all: unknown[] = []
  for (const query of ['', 'hippocampos', 'mouse', 'tile', 'openneuro:ds000030']) {
    const { tookMs: _, ...result } = await index.search(
      anonymous,
      requestOf({ query, facets: facets.map((facet) => ({ facet, first: 100 })) }),
    )
    all.push({ ...result, hits: result.hits.map(({ cursor: _, ...hit }) => hit) })
  }
  return all
}

async function total(index: SearchIndex): Promise<number> {
  return (await index.search(anonymous, requestOf({ first: 1 }))).total
}

async function* batchesOf(...batches: IndexBatch[]): AsyncGenerator<IndexBatch> {
  yield* batches
}

describe.skipIf(server === null)('lifetimes of the Meilisearch index', () => {
  test('an index that is opened again answers as before', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf([...things, ...hiddenThings], 40))
    await index.apply({ documents: [], removed: ['allen:70000001'], position: 42 })
    const before = [await answersOf(index), await index.stats()]
    await index.close()
    const again = await openIndex(at)
    expect([await answersOf(again), await again.stats()]).toEqual(before)
  })

  test('a batch that was prepared while another changed the same record is written as it is', async () => {
    const index = await openIndex(await place())
    const titled = (title: string, position: number) => batchOf([{ id: 'a:x', title }], position)
    await index.apply(titled('Pterodactyl', 1))
    const again = titled('Pterodactyl', 3)
    const writing = index.apply(titled('Archaeopteryx', 2))
    // On its way to the server, but not there yet.
    await nextTurn()
    await index.expect(again)
    await writing
    await index.apply(again)
    const { hits } = await index.search(anonymous, requestOf({ query: 'pterodactyl' }))
    expect(hits.map(({ id }) => id)).toEqual(['a:x'])
  })

  test('a batch that was expected but does not come does no harm', async () => {
    const index = await openIndex(await place())
    await index.expect(batchOf(tiles, 450))
    await index.apply(batchOf(things, 40))
    expect(await total(index)).toBe(things.length)
    expect((await index.stats()).documents).toBe(things.length)
  })

  test('a server that lost the index is told apart, and is filled again from position 0', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    const before = await answersOf(index)
    const { generation } = await index.stats()
    const client = clientOf(server as NonNullable<typeof server>)
    for (const uid of await uids(at)) await client.deleteIndex(uid).waitTask()
    await expect(total(index)).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
    expect(await total(index)).toBe(0)
    const stats = await index.stats()
    expect(stats).toMatchObject({ position: 0, documents: 0 })
    expect(stats.generation).toBeGreaterThan(generation)
    await index.apply(batchOf(things, 40))
    expect(await answersOf(index)).toEqual(before)
  })

  test('a server that lost some documents is noticed at the next start', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    await index.close()
    const client = clientOf(server as NonNullable<typeof server>)
    const [uid = ''] = await uids(at)
    const { results } = await client.index(uid).getDocuments({ limit: 3, fields: ['id'] })
    const ids = results.map(({ id }) => String(id)).filter((id) => id !== 'marker')
    await client.index(uid).deleteDocuments(ids.slice(0, 1)).waitTask()
    const again = await openIndex(at)
    expect(await total(again)).toBe(0)
    expect((await again.stats()).position).toBe(0)
    expect(at.said.join()).toContain('lost documents')
    expect(await uids(at)).not.toContain(uid)
  })

  test('without its files here an index starts empty, and nothing of before is left at the server', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf([...things, ...tiles], 400))
    await index.close()
    await rm(at.folder, { recursive: true })
    const again = await openIndex(at)
    expect(await total(again)).toBe(0)
    await again.apply(batchOf(things.slice(0, 5), 5))
    expect(await total(again)).toBe(5)
    expect(await uids(at)).toHaveLength(1)
  })

  test('files taken back to an older state are made whole by the outbox', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    await index.close()
    const backup = await tempFolder()
    await cp(at.folder, backup, { recursive: true })
    const later = await openIndex(at)
    await later.apply(batchOf([{ id: 'a:never', title: 'Pterodactyl' }, ...tiles.slice(0, 9)], 50))
    await later.close()
    await rm(at.folder, { recursive: true })
    await cp(backup, at.folder, { recursive: true })
    const again = await openIndex(at)
    expect((await again.stats()).position).toBe(40)
    // The outbox holds the newest of each record: one has been removed since.
    await again.apply({ ...batchOf(tiles.slice(0, 9), 51), removed: ['a:never'] })
    expect(await total(again)).toBe(things.length + 9)
    const { hits } = await again.search(anonymous, requestOf({ query: 'pterodactyl' }))
    expect(hits).toEqual([])
  })

  test('a file that cannot be read is set aside, and the index starts empty', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    await index.close()
    const { writeFileSync } = await import('node:fs')
    const [name = ''] = (await readdir(at.folder)).filter((file) => file.endsWith('.db'))
    writeFileSync(`${at.folder}/${name}`, 'this is not a database')
    const again = await openIndex(at)
    expect(await total(again)).toBe(0)
    expect(await readdir(at.folder)).toContain('unusable.db')
  })

  test('two catalogues share a server and do not meet', async () => {
    const at = await place()
    const other = { ...at, folder: await tempFolder() }
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    const second = await MeilisearchIndex.open({
      ...{ folder: other.folder, prefix: at.prefix },
      server: { url: at.url, searchKey: at.key, writeKey: at.key },
    })
    onTestFinished(() => second.close())
    await second.configure({ vocabulary, cursorKey: 'the key of another catalogue' })
    await second.apply(batchOf(things.slice(0, 2), 2))
    expect([await total(index), await total(second)]).toEqual([things.length, 2])
    expect(await uids(at)).toHaveLength(2)
  })

  test('a rebuild that the end of the process interrupts goes on where it stopped', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    const abort = new AbortController()
    async function* interrupted(): AsyncGenerator<IndexBatch> {
      yield batchOf(tiles.slice(0, 100), 100)
      yield batchOf(tiles.slice(100, 200), 200)
      abort.abort(processEnds)
      yield batchOf(tiles.slice(200, 300), 300)
    }
    await expect(index.rebuild(interrupted(), abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(await total(index)).toBe(things.length)
    await index.close()

    const again = await openIndex(at)
    expect(await total(again)).toBe(things.length)
    const from = await again.unfinished()
    expect([100, 200]).toContain(from)
    await again.rebuild(batchesOf(batchOf(tiles.slice(from), 450)), undefined, from)
    expect(await total(again)).toBe(450)
    expect(await again.unfinished()).toBe(0)
    expect(await uids(at)).toHaveLength(1)
  })

  test('a rebuild that was cancelled leaves nothing to go on with', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf(things, 40))
    const abort = new AbortController()
    async function* cancelled(): AsyncGenerator<IndexBatch> {
      yield batchOf(tiles.slice(0, 100), 100)
      abort.abort()
      yield batchOf(tiles.slice(100), 450)
    }
    await expect(index.rebuild(cancelled(), abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(await index.unfinished()).toBe(0)
    expect(await uids(at)).toHaveLength(1)
  })

  test('a batch that is on its way when a rebuild switches does not make the old index anew', async () => {
    const at = await place()
    const proxy = await faultyProxy(at.url)
    const index = await openIndex({ ...at, url: proxy.url })
    await index.apply(batchOf(things, 40))
    const [old = ''] = await uids(at)
    let batches = 0
    proxy.choose(({ method, path }) => {
      if (method !== 'POST' || !path.startsWith(`/indexes/${old}/documents?`)) return null
      batches++
      // The next one is ready when the first is in; it comes to the server when the rebuild could be long done.
      return batches === 1 ? { late: 300 } : batches === 2 ? { overloaded: 1 } : null
    })
    const writing = index.apply(batchOf(tiles.slice(0, 100), 100))
    await nextTurn()
    await index.expect(batchOf(tiles.slice(100), 450))
    await writing
    await until('the next batch is on its way', () => batches === 2)
    await index.rebuild(batchesOf(batchOf(tiles, 450)))
    await until('it is tried again', () => batches === 3)
    // The server does one thing after the other.
    await index.apply(batchOf(things, 500))
    expect(await uids(at)).toEqual([expect.not.stringMatching(old)])
    expect(await total(index)).toBe(tiles.length + things.length)
  })

  test('searches that began before a rebuild switched end on what they began with', async () => {
    const at = await place()
    const index = await openIndex(at)
    await index.apply(batchOf([...things, ...tiles], 400))
    const before = JSON.stringify(await answersOf(index))
    let failed = 0
    let going = true
    const searching = Array.from({ length: 4 }, async () => {
      while (going) if (JSON.stringify(await answersOf(index)) !== before) failed++
    })
    for (let round = 0; round < 3; round++) {
      await index.rebuild(batchesOf(batchOf(tiles, 300), batchOf(things, 400)))
    }
    going = false
    await Promise.all(searching)
    expect(failed).toBe(0)
  })

  test.each([0, 50, 200, 400, 450])(
    'a process killed after %i records of a rebuild leaves an index that serves, and a rebuild that can go on',
    async (after) => {
      const at = await place()
      const index = await openIndex(at)
      await index.apply(batchOf(things, 40))
      await index.close()
      await killed(at, after)

      const again = await openIndex(at)
      const found = await total(again)
      expect([things.length, tiles.length]).toContain(found)
      const from = await again.unfinished()
      if (found === things.length) {
        await again.rebuild(batchesOf(batchOf(tiles.slice(from), 450)), undefined, from)
      }
      expect(await total(again)).toBe(tiles.length)
      expect((await again.stats()).position).toBe(450)
      const { hits } = await again.search(anonymous, requestOf({ query: 'tile', first: 500 }))
      expect(new Set(hits.map(({ id }) => id)).size).toBe(tiles.length)
      expect(await uids(at)).toHaveLength(1)
    },
  )
})

describe.skipIf(!hasBinary)('a Meilisearch that refuses documents', () => {
  test('what it refuses is left out, in any version, and everything else is found', async () => {
    const own = await ownMeilisearch('--http-payload-size-limit', '200KB')
    const at: Place = {
      ...{ folder: await tempFolder(), prefix: 'test', url: own.url, key: own.masterKey, said: [] },
    }
    const index = await openIndex(at)
    await index.apply(batchOf([...things, { id: 'a:grows', title: 'Pterodactyl' }], 40))
    const huge = { id: 'a:grows', title: 'Pterodactyl', description: 'bone '.repeat(100_000) }
    await index.apply(batchOf([huge, ...tiles], 500))
    expect(await total(index)).toBe(things.length + tiles.length)
    expect(await index.stats()).toMatchObject({ position: 500, refused: 1, error: null })
    const { hits } = await index.search(anonymous, requestOf({ query: 'pterodactyl' }))
    expect(hits).toEqual([])
    expect(at.said.join()).toContain('refused')
    await index.apply(batchOf([{ id: 'a:grows', title: 'Pterodactyl' }], 501))
    expect(await index.stats()).toMatchObject({ refused: 0 })
    expect(await total(index)).toBe(things.length + tiles.length + 1)
  })
})

/** Rebuilds in a process of its own, which is killed once it has said how far it is. */
async function killed({ folder, prefix, url, key }: Place, after: number): Promise<void> {
  const script = fileURLToPath(new URL('./rebuilding.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, prefix, url, key ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) if (line === 'done' || Number(line) >= after) break
  // Into the middle of whatever comes next, another place each time.
  await sleep(after % 37)
  child.kill('SIGKILL')
  await ended
}
