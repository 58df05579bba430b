import type { Ranking } from '../../src/model/index.ts'
import type { Filled } from './filled.ts'
import { queries } from './generate.ts'
import { type Figure, figure, median, quantile, timed } from './measure.ts'
import type { Rig } from './rig.ts'

const facets = ['SPECIES', 'MODALITY', 'STRUCTURE', 'KIND', 'LICENSE_CLASS', 'RELEASED']
const search = `
query ($query: String!, $filter: RecordFilter, $facets: [FacetRequest!]!, $ranking: Ranking!) {
  search(query: $query, filter: $filter, facets: $facets, ranking: $ranking) {
    totalCount ranking
    edges { node { id title kind species { label } } highlights { field fragment } }
    facets { facet missing buckets { value label count } }
  }
}`

/** Text, a filter and six facets over HTTP, one query after the other, each text once, in the rankings that people use. */
export async function searchBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    // The index warms up in the background for the first seconds after a start.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    return [
      await searchFigure(rig, filled.size, { ranking: 'HYBRID', seed: 7, budget: 60 }),
      await searchFigure(rig, filled.size, { ranking: 'LEXICAL', seed: 8, budget: 50 }),
    ]
  } finally {
    await rig.stop()
  }
}

async function searchFigure(
  rig: Rig,
  size: number,
  /** Milliseconds for all but the slowest twentieth. */
  { ranking, seed, budget }: { ranking: Ranking; seed: number; budget: number },
): Promise<Figure> {
  const request = facets.map((facet) => ({ facet, first: 10 }))
  const times: number[] = []
  const totals: number[] = []
  for (const [index, { query, filter }] of queries(320, seed).entries()) {
    const { ms, value } = await timed(() =>
      rig.ask(search, { query, filter, facets: request, ranking }),
    )
    const found = value.search as { totalCount: number; ranking: Ranking }
    // The first ones warm the caches of the engine and of the language.
    if (index < 20) continue
    times.push(ms)
    totals.push(found.totalCount)
  }
  const p95 = quantile(times, 0.95)
  return figure(
    `GraphQL search, ${ranking}, ${size} records, text + filter + 6 facets, ${times.length} queries`,
    `p50 ${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (median ${median(totals)} hits)`,
    `p95 ≤ ${budget} ms`,
    p95 <= budget,
  )
}

/** From the start of the process to the first /ready that says yes. */
export async function startBench(filled: Filled): Promise<Figure[]> {
  const times: number[] = []
  for (let round = 0; round < 7; round++) {
    const started = performance.now()
    const rig = await filled.start()
    while ((await rig.get('/ready')).status !== 200);
    times.push(performance.now() - started)
    await rig.stop()
  }
  const ms = median(times)
  return [
    figure(
      `start to ready, ${filled.size} records, median of 7`,
      `${(ms / 1_000).toFixed(2)} s`,
      '≤ 2 s',
      ms <= 2_000,
    ),
  ]
}

/** /health every few milliseconds while a full harvest, and then a rebuild, goes on. */
export async function healthBench(filled: Filled): Promise<Figure[]> {
  const rig = await filled.start()
  try {
    const idle = await healthTimes(rig, new Promise((resolve) => setTimeout(resolve, 3_000)))
    const harvest = await healthTimes(rig, rig.harvest('bench'))
    const rebuild = await healthTimes(rig, rig.ask('mutation { rebuildIndex { generation } }'))
    return [
      figure('/health p99, idle', `${quantile(idle, 0.99).toFixed(1)} ms`),
      ...[['full harvest', harvest] as const, ['rebuild', rebuild] as const].map(
        ([what, times]) => {
          const p99 = quantile(times, 0.99)
          return figure(
            `/health p99 during a ${what}, ${times.length} requests`,
            `${p99.toFixed(1)} ms (p50 ${median(times).toFixed(1)} ms)`,
            '≤ 50 ms',
            p99 <= 50,
          )
        },
      ),
    ]
  } finally {
    await rig.stop()
  }
}

export async function healthTimes(rig: Rig, work: Promise<unknown>): Promise<number[]> {
  let going = true
  const end = work.finally(() => {
    going = false
  })
  const times: number[] = []
  while (going) {
    times.push((await rig.get('/health')).ms)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await end
  return times
}
