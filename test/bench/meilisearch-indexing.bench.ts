import { BareClient } from './bare-client.ts'
import { Filled } from './filled.ts'
import { type Figure, figure, median, timed } from './measure.ts'
import { type BenchServer, benchServer, noServer } from './meilisearch.ts'
import { type Recorded, startRecorder } from './recorder.ts'
import { type Rig, searchable } from './rig.ts'

const rounds = 3
/** Tasks of the bare client that may wait at the server. */
const atOnce = 4

/** Milliseconds of one round. */
interface Round {
  rebuild: number
  catchUp: number
  bare: number
}

/**
 * From a filled catalogue into Meilisearch, by a rebuild and by catching up from position 0, against a client that
 * sends the very bodies that the gateway had sent in a first pass, which is not measured.
 */
export async function meilisearchIndexingBench({ size: largest }: Filled): Promise<Figure[]> {
  const server = await benchServer()
  if (server === null) return [figure('Meilisearch, indexing', noServer)]
  const filled = new Filled(Math.min(20_000, largest), null)
  try {
    const bodies = await recordAdditions(filled, server)
    const rig = await filled.start(server.environment())
    try {
      await searchable(rig, filled.size, 250)
      return figures(filled.size, bodies, await measure(rig, filled.size, server, bodies))
    } finally {
      await rig.stop()
    }
  } finally {
    await filled.close()
    await server.dropIndexes()
    await server.close()
  }
}

/** What the gateway sends to fill an empty index. */
async function recordAdditions(filled: Filled, server: BenchServer): Promise<Recorded[]> {
  // Filled by a harvest first, so that the index follows at its own pace.
  await filled.first()
  const recorder = await startRecorder(server.url)
  try {
    const rig = await filled.start(server.environment(recorder.url))
    try {
      await searchable(rig, filled.size, 250)
    } finally {
      await rig.stop()
    }
    return recorder.take().filter(({ path }) => path.includes('/documents?'))
  } finally {
    await recorder.close()
  }
}

async function measure(
  rig: Rig,
  size: number,
  server: BenchServer,
  bodies: readonly Recorded[],
): Promise<Round[]> {
  const client = new BareClient(server.url)
  const works: Record<keyof Round, () => Promise<number>> = {
    rebuild: async () =>
      (await timed(() => rig.ask('mutation { rebuildIndex { generation } }'))).ms,
    catchUp: () => timeCatchUp(rig, size, server),
    bare: async () => {
      const uid = await server.makeIndex()
      const { ms } = await timed(() => client.load(uid, bodies, atOnce))
      await server.dropIndexes(uid)
      return ms
    },
  }
  try {
    const taken: Round[] = []
    for (let round = 0; round < rounds; round++) {
      const times = { rebuild: 0, catchUp: 0, bare: 0 }
      const names = ['rebuild', 'bare', 'catchUp'] as const
      // In turn first and last.
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        times[name] = await works[name]()
      }
      taken.push(times)
    }
    return taken
  } finally {
    await client.close()
  }
}

/** A server that has lost its index is filled again from position 0. */
async function timeCatchUp(rig: Rig, size: number, server: BenchServer): Promise<number> {
  await server.dropIndexes()
  const { ms } = await timed(async () => {
    // The first to ask finds out, and the next one that the index is made again.
    while ((await rig.get('/ready')).status !== 200);
    await searchable(rig, size, 250)
  })
  return ms
}

function figures(size: number, bodies: readonly Recorded[], taken: readonly Round[]): Figure[] {
  const bytes = bodies.reduce((sum, { body }) => sum + body.length, 0)
  const rate = (name: keyof Round) =>
    Math.round(size / (median(taken.map((round) => round[name])) / 1_000))
  const ratio = (name: keyof Round) => median(taken.map((round) => round.bare / round[name]))
  const against = (name: 'rebuild' | 'catchUp', what: string) =>
    figure(
      `Meilisearch, ${what}, ${size} records, median of ${taken.length} rounds`,
      `${rate(name)} records/s, ${ratio(name).toFixed(2)} × the bare client`,
      '≥ 0.7 ×',
      ratio(name) >= 0.7,
    )
  return [
    figure(
      `Meilisearch, bare client, ${bodies.length} bodies, ${(bytes / 1e6).toFixed(0)} MB, ${atOnce} at once`,
      `${rate('bare')} records/s`,
    ),
    against('rebuild', 'rebuild'),
    against('catchUp', 'catching up from position 0'),
  ]
}
