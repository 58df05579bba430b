import type { Asset, HarvestContext, HarvestItem, S3Object } from '#sdk'
import type { Options } from '../options.ts'
import { bucketId, openBuckets } from '../s3/buckets.ts'
import {
  type BucketReader,
  bucketReader,
  foldersBelow,
  invalid,
  markOf,
  objectsBelow,
  readJson,
} from '../s3/client.ts'
import { bucketRows } from '../s3/map.ts'
import { bucketAsset } from '../s3/places.ts'
import { directoryId, releaseId } from './ids.ts'
import {
  type Manifest,
  type ManifestDirectory,
  type ManifestFile,
  readManifest,
  sumOf,
} from './manifest.ts'
import type { AbcDirectory, AbcRelease } from './rows.ts'

const bucketName = openBuckets.find(({ part }) => part === 'abcAtlas')?.name ?? ''
/** Assets told at a time. */
const chunkSize = 500

/**
 * The directories of the wanted releases and the releases themselves. What a directory holds is told once: by the
 * newest release that has it, a part of all others that have it too. Other content of an older release is a version.
 */
export async function* harvestAbcAtlas(
  context: HarvestContext<Options>,
  partition: string,
): AsyncGenerator<HarvestItem> {
  const { options, http, full } = context
  const reader = bucketReader(bucketName, options, http)
  const manifests = await listed(reader, options)
  const marks = manifests.map(({ key, etag }) => markOf(options.abcAtlas, key, etag))
  if (!full && (await areKnown(context, manifests.map(releaseOf), marks))) return

  for (const row of bucketRows(({ name }) => name === bucketName)) {
    yield { row, entity: 'bucket', nativeId: bucketId(row.name), partition }
  }
  const releases: { manifest: Manifest; object: S3Object }[] = []
  for (const object of manifests) {
    const document = await readJson(reader, object, options.abcAtlas.maxManifestBytes)
    const manifest = readManifest(document)
    if (manifest.version !== releaseOf(object)) {
      throw invalid('The source has a manifest that is of another release.')
    }
    releases.push({ manifest, object })
  }
  for (const { row, files } of directoriesOf(releases.map(({ manifest }) => manifest))) {
    const nativeId = directoryId(row.name, row.isSuperseded ? row.release : null)
    yield { row, entity: 'abcDirectory', nativeId, partition }
    for (let at = 0; at < files.length; at += chunkSize) {
      yield { assets: nativeId, chunk: files.slice(at, at + chunkSize).map(assetOf) }
    }
  }
  // Last, so that a release which is known was told with all of its directories.
  for (const [at, { manifest, object }] of releases.entries()) {
    const nativeId = releaseId(manifest.version)
    const row = releaseRow(manifest, object)
    yield { row, entity: 'abcRelease', nativeId, etag: marks[at] ?? '', partition }
  }
  yield { partitionDone: partition }
}

const manifestKey = /^releases\/(\d{8})\/manifest\.json$/

function releaseOf({ key }: { key: string }): string {
  return manifestKey.exec(key)?.[1] ?? ''
}

/** Manifests of the wanted releases, newest first. */
async function listed(reader: BucketReader, { abcAtlas }: Options): Promise<S3Object[]> {
  const dates: string[] = []
  for await (const folder of foldersBelow(reader, 'releases/')) {
    const date = /^releases\/(\d{8})\/$/.exec(folder)?.[1]
    if (date !== undefined) dates.push(date)
  }
  const wanted = abcAtlas.releases === 'newest' ? dates.sort().slice(-1) : abcAtlas.releases
  if (wanted.length === 0) throw invalid('The source says that it holds nothing.')
  const found: S3Object[] = []
  for (const date of [...new Set(wanted)].sort().reverse()) {
    for await (const object of objectsBelow(reader, `releases/${date}/`)) {
      if (releaseOf(object) === date) found.push(object)
    }
  }
  if (found.length < new Set(wanted).size) {
    throw invalid('The source has a release without a manifest, or not the one that is wanted.')
  }
  return found
}

async function areKnown(
  { known }: HarvestContext<Options>,
  releases: readonly string[],
  marks: readonly string[],
): Promise<boolean> {
  const held = await Promise.all(releases.map((release) => known(releaseId(release))))
  return held.every((one, at) => one !== null && one.etag === marks[at])
}

/** @param manifests Newest first. */
export function* directoriesOf(
  manifests: readonly Manifest[],
): Generator<{ row: AbcDirectory; files: readonly ManifestFile[] }> {
  const told = new Map<string, Set<string>>()
  for (const manifest of manifests) {
    for (const directory of manifest.directories) {
      const contents = told.get(directory.name) ?? new Set()
      told.set(directory.name, contents)
      if (contents.has(directory.content)) continue
      const releases = manifests.filter((one) => has(one, directory)).map((one) => one.version)
      const { files, ...facts } = directory
      const isSuperseded = contents.size > 0
      yield { row: { ...facts, release: manifest.version, releases, isSuperseded }, files }
      contents.add(directory.content)
    }
  }
}

function has(manifest: Manifest, { name, content }: ManifestDirectory): boolean {
  return manifest.directories.some((one) => one.name === name && one.content === content)
}

function assetOf(file: ManifestFile): Asset {
  const { kind, names, place, size, hash } = file
  const isLabels = kind === 'image_volumes' && /annotation|label|parcellation/i.test(names[0] ?? '')
  const asset = bucketAsset(place, {
    name: place.key.replace(/^.*\//, ''),
    size,
    // The manifest names no algorithm.
    checksum:
      hash === null
        ? null
        : { algorithm: 'MD5', value: hash, source: 'manifest; algorithm assumed from its length' },
  })
  return isLabels && asset.role === 'VOLUME' ? { ...asset, role: 'LABELS' } : asset
}

function releaseRow({ version: release, directories }: Manifest, object: S3Object): AbcRelease {
  const files = directories.flatMap((directory) => directory.files)
  return {
    release,
    bucket: bucketName,
    manifest: object.key,
    manifestSize: object.size,
    directories: directories.map(({ name }) => name),
    files: files.length,
    bytes: sumOf(files),
  }
}
