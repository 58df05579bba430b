import { bar, createMovingLines, duration, type MovingLines } from '../moving-lines.ts'
import { bytes, clean } from '../output.ts'
import type { PlannedFile } from './plan.ts'

/** Shows how far a download is: a line each for what is on its way, and one for all. */
export interface Bars {
  /** Bytes of a file that are on the disk. */
  update(file: PlannedFile, has: number, size: number | null): void
  /** Bytes that came over the wire. */
  received(count: number): void
  /** A file has come to its end, well or not; `size` is what is at its place, null when nothing is. */
  done(file: PlannedFile, verdict: string, size: number | null): void
  clear(): void
}

export interface BarsOptions {
  files: number
  /** Bytes in all; null when some size is not known. */
  size: number | null
  stream?: NodeJS.WriteStream
  verdicts?: NodeJS.WriteStream
  now?: () => number
}

/** Key of the line for all, which comes last. */
const whole = ''
const longestName = 40

export function createBars(options: BarsOptions): Bars {
  const { files, size, stream = process.stderr, now = () => performance.now() } = options
  const started = now()
  const lines: MovingLines = createMovingLines(stream, options.verdicts ?? stream, now)
  const onTheWay = new Map<PlannedFile, { has: number; since: number; from: number }>()
  let ended = 0
  let settled = 0
  let came = 0

  function total(): void {
    const has = [...onTheWay.values()].reduce((sum, one) => sum + one.has, settled)
    const line = fileLine(`${ended} of ${files} files`, has, size, came / seconds(started))
    lines.set(whole, line)
  }
  const seconds = (since: number) => Math.max(0.001, (now() - since) / 1_000)

  return {
    update(file, has, expected) {
      const known = onTheWay.get(file)
      const one = known ?? { has, since: now(), from: has }
      onTheWay.set(file, one)
      // Less than before: it began anew.
      if (has < one.from) Object.assign(one, { since: now(), from: has })
      one.has = has
      const rate = (has - one.from) / seconds(one.since)
      // Taken away and put back, so that it stays the last.
      if (known === undefined) lines.end(whole)
      if (stream.isTTY) lines.set(file.path, fileLine(shortName(file.path), has, expected, rate))
      total()
    },
    received(count) {
      came += count
    },
    done(file, verdict, size) {
      settled += size ?? onTheWay.get(file)?.has ?? 0
      onTheWay.delete(file)
      ended += 1
      total()
      lines.end(file.path, verdict)
    },
    clear: () => lines.clear(),
  }
}

/** `scan.nii  [######------]  50 %  12 MB of 24 MB, 3.1 MB/s, 4.0 s left` */
export function fileLine(name: string, has: number, size: number | null, rate: number): string {
  const about = `${bytes(Math.round(rate))}/s`
  if (size === null || size === 0) return `${name}  ${bytes(has)}, ${about}`
  const left = rate > 0 && has < size ? `, ${duration((size - has) / rate)} left` : ''
  return `${name}  ${bar(has / size)}  ${bytes(has)} of ${bytes(size)}, ${about}${left}`
}

function shortName(path: string): string {
  const name = clean(path)
  return name.length <= longestName ? name : `…${name.slice(1 - longestName)}`
}
