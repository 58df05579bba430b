import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type Training,
  type TrainingRequest,
  train,
} from '../../../../src/search/embed/lsa/train.ts'
import type { VectorBatch } from '../../../../src/search/embed/lsa/training-worker.ts'
import { quantise } from '../../../../src/search/embed/quantise.ts'
import { embeddedFile } from '../../../../src/search/embedded/generation.ts'
import { EmbeddedIndex } from '../../../../src/search/embedded/index.ts'
import { generationPath } from '../../../../src/search/forward/schema.ts'
import { tempFolder } from '../../../support/temp.ts'
import { batchOf, cursorKey, type Thing, vocabulary } from '../../fixture.ts'
import { tokensOf, topicText } from './topics.ts'

const thingAt = (at: number): Thing => {
  const { title, description } = topicText(at)
  return { id: `lab:${at}`, title, description }
}
const things = Array.from({ length: 400 }, (_, at) => thingAt(at))
/** Their word stands in no other. */
const hidden = Array.from(
  { length: 40 },
  (_, at): Thing => ({
    ...thingAt(at),
    id: `lab:h${at}`,
    title: 'clandestine yacht',
    discover: ['lab'],
  }),
)

/** An index's file with these records; the first ones' visibility classes get the lowest numbers. */
async function fileOf(
  ...batches: (readonly Thing[])[]
): Promise<{ path: string; index: EmbeddedIndex }> {
  const folder = await tempFolder()
  const index = await EmbeddedIndex.open({ folder })
  onTestFinished(() => index.close())
  await index.configure({ vocabulary, cursorKey })
  for (const [at, batch] of batches.entries()) await index.apply(batchOf(batch, at + 1))
  return { path: generationPath(folder, embeddedFile, 1), index }
}

async function trained(request: TrainingRequest): Promise<Training> {
  const training = await train(request)
  onTestFinished(() => training.close())
  return training
}

async function allOf(training: Training): Promise<VectorBatch[]> {
  const batches: VectorBatch[] = []
  for (;;) {
    const batch = await training.more()
    if (batch === null) return batches
    batches.push(batch)
  }
}

function docsOf(path: string): Map<number, string> {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = db.prepare('SELECT doc, id FROM record').all()
    return new Map(rows.map(({ doc, id }) => [Number(doc), String(id)]))
  } finally {
    db.close()
  }
}

describe('training of a model', () => {
  test('a file that is not there is a fault, and so is one of something else', async () => {
    const folder = await tempFolder()
    const missing = { path: join(folder, 'no.db'), classes: [0] }
    await expect(train(missing)).rejects.toMatchObject({ code: 'INTERNAL' })
    const other = join(folder, 'other.db')
    const db = new DatabaseSync(other)
    db.exec('CREATE TABLE record (doc INTEGER PRIMARY KEY)')
    db.close()
    await expect(train({ path: other, classes: [0] })).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('too few records that may be trained on give no model and no vectors', async () => {
    const { path } = await fileOf(things.slice(0, 290), hidden)
    const training = await trained({ path, classes: [0] })
    expect(training.model).toBeNull()
    expect(await training.more()).toBeNull()
  })

  test('vectors of all records are those that the model makes of their texts', async () => {
    const { path } = await fileOf(things, hidden)
    const progress: string[] = []
    const training = await trained({
      path,
      classes: [0],
      batch: 150,
      onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    })
    const { model } = training
    if (model === null) throw new Error('no model')
    expect(model.records).toBe(400)
    expect(progress.at(-1)).toBe('4/4')
    const batches = await allOf(training)
    expect(batches.map(({ done, total }) => [done, total])).toEqual([
      [150, 440],
      [300, 440],
      [440, 440],
    ])
    const ids = docsOf(path)
    const seen = batches.flatMap(({ docs }) => [...docs])
    expect(seen).toEqual([...ids.keys()].sort((a, b) => a - b))
    const byId = new Map([...things, ...hidden].map((thing) => [thing.id, thing]))
    for (const { docs, rows, scales } of batches) {
      docs.forEach((doc, at) => {
        const { title, description = '' } = byId.get(ids.get(doc) ?? '') ?? { title: '' }
        const row = new Int8Array(model.dimensions)
        const scale = quantise(model.document(tokensOf({ title, description })) ?? [], row)
        expect(scale).toBeGreaterThan(0)
        expect(scales[at]).toBeCloseTo(scale, 5)
        const found = rows.subarray(at * model.dimensions, (at + 1) * model.dimensions)
        // Rounding of what is halfway may differ, since one of them went through single precision.
        found.forEach((value, index) => {
          expect(Math.abs(value - (row[index] ?? 0))).toBeLessThanOrEqual(1)
        })
      })
    }
    expect(await training.more()).toBeNull()
  })

  test('nothing of a hidden record takes part in the model', async () => {
    const open = await fileOf(things)
    const both = await fileOf(hidden, things)
    const alone = await trained({ path: open.path, classes: [0] })
    // The hidden ones came first here, and every record has another number.
    const beside = await trained({ path: both.path, classes: [1] })
    const known = await trained({ path: both.path, classes: [0, 1] })
    expect(beside.model?.id).toBe(alone.model?.id)
    expect(beside.model?.query(['clandestine']).known).toBe(0)
    expect(known.model?.query(['clandestine']).known).toBe(1)
  })

  test('of many records an even sample is trained on, the same one in every file', async () => {
    const first = await fileOf(things)
    const second = await fileOf(things.slice(200), things.slice(0, 200))
    const limits = { fewest: 50 }
    const one = await trained({ path: first.path, classes: [0], most: 100, limits })
    const other = await trained({ path: second.path, classes: [0], most: 100, limits })
    expect(one.model).toMatchObject({ records: 400, dimensions: 12 })
    expect(other.model?.id).toBe(one.model?.id)
    expect((await allOf(one)).at(-1)).toMatchObject({ done: 400 })
    // Every topic is met.
    expect(one.model?.query(['anchor', 'melody', 'reptile', 'dough'])).toMatchObject({ unknown: 0 })
  })

  test('records that are written between two batches are embedded, those taken out are not', async () => {
    const { path, index } = await fileOf(things)
    const training = await trained({ path, classes: [0], batch: 100 })
    const first = await training.more()
    expect(first?.docs).toHaveLength(100)
    await index.apply({
      documents: batchOf(
        [{ id: 'lab:new', title: 'Zeppelin sailboat', description: 'brandnew' }],
        9,
      ).documents,
      removed: ['lab:399', 'lab:398'],
      position: 9,
    })
    const rest = await allOf(training)
    const ids = docsOf(path)
    const seen = [...(first?.docs ?? []), ...rest.flatMap(({ docs }) => [...docs])]
    expect(seen.map((doc) => ids.get(doc))).toContain('lab:new')
    expect(seen).toHaveLength(399)
  })

  test('it is given up at once when it is told to, before and while it works', async () => {
    const { path } = await fileOf(things)
    const early = AbortSignal.abort()
    await expect(train({ path, classes: [0], signal: early })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    const stop = new AbortController()
    const going = train({ path, classes: [0], signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    await expect(going).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('vectors are no longer made when it is told to stop, or closed', async () => {
    const { path } = await fileOf(things)
    const stop = new AbortController()
    const training = await trained({ path, classes: [0], batch: 10, signal: stop.signal })
    expect(await training.more()).not.toBeNull()
    stop.abort()
    await expect(training.more()).rejects.toMatchObject({ code: 'CANCELLED' })
    const other = await trained({ path, classes: [0], batch: 10 })
    await other.close()
    await expect(other.more()).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})
