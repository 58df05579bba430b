import { hash } from 'node:crypto'
import { z } from 'zod'
import { invalid } from '../s3/client.ts'
import { type Place, placeBelow, placeOf } from '../s3/places.ts'
import type { AbcDirectory } from './rows.ts'

/** A file as the manifest lists it. */
export interface ManifestFile {
  kind: string
  /** Its names on the way down: `['C57BL6J-638850', 'log2']`. */
  names: readonly string[]
  /** May be compound: `nii.gz`. */
  extension: string
  version: string | null
  path: string
  /** Bytes. */
  size: number | null
  /** 32 hexadecimal digits. */
  hash: string | null
  place: Place
}

export interface ManifestDirectory
  extends Omit<AbcDirectory, 'release' | 'releases' | 'isSuperseded'> {
  files: readonly ManifestFile[]
}

export interface Manifest {
  version: string
  directories: readonly ManifestDirectory[]
}

const AnyObject = z.record(z.string(), z.unknown())
const Document = z.object({
  version: z.string().regex(/^\d{8}$/),
  resource_uri: z.string().nullish(),
  directory_listing: AnyObject,
  file_listing: AnyObject,
})
const Size = z.int().nonnegative().nullish().catch(null)
const Text = z.string().nullish().catch(null)
const File = z.object({
  version: Text,
  relative_path: z.string().min(1),
  url: Text,
  size: Size,
  file_hash: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullish()
    .catch(null),
})
const Listing = z.object({ version: Text, view_link: Text, total_size: Size })

/**
 * What a manifest of a release lists. Files lie at two depths, below their own name or below a variant of it, so each
 * branch is followed until it says `files`.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when it is no manifest, or lists nothing.
 */
export function readManifest(document: unknown): Manifest {
  const parsed = Document.safeParse(document)
  if (!parsed.success)
    throw invalid('The source has a manifest of another shape than it documents.')
  const { version, resource_uri, directory_listing, file_listing } = parsed.data
  const root = placeOf(resource_uri)
  const names = new Set([...Object.keys(directory_listing), ...Object.keys(file_listing)])
  const directories = [...names].sort().flatMap((name) => {
    const directory = directoryOf(name, directory_listing[name], file_listing[name], root)
    return directory === null ? [] : [directory]
  })
  if (directories.length === 0) throw invalid('The source has a manifest that lists nothing.')
  return { version, directories }
}

function directoryOf(
  name: string,
  listing: unknown,
  branch: unknown,
  root: Place | null,
): ManifestDirectory | null {
  const listed = objectOf(objectOf(listing).directories)
  const files: ManifestFile[] = []
  let unlinked = 0
  for (const [kind, below] of Object.entries(objectOf(branch))) {
    for (const entry of entriesOf(below, [])) {
      const file = fileOf(kind, entry, root)
      if (file === null) unlinked += 1
      else files.push(file)
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const kinds = [...new Set([...Object.keys(listed), ...files.map(({ kind }) => kind)])]
    .sort()
    .flatMap((kind) => {
      const own = files.filter((file) => file.kind === kind)
      const said = Listing.safeParse(listed[kind])
      if (own.length === 0 && !said.success) return []
      const { version = null, view_link = null, total_size = null } = said.data ?? {}
      // A link to somewhere else than the open buckets is not passed on.
      const viewLink = view_link !== null && placeOf(view_link) !== null ? view_link : null
      return [
        { kind, version, viewLink, stated: total_size, counted: sumOf(own), files: own.length },
      ]
    })
  if (kinds.length === 0) return null
  const identity = files.map(({ path, hash: one }) => [path, one])
  const resolutions = [...new Set(files.flatMap(resolutionOf))].sort((a, b) => a - b)
  const content = hash('sha256', JSON.stringify(identity))
  return { name, content, kinds, resolutions, unlinked, files }
}

interface Entry {
  names: readonly string[]
  extension: string
  file: Record<string, unknown>
}

/** Deeper than any known manifest goes. */
const deepest = 8

function* entriesOf(branch: unknown, names: readonly string[]): Generator<Entry> {
  const children = objectOf(branch)
  if (names.length > deepest) return
  if (isObject(children.files)) {
    for (const [extension, file] of Object.entries(children.files)) {
      // What neither has a path nor a link is something else than a file.
      const isFile = isObject(file) && ('relative_path' in file || 'url' in file)
      if (isFile) yield { names, extension, file }
    }
    return
  }
  for (const [name, child] of Object.entries(children)) yield* entriesOf(child, [...names, name])
}

function fileOf(kind: string, entry: Entry, root: Place | null): ManifestFile | null {
  const parsed = File.safeParse(entry.file)
  if (!parsed.success) return null
  const { version, relative_path: path, url, size, file_hash } = parsed.data
  const place = url == null ? root && placeBelow(root, path) : placeOf(url)
  if (place === null || place.key === '') return null
  const { names, extension } = entry
  return {
    kind,
    names,
    extension,
    version: version ?? null,
    path,
    size: size ?? null,
    hash: file_hash ?? null,
    place,
  }
}

/** `average_template_10` is a volume at 10 µm. */
function resolutionOf({ kind, names }: ManifestFile): number[] {
  const digits = kind === 'image_volumes' ? /_(\d{1,3})$/.exec(names[0] ?? '')?.[1] : undefined
  return digits === undefined || Number(digits) === 0 ? [] : [Number(digits)]
}

/** Null when one is unknown. */
export function sumOf(files: readonly { size: number | null }[]): number | null {
  let sum = 0
  for (const { size } of files) {
    if (size === null) return null
    sum += size
  }
  return sum
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
