import { type MappedRecord, originBy } from '#sdk'
import { dutiesPage, requestPage } from './links.ts'
import type { Options } from './options.ts'
import type { StudyFacts } from './rows.ts'

export function studyId(id: number): string {
  return `study:${id}`
}

export function examinationId(id: number): string {
  return `examination:${id}`
}

export function datasetId(id: number): string {
  return `dataset:${id}`
}

/** What has to be done for access to what a study holds. */
export function accessOf(
  { id, isPublic, membership, mayDownload, needsAgreement }: StudyFacts & { id: number },
  options: Options,
  reuse?: boolean | null,
): Pick<MappedRecord, 'access' | 'accessNote'> {
  const notes: string[] = []
  if (membership === 'pending') {
    const page = dutiesPage(options)
    notes.push(
      `The account that reads this has to accept the data user agreement of the study first: ${page}.`,
    )
  } else {
    const ask = isPublic ? `; ask to become one at ${requestPage(options, id)}` : ''
    notes.push(
      needsAgreement === true
        ? `Members of the study have access once they have accepted its data user agreement${ask}.`
        : `Only members of the study have access${ask}.`,
    )
  }
  if (membership === 'member' && !mayDownload) {
    notes.push('The account that reads this may not download it.')
  }
  if (reuse !== undefined && reuse !== true) {
    notes.push(
      reuse === null ? 'Consent to reuse is not known.' : 'There is no consent to reuse it.',
    )
  }
  const access = needsAgreement === true ? 'DATA_USE_AGREEMENT' : isPublic ? 'ON_REQUEST' : 'CLOSED'
  return { access, accessNote: notes.join(' ') }
}

export const origin = originBy('shanoir')
