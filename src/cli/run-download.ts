import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readConfig } from '../config.ts'
import { loadConnectors } from '../harvest/load-connectors.ts'
import { GatewayError } from '../model/index.ts'
import type { Credentials } from '../sdk/connector.ts'
import { connectorsFolder } from '../sources.ts'
import type { GatewayAccess } from './client.ts'
import {
  askAgain,
  askElsewhere,
  askForHits,
  askForIds,
  type Offer,
} from './download/ask-records.ts'
import { agreeToPay } from './download/consent.ts'
import { createLinkMaker, type LinkMaker } from './download/link-maker.ts'
import { lockFolder } from './download/lock.ts'
import { loginsFor } from './download/logins.ts'
import { DownloadManifest } from './download/manifest.ts'
import { type PlannedFile, planOf } from './download/plan.ts'
import { showPlan, showVerdicts } from './download/report.ts'
import { runFiles } from './download/run-files.ts'
import { type Site, sitesOf } from './download/sites.ts'
import type { DownloadOptions } from './download.ts'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { filterOf } from './filter-options.ts'
import { say } from './output.ts'
import { onSignal } from './signals.ts'

/** Fetches what ids and a query name; the worst end of a file is the end of the command. */
export async function download(
  ids: readonly string[],
  options: DownloadOptions,
): Promise<ExitCode> {
  const { url, token, connectors: folders } = readConfig()
  const gateway = { url, token }
  if (ids.length === 0 && options.query === undefined) {
    throw new CommandError(exitCodes.USAGE, 'Name records or assets, or give --query.')
  }
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort(new GatewayError('CANCELLED')))
  let maker: LinkMaker | null = null
  try {
    const offers = await offered(gateway, ids, options)
    stop.signal.throwIfAborted()
    const files = planOf(offers)
    if (files.length === 0) {
      say('There are no files.')
      return exitCodes.NOTHING
    }
    const sites = sitesOf(offers, await loadConnectors([connectorsFolder, ...folders]))
    const credentials = await loginsFor(files, sites, options, stop.signal)
    const context: DownloadContext = { sites, credentials, signal: stop.signal }
    maker = createLinkMaker({
      ...context,
      allowPrivateAddresses: options.allowPrivate ?? false,
      askAgain: (id) => askAgain(gateway, id),
      askElsewhere: (id) => askElsewhere(gateway, id),
    })
    return await fetchAll(url, files, maker, context, options)
  } finally {
    try {
      if (maker !== null) await giveBack(maker, options)
    } finally {
      await maker?.close()
      signals.dispose()
    }
  }
}

interface DownloadContext {
  sites: ReadonlyMap<string, Site>
  credentials: ReadonlyMap<string, Credentials>
  signal: AbortSignal
}

/** What is asked for; a record that is named and found as well comes once. */
async function offered(
  gateway: GatewayAccess,
  ids: readonly string[],
  options: DownloadOptions,
): Promise<Offer[]> {
  const { query, most } = options
  const named = await askForIds(gateway, ids)
  if (query === undefined) return named
  const found = await askForHits(gateway, query, filterOf(options, options.format), most)
  const whole = new Set(found.map(({ record }) => record.id))
  return [...named.filter(({ record }) => !whole.has(record.id)), ...found]
}

async function fetchAll(
  url: string,
  files: readonly PlannedFile[],
  maker: LinkMaker,
  { signal, ...context }: DownloadContext,
  options: DownloadOptions,
): Promise<ExitCode> {
  const { dryRun, allowPrivate = false, json = false, parallel, maxCost } = options
  const canTry = ({ record, asset }: PlannedFile) => maker.canTry(record, asset)
  if (dryRun) return showPlan(files, canTry, json)
  await agreeToPay(files.filter(canTry), maxCost ?? null, signal)
  const folder = resolve(options.to)
  await mkdir(folder, { recursive: true })
  const lock = await lockFolder(folder)
  try {
    const verdicts = await runFiles(files, {
      folder,
      parallel,
      maker,
      maxCost: maxCost ?? null,
      manifest: await DownloadManifest.open(folder, url),
      folders: { ...context, allowPrivateAddresses: allowPrivate, signal },
      verdictsTo: json ? process.stderr : process.stdout,
    })
    return showVerdicts(verdicts, { folder, json, isCancelled: signal.aborted })
  } finally {
    await lock.release()
  }
}

/** Ends what was made for the download. */
async function giveBack(maker: LinkMaker, { keepTokens }: DownloadOptions): Promise<void> {
  if (keepTokens) return
  const { left } = await maker.revoke()
  if (left > 0) say('A token that was made for the download could not be ended; it ends by itself.')
}
