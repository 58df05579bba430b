import { fileURLToPath } from 'node:url'
import type { Filled } from './filled.ts'
import { type Figure, figure, median } from './measure.ts'
import { type Rig, searchable, startRig, startUpstream } from './rig.ts'

const pairs = 7
const tag = fileURLToPath(new URL('./hooks/tag.ts', import.meta.url))

/** First harvests of healthy sources through hooks: against those without, and beside a source that never answers. */
export async function hooksBench(filled: Filled): Promise<Figure[]> {
  const size = Math.min(10_000, filled.size)
  const upstream = await startUpstream(size)
  try {
    return [await againstNone(upstream.url, size), await besideHanging(upstream.url, size)]
  } finally {
    await upstream.stop()
  }
}

async function againstNone(url: string, size: number): Promise<Figure> {
  const plain = namesOf(pairs + 1, 'plain')
  const hooked = namesOf(pairs + 1, 'hooked')
  const rig = await rigOf(url, [...plain, ...hooked], [{ module: tag, sources: hooked }])
  try {
    const [without, through] = await inTurn(rig, size, [plain, hooked])
    const ratio = median(without.map((ms, pair) => ms / (through[pair] ?? Number.NaN)))
    const rate = size / (median(through) / 1_000)
    return figure(
      `harvest through a hook that enriches and validates, ${size} records, median of ${pairs} pairs`,
      `${Math.round(rate)} records/s (${(ratio * 100).toFixed(0)} % of the ${Math.round(size / (median(without) / 1_000))} without)`,
      '≥ 1,500 records/s',
      rate >= 1_500,
    )
  } finally {
    await rig.stop()
  }
}

async function besideHanging(url: string, size: number): Promise<Figure> {
  const alone = namesOf(pairs + 1, 'alone')
  const beside = namesOf(pairs + 1, 'beside')
  const rig = await rigOf(url, [...alone, ...beside], [tag])
  try {
    const [one, other] = await inTurn(rig, size, [alone, beside], async (name, harvest) => {
      if (!beside.includes(name)) return harvest()
      const hanging = await rig.begin('hanging')
      const ms = await harvest()
      await rig.cancel(hanging)
      return ms
    })
    const ratio = median(one.map((ms, pair) => ms / (other[pair] ?? Number.NaN)))
    return figure(
      `throughput through hooks beside a hanging source, ${size} records, median of ${pairs} pairs`,
      `${(ratio * 100).toFixed(0)} % (${(median(one) / 1_000).toFixed(2)} s alone, ${(median(other) / 1_000).toFixed(2)} s beside)`,
      '≥ 95 %',
      ratio >= 0.95,
    )
  } finally {
    await rig.stop()
  }
}

function rigOf(url: string, names: readonly string[], hooks: readonly unknown[]): Promise<Rig> {
  const sources = Object.fromEntries(names.map((name) => [name, url]))
  return startRig({ ...sources, hanging: `${url}/hang` }, undefined, {}, hooks)
}

/** Milliseconds of the harvests of two kinds, in turn first and second; the first of each kind warms up. */
async function inTurn(
  rig: Rig,
  size: number,
  [first, second]: [string[], string[]],
  around: (name: string, harvest: () => Promise<number>) => Promise<number> = (_, harvest) =>
    harvest(),
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []]
  let harvested = 0
  for (const [pair, name] of first.entries()) {
    const names = [name, second[pair] ?? '']
    for (const one of pair % 2 === 0 ? names : names.toReversed()) {
      const ms = await around(one, async () => (await rig.harvest(one)).ms)
      harvested += size
      if (pair > 0) times[names.indexOf(one) === 0 ? 0 : 1].push(ms)
      await searchable(rig, harvested)
    }
  }
  return times
}

const namesOf = (count: number, what: string) =>
  Array.from({ length: count }, (_, index) => `${what}-${index}`)
