/** What one Shanoir holds. Days are `YYYY-MM-DD`. */
export interface World {
  centers: Map<number, Center>
  equipments: Map<number, Equipment>
  studies: Map<number, Study>
  subjects: Map<number, Subject>
  examinations: Map<number, Examination>
  /** In the order of the search index: one that was indexed again comes last. */
  datasets: Map<number, Dataset>
  memberships: Membership[]
  studyCards: StudyCard[]
  /** Ids that the database holds and the search index does not, as while it is built anew. */
  unindexed: Set<number>
  /** The highest id given out so far. */
  lastDatasetId: number
  /** Moves on with every change to datasets, for those who keep lists of them. */
  revision: number
}

export interface Center {
  id: number
  name: string
  city: string
  country: string
}

export interface Equipment {
  id: number
  centerId: number
  /** As the index names it. */
  name: string
  manufacturer: string
  model: string
  /** Tesla; null where it is no MR. */
  field: number | null
  serialNumber: string
}

export interface Study {
  id: number
  name: string
  description: string | null
  license: string | null
  studyStatus: 'IN_PROGRESS' | 'FINISHED'
  studyType: 'CLINICAL' | 'PRECLINICAL' | 'METHODOLOGICAL' | null
  startDate: string | null
  endDate: string | null
  /** Whether its card is for everybody. */
  visibleByDefault: boolean
  isDraft: boolean
  downloadableByDefault: boolean
  challenge: boolean
  studyTags: string[]
  protocolFilePaths: string[]
  dataUserAgreementPaths: string[]
  /** What its documents are anonymised by. */
  profileName: string | null
  centers: number[]
}

export interface Subject {
  id: number
  studyId: number
  name: string
  identifier: string
  birthDate: string | null
  sex: 'M' | 'F' | 'O' | null
  subjectType: 'HEALTHY_VOLUNTEER' | 'PATIENT' | 'PHANTOM' | null
  category: string
  preclinical: boolean
  tags: string[]
  /** What the service for animals knows. */
  animal: { specie: string; strain: string; biotype: string } | null
}

export interface Examination {
  id: number
  studyId: number
  subjectId: number
  centerId: number
  examinationDate: string | null
  comment: string | null
  dataReuseAgreement: boolean | null
  preclinical: boolean
}

export interface Acquisition {
  id: number
  examinationId: number
  equipmentId: number
  rank: number
  sortingIndex: number
  importDate: string
  /** Null but for MR: millimetres, hertz per pixel, tesla. */
  sliceThickness: number | null
  pixelBandwidth: number | null
  magneticFieldStrength: number | null
  /** Milliseconds, and degrees; null where the machine does not say. */
  times: { echo: number; repetition: number; inversion: number | null; flipAngle: number } | null
}

export interface Processing {
  id: number
  type: string
  /** Ids of datasets. */
  inputs: number[]
  date: string
}

export interface Dataset {
  id: number
  studyId: number
  subjectId: number
  /** Null for what was processed. */
  acquisition: Acquisition | null
  processing: Processing | null
  name: string | null
  /** `MR_DATASET` and so on. */
  type: string
  /** `T1_WEIGHTED_MR_DATASET` and so on; MR only. */
  nature: string | null
  entity: string | null
  creationDate: string | null
  tags: string[]
  /** Id of the dataset of another study that it is a copy of. */
  source: number | null
  copies: number[]
  format: 'DICOM' | 'NIFTI_SINGLE_FILE' | 'EEG'
}

export const rights = [
  'CAN_SEE_ALL',
  'CAN_DOWNLOAD',
  'CAN_IMPORT',
  'CAN_ADMINISTRATE',
  'CAN_EXECUTE',
] as const
export type Right = (typeof rights)[number]

export interface Membership {
  id: number
  studyId: number
  userId: number
  rights: Right[]
  /** False while an agreement is not signed: then it counts for nothing. */
  confirmed: boolean
  /** Ids of the only centres whose data may be seen; none: all. */
  centers: number[]
  /** The agreement that was put before the user. */
  agreement: { id: number; isAccepted: boolean } | null
}

export interface StudyCard {
  id: number
  name: string
  studyId: number
  equipmentId: number
  kind: 'study' | 'quality'
  rules: unknown[]
}

/** Datasets of a study by rising id. Kept until something changes. */
export function datasetsOf(world: World, studyId: number): readonly Dataset[] {
  return listsOf(world).byStudy.get(studyId) ?? []
}

/** All datasets by rising id. */
export function allDatasets(world: World): readonly Dataset[] {
  return listsOf(world).all
}

interface Lists {
  revision: number
  byStudy: Map<number, Dataset[]>
  all: Dataset[]
}

const kept = new WeakMap<World, Lists>()

function listsOf(world: World): Lists {
  const known = kept.get(world)
  if (known?.revision === world.revision) return known
  const all = [...world.datasets.values()].sort((a, b) => a.id - b.id)
  const lists = { revision: world.revision, byStudy: Map.groupBy(all, (one) => one.studyId), all }
  kept.set(world, lists)
  return lists
}

/** The examination of what was acquired; null for what was processed. */
export function examinationOf(world: World, { acquisition }: Dataset): Examination | null {
  return acquisition === null ? null : (world.examinations.get(acquisition.examinationId) ?? null)
}
