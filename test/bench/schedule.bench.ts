import { setTimeout as pause } from 'node:timers/promises'
import { type Figure, figure, median, quantile } from './measure.ts'
import { type Rig, type RigSource, startRig, startUpstream } from './rig.ts'
import { healthTimes } from './search.bench.ts'

const sources = 50
const hangingOnes = 5
const records = 300
const pairs = 7
/** Seconds between two harvests of a source. */
const every = 5
/** Milliseconds that a hanging source may take until it is told: two attempts of 2 s, a pause of at most 0.5 s, and some room. */
const deadline = 5_500

/** Milliseconds that a first round may take. */
const patience = 120_000

/** A harvest of a schedule. */
interface Run {
  source: { name: string }
  state: string
  error: string | null
  startedAt: string
  finishedAt: string | null
}

/** /health while many sources are due at once, and then every few seconds, in one gateway. */
export async function scheduleBench(): Promise<Figure[]> {
  const upstream = await startUpstream(records)
  try {
    return [await besideHealth(upstream.url)]
  } finally {
    await upstream.stop()
  }
}

/** Sources that are due at once, in turn alone and beside some that hang. */
export async function scheduleHangingBench(): Promise<Figure[]> {
  const upstream = await startUpstream(records)
  try {
    return await besideHanging(upstream.url)
  } finally {
    await upstream.stop()
  }
}

async function besideHealth(url: string): Promise<Figure> {
  const names = namesOf(sources)
  const rig = await startRig(Object.fromEntries(names.map((name) => [name, healthy(url)])))
  try {
    let first = 0
    const started = performance.now()
    const work = async () => {
      await firstRound(rig, names)
      first = performance.now() - started
      await pause(4 * every * 1_000)
    }
    const times = await healthTimes(rig, work())
    const runs = await runsOf(rig)
    const least = Math.min(...names.map((name) => endedWell(runs, name)))
    const p99 = quantile(times, 0.99)
    return figure(
      `/health p99 while ${sources} sources are harvested every ${every} s, ${times.length} requests`,
      `${p99.toFixed(1)} ms (p50 ${median(times).toFixed(1)} ms; each harvested ${least} times or more, the first time within ${(first / 1_000).toFixed(1)} s)`,
      '≤ 50 ms, and all harvested',
      p99 <= 50 && least >= 1,
    )
  } finally {
    await rig.stop()
  }
}

/** The first round of the sources that don't hang, in turn alone and beside those that do. */
async function besideHanging(url: string): Promise<Figure[]> {
  const alone: number[] = []
  const beside: number[] = []
  const told: number[] = []
  await round(url, 0)
  for (let pair = 0; pair < pairs; pair++) {
    for (const times of pair % 2 === 0 ? [alone, beside] : [beside, alone]) {
      const one = await round(url, times === beside ? hangingOnes : 0)
      times.push(one.ms)
      told.push(...one.told)
    }
  }
  const ratio = median(alone.map((ms, pair) => ms / (beside[pair] ?? Number.NaN)))
  const latest = Math.max(...told)
  return [
    figure(
      `throughput of ${sources - hangingOnes} scheduled sources beside ${hangingOnes} that hang, median of ${pairs} pairs`,
      `${(ratio * 100).toFixed(0)} % (${(median(alone) / 1_000).toFixed(2)} s alone, ${(median(beside) / 1_000).toFixed(2)} s beside)`,
      '≥ 95 %',
      ratio >= 0.95,
    ),
    figure(
      `until a hanging source is told, latest of ${told.length}`,
      `${(latest / 1_000).toFixed(2)} s`,
      `≤ ${deadline / 1_000} s, its deadline`,
      latest <= deadline && told.length === pairs * hangingOnes,
    ),
  ]
}

/** A fresh gateway until every healthy source is harvested once, and every hanging one told as failed. */
async function round(url: string, hanging: number): Promise<{ ms: number; told: number[] }> {
  const hangs = namesOf(hanging, 'hanging')
  const names = namesOf(sources - hangingOnes)
  const rig = await startRig({
    // First in the file: they are begun before the others.
    ...Object.fromEntries(hangs.map((name) => [name, hung(url)])),
    ...Object.fromEntries(names.map((name) => [name, healthy(url)])),
  })
  try {
    const runs = await firstRound(rig, [...names, ...hangs])
    const begun = Math.min(...runs.map(({ startedAt }) => Date.parse(startedAt)))
    const firsts = [...names, ...hangs].map((name) => {
      const run = runs.findLast(({ source, finishedAt }) => source.name === name && finishedAt)
      if (!run) throw new Error(`${name} was not harvested`)
      return run
    })
    const wrong = firsts.find(({ state, source }) => {
      return state !== (names.includes(source.name) ? 'SUCCEEDED' : 'FAILED')
    })
    if (wrong) throw new Error(`${wrong.source.name} ended as ${wrong.state}`)
    const times = firsts.map(({ startedAt, finishedAt }) => [
      Date.parse(startedAt),
      Date.parse(finishedAt ?? ''),
    ])
    return {
      ms: Math.max(...times.slice(0, names.length).map(([, end = Number.NaN]) => end)) - begun,
      told: times.slice(names.length).map(([start = 0, end = Number.NaN]) => end - start),
    }
  } finally {
    await rig.stop()
  }
}

/** Every harvest there was when each source had had one to its end. */
async function firstRound(rig: Rig, names: readonly string[]): Promise<Run[]> {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    const runs = await runsOf(rig)
    const ended = new Set(runs.filter((run) => run.finishedAt).map(({ source }) => source.name))
    if (names.every((name) => ended.has(name))) return runs
    // Asking is work for the gateway too: the runs themselves say when they ended.
    await pause(250)
  }
  throw new Error(`Not every source was harvested within ${patience / 1_000} s`)
}

/** Newest first. */
async function runsOf(rig: Rig): Promise<Run[]> {
  const query = `query ($after: String) { harvests(first: 100, after: $after) {
    edges { node { state error startedAt finishedAt source { name } } } pageInfo { hasNextPage endCursor } } }`
  const runs: Run[] = []
  for (let after: string | null = null; ; ) {
    const { harvests } = (await rig.ask(query, { after })) as {
      harvests: {
        edges: { node: Run }[]
        pageInfo: { hasNextPage: boolean; endCursor: string | null }
      }
    }
    runs.push(...harvests.edges.map(({ node }) => node))
    if (!harvests.pageInfo.hasNextPage) return runs
    after = harvests.pageInfo.endCursor
  }
}

const endedWell = (runs: readonly Run[], name: string) =>
  runs.filter(({ source, state }) => source.name === name && state === 'SUCCEEDED').length

const namesOf = (count: number, what = 'bench') =>
  Array.from({ length: count }, (_, index) => `${what}-${index}`)

const schedule = `${every}s; jitter 0s`
const healthy = (url: string): RigSource => {
  return { type: 'bench', options: { baseUrl: url, pageSize: 100 }, schedule }
}
const hung = (url: string): RigSource => {
  return { type: 'bench-hasty', options: { baseUrl: `${url}/hang` }, schedule }
}
