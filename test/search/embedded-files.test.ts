import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous, facets } from '../../src/model/index.ts'
import { EmbeddedIndex, type EmbeddedIndexOptions } from '../../src/search/embedded/index.ts'
import type { IndexBatch, SearchIndex } from '../../src/search/search-index.ts'
import { tempFolder } from '../support/temp.ts'
import { batchOf, cursorKey, hiddenThings, requestOf, things, vocabulary } from './fixture.ts'
import { labMember } from './suite/opened.ts'

async function openIndex(options: EmbeddedIndexOptions): Promise<EmbeddedIndex> {
  const index = await EmbeddedIndex.open(options)
  onTestFinished(() => index.close())
  await index.configure({ vocabulary, cursorKey })
  return index
}

async function filledFolder(): Promise<string> {
  const folder = await tempFolder()
  const index = await openIndex({ folder })
  await index.apply(batchOf([...things, ...hiddenThings], 40))
  await index.close()
  return folder
}

async function answersOf(index: SearchIndex): Promise<unknown> {
  const all: unknown[] = []
  for (const viewer of [anonymous, labMember]) {
    for (const query of ['', 'hippocampos', 'mouse', 'xantho', 'openneuro:ds000030']) {
      const { tookMs: _, ...result } = await index.search(
        viewer,
        requestOf({ query, facets: facets.map((facet) => ({ facet, first: 100 })) }),
      )
      all.push({ ...result, hits: result.hits.map(({ cursor: _, ...hit }) => hit) })
    }
    all.push(
      await index.suggest(viewer, 'hip', 10),
      await index.similar(viewer, 'allen:ccfv3-2017', 5),
    )
  }
  return all
}

const indexFiles = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.db'))

async function* batchesOf(...batches: IndexBatch[]): AsyncGenerator<IndexBatch> {
  yield* batches
}

describe('files of the embedded index', () => {
  test('an index that is opened again answers as before', async () => {
    const folder = await tempFolder()
    const index = await openIndex({ folder })
    await index.apply(batchOf([...things, ...hiddenThings], 40))
    await index.apply(batchOf(things.slice(4, 8), 41))
    await index.apply({ documents: [], removed: ['allen:70000001'], position: 42 })
    const before = await answersOf(index)
    await index.close()
    const again = await openIndex({ folder })
    expect(await answersOf(again)).toEqual(before)
    expect(await again.stats()).toMatchObject({ position: 42, outdated: false, generation: 1 })
    await again.apply(batchOf(things.slice(0, 9), 43))
    await again.apply(batchOf([{ id: 'a:new', title: 'Pterodactyl' }], 44))
    const { hits } = await again.search(anonymous, requestOf({ query: 'pterodactyl' }))
    expect(hits.map(({ id }) => id)).toEqual(['a:new'])
  })

  test('a process that dies leaves what it had committed', async () => {
    const folder = await filledFolder()
    const index = await openIndex({ folder })
    await index.apply(batchOf([{ id: 'a:new', title: 'Pterodactyl' }], 41))
    const before = await answersOf(index)
    // What a kill leaves: the files as they are now, journal included.
    const copy = await tempFolder()
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('-shm')) copyFileSync(join(folder, name), join(copy, name))
    }
    const again = await openIndex({ folder: copy })
    expect(await answersOf(again)).toEqual(before)
    expect((await again.stats()).position).toBe(41)
  })

  test.each<[string, (path: string) => void]>([
    ['garbage', (path) => writeFileSync(path, 'this is not a database'.repeat(1000))],
    ['truncated', (path) => writeFileSync(path, 'SQLite format 3\u0000')],
    ['another program', (path) => change(path, 'PRAGMA application_id = 7')],
    ['a newer gateway', (path) => change(path, 'PRAGMA user_version = 99')],
    ['without a table', (path) => change(path, 'DROP TABLE word')],
    ['with a gap', (path) => change(path, 'DELETE FROM value WHERE id = 3')],
  ])('a file that cannot be used is set aside and the index starts empty: %s', async (_, spoil) => {
    const folder = await filledFolder()
    spoil(join(folder, 'index-1.db'))
    const said: string[] = []
    const index = await openIndex({ folder, log: (message) => said.push(message) })
    expect(said).toEqual([expect.stringContaining('made again')])
    expect(await index.stats()).toMatchObject({ documents: 0, position: 0, generation: 2 })
    await index.apply(batchOf(things, 40))
    expect((await index.search(anonymous, requestOf())).total).toBe(things.length)
    expect(readdirSync(folder)).toContain('unusable.db')
    expect(indexFiles(folder).sort()).toEqual(['index-2.db', 'unusable.db'])
  })

  test('a rebuild leaves one file, and a failed one no litter', async () => {
    const folder = await filledFolder()
    const index = await openIndex({ folder })
    await index.rebuild(batchesOf(batchOf(things, 40)))
    expect(indexFiles(folder)).toEqual(['index-2.db'])
    async function* failing(): AsyncGenerator<IndexBatch> {
      yield batchOf(things, 1)
      expect(indexFiles(folder).sort()).toEqual(['index-2.db', 'index-3.db'])
      throw new Error('the catalogue went away')
    }
    await expect(index.rebuild(failing())).rejects.toThrow()
    expect(indexFiles(folder)).toEqual(['index-2.db'])
  })

  test('a process that dies while it rebuilds leaves the generation before, and a start tidies up', async () => {
    const folder = await filledFolder()
    const copy = await tempFolder()
    const index = await openIndex({ folder })
    const before = await answersOf(index)
    async function* dying(): AsyncGenerator<IndexBatch> {
      yield batchOf(things.slice(0, 5), 1)
      for (const name of readdirSync(folder)) {
        if (!name.endsWith('-shm')) copyFileSync(join(folder, name), join(copy, name))
      }
      yield batchOf(things.slice(5), 2)
    }
    await index.rebuild(dying())
    expect(indexFiles(copy).sort()).toEqual(['index-1.db', 'index-2.db'])
    const again = await openIndex({ folder: copy })
    expect(await answersOf(again)).toEqual(before)
    expect((await again.stats()).generation).toBe(1)
    expect(readdirSync(copy).filter((name) => name.startsWith('index-2'))).toEqual([])
  })

  test('a generation that was finished serves, and the one before is tidied away', async () => {
    const folder = await filledFolder()
    copyFileSync(join(folder, 'index-1.db'), join(folder, 'index-2.db'))
    const index = await openIndex({ folder })
    expect(await index.stats()).toMatchObject({ generation: 2, documents: things.length + 3 })
    expect(indexFiles(folder)).toEqual(['index-2.db'])
  })

  test('an index that is damaged while it is open starts again empty, with a new generation', async () => {
    const folder = await filledFolder()
    const said: string[] = []
    const index = await openIndex({ folder, log: (message) => said.push(message) })
    const fault = Object.assign(new Error('database disk image is malformed'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: 11,
    })
    // A document that throws where it is read stands for a page that cannot be.
    const document = Object.defineProperty(
      { ...batchOf(things.slice(0, 1), 1).documents[0] },
      'id',
      {
        get: () => {
          throw fault
        },
      },
    )
    const documents = [document] as unknown as IndexBatch['documents']
    await expect(index.apply({ documents, removed: [], position: 41 })).rejects.toMatchObject({
      code: 'INDEX_UNAVAILABLE',
    })
    expect(await index.stats()).toMatchObject({ documents: 0, position: 0, generation: 2 })
    await index.apply(batchOf(things, 40))
    expect((await index.stats()).documents).toBe(things.length)
  })
})

