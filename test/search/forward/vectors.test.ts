import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { LsaModel } from '../../../src/search/embed/lsa/lsa-model.ts'
import { applyBatch } from '../../../src/search/embedded/apply-batch.ts'
import { Generation } from '../../../src/search/embedded/generation.ts'
import type { Lacking } from '../../../src/search/forward/vector-table.ts'
import { formKey } from '../../../src/search/rank/forms.ts'
import { emptyPlan } from '../../../src/search/rank/plan.ts'
import { tempFolder } from '../../support/temp.ts'
import { batchOf, vocabulary } from '../fixture.ts'

async function open(): Promise<{ path: string; generation: Generation }> {
  const path = join(await tempFolder(), 'index-1.db')
  const generation = new Generation(path, 1)
  onTestFinished(() => generation.close())
  return { path, generation }
}

function write(generation: Generation, titles: Readonly<Record<string, string>>): void {
  const things = Object.entries(titles).map(([id, title]) => ({ id: `lab:${id}`, title }))
  applyBatch(generation, batchOf(things, 1), vocabulary.version)
}

/** A vector for each, all the same; none where `scale` is 0. */
function rowsOf(lacking: readonly Lacking[], scale = 1) {
  return {
    docs: lacking.map(({ doc }) => doc),
    hashes: lacking.map(({ hash }) => hash),
    rows: new Int8Array(lacking.length * 2).fill(1),
    scales: new Float32Array(lacking.length).fill(scale),
  }
}

/** A model that knows one word. */
function modelOf(word: string): LsaModel {
  return new LsaModel({
    ...{ id: 'lsa-x', dimensions: 2, records: 1, terms: [formKey(word)] },
    ...{ weights: new Float32Array([1]), rows: new Int8Array([3, 4]) },
  })
}

describe('vectors of a generation', () => {
  test('vectors: a record that changed meanwhile to words that the model does not know gets none of before', async () => {
    const { generation } = await open()
    const { vectors } = generation.forward
    write(generation, { a: 'mouse', b: 'mouse' })
    const before = vectors.lacking('lsa-x', -1, 10)
    vectors.begin('lsa-x', 2, modelOf('mouse'))
    write(generation, { a: 'rat' })
    vectors.add(rowsOf(before))
    vectors.finish()
    expect(vectors.column?.count).toBe(1)
    expect(vectors.lacking('lsa-x', -1, 10)).toMatchObject([{ doc: 0 }])
  })

  test('vectors: a record that changed while a server embedded it is told to have changed', async () => {
    const { generation } = await open()
    const { vectors } = generation.forward
    write(generation, { a: 'mouse', b: 'rat' })
    const before = vectors.lacking('m', -1, 10)
    // Before the model is begun nobody notes what changes.
    write(generation, { a: 'human' })
    vectors.begin('m', 2, null)
    vectors.add(rowsOf(before))
    vectors.finish()
    const changed = vectors.changed('m', 10)
    expect(changed).toMatchObject([{ doc: 0 }])
    vectors.add(rowsOf(changed))
    expect(vectors.changed('m', 10)).toEqual([])
    expect(vectors.column?.count).toBe(2)
  })

  test('vectors: a record that is known to have none is not lacking one until it changes, after a restart too', async () => {
    const { path, generation } = await open()
    const { vectors } = generation.forward
    write(generation, { a: 'mouse' })
    vectors.begin('m', 2, null)
    vectors.add(rowsOf(vectors.lacking('m', -1, 10), 0))
    vectors.finish()
    const again = new Generation(path, 1)
    onTestFinished(() => again.close())
    expect(again.forward.vectors.lacking('m', -1, 10)).toEqual([])
    expect(again.forward.vectors.column?.count).toBe(0)
    write(generation, { a: 'rat' })
    expect(vectors.changed('m', 10)).toMatchObject([{ doc: 0 }])
  })

  test('vectors: a record that was removed is not lacking any', async () => {
    const { generation } = await open()
    const { vectors } = generation.forward
    vectors.begin('m', 2, null)
    write(generation, { a: 'mouse', b: 'rat' })
    applyBatch(generation, { documents: [], removed: ['lab:a'], position: 2 }, vocabulary.version)
    expect(vectors.changed('m', 10)).toMatchObject([{ doc: 1 }])
    expect(vectors.countLacking('m')).toBe(1)
  })

  test('vectors: a query is only compared with vectors of its own model and length', async () => {
    const { generation } = await open()
    const { vectors } = generation.forward
    write(generation, { a: 'mouse' })
    vectors.begin('m', 2, null)
    vectors.add(rowsOf(vectors.lacking('m', -1, 10)))
    const plan = emptyPlan
    const vector = new Float32Array([1, 0])
    expect(vectors.ofQuery(plan, { model: 'm', vector })).toBeNull()
    vectors.finish()
    expect(vectors.ofQuery(plan, { model: 'm', vector })).toBe(vector)
    expect(vectors.ofQuery(plan, { model: 'n', vector })).toBeNull()
    expect(vectors.ofQuery(plan, { model: 'm', vector: new Float32Array(3) })).toBeNull()
    expect(vectors.ofQuery(plan, null)).toBeNull()
  })
})
