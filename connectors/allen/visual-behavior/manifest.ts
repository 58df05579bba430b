import { z } from 'zod'
import { invalid } from '../s3/client.ts'
import { type Place, placeOf } from '../s3/places.ts'

/** A version of an object, as a manifest lists it. */
export interface VersionedFile {
  place: Place
  versionId: string | null
  /** 128 hexadecimal digits. */
  blake2b: string | null
}

export interface VisualManifest {
  project: string
  version: string
  /** Column of the tables that names files by their ids. */
  fileIdColumn: string
  pipeline: string[]
  /** By the names of the tables. */
  tables: ReadonlyMap<string, VersionedFile>
  /** By their ids. */
  files: ReadonlyMap<string, VersionedFile>
  /** Entries that lead nowhere that may be linked to. */
  unlinked: number
}

const Files = z.record(z.string(), z.unknown())
const Document = z.object({
  project_name: z.string().min(1),
  manifest_version: z.string().regex(/^\d+\.\d+\.\d+$/),
  metadata_file_id_column_name: z.string().min(1),
  data_pipeline: z.unknown(),
  metadata_files: Files,
  data_files: Files,
})
const File = z.object({
  url: z.string(),
  version_id: z
    .string()
    .regex(/^[\w.-]{1,1024}$/)
    .nullish()
    .catch(null),
  file_hash: z
    .string()
    .regex(/^[0-9a-f]{128}$/)
    .nullish()
    .catch(null),
})
const Pipeline = z.array(z.object({ name: z.string(), version: z.string().optional() }))

/** @throws {GatewayError} `ANSWER_INVALID` when it is no manifest, or lists nothing. */
export function readVisualManifest(document: unknown): VisualManifest {
  const parsed = Document.safeParse(document)
  if (!parsed.success)
    throw invalid('The source has a manifest of another shape than it documents.')
  const { data } = parsed
  const tables = filesOf(data.metadata_files)
  const files = filesOf(data.data_files)
  if (tables.found.size === 0) throw invalid('The source has a manifest that lists nothing.')
  const pipeline = Pipeline.safeParse(data.data_pipeline)
  return {
    project: data.project_name,
    version: data.manifest_version,
    fileIdColumn: data.metadata_file_id_column_name,
    pipeline: (pipeline.data ?? []).map(({ name, version }) =>
      version === undefined ? name : `${name} ${version}`,
    ),
    tables: tables.found,
    files: files.found,
    unlinked: tables.unlinked + files.unlinked,
  }
}

function filesOf(listing: Record<string, unknown>) {
  const found = new Map<string, VersionedFile>()
  let unlinked = 0
  for (const [id, entry] of Object.entries(listing)) {
    const file = File.safeParse(entry)
    // What has no link is something else than a file.
    if (!file.success) continue
    const { url, version_id: versionId = null, file_hash: blake2b = null } = file.data
    const place = placeOf(url)
    if (place === null || place.key === '') unlinked += 1
    else found.set(id, { place, versionId, blake2b })
  }
  return { found, unlinked }
}

/** Newest first: `1.10.0` before `1.9.3`. */
export function bySemver(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let at = 0; at < 3; at += 1) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** `<folder>/manifests/<project>_manifest_v<version>.json`: the version; null for what is no manifest. */
export function manifestVersion(key: string): string | null {
  return /\/manifests\/[^/]+_manifest_v(\d+\.\d+\.\d+)\.json$/.exec(key)?.[1] ?? null
}
