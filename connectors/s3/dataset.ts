import type { Asset, HarvestItem } from '#sdk'
import { ahead } from './ahead.ts'
import { assetOf } from './assets.ts'
import { checksumFinder } from './checksum-files.ts'
import { describe } from './describe.ts'
import type { Kind } from './detect.ts'
import { digested, type Entry, type ListedPage, listed } from './listing.ts'
import { type Root, rootId } from './place.ts'
import { createReading } from './reading.ts'
import { type Run, type Stand, siteOf, standing } from './run.ts'
import type { TopLevel } from './top-level.ts'

export interface Dataset {
  root: Root
  /** Native id of the dataset that it lies in. */
  parent: string | null
  top: TopLevel
  kind: Kind
  /** Prefixes below it that are not of it. */
  without: readonly string[]
  /** Its files from another place than the listing: those behind `after`, as a page of it said; empty for all. */
  pages?: (after: string) => AsyncIterable<ListedPage>
}

/** The first pages of a listing, as far as they are looked at before the row is made. */
interface Ahead {
  pages: ListedPage[]
  /** Null when these are all. */
  after: string | null
}

/**
 * One dataset: its row, then its files as they are listed. One that is in the catalogue is listed first, and told to be
 * the same when every key, size and ETag is; nothing of it is read then.
 *
 * @param stood Where an interrupted run stood in it.
 */
export async function* readDataset(
  run: Run,
  dataset: Dataset,
  stood: Stand | null,
): AsyncGenerator<HarvestItem> {
  const { root } = dataset
  const id = rootId(root.bucket.name, root.prefix)
  if (stood?.phase === 'assets') {
    yield* tellFiles(run, dataset, listFrom(run, dataset, stood.after), stood.digest)
    return
  }
  const known = (await run.context.known(id))?.etag ?? null
  const first = await lookAhead(run, dataset)
  if (known?.startsWith(run.fingerprint)) {
    const digest = yield* compared(run, dataset, first, stood)
    if (known === run.fingerprint + digest) {
      yield { same: id }
      return
    }
  }
  yield { row: await rowOf(run, dataset, first), entity: entityOf(dataset), nativeId: id }
  yield* tellFiles(run, dataset, allFrom(run, dataset, first), '')
}

async function lookAhead(run: Run, dataset: Dataset): Promise<Ahead> {
  const { keysAhead } = run.context.options.limits
  const pages: ListedPage[] = []
  let count = 0
  for await (const page of listFrom(run, dataset, '')) {
    pages.push(page)
    count += page.entries.length
    if (page.after === null || count >= keysAhead) return { pages, after: page.after }
  }
  return { pages, after: null }
}

/** The digest of the whole listing, without looking at anything else. */
async function* compared(
  run: Run,
  { root, ...dataset }: Dataset,
  { pages, after }: Ahead,
  stood: Stand | null,
): AsyncGenerator<HarvestItem, string> {
  let digest = stood?.digest ?? pages.reduce((one, { entries }) => digested(one, entries), '')
  const rest = stood?.after ?? after
  if (rest === null) return digest
  for await (const page of listFrom(run, { root, ...dataset }, rest)) {
    digest = digested(digest, page.entries)
    if (page.after === null) break
    yield* standing(run, { root: root.prefix, phase: 'compare', after: page.after, digest })
  }
  return digest
}

async function rowOf(run: Run, dataset: Dataset, { pages, after }: Ahead): Promise<unknown> {
  const { root, top, kind, parent } = dataset
  const { limits } = run.context.options
  const reading = createReading(run.client, root.bucket, limits.metadataBytes)
  const { row } = await describe({
    kind,
    top,
    prefix: root.prefix,
    bucket: root.bucket.name,
    objects: pages.flatMap(({ entries }) => entries),
    isWhole: after === null,
    reading,
    sidecars: limits.sidecars,
  })
  return { ...row, site: siteOf(run, root, parent, reading.problems) }
}

function entityOf({ kind }: Dataset): string {
  return kind === 'bids' ? 'bids' : kind === 'templateflow' ? 'template' : 'folder'
}

/** Files as assets, page by page; the etag of the record comes with the last. */
async function* tellFiles(
  run: Run,
  dataset: Dataset,
  pages: AsyncIterable<ListedPage>,
  start: string,
): AsyncGenerator<HarvestItem> {
  const { bucket, prefix } = dataset.root
  const id = rootId(bucket.name, prefix)
  let digest = start
  run.isTelling = true
  // While the catalogue takes one page, the next one is made ready.
  for await (const page of ahead(assetPages(run, dataset, pages, start))) {
    digest = page.digest
    yield { assets: id, chunk: page.chunk }
    if (page.after === null) continue
    yield* standing(run, { root: prefix, phase: 'assets', after: page.after, digest })
  }
  run.isTelling = false
  yield { assets: id, chunk: [], etag: run.fingerprint + digest }
}

interface AssetPage {
  chunk: Asset[]
  /** Key behind which a later run goes on; null at the end. */
  after: string | null
  /** Of all up to and with this page. */
  digest: string
}

async function* assetPages(
  { client, context, region }: Run,
  { root, top, pages: others }: Dataset,
  pages: AsyncIterable<ListedPage>,
  start: string,
): AsyncGenerator<AssetPage> {
  const { bucket, prefix } = root
  const { limits } = context.options
  const reading = createReading(client, bucket, limits.metadataBytes)
  const finder = await checksumFinder(client, root, top, reading, limits)
  let digest = start
  let held: Entry[] = []
  for await (const page of pages) {
    const entries = [...held, ...page.entries]
    held = page.after === null || others !== undefined ? [] : heldBack(entries)
    digest = digested(digest, entries)
    const checksums = await finder.of(entries, held)
    const chunk = entries.map((entry) =>
      assetOf(entry, { bucket, region, prefix }, checksums.get(entry.key)),
    )
    // Behind the last one told: one that is held back is listed again.
    const after = held.length === 0 ? page.after : (entries.at(-1)?.key ?? page.after)
    yield { chunk, after, digest }
  }
}

/** The last file of a page waits for the next one, which may begin with its checksum. Takes it out of `entries`. */
function heldBack(entries: Entry[]): Entry[] {
  const last = entries.at(-1)
  if (entries.length < 2 || last === undefined || last.isFolder) return []
  entries.pop()
  return [last]
}

async function* allFrom(
  run: Run,
  dataset: Dataset,
  { pages, after }: Ahead,
): AsyncGenerator<ListedPage> {
  yield* pages
  if (after !== null) yield* listFrom(run, dataset, after)
}

function listFrom(
  { client, context }: Run,
  { root, without, pages }: Dataset,
  after: string,
): AsyncIterable<ListedPage> {
  if (pages !== undefined) return pages(after)
  const { pageSize } = context.options.limits
  return listed({ client, root, without, pageSize, after: after === '' ? undefined : after })
}
