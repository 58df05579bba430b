import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../config.ts'
import { startAtlas } from '../main.ts'
import { type HarvestRun, operator } from '../model/index.ts'
import type { RecordReader } from '../store/index.ts'
import { print, say } from './output.ts'
import { onSignal } from './signals.ts'

/** Starts the gateway, and serves until SIGINT or SIGTERM; a second one ends at once. */
export async function serve(config: Config): Promise<void> {
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  onSignal(() => resolve())
  const atlas = await startAtlas(config)
  print(`Atlas Gateway answers at ${atlas.url}/graphql`)
  const watching = new AbortController()
  const watch = reportHarvests(atlas.store, watching.signal)
  const failure = await Promise.race([stopped, atlas.failed])
  watching.abort()
  await watch
  await atlas.close()
  if (failure) throw failure
}

/** Tells on stderr how harvests end, in words; the log has the particulars. */
async function reportHarvests(store: RecordReader, signal: AbortSignal): Promise<void> {
  const told = new Set<string>()
  const started = new Date().toISOString()
  while (!signal.aborted) {
    const runs = await store.harvests(operator, null, { first: 50 }).catch(() => null)
    for (const run of runs?.items.toReversed() ?? []) {
      if (run.finishedAt === null || run.finishedAt < started || told.has(run.id)) continue
      told.add(run.id)
      say(harvestEnd(run))
    }
    await pause(1_000, undefined, { signal }).catch(() => {})
  }
}

function harvestEnd(run: HarvestRun): string {
  const { source, state, written, unchanged, rejected, removed, message } = run
  if (state === 'FAILED') {
    const what = run.error === 'SOURCE_UNREACHABLE' ? 'is unreachable' : 'could not be harvested'
    return `${source} ${what}: ${message ?? 'no reason is known.'} What is in the catalogue is served on.`
  }
  const counts = `${written} written, ${unchanged} unchanged, ${rejected} rejected, ${removed} removed`
  return `${source} harvested, ${state.toLowerCase()}: ${counts}${message ? `; ${message}` : ''}`
}
