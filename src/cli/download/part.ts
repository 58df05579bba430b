import {
  type FileHandle,
  open,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { z } from 'zod'
import type { Checksum } from '../../model/index.ts'
import type { ResolvedLink } from '../../sdk/links.ts'
import { createHasher, type Hasher, hashFile, type Sums } from './checksum.ts'

/** What is known of the bytes in a partial file. Holds no address that opens them, and no secret. */
const State = z.strictObject({
  version: z.literal(1),
  locator: z.string(),
  /** A strong one, with its quotes; null when the upstream gave none. */
  etag: z.string().nullable(),
  /** As the upstream wrote it; null when it gave none, or one too young to tell two versions apart. */
  lastModified: z.string().nullable(),
  /** Bytes of the whole; null when the upstream did not say. */
  size: z.number().nullable(),
  /** Of the whole file, when it has come and was found right; null before. */
  sha256: z.string().nullable(),
})
export type PartState = z.output<typeof State>

/** Files that stand beside `target` while it is on its way. */
export const partOf = (target: string) => `${target}.part`
export const stateOf = (target: string) => `${target}.part.json`
/** Where bytes go that are not what they should be. */
const badOf = (target: string) => `${target}.bad`

/** Null when there is none, or it was cut off as it was written. */
export async function readState(target: string): Promise<PartState | null> {
  const text = await readFile(stateOf(target), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return State.parse(JSON.parse(text))
  } catch {
    // Half a state says nothing: the file comes anew.
    return null
  }
}

/** Bytes of a file; null when there is none. */
export async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => found.size,
    (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null
      throw thrown
    },
  )
}

export interface PartOptions {
  target: string
  locator: string
  checksum: Pick<Checksum, 'algorithm' | 'value'> | null
}

interface Listener {
  signal: AbortSignal
  /** Told how many bytes the part holds. */
  onProgress(bytes: number): void
}

/** A file on its way: `….part` with a small state beside it, and the sums of what it holds. */
export class Part {
  readonly #target: string
  readonly #locator: string
  readonly #checksum: PartOptions['checksum']
  readonly #onProgress: Listener['onProgress']
  #hasher: Hasher
  #file: FileHandle | null = null
  /** Null when nothing is known of the bytes, which then are no use. */
  state: PartState | null = null
  /** Bytes that it holds. */
  size = 0
  /** Whether the upstream said that this is the end. */
  isEnded = false
  /** Whether its bytes came by more than one request. */
  isPieced = false

  private constructor({ target, locator, checksum }: PartOptions, { onProgress }: Listener) {
    this.#target = target
    this.#locator = locator
    this.#checksum = checksum
    this.#onProgress = onProgress
    this.#hasher = createHasher(checksum)
  }

  /** What an earlier call left, read once to its end for the sums; or an empty one. */
  static async open(options: PartOptions, listener: Listener): Promise<Part> {
    const part = new Part(options, listener)
    const state = await readState(options.target)
    const size = (await sizeOf(partOf(options.target))) ?? 0
    const isOurs = state !== null && state.locator === options.locator && state.sha256 === null
    if (!isOurs || size > (state.size ?? Number.POSITIVE_INFINITY)) return part
    await hashFile(partOf(options.target), part.#hasher, listener.signal, size)
    part.state = state
    part.isPieced = size > 0
    part.#grow(size)
    return part
  }

  get isWhole(): boolean {
    return this.isEnded || (this.state !== null && this.state.size === this.size)
  }

  /** Whether the rest may be asked for: the upstream can tell whether it is the same file, or else its checksum will. */
  canResume({ supportsRange, method }: ResolvedLink): boolean {
    const canTell = this.#validator() !== null || this.#checksum !== null
    return supportsRange !== false && method === 'GET' && canTell && this.state !== null
  }

  /** What asks for the rest, RFC 9110 sections 13.1.5 and 14.2; nothing when all is to come. */
  rangeHeaders(): Record<string, string> {
    if (this.size === 0) return {}
    const validator = this.#validator()
    return {
      range: `bytes=${this.size}-`,
      ...(validator === null ? {} : { 'if-range': validator }),
    }
  }

  #validator(): string | null {
    return this.state?.etag ?? this.state?.lastModified ?? null
  }

  /** Drops what is there. */
  async restart(): Promise<void> {
    await this.close()
    // First the state: bytes without one are never gone on with.
    await rm(stateOf(this.#target), { force: true })
    if ((await sizeOf(partOf(this.#target))) !== null) await truncate(partOf(this.#target))
    this.state = null
    this.isEnded = false
    this.isPieced = false
    this.#hasher = createHasher(this.#checksum)
    this.#grow(-this.size)
  }

  /** Begins with the first byte of a file of which this is known. */
  async begin(known: Pick<PartState, 'etag' | 'lastModified' | 'size'>): Promise<void> {
    await this.restart()
    this.#file = await open(partOf(this.#target), 'w')
    this.state = { version: 1, locator: this.#locator, ...known, sha256: null }
    await this.#writeState()
  }

  async append(chunk: Buffer): Promise<void> {
    this.#file ??= await open(partOf(this.#target), 'a')
    await this.#file.appendFile(chunk)
    this.#hasher.update(chunk)
    this.#grow(chunk.length)
  }

  #grow(bytes: number): void {
    this.size += bytes
    this.#onProgress(this.size)
  }

  /** Sums of all that it holds, which takes no more after that. */
  sums(): Sums {
    return this.#hasher.sums()
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close()
  }

  /**
   * Gives a whole and right file its name, on the disk for good before that; its state stays and says that it was found
   * right, until `removeState`.
   */
  async settle(sha256: string): Promise<void> {
    this.#file ??= await open(partOf(this.#target), 'a')
    await this.#file.sync()
    await this.close()
    if (this.state !== null) {
      this.state = { ...this.state, sha256 }
      await this.#writeState()
    }
    await rename(partOf(this.#target), this.#target)
  }

  /** Puts aside what is not what it should be; what was put aside before is gone then. */
  async putAside(): Promise<void> {
    await this.close()
    await rm(stateOf(this.#target), { force: true })
    await rename(partOf(this.#target), badOf(this.#target))
  }

  async #writeState(): Promise<void> {
    await writeFile(stateOf(this.#target), JSON.stringify(this.state))
  }
}

/** Takes away what says of a file at its place that it was found right, once that is noted elsewhere. */
export async function removeState(target: string): Promise<void> {
  await rm(stateOf(target), { force: true })
}
