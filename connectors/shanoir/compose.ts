import type { HarvestItem } from '#sdk'
import { datasetId, examinationId, studyId } from './common.ts'
import type { ListedStudy } from './listing.ts'
import { dataScope, studyScope } from './rights.ts'
import type { IndexDocument } from './search.ts'
import type { SubjectFacts } from './subjects.ts'
import type { Statistics } from './wire.ts'

/** The partition of what is said of the server as a whole. */
export const sitePartition = 'site'

/** What a study has, as far as the account sees it. */
export interface Contents {
  datasets: number
  /** Kinds of datasets and of MR datasets, in the server's words. */
  types: readonly string[]
  natures: readonly string[]
}

export function siteRow(statistics: Statistics): HarvestItem {
  return { row: statistics, entity: 'site', nativeId: 'site', partition: sitePartition }
}

/** @param contents Null where the account sees none of its data. */
export function studyRow(
  study: ListedStudy,
  contents: Contents | null,
  etag: string | null,
): HarvestItem {
  const { id, card } = study
  return {
    row: { ...card, ...factsOf(study), contents },
    entity: 'study',
    nativeId: studyId(id),
    scope: studyScope(id),
    partition: studyScope(id),
    ...(etag === null ? {} : { etag }),
  }
}

/** What the records of a study's data need of the study itself. */
function factsOf({ card, isPublic, membership, mayDownload }: ListedStudy) {
  const { dataUserAgreementPaths: paths } = card
  return {
    isPublic,
    membership,
    mayDownload,
    // Those who are no members are not told.
    needsAgreement: membership === 'pending' ? true : paths == null ? null : paths.length > 0,
  }
}

export interface DataContext {
  study: ListedStudy
  facts: ReadonlyMap<number, SubjectFacts>
  pseudonym(name: string): string
  keepsComments: boolean
}

/** A dataset's row, and that of its examination, where it has one. */
export function dataRows(document: IndexDocument, context: DataContext) {
  const { study, facts, keepsComments } = context
  const { id, card } = study
  const subject = pseudonymOf(document, context)
  const told = withoutName(document, subject)
  const common = {
    study: { id, studyType: card.studyType, license: card.license, ...factsOf(study) },
    subject,
    ...(facts.get(document.subjectId ?? -1) ?? { category: null, specie: null }),
  }
  const item = (entity: string, nativeId: string, row: object): HarvestItem => ({
    row: { ...told, ...common, ...row },
    entity,
    nativeId,
    scope: dataScope(id),
    partition: dataScope(id),
  })
  const comment = keepsComments ? {} : { examinationComment: null }
  const examination = document.examinationId ?? null
  return {
    dataset: item('dataset', datasetId(document.datasetId), comment),
    examination:
      examination === null ? null : item('examination', examinationId(examination), comment),
  }
}

/** By number where there is one: names are changed. */
function pseudonymOf(
  { subjectId, subjectName }: IndexDocument,
  { pseudonym }: DataContext,
): string | null {
  if (subjectId != null) return pseudonym(`subject ${subjectId}`)
  return subjectName == null || subjectName === '' ? null : pseudonym(subjectName)
}

/** Shorter names are parts of too many words. */
const shortestName = 3

/** Files and examinations are often named after their subject: there its pseudonym takes its place. */
function withoutName(document: IndexDocument, pseudonym: string | null): IndexDocument {
  const name = document.subjectName?.trim() ?? ''
  if (name.length < shortestName) return document
  const pattern = new RegExp(name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu')
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(pattern, pseudonym ?? '')
    return Array.isArray(value) ? value.map(clean) : value
  }
  const texts = ['datasetName', 'examinationComment', 'tags'] as const
  return { ...document, ...Object.fromEntries(texts.map((key) => [key, clean(document[key])])) }
}
