import { errorOfPart, type HarvestContext, type HarvestItem, isSilence } from '#sdk'
import { sitePartition, siteRow } from './compose.ts'
import type { DatasetRules } from './dataset-rules.ts'
import { type ListedStudy, type Listing, listAll, listPublic } from './listing.ts'
import { isWanted, type Options } from './options.ts'
import { type Progress, progressOf, progressPartition } from './progress.ts'
import { noRights, partitionsOf, rightsOf, studyOfScope } from './rights.ts'
import { invalid } from './search.ts'
import { createSession } from './session.ts'
import { createShanoir, type Shanoir } from './shanoir.ts'
import type { Site } from './site.ts'
import { harvestStudy } from './study.ts'

type Context = HarvestContext<Options, DatasetRules>

/** Studies in a row without an answer, after which nothing more is asked. */
const mostSilent = 2

/**
 * All rights first, so that what was narrowed is hidden before anything else is read; then study by study, each by itself:
 * one that could not be read keeps its records, and the others go on.
 */
export async function* harvest(context: Context): AsyncGenerator<HarvestItem> {
  const { options, http, credentials, tokens, now } = context
  const root = options.baseUrl
  const hasAccount = options.account || credentials !== null
  const session = hasAccount
    ? createSession({ http, root, clientId: options.clientId, credentials, tokens, now })
    : null
  const shanoir = createShanoir(http, root, session)

  const all = hasAccount ? await listAll(shanoir) : await listPublic(shanoir)
  const listing: Listing = new Map([...all].filter(([id]) => isWanted(options, id)))
  for (const study of listing.values()) yield* rightsOf(context.source, study)
  yield* harvestVanished(context, listing, all.size === 0)
  yield* harvestSite(context, shanoir)
  yield* harvestStudies(context, { shanoir, listing, expected: listing.size })
}

/**
 * Studies that the catalogue has and the lists have not: deleted, no longer the account's, or no longer wanted. They are
 * hidden at once, and swept as studies that hold nothing, unless the lists say that there is nothing at all.
 */
async function* harvestVanished(
  context: Context,
  listing: Listing,
  saysNothing: boolean,
): AsyncGenerator<HarvestItem> {
  const scopes = await context.scopes()
  const known = new Set(scopes.flatMap((scope) => studyOfScope(scope) ?? []))
  const gone = [...known].filter((id) => !listing.has(id))
  for (const id of gone) yield* noRights(id)
  for (const id of gone) {
    for (const partition of partitionsOf(id)) {
      if (context.from(partition) === null) continue
      yield saysNothing
        ? { partitionFailed: partition, error: invalid('The source says that it holds nothing.') }
        : { partitionDone: partition }
    }
  }
}

/** Sums over the whole server. Not all servers have them, and nothing else hangs on them. */
async function* harvestSite(context: Context, shanoir: Shanoir): AsyncGenerator<HarvestItem> {
  if (context.from(sitePartition) === null) return
  try {
    const statistics = await shanoir.statistics()
    if (statistics !== null) yield siteRow(statistics)
    yield { partitionDone: sitePartition }
  } catch (thrown) {
    yield { partitionFailed: sitePartition, error: errorOfPart(thrown) }
  }
}

async function* harvestStudies(context: Context, site: Site): AsyncGenerator<HarvestItem> {
  let progress: Progress | null = progressOf(context.from(progressPartition) ?? undefined)
  let silent = 0
  const studies = [...site.listing.values()]
  // The one that was being read goes on first: where it stood is kept of one study only.
  const started = studies.filter(({ id }) => id === progress?.study)
  for (const study of [...started, ...studies.filter((one) => !started.includes(one))]) {
    const partitions = partitionsOf(study.id)
    if (partitions.map((partition) => context.from(partition))[0] === null) continue
    try {
      yield* harvestStudy(context, site, study, left(progress, study))
      silent = 0
    } catch (thrown) {
      const error = errorOfPart(thrown)
      silent = isSilence(error) ? silent + 1 : 0
      for (const partition of partitions) yield { partitionFailed: partition, error }
      if (silent >= mostSilent) throw error
    }
    progress = null
  }
}

function left(progress: Progress | null, { id }: ListedStudy): Progress | null {
  return progress?.study === id ? progress : null
}
