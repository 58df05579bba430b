import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Checksum, ErrorCode } from '../../model/index.ts'
import { Failure } from '../../sdk/failure.ts'
import type { ResolvedLink } from '../../sdk/links.ts'
import { backoff, retryAfter } from '../../sdk/retry.ts'
import type { Sums } from './checksum.ts'
import { Part, type PartState } from './part.ts'
import { pull } from './pull.ts'
import type { Streamer } from './stream.ts'

/** One file to bring to disk. */
export interface FileJob {
  /** Absolute path that it gets in the end. */
  target: string
  locator: string
  /** What it must come to; null when nobody knows. */
  checksum: Pick<Checksum, 'algorithm' | 'value'> | null
  /** Bytes that it must have; null when not known, or not exactly. */
  size: number | null
  /** Whether a web page may be what is asked for. */
  mayBePage: boolean
  /** Media type that is preferred; null: any. */
  mediaType: string | null
  /** A link that works now; `anew` when the last one did not. */
  link(anew: boolean): Promise<ResolvedLink>
}

export interface FetchTools {
  streamer: Streamer
  signal: AbortSignal
  /** Told of bytes that are on the disk; less than before when the file begins anew. */
  onProgress(bytes: number): void
  /** Bytes of bodies as they came. */
  onBytes(count: number): void
  /** Attempts in a row that may bring no byte. Default 5. */
  attempts?: number
  /** First pause before another attempt, milliseconds; doubles up to a minute. Default 1,000. */
  pause?: number
}

export type Fetched =
  /** At its place; `VERIFIED` when its checksum was compared, `COMPLETE` when there is none to compare with. */
  | { state: 'VERIFIED' | 'COMPLETE'; sums: Sums; version: PartState | null }
  /** It came whole but is not what it should be: it lies at `….bad`. */
  | { state: 'MISMATCH'; sums: Sums }
  /** No link now; nothing was fetched. */
  | { state: 'NO_LINK'; link: ResolvedLink }
  | { state: 'FAILED'; error: ErrorCode; message: string }

const longestPause = 60_000
/** Milliseconds for which an upstream may ask to be left alone. */
const longestWait = 300_000

/**
 * Brings one file to disk: resumes what came before where the upstream can and it is still the same file, begins anew
 * where not, compares it with its checksum, and only then gives it its name. What is there stays for a later call, however
 * this one ends.
 *
 * @throws the signal's reason when it aborts, and what the file system throws.
 */
export async function fetchFile(job: FileJob, tools: FetchTools): Promise<Fetched> {
  const { signal, attempts = 5, pause = 1_000 } = tools
  await mkdir(dirname(job.target), { recursive: true })
  const part = await Part.open(job, tools)
  let fruitless = 0
  let anew = false
  let beganAnew = false
  for (;;) {
    signal.throwIfAborted()
    const before = part.size
    try {
      if (!part.isWhole) {
        const link = await job.link(anew)
        if (link.state !== 'READY' || link.url === null) return { state: 'NO_LINK', link }
        anew = false
        if (part.size > 0 && !part.canResume(link)) await part.restart()
        await pull(job, part, link, tools)
      }
      const outcome = judge(job, part)
      if (outcome.state !== 'MISMATCH' || !part.isPieced || beganAnew) {
        if (outcome.state === 'MISMATCH') await part.putAside()
        else await part.settle(outcome.sums.sha256)
        return outcome
      }
      // Put together of two versions, perhaps: once more, in one piece.
      beganAnew = true
      await part.restart()
    } catch (thrown) {
      if (signal.aborted) throw signal.reason
      if (!(thrown instanceof Failure)) throw thrown
      const code = thrown.error.code
      const isRefusal = code === 'SOURCE_REFUSED' || code === 'SOURCE_FORBIDDEN'
      fruitless = part.size > before ? 1 : fruitless + 1
      // A link may have ended meanwhile: one refusal is met with a new one.
      const again = isRefusal ? fruitless <= 1 : thrown.transient && fruitless < attempts
      const asked =
        thrown.head === null ? 0 : (retryAfter(thrown.head.headers, () => new Date()) ?? 0)
      if (!again || asked > longestWait) {
        return { state: 'FAILED', error: code, message: thrown.error.message }
      }
      anew = isRefusal
      const wait = isRefusal ? 0 : Math.max(asked, backoff(pause, fruitless, longestPause))
      await sleep(wait, undefined, { signal }).catch(() => {
        throw signal.reason
      })
    } finally {
      await part.close()
    }
  }
}

function judge({ checksum, size }: FileJob, part: Part): Fetched & { sums: Sums } {
  const sums = part.sums()
  const isOther =
    (size !== null && size !== sums.size) ||
    (sums.upstream !== null && sums.upstream !== checksum?.value.toLowerCase())
  if (isOther) return { state: 'MISMATCH', sums }
  return { state: sums.upstream === null ? 'COMPLETE' : 'VERIFIED', sums, version: part.state }
}
