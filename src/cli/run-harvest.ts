import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { Harvester } from '../harvest/harvester.ts'
import { loadConnectors } from '../harvest/load-connectors.ts'
import type { HarvestRun, HarvestState } from '../model/index.ts'
import { createLog } from '../sdk/index.ts'
import { connectorsFolder, readSources } from '../sources.ts'
import { openStore } from '../store/open-store.ts'
import { openTokenStore, tokenFile } from '../store/tokens/token-store.ts'
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
  const connectors = await loadConnectors(connectorsFolder)
  const sources = await readSources(config.sources, connectors)
  const enabled = sources.filter(({ enabled }) => enabled)
  const wanted = only === undefined ? enabled : sources.filter(({ id }) => id === only)
  if (wanted.length === 0) {
    const known = sources.map(({ id }) => id).join(', ') || 'none'
    const message = only ? `There is no source ${only}; known: ${known}.` : 'No source is enabled.'
    throw new CommandError(exitCodes.USAGE, message)
  }

  await mkdir(config.data, { recursive: true })
  const store = openStore(join(config.data, 'catalogue.db'), 'write')
  const log = createLog({
    name: 'harvest',
    // Progress and verdict say what matters; the log's own lines would tear them apart.
    level: config.logLevel === 'debug' ? 'debug' : 'silent',
  })
  const configured = sources.filter((source) => source.enabled || source.id === only)
  await store.configureSources(configured)
  const tokens = openTokenStore(join(config.data, tokenFile), config.secretKeys)
  const harvester = new Harvester({ store, tokens, connectors, sources: wanted, log })
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
