import { randomOf } from '#sdk/standin'
import {
  centers,
  equipments,
  type Plan,
  plans,
  processed as results,
  type Series,
  seriesOf,
  studyCards,
  studyIds,
} from './sample.ts'
import type { Acquisition, Dataset, Examination, Study, Subject, World } from './world.ts'

/** The invented site; the same every time. `synthetic` data sets more stand in a study of their own. */
export function makeWorld(synthetic: number): World {
  const world: World = {
    centers: new Map(centers.map((center) => [center.id, { ...center }])),
    equipments: new Map(equipments.map((equipment) => [equipment.id, { ...equipment }])),
    studies: new Map(),
    subjects: new Map(),
    examinations: new Map(),
    datasets: new Map(),
    memberships: [],
    studyCards: structuredClone(studyCards),
    unindexed: new Set(),
    lastDatasetId: 1998,
    revision: 0,
  }
  for (const plan of plans) addPlan(world, plan)
  if (synthetic > 0) addSynthetic(world, synthetic)
  markSpecials(world)
  return world
}

/** Species and strains of the animals, by turns. */
const animals = [
  { specie: 'Rat', strain: 'Wistar', biotype: 'Wild type' },
  { specie: 'Rat', strain: 'Sprague-Dawley', biotype: 'Wild type' },
  { specie: 'Mouse', strain: 'C57BL/6', biotype: 'Transgenic' },
] as const

function addPlan(world: World, { study, protocol, prefix, subjects, visits, processed }: Plan) {
  addStudy(world, study)
  const made: Dataset[] = []
  for (let nth = 1; nth <= subjects; nth += 1) {
    const subject = addSubject(world, study, prefix, nth)
    for (let visit = 1; visit <= visits; visit += 1) {
      const examination = addExamination(world, study, subject, nth + visit, visit)
      for (const [rank, series] of seriesOf(protocol).entries()) {
        made.push(addAcquired(world, examination, series, rank + 1))
      }
    }
  }
  for (let nth = 0; nth < processed; nth += 1) {
    const input = made[(nth * 8 + 1) % made.length]
    if (input !== undefined) addProcessed(world, input, nth)
  }
}

export function addStudy(world: World, study: Study): void {
  world.studies.set(study.id, structuredClone(study))
}

/** Subjects of one study are numbered from its id on, so that their ids stay what they are. */
export function addSubject(world: World, study: Study, prefix: string, nth: number): Subject {
  const id = study.id * 100 + nth
  const random = randomOf(id)
  const preclinical = study.studyType === 'PRECLINICAL'
  const phantom = study.studyType === 'METHODOLOGICAL'
  const year = preclinical ? 2020 : random.between(1932, 1999)
  const month = String(random.between(1, 12)).padStart(2, '0')
  const subject: Subject = {
    id,
    studyId: study.id,
    name: `${prefix}-${String(nth).padStart(3, '0')}-${random.code(4)}`,
    identifier: `${random.code(6)}${random.code(6)}`,
    birthDate: phantom
      ? null
      : `${year}-${month}-${String(random.between(1, 28)).padStart(2, '0')}`,
    sex: phantom ? null : random.pick(['M', 'F', 'F', 'M', null] as const),
    subjectType: preclinical
      ? null
      : phantom
        ? 'PHANTOM'
        : study.id === studyIds.open
          ? 'HEALTHY_VOLUNTEER'
          : 'PATIENT',
    category: preclinical ? 'LIVING_ANIMAL' : phantom ? 'PHANTOM' : 'LIVING_HUMAN_BEING',
    preclinical,
    tags: random.once(4) ? ['Baseline'] : [],
    animal: preclinical ? (animals[nth % animals.length] ?? null) : null,
  }
  world.subjects.set(id, subject)
  return subject
}

function addExamination(
  world: World,
  study: Study,
  subject: Subject,
  turn: number,
  visit: number,
): Examination {
  const id = 50_000 + world.examinations.size
  const random = randomOf(id)
  const year = Number((study.startDate ?? '2019-01-01').slice(0, 4)) + visit
  const month = String(random.between(1, 12)).padStart(2, '0')
  const centerId = study.centers[turn % study.centers.length] as number
  const examination: Examination = {
    id,
    studyId: study.id,
    subjectId: subject.id,
    centerId,
    examinationDate: `${year}-${month}-${String(random.between(1, 28)).padStart(2, '0')}`,
    comment: random.pick(['Visit V%', 'IRM V%', 'M%', '', null])?.replace('%', `${visit}`) ?? null,
    dataReuseAgreement:
      study.studyType === 'CLINICAL' ? random.pick([true, true, false, null]) : true,
    preclinical: subject.preclinical,
  }
  world.examinations.set(id, examination)
  return examination
}

