import { isDeepStrictEqual } from 'node:util'
import { BareClient } from './bare-client.ts'
import type { Filled } from './filled.ts'
import { type BenchQuery, queries } from './generate.ts'
import { type Figure, figure, median, quantile, timed } from './measure.ts'
import { type BenchServer, benchServer, noServer } from './meilisearch.ts'
import { type Recorded, type Recorder, startRecorder } from './recorder.ts'
import { found, type Rig, searchable } from './rig.ts'

const facets = ['SPECIES', 'MODALITY', 'STRUCTURE', 'KIND', 'LICENSE_CLASS', 'RELEASED'].map(
  (facet) => ({ facet, first: 10 }),
)
const search = `
query ($query: String!, $filter: RecordFilter, $facets: [FacetRequest!]!) {
  search(query: $query, filter: $filter, facets: $facets, ranking: LEXICAL) {
    totalCount
    tookMs
    edges { node { id title kind species { label } } highlights { field fragment } }
    facets { facet missing buckets { value label count } }
  }
}`
const warmUp = 40
const counted = 240

/**
 * Searches through the gateway against the very bodies that it sent to Meilisearch for them, which are recorded in a
 * pass that is not measured, and sent straight to the server beside the gateway in one that is.
 *
 * Each pass is a gateway of its own, and each query comes once in it: so the gateway cannot answer from what it
 * remembers of an earlier page. A last pass records again, to see that it has sent the same.
 */
export async function meilisearchBench(filled: Filled): Promise<Figure[]> {
  const server = await benchServer()
  if (server === null) return [figure('Meilisearch, search', noServer)]
  const recorder = await startRecorder(server.url)
  try {
    const filling = await fill(filled, server)
    const asked = distinct(queries(2 * (warmUp + counted), 7)).slice(0, warmUp + counted)
    const unfiltered = distinct(asked.map(({ query }) => ({ query, filter: {} })))
    const sent = await onRig(filled, server.environment(recorder.url), (rig) =>
      record(rig, recorder, [...asked, ...unfiltered]),
    )
    const taken = await onRig(filled, server.environment(), (rig) =>
      measure(rig, server.url, asked, sent),
    )
    const again = await onRig(filled, server.environment(recorder.url), (rig) =>
      record(rig, recorder, asked),
    )
    again.forEach((bodies, index) => {
      if (!same(bodies, sent[index] ?? [])) throw new Error('The gateway did not send the same.')
    })
    return [
      ...filling,
      ...searchFigures(filled.size, taken.slice(warmUp)),
      queriesFigure('with an active facet filter', sent.slice(warmUp, asked.length)),
      queriesFigure('without a facet filter', sent.slice(asked.length), 2),
      ...(await sizeFigures(filled.size, server)),
    ]
  } finally {
    await recorder.close()
    await server.close()
  }
}

/** An index of the whole catalogue at the server, made by the gateway from position 0 where it is not there yet. */
async function fill(filled: Filled, server: BenchServer): Promise<Figure[]> {
  const what = `Meilisearch, catalogue to index, ${filled.size} records`
  await filled.first()
  return onRig(filled, server.environment(), async (rig) => {
    const before = await found(rig)
    const { ms } = await timed(() => searchable(rig, filled.size, 250))
    if (before === filled.size) return [figure(what, 'not taken: the index was there before')]
    return [figure(what, `${Math.round(filled.size / (ms / 1_000))} records/s`)]
  })
}

async function onRig<Result>(
  filled: Filled,
  environment: Record<string, string>,
  work: (rig: Rig) => Promise<Result>,
): Promise<Result> {
  const rig = await filled.start(environment)
  try {
    return await work(rig)
  } finally {
    await rig.stop()
  }
}

/** What the gateway sends to the server for each query, while nobody else asks anything of it. */
async function record(
  rig: Rig,
  recorder: Recorder,
  asked: readonly BenchQuery[],
): Promise<Recorded[][]> {
  await searchable(rig, 1)
  recorder.take()
  const sent: Recorded[][] = []
  for (const query of asked) {
    await ask(rig, query)
    sent.push(recorder.take())
  }
  return sent
}

async function ask(
  rig: Rig,
  { query, filter }: BenchQuery,
): Promise<{ totalCount: number; tookMs: number }> {
  const { search: found } = await rig.ask(search, { query, filter, facets })
  return found as { totalCount: number; tookMs: number }
}

