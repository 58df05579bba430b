import { createS3Client, errorOfPart, GatewayError, type HarvestItem, type S3Client } from '#sdk'
import { bidsMarker } from './bids/read.ts'
import { readDataset } from './dataset.ts'
import { type Kind, kindOf, markerNames } from './detect.ts'
import { readInventory } from './inventory.ts'
import { keysOf } from './login.ts'
import { isStore } from './ome-zarr.ts'
import type { Place } from './options.ts'
import { bucketOf, compareKeys, type Root, rootId } from './place.ts'
import { readDocuments } from './read-documents.ts'
import { type Context, fingerprintOf, type Run, type Stand, standAt, standing } from './run.ts'
import { objectAt, type TopLevel, topLevel } from './top-level.ts'
import { readStore } from './zarr-store.ts'

/** Folders of a BIDS dataset that may hold datasets of their own. */
const nesting = ['derivatives', 'sourcedata', 'rawdata']
/** Folders below which stores of OME-Zarr are looked for. */
const deepest = 6

/**
 * Place by place, each one partition; in it dataset by dataset, in the order of their prefixes. A place that could not be
 * read fails alone, unless none could be.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { http, options, signal } = context
  const credentials = await keysOf(context)
  const client = createS3Client({
    http,
    credentials,
    budget: Math.min(options.maxCost, context.budget ?? Infinity),
    renew: () => keysOf(context),
    signal,
  })
  let isAnswering = false
  let firstError: GatewayError | null = null
  try {
    for (const place of options.places) {
      const error = yield* readPlace(context, client, place, credentials === null)
      if (error === null) isAnswering = true
      else firstError ??= error
    }
    if (!isAnswering && firstError !== null) throw firstError
  } finally {
    const spent = client.takeSpent()
    if (spent > 0) yield { spent }
  }
}

/** Gives the error of a place that could not be read, where others may be. */
async function* readPlace(
  context: Context,
  client: S3Client,
  place: Place,
  isPublic: boolean,
): AsyncGenerator<HarvestItem, GatewayError | null> {
  const partition = `${place.bucket}/${place.prefix}`
  const left = context.from(partition)
  if (left === null) return null
  const run: Run = {
    context,
    client,
    place,
    partition,
    region: place.region,
    isPublic,
    fingerprint: fingerprintOf(place, context.options, isPublic),
    left: standAt(left),
    isTelling: false,
  }
  let isFound = false
  let fault: GatewayError | null = null
  try {
    isFound = yield* readAll(run)
  } catch (thrown) {
    fault = errorOfPart(thrown)
    // A partition that ends amid the files of a dataset would make them look complete.
    if (run.isTelling) throw fault
  }
  const spent = client.takeSpent()
  if (spent > 0) yield { spent }
  if (isFound) yield { partitionDone: partition }
  else yield { partitionFailed: partition, error: fault ?? nothing() }
  return fault
}

/** Gives whether there is anything. */
async function* readAll(run: Run): AsyncGenerator<HarvestItem, boolean> {
  const { client, place } = run
  const { prefix, inventory, datasets, endpoint } = place
  const bucket = bucketOf(place)
  if (run.region === null && endpoint === null) run.region = await client.region(bucket)
  const root: Root = { bucket, prefix }
  if (inventory !== null) return yield* readInventory(run, root, inventory)
  return datasets === 'folders' ? yield* readFolders(run, root) : yield* visit(run, root, null, 0)
}

/** A prefix that is empty all of a sudden is rather a mistake than a deletion. */
function nothing(): GatewayError {
  const message = 'There is nothing below the prefix of a bucket, or nothing of its convention.'
  return new GatewayError('NOT_FOUND', { message })
}

/** Each folder right below a prefix. Gives whether there was any. */
async function* readFolders(run: Run, root: Root): AsyncGenerator<HarvestItem, boolean> {
  const { client, context } = run
  const { bucket, prefix } = root
  let found = run.left !== null
  // Folders before the one that an interrupted run stood in were read; it itself is listed again.
  const stood = run.left?.root.slice(prefix.length).split('/')[0]
  const startAfter = stood === undefined ? undefined : prefix + stood
  const { pageSize } = context.options.limits
  for await (const page of client.pages(bucket, { prefix, delimiter: '/', pageSize, startAfter })) {
    for (const folder of page.prefixes) {
      const isFound = yield* visit(run, { bucket, prefix: folder }, null, 0)
      found ||= isFound
    }
  }
  return found
}