describe('cursors of the embedded index', () => {
  test.each(['RELEVANCE', 'NEWEST'] as const)(
    '%s: a cursor older than ten minutes has expired once something was written',
    async (sort) => {
      let now = 1_700_000_000_000
      const folder = await filledFolder()
      const index = await openIndex({ folder, now: () => now })
      const first = await index.search(anonymous, requestOf({ query: 'mouse', sort, first: 3 }))
      const after = first.hits.at(-1)?.cursor ?? null
      const next = () =>
        index.search(anonymous, requestOf({ query: 'mouse', sort, first: 3, after }))
      const expected = (await next()).hits.map(({ id }) => id)
      now += 3_600_000
      expect((await next()).hits.map(({ id }) => id)).toEqual(expected)
      await index.apply(batchOf([{ id: 'a:new', title: 'A new mouse' }], 50))
      await expect(next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED', argument: 'after' })
      now -= 3_600_000 - 599_000
      expect((await next()).hits.map(({ id }) => id)).toEqual(expected)
    },
  )

  test.each(['RELEVANCE', 'TITLE'] as const)('%s: a cursor survives a restart', async (sort) => {
    const folder = await filledFolder()
    const index = await openIndex({ folder })
    const whole = (await index.search(anonymous, requestOf({ query: 'mouse', sort }))).hits
    const cursor = whole[4]?.cursor ?? null
    await index.close()
    const again = await openIndex({ folder })
    const rest = await again.search(anonymous, requestOf({ query: 'mouse', sort, after: cursor }))
    expect(rest.hits.map(({ id }) => id)).toEqual(whole.slice(5).map(({ id }) => id))
    await again.apply(batchOf([{ id: 'a:new', title: 'Something else' }], 50))
    await again.close()
    const third = await openIndex({ folder })
    const later = await third.search(anonymous, requestOf({ query: 'mouse', sort, after: cursor }))
    expect(later.hits.map(({ id }) => id)).toEqual(whole.slice(5).map(({ id }) => id))
  })
})

function change(path: string, sql: string): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}
