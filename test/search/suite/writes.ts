import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous, facets } from '../../../src/model/index.ts'
import type { IndexBatch, SearchIndex } from '../../../src/search/search-index.ts'
import { batchOf, cursorKey, documentOf, requestOf, things, tiles, vocabulary } from '../fixture.ts'
import type { OpenIndex } from '../search-index.suite.ts'
import { freshIndex } from './opened.ts'

/** What an index says about everything, to compare two of them. */
async function contentOf(index: SearchIndex): Promise<unknown> {
  const results: unknown[] = []
  for (const query of ['', 'mouse', 'hippocampos', 'atlas brain']) {
    const {
      hits,
      total,
      facets: counted,
    } = await index.search(
      anonymous,
      requestOf({ query, facets: facets.map((facet) => ({ facet, first: 100 })) }),
    )
    results.push({ total, counted, hits: hits.map(({ cursor: _, ...hit }) => hit) })
  }
  return results
}

async function* batchesOf(...batches: IndexBatch[]): AsyncGenerator<IndexBatch> {
  yield* batches
}

export function writePromises(open: OpenIndex): void {
  describe('writes', () => {
    test('an empty index answers with nothing', async () => {
      const { index } = await freshIndex(open, [])
      const result = await index.search(
        anonymous,
        requestOf({ query: 'mouse', facets: [{ facet: 'SPECIES', first: 10 }] }),
      )
      expect(result).toMatchObject({ total: 0, hits: [], bySource: {}, hasNext: false })
      expect(result.facets).toEqual([
        { facet: 'SPECIES', buckets: [], missing: 0, distinct: 0, min: null, max: null },
      ])
      expect(await index.stats()).toMatchObject({
        documents: 0,
        position: 0,
        error: null,
        outdated: false,
      })
    })

    test('an index that was not configured is not available', async () => {
      const opened = await open()
      onTestFinished(() => opened.close())
      await expect(opened.index.search(anonymous, requestOf())).rejects.toMatchObject({
        code: 'INDEX_UNAVAILABLE',
      })
    })

    test('what was applied is found at once, and the position is kept', async () => {
      const { index, ids } = await freshIndex(open)
      await index.apply(batchOf([{ id: 'a:new', title: 'Pterodactyl atlas' }], 77))
      expect(await ids('pterodactyl')).toEqual(['a:new'])
      expect(await index.stats()).toMatchObject({ documents: things.length + 1, position: 77 })
    })

    test('a batch that comes again, or the whole outbox, changes nothing', async () => {
      const { index } = await freshIndex(open)
      const before = await contentOf(index)
      const { generation } = await index.stats()
      await index.apply(batchOf(things, things.length))
      await index.apply(batchOf(things.slice(3, 9), things.length))
      expect(await contentOf(index)).toEqual(before)
      expect((await index.stats()).generation).toBe(generation)
    })

    test('a record that one batch both removes and holds is there', async () => {
      const { index, ids } = await freshIndex(open)
      await index.apply({ ...batchOf(things, 50), removed: ['templateflow:WHS'] })
      expect(await ids('waxholm')).toContain('templateflow:WHS')
      expect((await index.stats()).documents).toBe(things.length)
    })

    test('a changed record is found by what it says now, and no longer by what it said', async () => {
      const { index, ids, filtered, search } = await freshIndex(open)
      const before = (await search()).total
      await index.apply(
        batchOf(
          [{ id: 'allen:two-hippocampi', title: 'Pterodactyl', species: ['NCBITaxon:7955'] }],
          50,
        ),
      )
      expect(await ids('pterodactyl')).toEqual(['allen:two-hippocampi'])
      expect(await ids('left right')).not.toContain('allen:two-hippocampi')
      expect(await filtered({ species: ['zebrafish'] })).toEqual(['allen:two-hippocampi'])
      expect(await filtered({ structure: ['HIP'] })).not.toContain('allen:two-hippocampi')
      expect((await search()).total).toBe(before)
    })

    test('a removed record is nowhere any more, and an unknown one does no harm', async () => {
      const { index, ids, search } = await freshIndex(open)
      await index.apply({ documents: [], removed: ['templateflow:WHS', 'no:such'], position: 51 })
      expect(await ids('waxholm')).toEqual([])
      expect(await ids('templateflow:WHS')).not.toContain('templateflow:WHS')
      expect(await index.suggest(anonymous, 'waxh', 5)).toEqual([])
      const { facets: results, total } = await search({ facets: [{ facet: 'SPECIES', first: 9 }] })
      expect(total).toBe(things.length - 1)
      expect(results[0]?.buckets.map(({ label }) => label)).not.toContain('Rattus norvegicus')
    })

    test('a removed record can come back', async () => {
      const { index } = await freshIndex(open)
      const before = await contentOf(index)
      await index.apply({
        documents: [],
        removed: things.slice(0, 20).map(({ id }) => id),
        position: 60,
      })
      await index.apply(batchOf(things.slice(0, 20), 61))
      expect(await contentOf(index)).toEqual(before)
    })

    test('a record that is hidden is hidden at once', async () => {
      const { index, ids } = await freshIndex(open)
      const hidden = things.filter(({ id }) => id === 'templateflow:WHS')
      await index.apply(
        batchOf(
          hidden.map((thing) => ({ ...thing, discover: ['lab'] })),
          52,
        ),
      )
      expect(await ids('waxholm')).toEqual([])
      expect(await ids('templateflow:WHS')).not.toContain('templateflow:WHS')
    })

    test('a word of very many records is found in exactly those, whatever is written', async () => {
      const { index, search } = await freshIndex(open, tiles)
      const total = async (query: string) => (await search({ query, first: 1 })).total
      expect([await total('tile'), await total('tile word')]).toEqual([450, 438])
      const changed = { id: 'lab:tile-3', title: 'Nothing else' }
      await index.apply({
        ...batchOf([changed, { id: 'a:new', title: 'A new tile' }], 1_000),
        removed: ['lab:tile-1', 'lab:tile-2'],
      })
      expect([await total('tile'), await total('tile word')]).toEqual([449, 435])
      await index.apply(batchOf(tiles.slice(0, 4), 1_001))
      expect([await total('tile'), await total('tile word')]).toEqual([451, 438])
    })

    test('a phrase of very many records is found in exactly those, whatever is written', async () => {
      const { index, search } = await freshIndex(open, tiles)
      const total = async () => (await search({ query: '"one more tile"', first: 1 })).total
      expect([await total(), await total()]).toEqual([225, 225])
      await index.apply({ documents: [], removed: ['lab:tile-2'], position: 1_000 })
      expect(await total()).toBe(224)
      await index.apply(
        batchOf([...tiles.slice(2, 3), { id: 'a:new', title: 'One more tile' }], 1_001),
      )
      expect(await total()).toBe(226)
    })

    test('the order in which records came does not show', async () => {
      const forwards = await freshIndex(open)
      const backwards = await freshIndex(open, [])
      const reversed = [...things].reverse()
      for (let at = 0; at < reversed.length; at += 7) {
        await backwards.index.apply(batchOf(reversed.slice(at, at + 7), at + 7))
      }
      expect(await contentOf(backwards.index)).toEqual(await contentOf(forwards.index))
    })

    test('a batch with a document that cannot be written is not applied at all', async () => {
      const { index, ids } = await freshIndex(open)
      const before = await contentOf(index)
      const broken = { ...documentOf({ id: 'a:broken', title: 'Broken' }), text: null }
      const [good] = batchOf([{ id: 'a:good', title: 'Pterodactyl' }], 1).documents
      const documents = [good, broken] as unknown as IndexBatch['documents']
      await expect(
        index.apply({ documents, removed: ['templateflow:WHS'], position: 99 }),
      ).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
      expect(await contentOf(index)).toEqual(before)
      expect(await ids('pterodactyl')).toEqual([])
      expect(await index.stats()).toMatchObject({
        position: things.length,
        error: 'INDEX_UNAVAILABLE',
      })
      await index.apply(batchOf([{ id: 'a:good', title: 'Pterodactyl' }], 100))
      expect(await ids('pterodactyl')).toEqual(['a:good'])
      expect((await index.stats()).error).toBeNull()
    })

    test('another vocabulary makes an index outdated until all was given again', async () => {
      const { index } = await freshIndex(open)
      await index.configure({ vocabulary: { ...vocabulary, version: 'another' }, cursorKey })
      expect((await index.stats()).outdated).toBe(true)
      await index.apply(batchOf(things.slice(0, 5), things.length))
      expect((await index.stats()).outdated).toBe(true)
      await index.apply({ ...batchOf(things, things.length), refreshed: true })
      expect((await index.stats()).outdated).toBe(false)
    })

    test('an index of another catalogue is emptied', async () => {
      const { index, search } = await freshIndex(open)
      await index.configure({ vocabulary, cursorKey: 'the key of another catalogue' })
      expect((await search()).total).toBe(0)
      expect((await index.stats()).position).toBe(0)
    })

    test('a rebuild serves the old records until it ends, then only the new ones', async () => {
      const { index, ids, search } = await freshIndex(open)
      const { generation } = await index.stats()
      async function* slow(): AsyncGenerator<IndexBatch> {
        yield batchOf([{ id: 'a:first', title: 'Pterodactyl' }], 1)
        expect(await ids('pterodactyl')).toEqual([])
        expect((await search()).total).toBe(things.length)
        yield batchOf(things.slice(0, 3), 2)
      }
      await index.rebuild(slow())
      expect(await ids('pterodactyl')).toEqual(['a:first'])
      expect((await search()).total).toBe(4)
      const stats = await index.stats()
      expect(stats).toMatchObject({ documents: 4, position: 2, outdated: false })
      expect(stats.generation).toBeGreaterThan(generation)
    })

    test('a rebuild gives the same answers as the batches did', async () => {
      const { index } = await freshIndex(open)
      const before = await contentOf(index)
      await index.rebuild(batchesOf(batchOf(things.slice(20), 5), batchOf(things.slice(0, 20), 9)))
      expect(await contentOf(index)).toEqual(before)
    })

    test('a rebuild that fails leaves what was there, and a later one succeeds', async () => {
      const { index } = await freshIndex(open)
      const before = await contentOf(index)
      const stats = await index.stats()
      async function* failing(): AsyncGenerator<IndexBatch> {
        yield batchOf(things.slice(0, 3), 1)
        throw new Error('the catalogue went away')
      }
      await expect(index.rebuild(failing())).rejects.toThrow()
      expect([await contentOf(index), await index.stats()]).toEqual([before, stats])
      await index.rebuild(batchesOf(batchOf(things, 12)))
      expect((await index.stats()).position).toBe(12)
    })

    test('a rebuild that is aborted is CANCELLED and leaves what was there', async () => {
      const { index } = await freshIndex(open)
      const before = await contentOf(index)
      const abort = new AbortController()
      async function* aborting(): AsyncGenerator<IndexBatch> {
        yield batchOf(things.slice(0, 3), 1)
        abort.abort()
        yield batchOf(things.slice(3), 2)
      }
      await expect(index.rebuild(aborting(), abort.signal)).rejects.toMatchObject({
        code: 'CANCELLED',
      })
      expect(await contentOf(index)).toEqual(before)
    })

    test('two rebuilds at once are one too many', async () => {
      const { index } = await freshIndex(open)
      const gate = Promise.withResolvers<void>()
      async function* waiting(): AsyncGenerator<IndexBatch> {
        await gate.promise
        yield batchOf(things, 3)
      }
      const first = index.rebuild(waiting())
      await expect(index.rebuild(batchesOf())).rejects.toMatchObject({ code: 'CONFLICT' })
      gate.resolve()
      await first
      expect((await index.stats()).position).toBe(3)
    })

    test('after close nothing is available', async () => {
      const opened = await open()
      await opened.index.configure({ vocabulary, cursorKey })
      await opened.close()
      await opened.close()
      await expect(opened.index.search(anonymous, requestOf())).rejects.toMatchObject({
        code: 'INDEX_UNAVAILABLE',
      })
    })
  })
}
