import { type Asset, type HarvestContext, type HarvestItem, type S3Object, words } from '#sdk'
import type { Options } from '../options.ts'
import { bucketId } from '../s3/buckets.ts'
import {
  type BucketReader,
  bucketReader,
  foldersBelow,
  invalid,
  markOf,
  objectsBelow,
  readHashed,
  readJson,
} from '../s3/client.ts'
import { bucketRows } from '../s3/map.ts'
import { bucketAsset } from '../s3/places.ts'
import {
  bySemver,
  manifestVersion,
  readVisualManifest,
  type VersionedFile,
  type VisualManifest,
} from './manifest.ts'
import { projectId, sessionId } from './map.ts'
import type { VisualProject } from './rows.ts'
import { readTables, type Session, sessionsOf, type TableName, type Tables } from './sessions.ts'
import { readTable } from './tables.ts'

/** Assets told at a time. */
const chunkSize = 500

/** The projects of a bucket as their newest manifests have them. */
export async function* harvestVisualBehavior(
  context: HarvestContext<Options>,
  name: string,
  partition: string,
): AsyncGenerator<HarvestItem> {
  const { options, http, full, known } = context
  const reader = bucketReader(name, options, http)
  const manifests = await newestManifests(reader, options)
  const marked = manifests.map((one) => ({
    ...one,
    mark: markOf(options.visualBehavior, one.object.key, one.object.etag),
  }))
  if (!full && marked.length > 0) {
    const held = await Promise.all(marked.map(({ folder }) => known(projectId(folder))))
    if (held.every((one, at) => one !== null && one.etag === marked[at]?.mark)) return
  }
  for (const row of bucketRows((one) => one.name === name)) {
    yield { row, entity: 'bucket', nativeId: bucketId(row.name), partition }
  }
  for (const { folder, object, mark } of marked) {
    yield* harvestProject(context, reader, { folder, object, mark }, partition)
  }
  yield { partitionDone: partition }
}

interface Project {
  folder: string
  /** Its newest manifest. */
  object: S3Object
}

async function newestManifests(reader: BucketReader, options: Options): Promise<Project[]> {
  const { projects } = options.visualBehavior
  const found: Project[] = []
  let isAnything = false
  for await (const prefix of foldersBelow(reader, '')) {
    isAnything = true
    const folder = prefix.replace(/\/$/, '')
    if (!/^[\w.-]+$/.test(folder) || (projects.length > 0 && !projects.includes(folder))) continue
    let newest: { object: S3Object; version: string } | null = null
    for await (const object of objectsBelow(reader, `${prefix}manifests/`)) {
      const own = manifestVersion(object.key)
      if (own === null || (newest !== null && bySemver(own, newest.version) >= 0)) continue
      newest = { object, version: own }
    }
    if (newest !== null) found.push({ folder, object: newest.object })
  }
  if (!isAnything || (found.length === 0 && projects.length === 0)) {
    throw invalid('The source says that it holds nothing.')
  }
  return found
}

async function* harvestProject(
  { options, pseudonym }: HarvestContext<Options>,
  reader: BucketReader,
  { folder, object, mark }: Project & { mark: string },
  partition: string,
): AsyncGenerator<HarvestItem> {
  const { sessions: which, maxTableBytes } = options.visualBehavior
  const manifest = readVisualManifest(await readJson(reader, object, maxTableBytes))
  if (manifest.version !== manifestVersion(object.key)) {
    throw invalid('The source has a manifest that is of another release.')
  }
  const tables = which === 'none' ? {} : await tablesOf(reader, manifest, maxTableBytes)
  const place = { project: folder, bucket: reader.bucket.name, manifest: object.key }
  const common = { ...place, version: manifest.version }
  const told = new Set<string>()
  const group = createGroup()
  const sessions =
    which === 'none' ? [] : sessionsOf(tables, manifest.fileIdColumn, which, pseudonym)
  for (const session of sessions) {
    const files = session.files.flatMap((id) => {
      const file = manifest.files.get(id)
      if (file === undefined) return []
      told.add(id)
      return [assetOf(file)]
    })
    const nativeId = sessionId(folder, session.row)
    group.add(session)
    const row = { ...common, ...session.row, files: files.length }
    yield { row, entity: 'visualSession', nativeId, partition }
    if (files.length > 0) yield { assets: nativeId, chunk: files }
  }

  // Last, so that a project which is known was told with all of its sessions.
  const nativeId = projectId(folder)
  const row: VisualProject = {
    ...common,
    pipeline: manifest.pipeline,
    tables: [...manifest.tables.keys()].sort(),
    dataFiles: manifest.files.size,
    unlinked: manifest.unlinked,
    ...group.facts(),
  }
  yield { row, entity: 'visualProject', nativeId, etag: mark, partition }
  yield { assets: nativeId, chunk: [manifestAsset(reader, object)] }
  yield* inChunks(nativeId, manifest.tables.values())
  const others = [...manifest.files].filter(([id]) => !told.has(id)).map(([, file]) => file)
  yield* inChunks(nativeId, others)
}

/** @throws {GatewayError} `ANSWER_INVALID` for a table that is not what the manifest says of it. */
async function tablesOf(
  reader: BucketReader,
  { tables }: VisualManifest,
  maxBytes: number,
): Promise<Tables> {
  const read: Tables = {}
  for (const [name, column] of Object.entries(readTables) as [TableName, string][]) {
    const file = tables.get(name)
    if (file === undefined || file.blake2b === null) continue
    if (file.place.bucket !== reader.bucket.name) continue
    const object = { key: file.place.key, blake2b: file.blake2b }
    read[name] = readTable(await readHashed(reader, object, maxBytes), column)
  }
  return read
}

/** What the sessions are together, without one of them being told. */
function createGroup() {
  const subjects = new Set<string>()
  const structures = new Set<string>()
  let count = 0
  let age: { min: number; max: number } | null = null
  return {
    add({ row }: Session): void {
      count += 1
      if (row.subject !== null) subjects.add(row.subject)
      for (const structure of row.structures) structures.add(structure)
      if (row.age === null) return
      const { min, max } = row.age
      age = { min: Math.min(age?.min ?? min, min), max: Math.max(age?.max ?? max, max) }
    },
    facts: () => ({
      sessions: count === 0 ? null : count,
      animals: subjects.size === 0 ? null : subjects.size,
      age,
      structures: words(...structures).sort(),
    }),
  }
}

function assetOf({ place, versionId, blake2b }: VersionedFile): Asset {
  return bucketAsset(place, {
    name: place.key.replace(/^.*\//, ''),
    versionId,
    checksum:
      blake2b === null ? null : { algorithm: 'BLAKE2B', value: blake2b, source: 'manifest' },
  })
}

function manifestAsset({ bucket }: BucketReader, { key, size }: S3Object): Asset {
  return bucketAsset({ bucket: bucket.name, key }, { name: key.replace(/^.*\//, ''), size })
}

function* inChunks(nativeId: string, files: Iterable<VersionedFile>): Generator<HarvestItem> {
  let chunk: Asset[] = []
  for (const file of files) {
    chunk.push(assetOf(file))
    if (chunk.length < chunkSize) continue
    yield { assets: nativeId, chunk }
    chunk = []
  }
  if (chunk.length > 0) yield { assets: nativeId, chunk }
}
