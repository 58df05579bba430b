import { type Asset, GatewayError, type HarvestItem, type S3Object } from '#sdk'
import { croissantRows } from './croissant/read.ts'
import { datsRows } from './dats/read.ts'
import type { Kind } from './detect.ts'
import { documentOptions } from './document-options.ts'
import { documentId, type Place } from './documents/place.ts'
import type { DocumentProblem, DocumentRow } from './documents/rows.ts'
import { frictionlessRows } from './frictionless/read.ts'
import type { TableItem } from './htan/file-table.ts'
import { htanItems } from './htan/read.ts'
import { openHtanTable } from './htan/stream.ts'
import { digested, listed } from './listing.ts'
import type { Root } from './place.ts'
import { createReading, type Reading } from './reading.ts'
import type { Run } from './run.ts'
import { stacRows } from './stac/read.ts'
import type { TopLevel } from './top-level.ts'

export type DocumentKind = Exclude<Kind, 'bids' | 'templateflow' | 'listing' | 'ome-zarr'>

/** Names of the documents that a reading starts from. Where there is none, it is with all of the folder. */
const starts: Readonly<Record<DocumentKind, RegExp>> = {
  stac: /^(?:catalog|collection)\.json$/,
  croissant: /croissant[^/]*\.json$|\.jsonld$|^metadata\.json$/i,
  dats: /^DATS\.json$/i,
  frictionless: /^datapackage\.json$/,
  htan: /\.(?:json|csv|tsv)$/i,
}
/** What a document that lacks what identifies it would have been. */
const entities: Readonly<Record<DocumentKind, string>> = {
  stac: 'stac-item',
  croissant: 'croissant',
  dats: 'dats',
  frictionless: 'frictionless',
  htan: 'htan-dataset',
}
const json = /\.(?:json|jsonld|geojson)$/i
const table = /\.(?:csv|tsv)$/i

/**
 * Documents that describe data wherever these lie. Where no document has changed since all of them were read, none is
 * read, but for those that tell of several things: which these were, only they can say.
 */
export async function* readDocuments(
  run: Run,
  root: Root,
  top: TopLevel,
  kind: DocumentKind,
): AsyncGenerator<HarvestItem> {
  const { context, client, fingerprint } = run
  const files = await documentsIn(run, root, top, kind)
  const entries = files.map((file) => ({ ...file, isFolder: false }))
  const etag = fingerprint + digested(kind, entries)
  const ids = files.map(({ key }) => documentId({ bucket: root.bucket.name, key }))
  const known = await Promise.all(ids.map((id) => context.known(id)))
  if (known.some((one) => one?.etag === etag)) {
    for (const [at, id] of ids.entries()) if (known[at] !== null) yield { same: id }
    return
  }
  const reading = createReading(client, root.bucket, context.options.limits.metadataBytes)
  const byKey = new Map(files.map((file) => [file.key, file]))
  const queue = startsOf(root, files, kind)
  const met = new Set(queue.map(({ key }) => key))
  let last: DocumentRow | null = null
  let areSingle = true
  for (const file of queue) {
    const { rows, assets } = await readOne(run, root, file, kind, reading)
    const own = documentId({ bucket: root.bucket.name, key: file.key })
    areSingle &&= assets.size === 0 && rows.every(({ nativeId }) => nativeId === own)
    for (const row of rows) {
      if (last !== null) yield item(last)
      last = row
      const streamed = row.nativeId === null ? undefined : assets.get(row.nativeId)
      if (row.nativeId !== null && streamed !== undefined) {
        yield item(row)
        yield { assets: row.nativeId, chunk: streamed }
        last = null
      }
      for (const link of row.links ?? []) {
        const linked = byKey.get(link)
        if (linked === undefined || met.has(link)) continue
        met.add(link)
        queue.push(linked)
      }
    }
  }
  // The last row vouches for all: with it in the catalogue, none of them is missing.
  if (last !== null) yield { ...item(last), ...(areSingle ? { etag } : {}) }
}

