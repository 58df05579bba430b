import type { HarvestItem } from '#sdk'
import { assetOf } from './assets.ts'
import { digested } from './listing.ts'
import { readZarr, zarrFiles } from './ome-zarr.ts'
import { type Root, rootId } from './place.ts'
import { createReading } from './reading.ts'
import { type Run, siteOf } from './run.ts'
import type { TopLevel } from './top-level.ts'

/** A store of OME-Zarr as a dataset: one asset, and nothing listed below its own folder. */
export async function* readStore(
  run: Run,
  root: Root,
  parent: string | null,
  top: TopLevel,
): AsyncGenerator<HarvestItem> {
  const { bucket, prefix } = root
  const { client, context, fingerprint, region } = run
  const nativeId = rootId(bucket.name, prefix)
  const files = zarrFiles(top).map((file) => ({ ...file, isFolder: false }))
  const etag = fingerprint + digested(top.folders.includes('labels') ? 'labels' : '', files)
  const known = await context.known(nativeId)
  if (known?.etag === etag) {
    yield { same: nativeId }
    return
  }
  const reading = createReading(client, bucket, context.options.limits.metadataBytes)
  const read = await readZarr(top, reading)
  const site = siteOf(run, root, parent, reading.problems)
  yield { row: { ...read, site }, entity: 'zarr', nativeId, etag }
  const [first] = files
  if (first === undefined) return
  const store = { ...first, key: prefix, size: 0, isFolder: true }
  yield { assets: nativeId, chunk: [assetOf(store, { bucket, region, prefix })] }
}
