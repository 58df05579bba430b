import { planted } from './planted.ts'
import type { Site } from './site.ts'
import {
  type Acquisition,
  type Dataset,
  datasetsOf,
  type Examination,
  examinationOf,
  type Study,
} from './world.ts'

/** `MR_DATASET` as `MR`, or as `Mr` on the other shape. */
const shortType = (type: string) => type.replace(/_DATASET$/, '')
const capitalised = (type: string) => type.slice(0, 1) + type.slice(1).toLowerCase()

export function lightDatasetOf({ world }: Site, dataset: Dataset) {
  const { id, name, type, creationDate, studyId, subjectId } = dataset
  return {
    id,
    name,
    type: shortType(type),
    hasProcessings: processingsOf(world.datasets.values(), id).length > 0,
    study: { id: studyId, name: world.studies.get(studyId)?.name ?? null },
    subject: { id: subjectId, name: world.subjects.get(subjectId)?.name ?? null },
    centerId: examinationOf(world, dataset)?.centerId ?? null,
    creationDate,
  }
}

function processingsOf(datasets: Iterable<Dataset>, id: number) {
  const found: { dataset: Dataset; processing: NonNullable<Dataset['processing']> }[] = []
  for (const dataset of datasets) {
    const { processing } = dataset
    if (processing?.inputs.includes(id)) found.push({ dataset, processing })
  }
  return found
}

export function datasetOf(site: Site, dataset: Dataset) {
  const { id, name, type, nature, entity, creationDate, studyId, subjectId } = dataset
  const metadata = {
    id: id + 3_000_000,
    name,
    comment: site.quirks.plants ? planted.note : null,
    datasetModalityType: type,
    exploredEntity: entity,
    cardinalityOfRelatedSubjects: 'SINGLE_SUBJECT_DATASET',
    processedDatasetType: dataset.processing === null ? null : 'NON_RECONSTRUCTED_DATASET',
  }
  const times = dataset.acquisition?.times ?? null
  const value = (key: string, amount: number | null) =>
    amount === null ? [] : [{ id: id + 4_000_000, [key]: amount }]
  const mr =
    type === 'MR_DATASET'
      ? {
          echoTime: times === null ? [] : [{ echoNumber: 1, echoTimeValue: times.echo }],
          repetitionTime: value('repetitionTimeValue', times?.repetition ?? null),
          inversionTime: value('inversionTimeValue', times?.inversion ?? null),
          flipAngle: value('flipAngleValue', times?.flipAngle ?? null),
          originMrMetadata: { id: id + 5_000_000, mrDatasetNature: null },
          updatedMrMetadata: { id: id + 5_000_001, mrDatasetNature: nature },
        }
      : {}
  return {
    creationDate,
    groupOfSubjectsId: null,
    id,
    originMetadata: metadata,
    studyId,
    subjectId,
    centerId: examinationOf(site.world, dataset)?.centerId ?? null,
    updatedMetadata: metadata,
    name,
    type: capitalised(shortType(type)),
    inPacs: dataset.format === 'DICOM',
    tags: [],
    source: dataset.source,
    copies: dataset.copies,
    ...mr,
  }
}

/** With what it was acquired in, and what was made of it. */
export function detailedDatasetOf(site: Site, dataset: Dataset) {
  const { world, quirks } = site
  const { acquisition, processing } = dataset
  const examination = examinationOf(world, dataset)
  const processingOf = (one: NonNullable<Dataset['processing']>, outputs: number[]) => ({
    id: one.id,
    datasetProcessingType: one.type,
    comment: quirks.plants ? planted.note : null,
    inputDatasets: one.inputs.map((id) => ({ id })),
    outputDatasets: outputs.map((id) => ({ id })),
    processingDate: one.date,
    studyId: dataset.studyId,
    username: quirks.plants ? planted.importer : null,
  })
  return {
    ...datasetOf(site, dataset),
    processings: processingsOf(world.datasets.values(), dataset.id).map((one) =>
      processingOf(one.processing, [one.dataset.id]),
    ),
    datasetAcquisition:
      acquisition === null || examination === null
        ? null
        : acquisitionOf(site, acquisition, dataset.type, examination),
    datasetProcessing: processing === null ? null : processingOf(processing, [dataset.id]),
  }
}

