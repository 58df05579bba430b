import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import type { HarvestSource } from '../harvest/harvest-source.ts'
import { Harvester } from '../harvest/harvester.ts'
import { hookLog, openHooks } from '../harvest/hooks/hooks.ts'
import { loadConnectors } from '../harvest/load-connectors.ts'
import { SourceRoll } from '../harvest/registration/source-roll.ts'
import type { HarvestRun, HarvestState } from '../model/index.ts'
import { type AnyConnector, createLog } from '../sdk/index.ts'
import { connectorsFolder, readSourcesFile } from '../sources.ts'
import { openStore } from '../store/open-store.ts'
import { openTokenStore, type TokenStore, tokenFile } from '../store/tokens/token-store.ts'
import { CommandError, type ExitCode, ending, exitCodes } from './exit.ts'
import type { HarvestOptions } from './harvest.ts'
import { printJson, say, styled } from './output.ts'
import { createProgress } from './progress.ts'
import { onSignal } from './signals.ts'

/** Harvests with a progress bar; the worst end of a source is the end of the command. */
export async function harvest(
  only: string | undefined,
  options: HarvestOptions,
): Promise<ExitCode> {
  const config = readConfig()
  const connectors = await loadConnectors([connectorsFolder, ...config.connectors])
  const file = await readSourcesFile(config.sources, connectors)
  const { sources } = file
  const tokens = openTokenStore(join(config.data, tokenFile), config.secretKeys)
  const registered = await registeredSources(config, connectors, sources, tokens)
  const enabled = [...sources.filter(({ enabled }) => enabled), ...registered.harvested]
  const wanted: HarvestSource[] =
    only === undefined
      ? enabled
      : [...sources, ...registered.harvested].filter(({ id }) => id === only)
  if (wanted.length === 0) {
    tokens.close()
    throw new CommandError(exitCodes.USAGE, nothingWanted(only, sources, registered))
  }

  const hooks = await openHooks(file.hooks, hookLog(config.logLevel))
  await mkdir(config.data, { recursive: true })
  const store = openStore(join(config.data, 'catalogue.db'), 'write')
  const log = createLog({
    name: 'harvest',
    // Progress and verdict say what matters; the log's own lines would tear them apart.
    level: config.logLevel === 'debug' ? 'debug' : 'silent',
  })
  const configured = sources.filter((source) => source.enabled || source.id === only)
  await store.configureSources(configured)
  const harvester = new Harvester({ store, tokens, connectors, sources: wanted, hooks, log })
  const signals = stopOnSignals(harvester)
  try {
    const progress = createProgress(process.stderr, options.json ? process.stderr : process.stdout)
    const ends = await Promise.all(
      wanted.map(({ id }) => one(harvester, id, options, progress)),
    ).finally(() => progress.clear())
    if (options.json) printJson(ends.map(({ run }) => run).filter((run) => run !== null))
    return worst(ends.map(({ code }) => code))
  } finally {
    signals.dispose()
    await harvester.close()
    tokens.close()
    await store.close()
  }
}

interface Registered {
  /** Approved, and not paused. */
  harvested: HarvestSource[]
  /** Ids of the others. */
  others: string[]
}

/** Those that somebody registered with a gateway on this folder; none where there is no catalogue yet. */
async function registeredSources(
  { data, privateOrigins, logLevel }: Config,
  connectors: ReadonlyMap<string, AnyConnector>,
  fromFile: readonly { id: string }[],
  tokens: TokenStore,
): Promise<Registered> {
  const path = join(data, 'catalogue.db')
  if (!existsSync(path)) return { harvested: [], others: [] }
  const store = openStore(path, 'write')
  try {
    const roll = new SourceRoll({
      store,
      connectors,
      tokens,
      privateOrigins,
      inFile: new Set(fromFile.map(({ id }) => id)),
      onChange: async () => {},
      log: createLog({ name: 'harvest', level: logLevel }),
    })
    const harvested = (await roll.open()).filter(({ isHarvested }) => isHarvested)
    const ids = new Set([...fromFile, ...harvested].map(({ id }) => id))
    const others = roll.registered.map(({ id }) => id).filter((id) => !ids.has(id))
    return { harvested, others }
  } finally {
    await store.close()
  }
}

function nothingWanted(
  only: string | undefined,
  fromFile: readonly { id: string }[],
  { harvested, others }: Registered,
): string {
  if (only === undefined) return 'No source is enabled.'
  if (others.includes(only)) {
    return `${only} is not harvested: it is paused, or waits for an operator, or its secrets cannot be read.`
  }
  const known = [...fromFile, ...harvested].map(({ id }) => id).join(', ') || 'none'
  return `There is no source ${only}; known: ${known}.`
}

interface End {
  run: HarvestRun | null
  code: ExitCode
}

async function one(
  harvester: Harvester,
  source: string,
  { full, allowRemovals }: HarvestOptions,
  progress: ReturnType<typeof createProgress>,
): Promise<End> {
  let run: HarvestRun
  try {
    const request = { full: full ?? false, allowRemovals: allowRemovals ?? false }
    run = await harvester.start(source, request)
  } catch (thrown) {
    const { exitCode, message } = ending(thrown)
    say(styled('red', `${source}  not begun: ${message}`, process.stderr))
    return { run: null, code: exitCode }
  }
  for await (run of harvester.progress(run.id)) progress.update(source, run)
  progress.done(source, run)
  return { run, code: codes[run.state] }
}

const codes: Record<HarvestState, ExitCode> = {
  SUCCEEDED: exitCodes.OK,
  PARTIAL: exitCodes.PARTIAL,
  FAILED: exitCodes.FAILED,
  CANCELLED: exitCodes.CANCELLED,
  // Interrupted: it still stands open in the catalogue.
  RUNNING: exitCodes.CANCELLED,
  QUEUED: exitCodes.CANCELLED,
}

function worst(codes: readonly ExitCode[]): ExitCode {
  const order = [exitCodes.CANCELLED, exitCodes.FAILED, exitCodes.USAGE, exitCodes.PARTIAL]
  return order.find((code) => codes.includes(code)) ?? exitCodes.OK
}

/** Ctrl-C is somebody's word to cancel; SIGTERM is a machine that goes down. */
function stopOnSignals(harvester: Harvester): { dispose: () => void } {
  return onSignal((signal) => {
    if (signal === 'SIGTERM') harvester.close()
    else for (const { id } of harvester.runs()) harvester.cancel(id).catch(() => {})
  })
}
