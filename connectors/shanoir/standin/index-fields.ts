import { planted } from './planted.ts'
import type { Quirks } from './quirks.ts'
import { type Dataset, examinationOf, type World } from './world.ts'

/** How the schema of the index has a field: `text` is a keyword in small letters, `exact` keeps its case. */
export type FieldType = 'text' | 'exact' | 'whole' | 'decimal' | 'date' | 'boolean'

/** Names and types of the schema, in the order of the documents. */
export const indexFields = {
  id: 'exact',
  datasetId: 'whole',
  datasetName: 'text',
  datasetType: 'text',
  datasetNature: 'text',
  datasetCreationDate: 'date',
  examinationId: 'whole',
  examinationComment: 'text',
  examinationDate: 'date',
  acquisitionEquipmentName: 'text',
  subjectName: 'text',
  subjectType: 'text',
  subjectId: 'whole',
  sortingIndex: 'whole',
  dataReuseAgreement: 'boolean',
  studyName: 'text',
  studyId: 'whole',
  centerName: 'text',
  centerId: 'whole',
  sliceThickness: 'decimal',
  pixelBandwidth: 'decimal',
  magneticFieldStrength: 'decimal',
  tags: 'exact',
  processed: 'boolean',
  importDate: 'date',
  username: 'text',
} as const satisfies Record<string, FieldType>

export type IndexField = keyof typeof indexFields

export const isIndexField = (name: string): name is IndexField => Object.hasOwn(indexFields, name)

/** Fields that a plain search looks into, and that facets are counted of. */
export const textualFields = [
  'datasetName',
  'datasetType',
  'datasetNature',
  'examinationComment',
  'acquisitionEquipmentName',
  'subjectName',
  'subjectType',
  'studyName',
  'centerName',
  'tags',
  'processed',
  'dataReuseAgreement',
] as const satisfies readonly IndexField[]

/** What the index holds of a field; null where nothing. Dates are days. Tags are a list. */
export type IndexValue = string | number | boolean | readonly string[] | null

export interface IndexReader {
  valueIn(dataset: Dataset, field: IndexField): IndexValue
}

export function createIndexReader(world: World, quirks: Quirks): IndexReader {
  function valueIn(dataset: Dataset, field: IndexField): IndexValue {
    const { acquisition, processing } = dataset
    switch (field) {
      case 'id':
        return String(dataset.id)
      case 'datasetId':
        return dataset.id
      case 'datasetName':
        return dataset.name
      case 'datasetType':
        return dataset.type
      case 'datasetNature':
        return processing === null ? dataset.nature : null
      case 'datasetCreationDate':
        return dataset.creationDate
      case 'examinationId':
        return acquisition?.examinationId ?? null
      case 'examinationComment':
        return commentOf(world, quirks, dataset)
      case 'examinationDate':
        return examinationOf(world, dataset)?.examinationDate ?? null
      case 'acquisitionEquipmentName':
        return world.equipments.get(acquisition?.equipmentId ?? -1)?.name ?? null
      case 'subjectName':
        return world.subjects.get(dataset.subjectId)?.name ?? null
      case 'subjectType':
        return world.subjects.get(dataset.subjectId)?.subjectType ?? null
      case 'subjectId':
        return dataset.subjectId
      case 'sortingIndex':
        return acquisition?.sortingIndex ?? null
      case 'dataReuseAgreement':
        return reuseOf(world, dataset)
      case 'studyName':
        return world.studies.get(dataset.studyId)?.name ?? null
      case 'studyId':
        return dataset.studyId
      case 'centerName':
        return world.centers.get(examinationOf(world, dataset)?.centerId ?? -1)?.name ?? null
      case 'centerId':
        return examinationOf(world, dataset)?.centerId ?? null
      case 'sliceThickness':
        return acquisition?.sliceThickness ?? null
      case 'pixelBandwidth':
        return acquisition?.pixelBandwidth ?? null
      case 'magneticFieldStrength':
        return acquisition?.magneticFieldStrength ?? null
      case 'tags':
        return tagsOf(world, dataset)
      case 'processed':
        return processing !== null
      case 'importDate':
        return processing?.date ?? acquisition?.importDate ?? null
      case 'username':
        return quirks.plants ? planted.importer : 'importer'
    }
  }
  return { valueIn }
}

/** Those of the subject, and its own. */
function tagsOf(world: World, { subjectId, tags }: Dataset): readonly string[] | null {
  const ofSubject = world.subjects.get(subjectId)?.tags ?? []
  return ofSubject.length + tags.length === 0 ? null : [...ofSubject, ...tags]
}

/** Of what was processed: that of its inputs, where an unknown one counts as given. */
function reuseOf(world: World, dataset: Dataset): boolean | null {
  if (dataset.processing === null) return examinationOf(world, dataset)?.dataReuseAgreement ?? null
  return dataset.processing.inputs.every((id) => {
    const input = world.datasets.get(id)
    return input === undefined || examinationOf(world, input)?.dataReuseAgreement !== false
  })
}

/** The comment of the examination, as it is or with words about people. */
function commentOf(world: World, quirks: Quirks, dataset: Dataset): string | null {
  const examination = examinationOf(world, dataset)
  if (examination === null) return null
  return quirks.plantsComments ? planted.comment : examination.comment
}

/** As it is sent: dates become instants at midnight. */
export function documentOf(
  { valueIn }: IndexReader,
  dataset: Dataset,
  { dates }: Quirks,
): Record<string, unknown> {
  const zone = dates === 'colon' ? '+00:00' : '+0000'
  return Object.fromEntries(
    Object.entries(indexFields).map(([field, type]) => {
      const value = valueIn(dataset, field as IndexField)
      const isDate = type === 'date' && value !== null
      return [field, isDate ? `${value}T00:00:00.000${zone}` : value]
    }),
  )
}
