import { distinct, type Mapped, unknownLicense, unknownRecord, words } from '#sdk'
import { studyAssets } from './assets.ts'
import { accessOf, studyId } from './common.ts'
import { contrastTold, type DatasetRules, modalityTold } from './dataset-rules.ts'
import { detailsPage, homePage, identifierOf, routeOf } from './links.ts'
import { type Options, publicRoot } from './options.ts'
import type { Site, Study } from './rows.ts'
import { speciesOfStudy } from './species.ts'

export { mapDataset, mapExamination } from './map-data.ts'

/** The server as a whole: what it says of itself to everybody. */
export function mapSite(row: Site, options: Options): Mapped {
  const { studiesCount, subjectsCount, datasetAcquisitionsCount } = row
  const sums = [
    counted(studiesCount, 'studies'),
    counted(subjectsCount, 'subjects'),
    counted(datasetAcquisitionsCount, 'acquisitions'),
  ].filter((sum) => sum !== null)
  const page = homePage(options)
  return {
    record: {
      ...unknownRecord,
      kind: 'COLLECTION',
      title: `Shanoir at ${new URL(publicRoot(options)).hostname}`,
      description: sums.length === 0 ? null : `${sums.join(', ')} in all.`,
      landingPage: page,
      viewers: [page],
      domain: 'MEDICAL_IMAGING',
      subjects:
        subjectsCount === null
          ? null
          : { count: Math.round(subjectsCount), ageMin: null, ageMax: null, ageUnit: null },
      upstream: routeOf(options, 'datasets/datasets/overallStatistics'),
    },
    assets: [],
  }
}

function counted(sum: number | null, what: string): string | null {
  return sum === null ? null : `${sum} ${what}`
}

export function mapStudy(row: Study, options: Options, rules: DatasetRules): Mapped {
  const { id, contents, nbSubjects } = row
  const page = detailsPage(options, 'study', id)
  const { species, fields } = speciesOfStudy(row.studyType)
  const told = [
    ...(contents?.types ?? []).map((type) => modalityTold(rules, type)),
    ...(contents?.natures ?? []).map((nature) => contrastTold(rules, nature)),
  ]
  const isMember = row.membership === 'member'
  return {
    record: {
      ...unknownRecord,
      kind: 'STUDY',
      parents: ['site'],
      sameAs: [identifierOf(options, 'study', id)],
      title: row.name ?? studyId(id),
      description: [row.description, courseOf(row)].filter(Boolean).join('\n\n') || null,
      keywords: words(...row.studyTags.map(({ name }) => name)),
      landingPage: page,
      viewers: [page],
      domain: 'MEDICAL_IMAGING',
      species,
      modality: distinct(told.flatMap(({ terms }) => terms)),
      license: { ...unknownLicense, raw: row.license },
      ...accessOf(row, options),
      subjects:
        nbSubjects === null || nbSubjects === 0
          ? null
          : { count: Math.round(nbSubjects), ageMin: null, ageMax: null, ageUnit: null },
      upstream: routeOf(options, `studies/studies/${isMember ? id : 'public/data'}`),
      fields: [...fields, ...told.flatMap(({ fields }) => fields)],
    },
    assets: isMember && row.mayDownload ? studyAssets(row, options) : [],
  }
}

/** When the study was or is done. */
function courseOf({ startDate, endDate, studyStatus }: Study): string | null {
  const days =
    startDate === null && endDate === null
      ? null
      : endDate === null
        ? `since ${startDate}`
        : `${startDate === null ? 'until' : `${startDate} to`} ${endDate}`
  const status =
    studyStatus === 'FINISHED' ? 'Finished' : studyStatus === 'IN_PROGRESS' ? 'In progress' : null
  const parts = [status, days].filter((part) => part !== null)
  if (parts.length === 0) return null
  const text = parts.join(', ')
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`
}
