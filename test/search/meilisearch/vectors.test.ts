import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymous, facets, operator } from '../../../src/model/index.ts'
import type { IndexDocument } from '../../../src/search/document.ts'
import { keepLsaVectors } from '../../../src/search/embed/keep-vectors.ts'
import { nearestOf, nearestQuery } from '../../../src/search/meilisearch/nearest.ts'
import { recordsOf } from '../../../src/search/meilisearch/paging.ts'
import type { MeiliQuery, MeiliResult } from '../../../src/search/meilisearch/server.ts'
import { readQuery } from '../../../src/search/query.ts'
import { mostVectorOnly } from '../../../src/search/rank/vector-only.ts'
import {
  type IndexBatch,
  processEnds,
  type SearchResult,
} from '../../../src/search/search-index.ts'
import { clientOf, meilisearch, type TestMeilisearch } from '../../support/meilisearch.ts'
import { until } from '../../support/until.ts'
import { cursorKey, requestOf, vocabulary } from '../fixture.ts'
import { generatedDocuments } from '../generated-records.ts'
import { type OpenedMeilisearch, openMeilisearch } from '../open-meilisearch.ts'
import { connect } from './server-fixture.ts'

const server = await meilisearch()
const documents = generatedDocuments(41, 1_000)
const half = documents.slice(0, 450)
const query = 'hippocampus neurons tracing'

interface Place extends OpenedMeilisearch {
  /** Has the index trained, and waits until the model serves. */
  embed(during?: () => Promise<void>): Promise<void>
}

async function openIndex(): Promise<Place> {
  const opened = await openMeilisearch(server)
  onTestFinished(() => opened.close())
  await opened.index.configure({ vocabulary, cursorKey })
  return {
    ...opened,
    get index() {
      return opened.index
    },
    async reopen() {
      const index = await opened.reopen()
      await index.configure({ vocabulary, cursorKey })
      return index
    },
    async embed(during = async () => {}) {
      const ending = new AbortController()
      const { index } = opened
      const keeper = keepLsaVectors({
        forward: () => index.forward,
        isIdle: () => true,
        signal: ending.signal,
        intervalMs: 10,
        switchModel: async (forward, finish) => {
          await Promise.all([index.switchModel(forward, finish), during()])
        },
        log: (message, cause) => opened.logged.push(`${message} ${cause ?? ''}`),
      })
      await keeper.settled()
      ending.abort()
      await keeper.done
    },
  }
}

function batchOf(given: readonly IndexDocument[], position: number): IndexBatch {
  return { documents: given, removed: [], position }
}

async function search({ index }: Place, asked = query): Promise<SearchResult> {
  return index.search(anonymous, requestOf({ query: asked }))
}

async function uidOf({ prefix }: Place): Promise<string> {
  const { results } = await clientOf(server as TestMeilisearch).getRawIndexes({ limit: 1_000 })
  const [uid, ...others] = results.map((one) => one.uid).filter((uid) => uid.startsWith(prefix))
  expect(others).toEqual([])
  return uid ?? ''
}

/** What the server holds, and what it has to: vectors by record, by name of the model. */
async function expectSame(at: Place): Promise<void> {
  const client = clientOf(server as TestMeilisearch)
  const uid = await uidOf(at)
  const names = Object.keys((await client.index(uid).getEmbedders()) ?? {})
  const { vectors } = at.index.forward
  expect(names).toHaveLength(vectors.modelId === null ? 0 : 1)
  const found = await client
    .index(uid)
    .getDocuments({ limit: 10_000, fields: ['record', '_vectors'], retrieveVectors: true })
  const there: Record<string, unknown> = {}
  for (const { record, _vectors } of found.results) {
    if (record === undefined) continue
    const { embeddings = [] } = _vectors?.[names[0] ?? ''] ?? {}
    there[String(record)] = embeddings[0] ?? null
  }
  const here = Object.fromEntries(
    vectors
      .stored(vectors.modelId ?? '', -1, 10_000)
      .map(({ id, row }) => [id, row === null ? null : [...row]]),
  )
  expect(there).toEqual(here)
  expect(Object.keys(here)).toHaveLength(at.index.forward.alive)
}