/** Adds what was acquired. Ids rise by three, as those of a server where things were deleted. */
export function addAcquired(
  world: World,
  { id: examinationId, studyId, subjectId, centerId, examinationDate }: Examination,
  { name, type, nature, entity, thickness, bandwidth, times }: Series,
  rank: number,
): Dataset {
  const id = nextId(world)
  const random = randomOf(id)
  const here = [...world.equipments.values()].filter((one) => one.centerId === centerId)
  const equipment = here[random.between(0, here.length - 1)]
  const importYear = Math.max(Number(examinationDate?.slice(0, 4)) || 2018, 2018)
  const isMr = type === 'MR_DATASET'
  const acquisition: Acquisition = {
    id: id + 1_000_000,
    examinationId,
    equipmentId: equipment?.id ?? 1,
    rank,
    sortingIndex: rank,
    importDate: `${importYear}-${String(1 + (id % 12)).padStart(2, '0')}-${String(1 + (id % 27)).padStart(2, '0')}`,
    sliceThickness: thickness ?? null,
    pixelBandwidth: bandwidth ?? null,
    magneticFieldStrength: isMr ? (equipment?.field ?? null) : null,
    times: times ?? null,
  }
  const dataset: Dataset = {
    id,
    studyId,
    subjectId,
    acquisition,
    processing: null,
    name: random.once(20) ? random.pick([null, '']) : name,
    type,
    nature,
    entity,
    creationDate: examinationDate,
    tags: [],
    source: null,
    copies: [],
    format: type === 'EEG_DATASET' ? 'EEG' : 'DICOM',
  }
  insert(world, dataset)
  return dataset
}

function addProcessed(world: World, input: Dataset, nth: number): void {
  const series = results[nth % results.length] as Series
  const id = nextId(world)
  insert(world, {
    ...input,
    id,
    acquisition: null,
    processing: {
      id: id + 2_000_000,
      type: 'SEGMENTATION',
      inputs: [input.id],
      date: '2022-11-05',
    },
    name: series.name,
    type: series.type,
    nature: null,
    entity: null,
    creationDate: '2022-11-05',
    tags: [],
    format: 'NIFTI_SINGLE_FILE',
  })
}

export function insert(world: World, dataset: Dataset): void {
  world.datasets.set(dataset.id, dataset)
  world.revision += 1
}

/** Ids never come twice, those of removed things neither. */
function nextId(world: World): number {
  world.lastDatasetId += 3
  return world.lastDatasetId
}

/** One study with nothing in it but many data sets; twenty of each subject, ten of each examination. */
function addSynthetic(world: World, count: number): void {
  const study: Study = {
    ...(plans[0]?.study as Study),
    id: studyIds.synthetic,
    name: 'Synthetic cohort',
    description: 'Made up, for load.',
    license: null,
    visibleByDefault: false,
    studyTags: [],
    protocolFilePaths: [],
  }
  addStudy(world, study)
  const series = seriesOf('brain')
  let examination: Examination | null = null
  for (let nth = 0; nth < count; nth += 1) {
    if (examination === null || nth % 10 === 0) {
      const subject = addSubject(world, study, 'SYN', Math.floor(nth / 20) + 1)
      examination = addExamination(world, study, subject, nth / 10, 1 + (Math.floor(nth / 10) % 2))
    }
    addAcquired(world, examination, series[nth % series.length] as Series, 1 + (nth % 10))
  }
}

/** Single things that every reader must cope with. */
function markSpecials(world: World): void {
  const open = [...world.datasets.values()].filter((one) => one.studyId === studyIds.open)
  const closed = [...world.datasets.values()].filter((one) => one.studyId === studyIds.closed)
  const [first, second, third] = open
  if (first === undefined || second === undefined || third === undefined) return
  first.tags = ['QC-passed', 'Brain']
  second.tags = ['qc-passed']
  // A kind of data set that no list of kinds has yet.
  third.type = 'HOLOGRAM_DATASET'
  third.nature = null
  const copy = closed[0]
  if (copy !== undefined) {
    copy.source = second.id
    second.copies = [copy.id]
  }
  // Before the epoch, as where nobody set the clock of the scanner.
  if (closed[1] !== undefined) closed[1].creationDate = '1961-07-03'
  if (closed[2] !== undefined) closed[2].creationDate = null
}