/** A dataset with those inside it. Gives whether there was one, also where an earlier run has read it. */
async function* visit(
  run: Run,
  root: Root,
  parent: string | null,
  depth: number,
): AsyncGenerator<HarvestItem, boolean> {
  const { client, place, context } = run
  const stood = standIn(run, root)
  if (stood === 'behind') return true
  const { pageSize } = context.options.limits
  const top = await topLevel(client, root, pageSize, markerNames)
  if (top.files.size === 0 && top.folders.length === 0) return false
  const kind = kindOf(place.convention, top)
  if (kind === 'ome-zarr' && !isStore(top)) return yield* storesBelow(run, root, top, depth)

  const nested = kind === 'bids' ? await nestedIn(run, root, top) : { roots: [], without: [] }
  if (stood !== 'done') {
    run.left = null
    yield* readOne(run, root, parent, top, kind, nested.without, stood)
    yield* standing(run, { root: root.prefix, phase: 'done', after: '', digest: '' })
  }
  for (const one of nested.roots) {
    yield* visit(run, one, rootId(root.bucket.name, root.prefix), depth + 1)
  }
  return true
}

function readOne(
  run: Run,
  root: Root,
  parent: string | null,
  top: TopLevel,
  kind: Kind,
  without: readonly string[],
  stood: Stand | null,
): AsyncGenerator<HarvestItem> {
  switch (kind) {
    case 'ome-zarr':
      return readStore(run, root, parent, top)
    case 'bids':
    case 'templateflow':
    case 'listing':
      return readDataset(run, { root, parent, top, kind, without }, stood)
    default:
      return readDocuments(run, root, top, kind)
  }
}

/**
 * Where an interrupted run stood in a dataset: `behind` it and all inside it, behind its own files (`done`), or in
 * them. Null: not come to it yet.
 */
function standIn({ left }: Run, { prefix }: Root): Stand | 'behind' | 'done' | null {
  if (left === null) return null
  const order = compareKeys(prefix, left.root)
  if (order === 0) return left.phase === 'done' ? 'done' : left
  if (order > 0) return null
  return left.root.startsWith(prefix) ? 'done' : 'behind'
}

/** Datasets inside a BIDS dataset, and what of it is not its own: those, and derivatives that nothing describes. */
async function nestedIn(
  { client, context }: Run,
  { bucket, prefix }: Root,
  top: TopLevel,
): Promise<{ roots: Root[]; without: string[] }> {
  const { nested: most, pageSize } = context.options.limits
  const prefixes: string[] = []
  const without: string[] = []
  for (const folder of nesting.filter((name) => top.folders.includes(name))) {
    const outer = { bucket, prefix: `${prefix}${folder}/` }
    if (folder === 'derivatives') without.push(outer.prefix)
    if (await isBids(outer)) {
      prefixes.push(outer.prefix)
      continue
    }
    const inside = await topLevel(client, outer, pageSize)
    for (const name of inside.folders) {
      if (prefixes.length >= most) break
      // A subject's folder is no dataset.
      if (/^(?:sub|ses)-/.test(name)) continue
      const inner = { bucket, prefix: `${outer.prefix}${name}/` }
      if (await isBids(inner)) prefixes.push(inner.prefix)
    }
  }
  const ordered = prefixes.sort(compareKeys)
  return {
    roots: ordered.map((one) => ({ bucket, prefix: one })),
    without: [...without, ...ordered].sort(compareKeys),
  }

  async function isBids(root: Root): Promise<boolean> {
    return (await objectAt(client, bucket, root.prefix + bidsMarker)) !== null
  }
}

async function* storesBelow(
  run: Run,
  { bucket, prefix }: Root,
  top: TopLevel,
  depth: number,
): AsyncGenerator<HarvestItem, boolean> {
  if (depth >= deepest) return false
  let found = false
  for (const name of top.folders) {
    const isFound = yield* visit(run, { bucket, prefix: `${prefix}${name}/` }, null, depth + 1)
    found ||= isFound
  }
  return found
}
