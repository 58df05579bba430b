import type { GatewayError, HarvestContext, HarvestItem } from '#sdk'
import { studyId } from './common.ts'
import { faultIn } from './completeness.ts'
import { type Contents, studyRow } from './compose.ts'
import type { DatasetRules } from './dataset-rules.ts'
import { harvestDatasets } from './datasets.ts'
import type { ListedStudy } from './listing.ts'
import { dayBefore, isRecent, type Mark, markOf, stateOf, writtenMark } from './marks.ts'
import type { Options } from './options.ts'
import { type Progress, progressPartition } from './progress.ts'
import { dataScope, studyScope } from './rights.ts'
import { facetValues, searchText } from './search.ts'
import type { Site } from './site.ts'
import { version } from './version.ts'

type Context = HarvestContext<Options, DatasetRules>

/** What the index counts of a study. */
const counted = ['datasetType', 'datasetNature']

/**
 * One study: what was imported since it was read last, or, where that does not tell all, everything; then its own record.
 *
 * @param left Where an interrupted harvest stood in it.
 * @throws {GatewayError} when a page could not be read.
 */
export async function* harvestStudy(
  context: Context,
  site: Site,
  study: ListedStudy,
  left: Progress | null,
): AsyncGenerator<HarvestItem> {
  const own = studyScope(study.id)
  if (study.membership !== 'member') {
    yield studyRow(study, null, null)
    // Of the data of a study whose agreement is pending nothing is known to be gone.
    if (study.membership === 'none') yield { partitionDone: dataScope(study.id) }
    yield { partitionDone: own }
    return
  }
  const etag = (await context.known(studyId(study.id)))?.etag
  const mark = markOf(etag)
  const state = stateOf(study, context.options, version, context.rules)
  const isEnough = !context.full && isRecent(mark, state, context.options, context.now())
  const since = mark?.read ?? null

  let progress = left ?? (await begun(context, site, study, !isEnough))
  site.expected += progress.isWhole ? progress.total : 0
  yield { expected: site.expected }
  context.from(progressPartition)
  if (!progress.isWhole && since !== null) {
    progress = yield* harvestDatasets(context, site, study, progress, dayBefore(since))
    // What is missing was deleted, or is not searched yet: only the whole tells.
    if (progress.total !== (mark?.total ?? 0) + progress.fresh) {
      progress = await begun(context, site, study, true)
    }
  }
  if (!progress.isWhole) {
    const swept = mark?.swept ?? progress.begun
    yield recordOf(study, progress, { state, swept, read: progress.begun, total: progress.total })
    yield { partitionDone: own }
    return
  }
  progress = yield* harvestDatasets(context, site, study, progress, null)
  const before = context.full ? null : (mark?.total ?? null)
  const fault = await faultIn(site.shanoir, { ...progress, study: study.id }, before)
  yield* swept(study, progress, state, fault, etag !== undefined)
}

/** The end of a study that was read as a whole. */
function* swept(
  study: ListedStudy,
  progress: Progress,
  state: string,
  fault: GatewayError | null,
  isKnown: boolean,
): Generator<HarvestItem> {
  const [own, data] = [studyScope(study.id), dataScope(study.id)]
  const { begun: at, read: total } = progress
  if (fault === null) {
    yield recordOf(study, { ...progress, total }, { state, swept: at, read: at, total })
    // Its own comes last: a harvest that goes on looks at that.
    yield { partitionDone: data }
    yield { partitionDone: own }
    return
  }
  // What is counted of a part is not told of the whole: its record stays as it is.
  yield isKnown ? { same: studyId(study.id), partition: own } : recordOf(study, progress, null)
  yield { partitionFailed: own, error: fault }
  yield { partitionFailed: data, error: fault }
}

function recordOf(study: ListedStudy, progress: Progress, mark: Mark | null): HarvestItem {
  const { total: datasets, types, natures } = progress
  const contents: Contents = { datasets, types, natures }
  return studyRow(study, contents, mark === null ? null : writtenMark(mark))
}

/** Where the reading of a study begins: what it holds in all. */
async function begun(
  { now }: Context,
  { shanoir }: Site,
  { id }: ListedStudy,
  isWhole: boolean,
): Promise<Progress> {
  const at = now().toISOString()
  const page = await shanoir.search({ text: searchText(id, 0, null), size: 1, facets: counted })
  return {
    study: id,
    isWhole,
    begun: at,
    last: 0,
    read: 0,
    acquired: 0,
    fresh: 0,
    total: page.totalElements,
    types: facetValues(page, 'datasetType'),
    natures: facetValues(page, 'datasetNature'),
  }
}
