import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { listBuckets } from './buckets.ts'
import { atlasRow, type Composed, cardRow, datasetRow } from './compose.ts'
import { createEtags } from './etags.ts'
import { openFolder } from './folder.ts'
import type { Page } from './front-matter.ts'
import { openGitHub } from './github.ts'
import type { Options } from './options.ts'
import { createPages } from './pages.ts'
import { nativeIdOf, type SiteFile, slugOf } from './site.ts'
import { version } from './version.ts'

type Context = HarvestContext<Options>

/** Each collection is a partition. Parents come before their children. */
const partitions = [
  { collection: '_atlases', entity: 'atlas' },
  { collection: '_atlas-datasets', entity: 'dataset' },
  { collection: '_data-cards', entity: 'card' },
] as const
type Entity = (typeof partitions)[number]['entity']

/** Pages that could not be read; one more, and it is the source that does not answer. */
const missesAtMost = 3

/** Where an earlier run left off, with the pages before it that could not be read. */
interface Left {
  last: string
  missing: number
}

/** What came of one page. */
type Outcome =
  | { state: 'SAME' }
  /** It says itself that it is not to be shown. */
  | { state: 'HIDDEN' }
  /** It is no page: something that others take in. */
  | { state: 'NONE' }
  | ({ state: 'READ' } & Composed)

/**
 * The pages of the site, collection by collection. One whose blob, and whose atlas and dataset pages, are as they were is
 * not read again, unless everything is to be. Pages that cannot be read are passed over; then nothing is removed.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options, source, from } = context
  const lefts = new Map(partitions.map(({ collection }) => [collection, from(collection)]))
  if ([...lefts.values()].every((left) => left === null)) return
  const repository =
    options.folder === null ? openGitHub(context) : openFolder(options.folder, source)
  const all = await repository.files()
  const pages = createPages(repository, all)
  const wanted = partitions.map(({ collection }) => pages.files(collection))
  if (wanted.every((files) => files.length === 0)) throw notTheSite(source)
  yield { expected: wanted.flat().length }

  const buckets = await listBuckets(context)
  if (buckets.spent > 0) yield { spent: buckets.spent }
  const etags = createEtags(pages, options, version, buckets.mark)

  async function read(file: SiteFile, entity: Entity): Promise<Outcome> {
    if (!context.full) {
      const known = await context.known(nativeIdOf(file.path))
      if (known?.etag != null && etags.isSame(known.etag, file)) return { state: 'SAME' }
    }
    const page = await pages.page(file)
    if (page === null && entity === 'dataset') return { state: 'NONE' }
    if (isHidden(page)) return { state: 'HIDDEN' }
    if (entity === 'atlas') return { state: 'READ', ...(await atlasRow(file, pages, options)) }
    if (entity === 'card') {
      const own = page ?? { frontMatter: null, body: '' }
      return { state: 'READ', ...(await cardRow(own, file, pages, options, buckets)) }
    }
    const dataset = await pages.dataset(slugOf(file.path))
    if (dataset === null) return { state: 'NONE' }
    return { state: 'READ', ...(await datasetRow(dataset, file, pages, options, buckets)) }
  }

  async function* itemsOf(
    file: SiteFile,
    { entity, collection: partition }: (typeof partitions)[number],
    outcome: Outcome,
  ): AsyncGenerator<HarvestItem> {
    const nativeId = nativeIdOf(file.path)
    if (outcome.state === 'SAME') yield { same: nativeId, partition }
    if (outcome.state === 'READ') {
      const etag = etags.of(file, outcome.dataset)
      yield { row: outcome.row, entity, nativeId, etag, partition }
    }
    // The site takes it off its pages at once, and so do we.
    if (outcome.state === 'HIDDEN' && (await context.known(nativeId)) !== null) {
      yield { gone: nativeId, proof: 'Its front matter takes it off the site.' }
    }
  }

  let misses = 0
  for (const part of partitions) {
    const { collection, entity } = part
    const left = lefts.get(collection)
    if (left === null) continue
    const start = leftAt(left)
    let missing = start?.missing ?? 0
    let firstError: GatewayError | null = null
    const files = pages.files(collection).filter(({ path }) => path > (start?.last ?? ''))
    for (let at = 0; at < files.length; at += options.pageSize) {
      const batch = files.slice(at, at + options.pageSize)
      const outcomes = await Promise.allSettled(batch.map((file) => read(file, entity)))
      for (const [index, outcome] of outcomes.entries()) {
        const file = batch[index] as SiteFile
        if (outcome.status === 'fulfilled') {
          yield* itemsOf(file, part, outcome.value)
          continue
        }
        const error = missOf(outcome.reason)
        missing += 1
        misses += 1
        firstError ??= error
        if (misses > missesAtMost) throw error
      }
      yield {
        checkpoint: { last: batch.at(-1)?.path ?? '', missing },
        partition: collection,
      }
    }
    if (missing === 0) yield { partitionDone: collection }
    else yield { partitionFailed: collection, error: firstError ?? missed(source) }
  }
}

/** `hide` is the site's own word, `published` that of its generator. */
function isHidden(page: Page | null): boolean {
  const { hide, published } = page?.frontMatter ?? {}
  return String(hide) === 'true' || String(published) === 'false'
}

function leftAt(left: unknown): Left | null {
  const { last, missing } = (left ?? {}) as Partial<Left>
  return typeof last === 'string' && Number.isInteger(missing) ? ({ last, missing } as Left) : null
}

/** A failed read of one page; whatever else went wrong concerns all of them. */
function missOf(thrown: unknown): GatewayError {
  const isMiss =
    thrown instanceof GatewayError && ['ANSWER_INVALID', 'SOURCE_UNREACHABLE'].includes(thrown.code)
  if (!isMiss) throw thrown
  return thrown
}

function missed(source: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', {
    source,
    message: 'Some pages of the site could not be read.',
  })
}

function notTheSite(source: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', {
    source,
    message: 'The repository holds no pages of a tissue atlas.',
  })
}