describe.skipIf(server === null)('vectors in Meilisearch', () => {
  test('vectors: a model serves from when the server has all of its vectors, and not before', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    expect((await search(at)).ranking).toBe('LEXICAL')
    const before: string[] = []
    await at.embed(async () => {
      before.push((await search(at)).ranking)
    })
    expect(before).toEqual(['LEXICAL'])
    expect((await search(at)).ranking).toBe('HYBRID')
    expect((await at.index.stats()).vectors).toEqual({ model: expect.any(String), progress: null })
    await expectSame(at)
  })

  test('vectors: records that are written while a model is brought have theirs, too', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    const changed = half.slice(0, 30).map((document) => ({
      ...document,
      text: { ...document.text, title: 'Dendrites of axons', description: 'projection nuclei' },
    }))
    await at.embed(async () => {
      await at.index.expect(batchOf(documents.slice(450, 600), 2))
      await at.index.apply(batchOf(changed, 2))
      await at.index.apply({
        documents: documents.slice(450, 600),
        removed: [half[40]?.id ?? ''],
        position: 3,
      })
    })
    await expectSame(at)
  })

  test('vectors: a record that comes, changes or goes is found by its vector as it is now', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    await at.index.apply(batchOf(documents.slice(450, 500), 2))
    await expectSame(at)
    const [first, second] = documents as [IndexDocument, IndexDocument]
    const changed = { ...first, text: { ...first.text, title: 'x', description: '', keywords: '' } }
    await at.index.apply({ documents: [changed], removed: [second.id], position: 3 })
    await expectSame(at)
  })

  test('vectors: a model that is replaced is taken away with its vectors', {
    timeout: 60_000,
  }, async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const { model } = (await at.index.stats()).vectors
    await at.index.apply(batchOf(documents, 2))
    await at.embed()
    const { model: after } = (await at.index.stats()).vectors
    expect(after).not.toBe(model)
    expect((await search(at)).ranking).toBe('HYBRID')
    await expectSame(at)
  })

  test('vectors: a rebuild takes the model over, and serves with it from the first moment', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const { model } = (await at.index.stats()).vectors
    async function* batches() {
      yield batchOf(documents.slice(0, 300), 10)
      yield batchOf(documents.slice(300, 500), 20)
    }
    await at.index.rebuild(batches())
    expect((await search(at)).ranking).toBe('HYBRID')
    expect((await at.index.stats()).vectors.model).toBe(model)
    await expectSame(at)
  })

  test('vectors: a rebuild that the end of a process interrupts goes on with its model', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const abort = new AbortController()
    async function* interrupted() {
      yield batchOf(documents.slice(0, 100), 100)
      yield batchOf(documents.slice(100, 200), 200)
      abort.abort(processEnds)
      yield batchOf(documents.slice(200, 300), 300)
    }
    await expect(at.index.rebuild(interrupted(), abort.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    const index = await at.reopen()
    await search(at)
    const from = await index.unfinished()
    async function* others() {
      yield batchOf(documents.slice(from, 300), 300)
    }
    await index.rebuild(others(), undefined, from)
    expect((await search(at)).ranking).toBe('HYBRID')
    await expectSame(at)
  })

  test('vectors: an index that is opened again answers as before', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const before = await search(at)
    await at.reopen()
    const { hits, total, ranking } = await search(at)
    expect([ranking, total]).toEqual(['HYBRID', before.total])
    expect(hits.map(({ id, score }) => [id, score])).toEqual(
      before.hits.map(({ id, score }) => [id, score]),
    )
  })

  test('vectors: a server that was emptied gets records with the same model again', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    await clientOf(server as TestMeilisearch)
      .deleteIndex(await uidOf(at))
      .waitTask()
    await expect(search(at)).rejects.toMatchObject({ code: 'INDEX_UNAVAILABLE' })
    expect((await search(at)).total).toBe(0)
    await at.index.apply(batchOf(half, 1))
    expect((await search(at)).ranking).toBe('HYBRID')
    await expectSame(at)
  })

  test('vectors: a server that lost its embedders answers by words, and has them soon again', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const before = await search(at)
    const client = clientOf(server as TestMeilisearch)
    await client
      .index(await uidOf(at))
      .resetEmbedders()
      .waitTask()
    // What was remembered of a query asks nothing of vectors again.
    expect((await search(at, 'cortex layers of rats')).ranking).toBe('LEXICAL')
    await until('vectors are there again', async () => (await search(at)).ranking === 'HYBRID')
    expect((await search(at)).total).toBe(before.total)
    await expectSame(at)
  })

  test('vectors: those that a server lost are brought again at the next start', async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(half, 1))
    await at.embed()
    const client = clientOf(server as TestMeilisearch)
    const uid = await uidOf(at)
    const [name = ''] = Object.keys((await client.index(uid).getEmbedders()) ?? {})
    const { results } = await client.index(uid).getDocuments({ limit: 20, fields: ['id'] })
    const without = results.map(({ id }) => ({ id, _vectors: { [name]: null } }))
    await client.index(uid).updateDocuments(without).waitTask()
    await at.reopen()
    await until('vectors are there again', async () => (await search(at)).ranking === 'HYBRID')
    await expectSame(at)
  })

  test('vectors: an embedder that somebody else made does not keep records out', async () => {
    const at = await openIndex()
    await search(at)
    const client = clientOf(server as TestMeilisearch)
    const index = client.index(await uidOf(at))
    await index.updateEmbedders({ other: { source: 'userProvided', dimensions: 3 } }).waitTask()
    await expect(at.index.apply(batchOf(half, 1))).rejects.toMatchObject({
      code: 'INDEX_UNAVAILABLE',
    })
    await at.index.apply(batchOf(half, 1))
    expect(await at.index.stats()).toMatchObject({ documents: half.length, refused: 0 })
    await at.embed()
    await expectSame(at)
  })

  test('vectors: of many, nearly all of the nearest are found', { timeout: 60_000 }, async () => {
    const at = await openIndex()
    await at.index.apply(batchOf(generatedDocuments(43, 1_800), 1))
    await at.embed()
    const { forward } = at.index
    const column = forward.vectors.column as NonNullable<typeof forward.vectors.column>
    const client = connect(server as TestMeilisearch)
    const uid = await uidOf(at)
    const shares: number[] = []
    for (const asked of ['brain', query, 'cortical layers of rats', 'axon volume', 'Gad1 cells']) {
      const read = readQuery({ forward, vocabulary }, operator, { query: asked, filter: null })
      const vector = read.vector as Float32Array
      const wanted = column.nearest(column.query(vector), { most: mostVectorOnly, floor: 0 })
      const most = mostVectorOnly
      const nearest = nearestQuery({ forward, uid }, read, { filter: ['record EXISTS'], most })
      const [result] = await client.search([nearest as MeiliQuery])
      const found = nearestOf(forward, read, recordsOf(result as MeiliResult), { most, floor: 0 })
      const docs = new Set(found.map((id) => forward.docOf(id)))
      shares.push(wanted.filter(({ doc }) => docs.has(doc)).length / wanted.length)
    }
    expect(Math.min(...shares)).toBeGreaterThan(0.9)
  })

  test('vectors: hidden records have no part in what others are told', {
    timeout: 60_000,
  }, async () => {
    const isPublic = ({ discover }: IndexDocument) => discover.includes('public')
    const [all, some] = [await openIndex(), await openIndex()]
    await all.index.apply(batchOf(documents, 1))
    await some.index.apply(batchOf(documents.filter(isPublic), 1))
    expect(documents.filter(isPublic).length).toBeLessThan(documents.length)
    await all.embed()
    await some.embed()
    for (const asked of [
      query,
      'cortical layers',
      'Gad1 expressed in the cortex of mice',
      'rat axon volume',
    ]) {
      for (const ranking of ['HYBRID', 'SEMANTIC'] as const) {
        const request = requestOf({
          ...{ query: asked, ranking, explain: true },
          facets: facets.map((facet) => ({ facet, first: 50 })),
        })
        const told = await Promise.all(
          [all, some].map(async ({ index }) => {
            const { hits, tookMs: _, ...rest } = await index.search(anonymous, request)
            return { ...rest, hits: hits.map(({ cursor: __, ...hit }) => hit) }
          }),
        )
        expect(told[0]?.ranking).toBe(ranking)
        expect(told[0]).toEqual(told[1])
      }
    }
  })
})