function item({ row, entity, nativeId }: DocumentRow): HarvestItem & { row: unknown } {
  return { row, entity, nativeId }
}

/** Documents that may be read: of a catalogue that links to others all below it, else those of the folder. */
async function documentsIn(
  { client, context }: Run,
  root: Root,
  top: TopLevel,
  kind: DocumentKind,
): Promise<S3Object[]> {
  const { documents: most, pageSize } = context.options.limits
  const found: S3Object[] = []
  const keep = (files: Iterable<S3Object>) => {
    for (const file of files) {
      if (json.test(file.key) || (kind === 'htan' && table.test(file.key))) found.push(file)
    }
    if (found.length <= most) return
    const message = 'Below the prefix of a bucket lie more documents than limits.documents allows.'
    throw new GatewayError('TOO_COSTLY', { message })
  }
  if (kind !== 'stac') keep(top.files.values())
  else {
    const listing = { client, root, without: [], pageSize, after: undefined }
    for await (const page of listed(listing)) keep(page.entries.filter(({ isFolder }) => !isFolder))
  }
  return found
}

function startsOf({ prefix }: Root, files: readonly S3Object[], kind: DocumentKind): S3Object[] {
  const own = files.filter(({ key }) => !key.slice(prefix.length).includes('/'))
  const named = own.filter(({ key }) => starts[kind].test(key.slice(prefix.length)))
  return named.length > 0 ? named : own
}

interface ReadDocument {
  rows: readonly DocumentRow[]
  /** Files of a row that come apart from it, by its native id. */
  assets: ReadonlyMap<string, Asset[]>
}

async function readOne(
  run: Run,
  { bucket }: Root,
  file: S3Object,
  kind: DocumentKind,
  reading: Reading,
): Promise<ReadDocument> {
  const place = {
    bucket: bucket.name,
    region: run.region,
    key: file.key,
    isPublic: run.isPublic,
  }
  const read = table.test(file.key)
    ? await tableItems(await reading.text(file), place, run)
    : documentItems(await reading.json(file), place, kind, run)
  if (read !== null && !('problem' in read)) return apart(read)
  if (read !== null && read.problem !== 'INVALID') return { rows: [], assets: new Map() }
  // A row without what its shape wants: core quarantines it, and it counts as seen.
  const row = { entity: entities[kind], nativeId: documentId(place), row: { place } }
  return { rows: [row], assets: new Map() }
}

/** Null for a document that could not be read. */
function documentItems(
  document: unknown,
  place: Place,
  kind: DocumentKind,
  { context }: Run,
): readonly TableItem[] | DocumentProblem | null {
  if (document === null) return null
  switch (kind) {
    case 'stac':
      return stacRows(document, place)
    case 'croissant':
      return croissantRows(document, place)
    case 'dats':
      return datsRows(document, place)
    case 'frictionless':
      return frictionlessRows(document, place)
    case 'htan': {
      const items = htanItems(document, place, documentOptions(place, context.options))
      return 'problem' in items ? items : [...items]
    }
  }
}

async function tableItems(
  text: string | null,
  place: Place,
  { context }: Run,
): Promise<readonly TableItem[] | DocumentProblem | null> {
  if (text === null) return null
  const options = documentOptions(place, context.options)
  const table = await openHtanTable([new TextEncoder().encode(text)], place, options)
  return 'problem' in table ? table : (await Array.fromAsync(table.items)).flat()
}

/** Assets of one row may come in pieces between other rows; a harvest tells them right behind it. */
function apart(items: readonly TableItem[]): ReadDocument {
  const rows: DocumentRow[] = []
  const assets = new Map<string, Asset[]>()
  for (const one of items) {
    if ('entity' in one) rows.push(one)
    else assets.set(one.assets, [...(assets.get(one.assets) ?? []), ...one.chunk])
  }
  return { rows, assets }
}
