import { planted } from './planted.ts'
import type { Site } from './site.ts'
import { datasetsOf, type Study, type Subject } from './world.ts'

const idName = ({ id, name }: { id: number; name: string }) => ({ id, name })

const tagOf = (name: string, at: number) => ({ id: at + 1, name, color: '#2f8f9d' })

export function tagsOf(names: readonly string[]) {
  return names.map(tagOf)
}

/** A card: for everybody without the names of files, for those who see the study without its tags. */
export function lightOf(site: Site, study: Study, forAll = false) {
  const { world, quirks } = site
  const subjects = [...world.subjects.values()].filter((one) => one.studyId === study.id)
  const examinations = [...world.examinations.values()].filter((one) => one.studyId === study.id)
  const hasTags = forAll && study.studyTags.length > 0
  return {
    downloadableByDefault: study.downloadableByDefault,
    challenge: study.challenge,
    endDate: study.endDate,
    id: study.id,
    name: study.name,
    nbExaminations: quirks.countsNothing ? 0 : examinations.length,
    nbSubjects: quirks.countsNothing ? 0 : subjects.length,
    startDate: study.startDate,
    studyStatus: study.studyStatus,
    studyType: study.studyType,
    description: study.description,
    license: study.license,
    studyTags: hasTags ? tagsOf(study.studyTags) : null,
    protocolFilePaths: forAll ? null : study.protocolFilePaths,
    dataUserAgreementPaths: forAll ? null : study.dataUserAgreementPaths,
    profile: study.profileName === null ? null : { id: 1, profileName: study.profileName },
  }
}

/** A study of the lists, which tells its members already; `detailed` adds the rest. */
export function studyOf(site: Site, study: Study, detailed: boolean) {
  const { world, quirks } = site
  const subjects = [...world.subjects.values()].filter((one) => one.studyId === study.id)
  const members = world.memberships.filter((one) => one.studyId === study.id)
  const cards = world.studyCards.filter((card) => card.studyId === study.id)
  const slim = {
    tags: null,
    studyTags: null,
    studyCards: null,
    timepoints: null,
    subjectStudyList: null,
    subjects: null,
    protocolFilePaths: null,
    dataUserAgreementPaths: null,
  }
  const whole = {
    tags: tagsOf(['Baseline']),
    studyTags: tagsOf(study.studyTags),
    studyCards: cards.filter(({ kind }) => kind === 'study').map(idName),
    timepoints: [],
    subjectStudyList: subjects.map((subject) => joinOf(site, subject)),
    subjects: subjects.map((subject) => subjectOf(site, subject)),
  }
  return {
    ...lightOf(site, study),
    clinical: study.studyType === 'CLINICAL',
    experimentalGroupsOfSubjects: [],
    studyCenterList: centersOf(site, study),
    visibleByDefault: study.visibleByDefault,
    withExamination: true,
    studyCardPolicy: 'MANDATORY',
    storageVolume: null,
    isDraft: study.isDraft,
    studyUserList: members.map((one) => ({
      id: one.id,
      receiveStudyUserReport: false,
      receiveNewImportReport: true,
      confirmed: one.confirmed,
      userId: one.userId,
      userName: quirks.plants ? planted.memberLogin : 'member',
      studyUserRights: one.rights,
      studyId: one.studyId,
      centerIds: one.centers,
    })),
    extraDetails: quirks.plants
      ? {
          sponsor: planted.sponsor,
          principalInvestigator: planted.investigator,
          scientificAdvisor: planted.adviser,
          expectedNbOfSubjects: subjects.length,
        }
      : null,
    ...(detailed ? whole : slim),
  }
}

export function centersOf({ world }: Site, study: Study) {
  return study.centers.map((id) => ({
    id: study.id * 10 + id,
    center: { id, name: world.centers.get(id)?.name ?? '' },
    study: idName(study),
    subjectNamePrefix: null,
  }))
}

export function volumeOf({ world }: Site, study: Study) {
  const stored = datasetsOf(world, study.id)
  const formats = Map.groupBy(stored, ({ format }) => format)
  const volumeByFormat = [...formats].map(([format, list]) => ({
    format,
    size: list.length * 23_456_789,
  }))
  const size = volumeByFormat.reduce((sum, one) => sum + one.size, 0)
  const extraDataSize = study.protocolFilePaths.length * 1_048_576
  return { total: size + extraDataSize, volumeByFormat, extraDataSize }
}

/** The older row between a subject and its study. */
function joinOf({ world, quirks }: Site, subject: Subject) {
  const study = world.studies.get(subject.studyId)
  return {
    id: subject.id + 7_000_000,
    subject: idName(subject),
    study: { id: subject.studyId, name: study?.name ?? null, tags: [] },
    subjectStudyIdentifier: quirks.plants ? subject.identifier : null,
    subjectType: subject.subjectType,
    physicallyInvolved: subject.subjectType !== 'PHANTOM',
    subjectPreclinical: subject.preclinical,
    tags: tagsOf(subject.tags),
    qualityTag: null,
  }
}

export function subjectOf(site: Site, subject: Subject) {
  const { quirks } = site
  const list = subject.birthDate?.split('-').map(Number) ?? null
  const born = quirks.birthDates === 'text' ? subject.birthDate : list
  return {
    id: subject.id,
    name: subject.name,
    identifier: subject.identifier,
    birthDate: quirks.plants ? born : null,
    sex: subject.sex,
    imagedObjectCategory: subject.category,
    preclinical: subject.preclinical,
    studyId: quirks.subjectStudy === 'field' ? subject.studyId : null,
    subjectType: subject.subjectType,
    physicallyInvolved: subject.subjectType !== 'PHANTOM',
    studyIdentifier: quirks.plants ? subject.identifier : null,
    qualityTag: null,
    tags: tagsOf(subject.tags),
    subjectStudyList: quirks.subjectStudy === 'join' ? [joinOf(site, subject)] : null,
  }
}

/** The subject of `allSubjects`. */
export function simpleSubjectOf(site: Site, subject: Subject) {
  const { id, name, identifier, category, studyId, tags } = subject
  return {
    id,
    name,
    identifier,
    languageHemisphericDominance: null,
    manualHemisphericDominance: 'Right',
    imagedObjectCategory: category,
    subjectStudy: joinOf(site, subject),
    studyId: site.quirks.subjectStudy === 'field' ? studyId : null,
    tags: tagsOf(tags),
  }
}