export function acquisitionOf(
  site: Site,
  acquisition: Acquisition,
  type: string,
  examination: Examination,
) {
  const { id, equipmentId, rank, sortingIndex, importDate, magneticFieldStrength } = acquisition
  const { plants } = site.quirks
  const metadata = {
    mrSequenceName: null,
    mrSequenceApplication: null,
    mrSequencePhysics: null,
    acquisitionContrast: null,
    contrastAgentUsed: null,
    bidsDataType: null,
    parallelAcquisition: null,
  }
  return {
    id,
    acquisitionEquipmentId: equipmentId,
    examination: examinationShape(site, examination),
    studyCard: null,
    studyCardTimestamp: null,
    rank,
    softwareRelease: 'syngo MR B17',
    sortingIndex,
    type: capitalised(shortType(type)),
    protocol:
      type === 'MR_DATASET'
        ? {
            id: id + 6_000_000,
            sliceThickness: acquisition.sliceThickness,
            pixelBandwidth: acquisition.pixelBandwidth,
            magneticFieldStrength,
            numberOfSlices: null,
            pixelSpacingX: null,
            pixelSpacingY: null,
            originMetadata: metadata,
            updatedMetadata: metadata,
          }
        : null,
    importDate,
    username: plants ? planted.importer : null,
    source: null,
    copies: [],
    acquisitionStartTime:
      examination.examinationDate === null ? null : `${examination.examinationDate}T09:41:00`,
    extraDataFilePathList: plants ? [planted.path] : [],
  }
}

export function examinationShape(site: Site, examination: Examination) {
  const { world, quirks } = site
  const { id, centerId, studyId, subjectId, examinationDate, preclinical } = examination
  const subject = world.subjects.get(subjectId)
  return {
    id,
    centerId,
    comment: quirks.plantsComments ? planted.comment : examination.comment,
    // Without an answer it is a plain false here, and null in the index.
    dataReuseAgreement: examination.dataReuseAgreement ?? false,
    examinationDate,
    note: quirks.plants ? planted.note : null,
    studyId,
    subject: subject === undefined ? null : { id: subject.id, name: subject.name },
    subjectWeight: quirks.plants ? 71.5 : null,
    weightUnitOfMeasure: 'KG',
    preclinical,
    instrumentBasedAssessmentList: [],
    extraDataFilePathList: quirks.plants ? [planted.path] : [],
    source: null,
    copies: [],
    studyInstanceUID: `1.4.9.12.34.1.8527.${id}`,
  }
}

/** The tree of files that a server makes of a study. */
export function bidsOf(site: Site, study: Study) {
  const folder = `stud-${study.id}_${study.name.replaceAll(/\W/g, '')}`
  const subjects = new Set(datasetsOf(site.world, study.id).map(({ subjectId }) => subjectId))
  return {
    path: folder,
    isFile: false,
    elements: [
      { path: `${folder}/dataset_description.json`, isFile: true, elements: null },
      ...[...subjects].map((id) => ({
        path: `${folder}/sub-${site.world.subjects.get(id)?.name ?? id}`,
        isFile: false,
        elements: [],
      })),
    ],
  }
}

/** DICOM JSON of a first instance: much of it is about people. */
export function dicomOf(site: Site, dataset: Dataset) {
  const { plants } = site.quirks
  const text = (vr: string, ...Value: unknown[]) => ({ vr, Value })
  const people = plants
    ? {
        '00100010': text('PN', { Alphabetic: planted.patientName }),
        '00100020': text('LO', planted.patientId),
        '00100030': text('DA', planted.patientBirthDate),
        '00081070': text('PN', { Alphabetic: planted.operator }),
      }
    : {}
  return [
    {
      '00080060': text('CS', shortType(dataset.type)),
      '00080070': text('LO', 'SIEMENS'),
      '0008103E': text('LO', dataset.name ?? ''),
      ...people,
      '00180015': text('CS', dataset.name?.includes('spine') ? 'CSPINE' : 'BRAIN'),
    },
  ]
}
