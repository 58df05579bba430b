import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Filled } from './filled.ts'
import { type Figure, figure, quantile, residentMegabytes } from './measure.ts'
import { type Rig, searchable } from './rig.ts'

/** Milliseconds between two questions to `/health`. */
const healthEvery = 20

/**
 * Memory of the gateway while it exports everything, and how fast that comes. The first export makes the heaps of its
 * threads grow to what they need, so whether memory is flat shows by the second half of a later one.
 */
export async function exportBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    await searchable(rig, filled.size)
    // The index warms up in the background after a start.
    await pause(10_000)
    const idle = residentMegabytes(rig.pid)
    const first = await exported(rig, 'ndjson', filled.size)
    const figures = [
      figure(
        `memory the first export of ${filled.size} records adds, peak`,
        `${(Math.max(...first.memory) - idle).toFixed(0)} MB (idle ${idle.toFixed(0)} MB)`,
        '≤ 150 MB',
        Math.max(...first.memory) - idle <= 150,
      ),
    ]
    for (const format of ['ndjson', 'csv']) {
      const { memory, rate, health } = await exported(rig, format, filled.size)
      const half = memory.length / 2
      const grown = Math.max(...memory.slice(half)) - Math.max(...memory.slice(0, half))
      figures.push(
        figure(
          `its second half against the first, a later one, ${format}`,
          `${grown < 0 ? '' : '+'}${grown.toFixed(0)} MB`,
          '≤ 20 MB more',
          grown <= 20,
        ),
        figure(
          'how fast it comes; /health meanwhile',
          `${Math.round(rate)} records/s; p99 ${quantile(health, 0.99).toFixed(1)} ms`,
        ),
      )
    }
    return figures
  } finally {
    await rig.stop()
  }
}

/** `memory` is in megabytes, at each hundredth of the records. */
async function exported(rig: Rig, format: string, size: number) {
  const health: number[] = []
  let isRunning = true
  const asking = (async () => {
    while (isRunning) {
      health.push((await rig.get('/health')).ms)
      await pause(healthEvery)
    }
  })()
  const started = performance.now()
  const memory: number[] = []
  let lines = 0
  try {
    await new Promise<void>((resolve, reject) => {
      get(`${rig.url}/export?format=${format}`, (response) => {
        response.on('error', reject).on('end', resolve)
        response.on('data', (bytes: Buffer) => {
          for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
            if (++lines % Math.ceil(size / 100) === 0) memory.push(residentMegabytes(rig.pid))
          }
        })
      }).on('error', reject)
    })
  } finally {
    isRunning = false
    await asking
  }
  const wanted = size + (format === 'csv' ? 1 : 0)
  if (lines !== wanted) throw new Error(`${lines} lines came of ${wanted}`)
  return { memory, rate: size / ((performance.now() - started) / 1_000), health }
}
