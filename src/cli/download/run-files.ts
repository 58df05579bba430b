import { join } from 'node:path'
import { GatewayError, toGatewayError } from '../../model/index.ts'
import { createLane, type Lane } from '../../sdk/rate.ts'
import { CommandError } from '../exit.ts'
import { createBars } from './bars.ts'
import { bringFile, isLost, missing, type Verdict, verdict } from './bring-file.ts'
import { type FolderTools, filesOfFolder } from './bucket-folders.ts'
import { inDollars } from './consent.ts'
import type { LinkMaker } from './link-maker.ts'
import type { DownloadManifest } from './manifest.ts'
import { removeState } from './part.ts'
import { billOf, isBucketFolder, type PlannedFile, sizeOfFile } from './plan.ts'
import { verdictLine } from './report.ts'
import { createStreamer } from './stream.ts'

export interface RunOptions {
  folder: string
  parallel: number
  maker: LinkMaker
  /** US dollars; null: what was agreed to. */
  maxCost: number | null
  manifest: DownloadManifest
  folders: FolderTools
  verdictsTo: NodeJS.WriteStream
}

/** Milliseconds between two writes of the manifest: it grows with what was downloaded. */
const writeEvery = 2_000

/** Brings files to their places, several at a time. As many verdicts as files, objects of folders in their place. */
export async function runFiles(
  planned: readonly PlannedFile[],
  options: RunOptions,
): Promise<Verdict[]> {
  const { folder, parallel, maker, manifest, folders, verdictsTo } = options
  const { allowPrivateAddresses } = folders
  // What ends all: Ctrl-C, or a disk that takes no more.
  const ending = new AbortController()
  const signal = AbortSignal.any([folders.signal, ending.signal])
  const { files, verdicts } = await expanded(planned, options)
  const sizes = files.map(({ asset }) => sizeOfFile(asset))
  const size = sizes.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0)
  const bars = createBars({ files: files.length, size, verdicts: verdictsTo })
  const streamer = createStreamer({ parallel, allowPrivateAddresses })
  /** Files whose states can go once the manifest is written. */
  const noted: string[] = []
  let written = performance.now()

  async function write(): Promise<void> {
    written = performance.now()
    const settled = noted.splice(0)
    await manifest.write()
    await Promise.all(settled.map(removeState))
  }

  async function one(file: PlannedFile): Promise<Verdict> {
    const { link, checksum } = file.asset
    // Others may have the same bytes.
    const isLostHere = isLost(link) && checksum !== null
    if (!isLostHere && !maker.canTry(file.record, file.asset)) {
      return { ...verdict(file, 'NO_LINK', null), error: link.error, message: missing(link) }
    }
    const known = sizeOfFile(file.asset)
    try {
      const ended = await bringFile(file, {
        folder,
        manifest,
        streamer,
        signal,
        link: async ({ record, asset }, anew) =>
          isLostHere ? link : maker.link(record, asset, anew),
        elsewhere: ({ asset }) => maker.elsewhere(asset),
        onProgress: (has) => bars.update(file, has, known),
        onBytes: (count) => bars.received(count),
      })
      if (ended.sha256 !== null && ended.state !== 'MISMATCH') {
        noted.push(join(folder, ...file.path.split('/')))
        if (performance.now() - written > writeEvery) await write()
      }
      return ended
    } catch (thrown) {
      if (signal.aborted) return verdict(file, 'CANCELLED', null)
      const fault = faultOf(thrown)
      if (fault === null) throw thrown
      if (fault.endsAll) ending.abort()
      return { ...verdict(file, 'FAILED', null), message: fault.text }
    }
  }

  /** As many at a time as the source bears, whatever the reader would like. */
  const lanes = new Map<string, Lane>()
  function laneOf(source: string): Lane {
    const most = folders.sites.get(source)?.connector.http?.concurrency ?? parallel
    const lane =
      lanes.get(source) ??
      createLane({ concurrency: Math.min(most, parallel), requestsPerSecond: 100, longestPause: 0 })
    lanes.set(source, lane)
    return lane
  }

  const queue = files.values()
  async function work(): Promise<void> {
    for (const file of queue) {
      const leave = await laneOf(file.record.source.name)
        .enter(signal)
        .catch(() => null)
      try {
        const ended = leave === null ? verdict(file, 'CANCELLED', null) : await one(file)
        verdicts.push(ended)
        bars.done(file, verdictLine(ended), ended.size)
      } catch (thrown) {
        ending.abort()
        throw thrown
      } finally {
        leave?.()
      }
    }
  }
  const workers = Array.from({ length: Math.min(parallel, files.length) }, work)
  const ends = await Promise.allSettled(workers)
  bars.clear()
  await streamer.close()
  if (noted.length > 0) await write()
  const broken = ends.find((end) => end.status === 'rejected')
  if (broken !== undefined) throw broken.reason
  return verdicts
}

/** Folders in buckets as the objects below them; what cannot be listed, or costs more than it may, has its verdict. */
async function expanded(
  planned: readonly PlannedFile[],
  { maker, maxCost, folders }: RunOptions,
): Promise<{ files: PlannedFile[]; verdicts: Verdict[] }> {
  const files: PlannedFile[] = []
  const verdicts: Verdict[] = []
  for (const file of planned) {
    if (!isBucketFolder(file) || !maker.canTry(file.record, file.asset)) {
      files.push(file)
      continue
    }
    try {
      const below = await filesOfFolder(file, folders)
      const bill = billOf([...files, ...below])
      // It was agreed to for the size that the catalogue knew.
      const bound = maxCost ?? billOf([...files, file]).amount * 1.05
      if (bill.paid === 0 || bill.amount <= bound) files.push(...below)
      else {
        const message = `What lies in this folder now makes it ${inDollars(bill)}: more than was agreed to.`
        verdicts.push({ ...verdict(file, 'FAILED', null), error: 'BUDGET_EXCEEDED', message })
      }
    } catch (thrown) {
      folders.signal.throwIfAborted()
      const { code, message } = toGatewayError(thrown)
      verdicts.push({ ...verdict(file, 'FAILED', null), error: code, message })
    }
  }
  return { files, verdicts }
}

/** What is wrong with one file alone, or with the disk; null for a fault of the program's own. */
function faultOf(thrown: unknown): { text: string; endsAll: boolean } | null {
  // The gateway was asked for a link anew.
  if (thrown instanceof CommandError || thrown instanceof GatewayError) {
    return { text: thrown.message, endsAll: false }
  }
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return null
  const code = String(thrown.code)
  if (code === 'ENOSPC' || code === 'EDQUOT') return { text: 'The disk is full.', endsAll: true }
  if (code === 'EROFS') return { text: 'The disk cannot be written to.', endsAll: true }
  return { text: `The file cannot be read or written (${code}).`, endsAll: false }
}
