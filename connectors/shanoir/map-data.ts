import { distinct, type Mapped, unknownLicense, unknownRecord, words } from '#sdk'
import { datasetAssets } from './assets.ts'
import { accessOf, datasetId, examinationId, studyId } from './common.ts'
import { contrastTold, type DatasetRules, modalityTold } from './dataset-rules.ts'
import { detailsPage, identifierOf, routeOf } from './links.ts'
import type { Options } from './options.ts'
import type { Dataset, Examination } from './rows.ts'
import { speciesOfSubject } from './species.ts'
import { isImage, kindOf, sortName } from './terms.ts'

/** Field strengths above are no scanner's, in tesla. */
const strongest = 30

/** One visit of a subject, as its datasets tell it. */
export function mapExamination(row: Examination, options: Options): Mapped {
  const { examinationId: id, study } = row
  const page = detailsPage(options, 'examination', id)
  return {
    record: {
      ...unknownRecord,
      kind: 'SESSION',
      parents: [studyId(study.id)],
      sameAs: [identifierOf(options, 'examination', id)],
      title: row.examinationComment ?? `Examination ${id}`,
      description: sentences(examined(row)),
      ...common(row, options, row.dataReuseAgreement),
      keywords: words(pseudonymWord(row.subject)),
      landingPage: page,
      viewers: [page],
      upstream: routeOf(options, `datasets/examinations/${id}`),
    },
    assets: [],
  }
}

export function mapDataset(row: Dataset, options: Options, rules: DatasetRules): Mapped {
  const { datasetId: id, datasetType, datasetNature, study } = row
  const page = detailsPage(options, 'dataset', id)
  const examination = row.examinationId
  const strength = row.magneticFieldStrength
  const { terms, keyword, fields } = sortOf(row)
  const shared = common(row, options, reuseOf(row))
  return {
    record: {
      ...unknownRecord,
      kind: isImage(datasetType) ? 'IMAGE' : 'DATASET',
      parents: words(examination === null ? null : examinationId(examination), studyId(study.id)),
      sameAs: [identifierOf(options, 'dataset', id)],
      title: titleOf(row),
      description: sentences(
        row.datasetName === null ? null : row.examinationComment,
        examined(row),
        measured('Slice thickness', row.sliceThickness, 'mm'),
        measured('Pixel bandwidth', row.pixelBandwidth, 'Hz/px'),
      ),
      ...shared,
      keywords: words(
        ...row.tags,
        keyword,
        row.centerName,
        row.acquisitionEquipmentName,
        pseudonymWord(row.subject),
      ),
      landingPage: page,
      viewers: [page],
      modality: terms,
      dataLevel: row.processed === null ? null : row.processed ? 'processed' : 'acquired',
      fieldStrength: strength !== null && strength < strongest ? strength : null,
      modified: row.importDate === null ? null : `${row.importDate}T00:00:00Z`,
      upstream: routeOf(options, `datasets/datasets/${id}`),
      fields: [...shared.fields, ...fields],
    },
    assets: study.mayDownload ? datasetAssets(row, options) : [],
  }

  function sortOf({ processed }: Dataset) {
    const own = datasetType === null ? null : modalityTold(rules, datasetType)
    const contrast = datasetNature === null ? null : contrastTold(rules, datasetNature)
    const isTold = own === null || own.terms.length > 0
    return {
      terms: distinct([...(own?.terms ?? []), ...(contrast?.terms ?? [])]),
      fields: [...(own?.fields ?? []), ...(contrast?.fields ?? [])],
      // A type that is no modality says what became of the data.
      keyword:
        isTold || datasetType === null || processed === null
          ? null
          : kindOf(datasetType).toLowerCase(),
    }
  }
}

/** What examinations and datasets say in the same way. */
function common(row: Examination | Dataset, options: Options, reuse: boolean | null) {
  const { study } = row
  const { species, fields } = speciesOfSubject(row)
  return {
    domain: 'MEDICAL_IMAGING',
    species,
    license: { ...unknownLicense, raw: study.license },
    ...accessOf(study, options, reuse),
    fields,
  } as const
}

/** What was processed counts as consented where nothing is known of what it was made of: that is not said by anybody. */
function reuseOf({ processed, dataReuseAgreement }: Dataset): boolean | null {
  return processed === true && dataReuseAgreement === true ? null : dataReuseAgreement
}

/** A name where there is one that is none of a file; else the examination's comment and the sort of the dataset. */
function titleOf(row: Dataset): string {
  const { datasetName, datasetType, datasetNature, examinationComment } = row
  if (datasetName !== null) return datasetName
  const parts = words(examinationComment, sortName(datasetType, datasetNature))
  return parts.length === 0 ? datasetId(row.datasetId) : parts.join(', ')
}

/** Finds all that is of one subject, and tells nothing of who it is. */
function pseudonymWord(pseudonym: string | null): string | null {
  return pseudonym === null ? null : `subject ${pseudonym}`
}

function examined({ examinationDate: year }: Examination | Dataset): string | null {
  return year === null ? null : `Examined in ${year}`
}

function measured(what: string, value: number | null, unit: string): string | null {
  return value === null ? null : `${what} ${Number(value.toPrecision(6))} ${unit}`
}

function sentences(...all: (string | null)[]): string | null {
  const told = all.filter((text) => text !== null)
  if (told.length === 0) return null
  return told.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ')
}
