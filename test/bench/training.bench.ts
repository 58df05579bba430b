import { train } from '../../src/search/embed/lsa/train.ts'
import { embeddedFile } from '../../src/search/embedded/generation.ts'
import { engineFolder } from '../../src/search/engine.ts'
import { generationPath, generationsIn } from '../../src/search/forward/schema.ts'
import { VectorColumn } from '../../src/search/forward/vector-column.ts'
import type { Filled } from './filled.ts'
import { queries } from './generate.ts'
import { type Figure, figure, median, quantile, timed, watchMemory } from './measure.ts'
import { embedded } from './rig.ts'
import { healthTimes } from './search.bench.ts'

const queryCount = 200

/** /health every few milliseconds while a gateway trains and embeds everything anew. */
async function healthWhileTraining(filled: Filled): Promise<Figure> {
  const without = await filled.start({ ATLAS_EMBEDDER: 'none' })
  await without.stop()
  const rig = await filled.start()
  try {
    const { ms, value: times } = await timed(() => healthTimes(rig, embedded(rig)))
    const p99 = quantile(times, 0.99)
    return figure(
      `/health p99 while a gateway trains, ${(ms / 1_000).toFixed(0)} s, ${times.length} requests`,
      `${p99.toFixed(1)} ms (p50 ${median(times).toFixed(1)} ms)`,
      '≤ 50 ms',
      p99 <= 50,
    )
  } finally {
    await rig.stop()
  }
}

/** A model of the filled catalogue's index and the vectors of all of its records, then the nearest of some queries. */
export async function trainingBench(filled: Filled): Promise<Figure[]> {
  const health = await healthWhileTraining(filled)
  const rig = await filled.start()
  await rig.stop()
  const folder = engineFolder(rig.data, 'embedded')
  const path = generationPath(folder, embeddedFile, generationsIn(folder, embeddedFile)[0] ?? 0)
  const before = watchMemory(process.pid).stop()
  const memory = watchMemory(process.pid)
  // All records of the synthetic upstream are of one class.
  const trained = await timed(() => train({ path, classes: [0] }))
  const { model, more, close } = trained.value
  try {
    if (model === null) throw new Error('too few records to train on')
    const column = new VectorColumn(model.dimensions)
    const embedded = await timed(async () => {
      for (let batch = await more(); batch !== null; batch = await more()) {
        const { docs, rows, scales } = batch
        docs.forEach((doc, at) => {
          const row = rows.subarray(at * column.dimensions, (at + 1) * column.dimensions)
          column.putRow(doc, row, scales[at] ?? 0)
        })
      }
    })
    const most = memory.stop() - before
    await close()
    const seconds = (trained.ms + embedded.ms) / 1_000
    const times = queries(queryCount + 20, 7).flatMap(({ query }, at) => {
      const { vector } = model.query(query.split(' '))
      if (vector === null) return []
      const started = performance.now()
      column.nearest(column.query(vector), { most: 100, floor: 0.3 })
      // The first ones warm the language up.
      return at < 20 ? [] : [performance.now() - started]
    })
    const p95 = quantile(times, 0.95)
    return [
      health,
      figure(
        `training on ${Math.min(model.records, 20_000)} of ${model.records} records, ${model.dimensions} dimensions, and vectors of all`,
        `${(trained.ms / 1_000).toFixed(1)} s + ${(embedded.ms / 1_000).toFixed(1)} s, ${most.toFixed(0)} MB at most`,
        '≤ 60 s',
        seconds <= 60,
      ),
      figure(
        `the 100 nearest of ${column.count} vectors, ${times.length} queries`,
        `p50 ${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
        'p95 ≤ 10 ms',
        p95 <= 10,
      ),
    ]
  } finally {
    memory.stop()
    await close()
  }
}
