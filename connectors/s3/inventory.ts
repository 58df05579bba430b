import { GatewayError, type HarvestItem } from '#sdk'
import { ahead } from './ahead.ts'
import { readDataset } from './dataset.ts'
import { kindOf, markerNames } from './detect.ts'
import { entriesOf, type ListedPage } from './listing.ts'
import type { Place } from './options.ts'
import { bucketOf, type Root } from './place.ts'
import { type Run, standing } from './run.ts'
import { topLevel } from './top-level.ts'

/** Folders that are one thing and were met before: an inventory is in no order. */
const mostFolders = 100_000

/**
 * One dataset whose files are read from an inventory: of the bucket itself only its top folder is listed. Gives whether
 * there is any.
 */
export async function* readInventory(
  run: Run,
  root: Root,
  inventory: NonNullable<Place['inventory']>,
): AsyncGenerator<HarvestItem, boolean> {
  const { client, context, place } = run
  const top = await topLevel(client, root, context.options.limits.pageSize, markerNames)
  if (top.files.size === 0 && top.folders.length === 0) return false
  const kind = kindOf(place.convention, top)
  if (kind !== 'bids' && kind !== 'templateflow' && kind !== 'listing') {
    const message = 'An inventory can be read of BIDS, TemplateFlow and bare listings only.'
    throw new GatewayError('UNSUPPORTED', { message })
  }
  const stood = run.left?.root === root.prefix ? run.left : null
  run.left = null
  if (stood?.phase === 'done') return true
  const without = kind === 'bids' ? [`${root.prefix}derivatives/`] : []
  const pages = (after: string) => pagesFrom(run, root, inventory, without, Number(after) || 0)
  yield* readDataset(run, { root, parent: null, top, kind, without, pages }, stood)
  yield* standing(run, { root: root.prefix, phase: 'done', after: '', digest: '' })
  return true
}

/** Pages are counted: the inventory is the same one as long as its manifest is, and has no keys to go on from. */
async function* pagesFrom(
  { client }: Run,
  { prefix }: Root,
  inventory: NonNullable<Place['inventory']>,
  without: readonly string[],
  passed: number,
): AsyncGenerator<ListedPage> {
  const folders = new Set<string>()
  let count = 0
  let last: ListedPage | null = null
  for await (const page of ahead(client.inventory(bucketOf(inventory), inventory.manifest))) {
    count += 1
    const own = page.objects.filter(({ key }) => key.startsWith(prefix))
    const entries = entriesOf(own, prefix, without).entries.filter(({ key, isFolder }) => {
      if (!isFolder) return true
      if (folders.has(key)) return false
      if (folders.size < mostFolders) folders.add(key)
      return true
    })
    if (last !== null) yield last
    last = count > passed ? { entries, after: String(count) } : null
  }
  yield { entries: last?.entries ?? [], after: null }
}
