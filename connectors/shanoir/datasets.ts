import type { HarvestContext, HarvestItem } from '#sdk'
import { datasetId } from './common.ts'
import { dataRows } from './compose.ts'
import type { DatasetRules } from './dataset-rules.ts'
import type { ListedStudy } from './listing.ts'
import type { Options } from './options.ts'
import { type Progress, progressPartition } from './progress.ts'
import { checkPage, type IndexDocument, searchText } from './search.ts'
import type { Site } from './site.ts'
import { createSubjects } from './subjects.ts'

type Context = HarvestContext<Options, DatasetRules>

/**
 * Datasets of a study with their examinations, in the order of their numbers, from where `progress` stands. Pages begin
 * after the last number instead of at a place: what is imported meanwhile moves nothing. Gives where it stands then.
 *
 * @param importedSince Only those imported on this day or later, `YYYY-MM-DD`.
 * @throws {GatewayError} when a page could not be read.
 */
export async function* harvestDatasets(
  { options, known, pseudonym }: Context,
  { shanoir }: Site,
  study: ListedStudy,
  start: Progress,
  importedSince: string | null,
): AsyncGenerator<HarvestItem, Progress> {
  const { id, card } = study
  const subjects = createSubjects(shanoir, id, card.studyType === 'PRECLINICAL')
  const examinations = new Set<number>()
  let progress = start
  for (;;) {
    const after = progress.last
    const page = await shanoir.search({
      text: searchText(id, after, importedSince),
      size: options.pageSize,
      facets: [],
    })
    checkPage(page, id, after)
    const documents = page.content
    const [facts, fresh] = await Promise.all([
      subjects.facts(documents.flatMap(({ subjectId }) => subjectId ?? [])),
      importedSince === null ? 0 : newOnes(documents, known),
    ])
    const context = { study, facts, pseudonym, keepsComments: options.comments }
    for (const document of documents) {
      const { dataset, examination } = dataRows(document, context)
      const number = document.examinationId ?? null
      if (examination !== null && number !== null && !examinations.has(number)) {
        examinations.add(number)
        yield examination
      }
      yield dataset
    }
    progress = {
      ...progress,
      last: documents.at(-1)?.datasetId ?? after,
      read: progress.read + documents.length,
      acquired: progress.acquired + documents.filter(({ processed }) => processed !== true).length,
      fresh: progress.fresh + fresh,
    }
    yield { checkpoint: progress, partition: progressPartition }
    // The total is that of what is left: pages may be cut shorter than was asked for.
    if (documents.length === page.totalElements) return progress
  }
}

/** How many of these the catalogue does not have. */
async function newOnes(
  documents: readonly IndexDocument[],
  known: Context['known'],
): Promise<number> {
  const found = await Promise.all(documents.map(({ datasetId: id }) => known(datasetId(id))))
  return found.filter((one) => one === null).length
}
