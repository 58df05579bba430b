import type { Filled } from './filled.ts'
import { type Figure, figure, median, residentMegabytes, watchMemory } from './measure.ts'
import { type Rig, searchable, startRig, startUpstream } from './rig.ts'

const pairs = 7

/** A first harvest, until its last record can be found. */
export async function harvestBench(filled: Filled): Promise<Figure[]> {
  const first = await filled.first()
  if (first === null) return [figure('harvest', 'not taken: the folder was filled before')]
  const rate = filled.size / (first.searchableMs / 1_000)
  return [
    figure(
      `harvest to searchable, ${filled.size} records`,
      `${Math.round(rate)} records/s (${(first.searchableMs / 1_000).toFixed(1)} s; harvest alone ${(first.run.ms / 1_000).toFixed(1)} s)`,
      '≥ 1,500 records/s',
      rate >= 1_500,
    ),
  ]
}

/**
 * What a full harvest with nothing changed adds to the gateway that holds the records already: the records and
 * their index are in memory before and after, so the rest is the harvest's own.
 */
export async function memoryBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    await searchable(rig, filled.size)
    // The index warms up in the background after a start.
    await new Promise((resolve) => setTimeout(resolve, 10_000))
    const idle = residentMegabytes(rig.pid)
    const memory = watchMemory(rig.pid)
    await rig.harvest('bench')
    const added = memory.stop() - idle
    return [
      figure(
        `memory a full harvest of ${filled.size} records adds, peak`,
        `${added.toFixed(0)} MB (idle ${idle.toFixed(0)} MB)`,
        '≤ 150 MB',
        added <= 150,
      ),
    ]
  } finally {
    await rig.stop()
  }
}

/** A full harvest where every row is as before, against the first one; each pair is a source of its own. */
export async function unchangedBench(filled: Filled): Promise<Figure[]> {
  const size = Math.min(10_000, filled.size)
  const firsts: number[] = []
  const agains: number[] = []
  await onOneGateway(size, pairs, async (rig, names) => {
    for (const [pair, name] of names.entries()) {
      firsts.push((await rig.harvest(name)).ms)
      await searchable(rig, size * (pair + 1))
      const again = await rig.harvest(name)
      if (again.written > 0) throw new Error(`${again.written} rows were written again`)
      agains.push(again.ms)
    }
  })
  const ratio = median(firsts.map((first, pair) => first / (agains[pair] ?? Number.NaN)))
  return [
    figure(
      `harvest with nothing changed, ${size} records, median of ${pairs} pairs`,
      `${ratio.toFixed(1)}× faster (${(median(firsts) / 1_000).toFixed(2)} s, then ${(median(agains) / 1_000).toFixed(2)} s)`,
      '≥ 5×',
      ratio >= 5,
    ),
  ]
}

/** First harvests of healthy sources, in turn alone and beside a source that never answers. */
export async function hangingBench(filled: Filled): Promise<Figure[]> {
  const size = Math.min(10_000, filled.size)
  const alone: number[] = []
  const beside: number[] = []
  // One more to warm up.
  await onOneGateway(size, 2 * pairs + 1, async (rig, names) => {
    await rig.harvest(names.pop() ?? '')
    for (let pair = 0; pair < pairs; pair++) {
      // In turn first and second, so that neither always meets the smaller catalogue.
      for (const times of pair % 2 === 0 ? [alone, beside] : [beside, alone]) {
        const hanging = times === beside ? await rig.begin('hanging') : null
        times.push((await rig.harvest(names.pop() ?? '')).ms)
        if (hanging !== null) await rig.cancel(hanging)
        await searchable(rig, size * (1 + alone.length + beside.length))
      }
    }
  })
  const ratio = median(alone.map((ms, pair) => ms / (beside[pair] ?? Number.NaN)))
  return [
    figure(
      `throughput beside a hanging source, ${size} records, median of ${pairs} pairs`,
      `${(ratio * 100).toFixed(0)} % (${(median(alone) / 1_000).toFixed(2)} s alone, ${(median(beside) / 1_000).toFixed(2)} s beside)`,
      '≥ 95 %',
      ratio >= 0.95,
    ),
  ]
}

/** A fresh gateway with `count` sources of `size` records each, and one that hangs. */
async function onOneGateway(
  size: number,
  count: number,
  work: (rig: Rig, names: string[]) => Promise<void>,
): Promise<void> {
  const upstream = await startUpstream(size)
  const names = Array.from({ length: count }, (_, index) => `bench-${index}`)
  const rig = await startRig({
    ...Object.fromEntries(names.map((name) => [name, upstream.url])),
    hanging: `${upstream.url}/hang`,
  })
  try {
    await work(rig, names)
  } finally {
    await rig.stop()
    await upstream.stop()
  }
}
