import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Config, readConfig } from '../config.ts'
import { GatewayError, toGatewayError } from '../model/index.ts'
import { closeEngine, type EngineName, engineFolder, openEngine } from '../search/engine.ts'
import { lockFolder } from '../search/folder-lock.ts'
import { type Follower, follow } from '../search/follow.ts'
import { ServerFault } from '../search/meilisearch/fault.ts'
import { MeiliServer } from '../search/meilisearch/server.ts'
import { processEnds, type SearchIndex } from '../search/search-index.ts'
import { openStore, type RecordReader } from '../store/index.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { type Counts, compareIndex, recordsOf } from './index-counts.ts'
import type { MigrateIndexOptions } from './migrate-index.ts'
import { print, printJson, say } from './output.ts'
import { createProgress, type Progress } from './progress.ts'
import { onSignal } from './signals.ts'

/** Milliseconds after which an engine that takes nothing is given up: for what may pass, and for what will not. */
const patience = { passing: 30_000, lasting: 2_000 }
const redrawMs = 200

/** Fills the index of an engine, with a progress bar, and compares what it holds with the catalogue. */
export async function migrateIndex({ to, json }: MigrateIndexOptions): Promise<ExitCode> {
  const config = readConfig()
  const meilisearch = to === 'meilisearch' ? config.meilisearch : null
  if (to === 'meilisearch' && meilisearch === null) {
    throw new CommandError(exitCodes.USAGE, 'MEILI_URL does not say where Meilisearch is.')
  }
  const store = openStore(join(config.data, 'catalogue.db'), 'read')
  try {
    if (meilisearch !== null) await findServer(meilisearch.url)
    const folder = engineFolder(config.data, to)
    const lock = lockFor(folder, to)
    try {
      return await migrate({ folder, meilisearch, store, to, json: json ?? false })
    } finally {
      lock.release()
    }
  } finally {
    await store.close()
  }
}

interface Migration {
  folder: string
  meilisearch: Config['meilisearch']
  store: RecordReader
  to: EngineName
  json: boolean
}

async function migrate({ folder, meilisearch, store, to, json }: Migration): Promise<ExitCode> {
  const progress = createProgress(process.stderr, process.stdout, undefined, 'records')
  const trouble: Trouble = { cause: null }
  const log = (message: string, cause?: unknown) => {
    trouble.cause = cause ?? trouble.cause
    progress.clear()
    say(message)
  }
  const ending = new AbortController()
  const signals = onSignal(() => ending.abort(processEnds))
  const engine = await openEngine({ folder, meilisearch, log })
  const { index, pace } = engine
  const follower = follow({ store, index, ...pace, signal: ending.signal, log })
  try {
    const parts = { to, store, index, follower, progress }
    return await Promise.race([fill(parts, json), giveUp(parts, trouble, ending.signal)])
  } finally {
    progress.clear()
    ending.abort(processEnds)
    await closeEngine(engine, follower)
    signals.dispose()
  }
}

interface Parts {
  to: EngineName
  store: RecordReader
  index: SearchIndex
  follower: Follower
  progress: Progress
}

/** @throws {CommandError} `UNREACHABLE` when there is no server to begin with. */
async function findServer(url: string): Promise<void> {
  const server = new MeiliServer({ url, searchKey: null, writeKey: null })
  const isThere = await server.isHealthy()
  await server.close()
  if (!isThere)
    throw new CommandError(exitCodes.UNREACHABLE, 'No Meilisearch answers at MEILI_URL.')
}

/** @throws {CommandError} `FAILED` when a gateway has the index of this engine open. */
function lockFor(folder: string, to: EngineName): { release(): void } {
  try {
    return lockFolder(folder, 500)
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown
    const message = `The ${to} index of this data folder is in use: the gateway that has it open keeps it up to date.`
    throw new CommandError(exitCodes.FAILED, message, thrown)
  }
}

async function fill(parts: Parts, json: boolean): Promise<ExitCode> {
  const { to, store, follower, progress } = parts
  await follower.ready
  const filled = follower.caughtUp()
  let filling = true
  filled
    .catch(() => {})
    .finally(() => {
      filling = false
    })
  for (; filling; await Promise.race([filled, pause(redrawMs)])) {
    const [seen, expected] = await Promise.all([documentsOf(parts), recordsOf(store)])
    progress.update(to, { seen, expected, written: 0, unchanged: 0, rejected: 0 })
  }
  await filled
  const counts = await compareIndex(parts)
  progress.clear()
  const same = counts.catalogue === counts.index && counts.index === counts.found
  const code = same || !counts.settled ? exitCodes.OK : exitCodes.PARTIAL
  if (json) printJson({ engine: to, ...counts })
  else {
    print(same ? `The ${to} index holds all ${counts.catalogue} records.` : told(to, counts))
    if (code === exitCodes.OK) print(next[to])
  }
  return code
}

/** What was told last of an engine that takes nothing; null while it does. */
interface Trouble {
  cause: unknown
}

/** Rejects when the engine has been in trouble, and has taken nothing, for as long as `patience`. */
async function giveUp(parts: Parts, trouble: Trouble, ended: AbortSignal): Promise<never> {
  let since = performance.now()
  let before = ''
  while (!ended.aborted) {
    await pause(redrawMs, undefined, { signal: ended, ref: false }).catch(() => {})
    const { position, documents, outdated } = await parts.index.stats()
    const now = JSON.stringify([position, documents, outdated])
    if (before !== '' && now !== before) trouble.cause = null
    before = now
    if (trouble.cause === null) since = performance.now()
    const { message, cause } = toGatewayError(trouble.cause)
    const fault = cause instanceof ServerFault ? cause : null
    const borne = fault?.transient === false ? patience.lasting : patience.passing
    if (performance.now() - since < borne) continue
    const why = fault === null ? message : `${message} (${fault.code})`
    throw new CommandError(
      exitCodes.UNREACHABLE,
      `The ${parts.to} engine takes no records: ${why} What it has taken is kept.`,
      trouble.cause,
    )
  }
  throw new GatewayError('CANCELLED')
}

async function documentsOf({ index }: Parts): Promise<number> {
  return (await index.stats()).documents
}

function told(to: EngineName, { catalogue, index, found, settled }: Counts): string {
  const counts = `${catalogue} records in the catalogue, ${index} in the ${to} index, ${found} found`
  return settled
    ? `The counts differ: ${counts}.`
    : `${counts}. The catalogue is being written to: the gateway follows it from here.`
}

const next: Record<EngineName, string> = {
  embedded: 'Start the gateway without MEILI_URL to search with it.',
  meilisearch:
    'Start the gateway with MEILI_URL and the keys as they are set now to search with it.',
}