/** Milliseconds of one query. */
interface Times {
  gateway: number
  /** Of these, what its engine says it took, the server included. */
  engine: number
  /** The same bodies over one connection, one after the other. */
  direct: number
  /** The same bodies, those at once that the gateway sends at once. */
  atOnce: number
  total: number
}

/** Every query through the gateway and directly, in turn one and the other first. */
async function measure(
  rig: Rig,
  url: string,
  asked: readonly BenchQuery[],
  sent: readonly Recorded[][],
): Promise<Times[]> {
  await searchable(rig, 1)
  const client = new BareClient(url)
  const several = new BareClient(url, { connections: 4 })
  try {
    const taken: Times[] = []
    for (const [index, query] of asked.entries()) {
      const bodies = sent[index] ?? []
      const times: Times = { gateway: 0, engine: 0, direct: 0, atOnce: 0, total: 0 }
      const works = [
        async () => {
          const { ms, value } = await timed(() => ask(rig, query))
          Object.assign(times, { gateway: ms, engine: value.tookMs, total: value.totalCount })
        },
        async () => {
          times.direct = await client.replay(bodies)
        },
      ]
      for (const work of index % 2 === 0 ? works : works.toReversed()) await work()
      times.atOnce = await several.replayAtOnce(bodies)
      taken.push(times)
    }
    return taken
  } finally {
    await client.close()
    await several.close()
  }
}

function searchFigures(size: number, taken: readonly Times[]): Figure[] {
  const of = (times: readonly number[]) =>
    `p50 ${median(times).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`
  const gateway = taken.map((times) => times.gateway)
  const against = (way: 'direct' | 'atOnce') => {
    const direct = taken.map((times) => times[way])
    const paired = median(taken.map((times) => times.gateway / times[way]))
    return { direct, ratio: median(gateway) / median(direct), paired }
  }
  const { direct, ratio, paired } = against('direct')
  const atOnce = against('atOnce')
  const share = median(taken.map((times) => 1 - times.direct / times.gateway))
  const outside = median(taken.map((times) => times.gateway - times.engine))
  const inside = median(taken.map((times) => times.engine - times.direct))
  return [
    figure(
      `Meilisearch through GraphQL, ${size} records, text + filter + 6 facets, ${taken.length} queries`,
      `${of(gateway)} (median ${median(taken.map(({ total }) => total))} hits)`,
    ),
    figure('the same bodies straight to the server, over one connection', of(direct)),
    figure(
      'ratio of the p50, and median of the ratios',
      `${ratio.toFixed(2)}, ${paired.toFixed(2)}`,
      '≤ 1.3',
      ratio <= 1.3,
    ),
    figure(
      'the same bodies, at once what the gateway sends at once',
      `${of(atOnce.direct)}; ratio ${atOnce.ratio.toFixed(2)}, ${atOnce.paired.toFixed(2)}`,
    ),
    figure(
      'what the gateway adds to the bodies over one connection',
      `${(share * 100).toFixed(0)} % of a search: search thread ${inside.toFixed(1)} ms, API ${outside.toFixed(1)} ms`,
    ),
  ]
}

function queriesFigure(
  what: string,
  sent: readonly Recorded[][],
  most: number | null = null,
): Figure {
  const numbers = sent.map((requests) =>
    requests.reduce((sum, { body }) => sum + JSON.parse(String(body)).queries.length, 0),
  )
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const largest = Math.max(...numbers)
  return figure(
    `engine queries a search ${what}, ${numbers.length} queries`,
    `mean ${mean.toFixed(2)}, most ${largest} (requests: most ${Math.max(...sent.map(({ length }) => length))})`,
    most === null ? null : `≤ ${most}`,
    most === null ? null : largest <= most,
  )
}

async function sizeFigures(size: number, server: BenchServer): Promise<Figure[]> {
  const taken = await server.size()
  if (taken === null) return []
  return [
    figure(
      `Meilisearch, ${size} records`,
      `${taken.disk.toFixed(0)} MB on disk, ${taken.memory.toFixed(0)} MB of memory`,
    ),
  ]
}

/** Requests that are sent at once arrive in any order. */
function same(one: readonly Recorded[], other: readonly Recorded[]): boolean {
  const texts = (requests: readonly Recorded[]) =>
    requests.map(({ path, body }) => `${path} ${body}`).sort()
  return isDeepStrictEqual(texts(one), texts(other))
}

function distinct(asked: readonly BenchQuery[]): BenchQuery[] {
  return [...new Map(asked.map((query) => [JSON.stringify(query), query])).values()]
}
