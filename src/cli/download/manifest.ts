import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CommandError, exitCodes } from '../exit.ts'

/** Name of the manifest, in the folder that is downloaded to. No source can have that id. */
export const manifestName = 'manifest.json'

const text = z.string().nullable()

/** A file that was brought to its place. */
const FileEntry = z.object({
  /** Opaque id of the asset. */
  asset: z.string(),
  /** Relative to the manifest, with `/`. */
  path: z.string(),
  /** Where it came from: the asset's locator, or that of another asset with the same bytes. */
  locator: z.string(),
  /** Bytes. */
  size: z.number(),
  sha256: z.string(),
  /** What the upstream says that it must come to, and whether it does; null when it says nothing. */
  checksum: z
    .object({
      algorithm: z.string(),
      value: z.string(),
      /** Where it was read. */
      source: z.string(),
      /** False when it is of a kind that cannot be computed here, or of what the upstream packed as it was fetched. */
      verified: z.boolean(),
    })
    .nullable(),
  etag: text,
  lastModified: text,
  /** RFC 3339. */
  downloadedAt: z.string(),
})
export type FileEntry = z.output<typeof FileEntry>

const RecordEntry = z.object({
  /** Opaque id at the gateway. */
  record: z.string(),
  source: z.object({ name: z.string(), title: z.string(), type: z.string() }),
  nativeId: z.string(),
  title: z.string(),
  version: text,
  landingPage: text,
  /** Where the gateway read of it. */
  upstream: text,
  access: z.string(),
  license: z.object({ raw: text, spdx: text, class: z.string(), url: text }),
  /** A CSL item. */
  citation: z.unknown(),
  files: z.array(FileEntry),
})
export type RecordEntry = z.output<typeof RecordEntry>

const Manifest = z.object({
  version: z.literal(1),
  /** Address of the gateway that was asked last. */
  gateway: z.string(),
  /** RFC 3339. */
  updatedAt: z.string(),
  records: z.array(RecordEntry),
})

/** What was downloaded into a folder, by whom it was published and on which terms. Grows with every download. */
export class DownloadManifest {
  readonly #path: string
  readonly #gateway: string
  readonly #records: Map<string, RecordEntry>
  readonly #files = new Map<string, FileEntry>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, gateway: string, records: readonly RecordEntry[]) {
    this.#path = path
    this.#gateway = gateway
    this.#records = new Map(records.map((entry) => [entry.record, entry]))
    for (const { files } of records) for (const file of files) this.#files.set(file.path, file)
  }

  /** @throws {CommandError} `USAGE` when the folder has a file of that name that is another's. */
  static async open(folder: string, gateway: string): Promise<DownloadManifest> {
    const path = join(folder, manifestName)
    const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null
      throw thrown
    })
    if (text === null) return new DownloadManifest(path, gateway, [])
    try {
      return new DownloadManifest(path, gateway, Manifest.parse(JSON.parse(text)).records)
    } catch (cause) {
      const message = `The folder has a ${manifestName} that no download has written; choose another folder.`
      throw new CommandError(exitCodes.USAGE, message, cause)
    }
  }

  /** What is known of the file at a path; null when no download brought it there. */
  find(path: string): FileEntry | null {
    return this.#files.get(path) ?? null
  }

  /** Notes a file and what is known of its record now. */
  note(record: Omit<RecordEntry, 'files'>, file: FileEntry): void {
    const files = this.#records.get(record.record)?.files ?? []
    const at = this.#files.has(file.path) ? files.findIndex(({ path }) => path === file.path) : -1
    if (at < 0) files.push(file)
    else files[at] = file
    this.#files.set(file.path, file)
    this.#records.set(record.record, { ...record, files })
  }

  /** Brings it to disk, one write after the other; a manifest is never half written. */
  async write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const manifest: z.output<typeof Manifest> = {
        version: 1,
        gateway: this.#gateway,
        updatedAt: new Date().toISOString(),
        records: [...this.#records.values()],
      }
      await writeFile(`${this.#path}.new`, `${JSON.stringify(manifest, null, 2)}\n`)
      await rename(`${this.#path}.new`, this.#path)
    })
    return this.#writing
  }
}
