import { hasRightAt } from './accounts.ts'
import { acquisitionOf, datasetOf, examinationShape } from './dataset-shapes.ts'
import { acquiredIn, withAcquisition, withExamination, withStudy } from './guards.ts'
import { paged } from './paged.ts'
import { accessDenied, emptyNotFound, list, type Reply } from './replies.ts'
import type { Handler } from './site.ts'
import { examinationOf } from './world.ts'

type Route = Handler<Reply>

const examinations = (preclinical: boolean): Route => {
  return ({ site, request }, account) => {
    const found = [...site.world.examinations.values()].filter(
      (one) =>
        one.preclinical === preclinical && hasRightAt(site.world, account, one, 'CAN_SEE_ALL'),
    )
    return paged(site, request.query, found, (one) => examinationShape(site, one))
  }
}

const examination: Route = withExamination(({ site }, found) => ({
  json: examinationShape(site, found),
}))

const examinationIds: Route = withStudy('CAN_SEE_ALL', ({ site }, id) => {
  const own = [...site.world.examinations.values()].filter(({ studyId }) => studyId === id)
  return list(own.map((one) => one.id))
})

const acquisition: Route = ({ site, params }, account) => {
  const found = acquiredIn(site, Number(params.id))
  const examination = found && examinationOf(site.world, found)
  if (!found?.acquisition || !examination) return emptyNotFound()
  if (!hasRightAt(site.world, account, examination, 'CAN_SEE_ALL')) return accessDenied()
  return { json: acquisitionOf(site, found.acquisition, found.type, examination) }
}

const acquisitionsOf: Route = withExamination(({ site }, found) =>
  list(
    [...site.world.datasets.values()].flatMap((one) =>
      one.acquisition?.examinationId === found.id
        ? {
            id: one.acquisition.id,
            name: one.name,
            type: one.type,
            sortingIndex: one.acquisition.sortingIndex,
            datasets: [datasetOf(site, one)],
          }
        : [],
    ),
  ),
)

const ofExamination: Route = withExamination(({ site }, { id }) =>
  list(
    [...site.world.datasets.values()]
      .filter(({ acquisition }) => acquisition?.examinationId === id)
      .map((one) => datasetOf(site, one)),
  ),
)

const ofAcquisition: Route = withAcquisition(({ site }, found) => ({
  json: [datasetOf(site, found)],
}))

/** Lighter ones, without their study. */
const examinationsOfSubject: Route = withStudy('CAN_SEE_ALL', ({ site, params }, id) =>
  list(
    [...site.world.examinations.values()]
      .filter((one) => one.studyId === id && one.subjectId === Number(params.subject))
      .map((one) => {
        const { id, comment, examinationDate, studyInstanceUID } = examinationShape(site, one)
        return { id, comment, examinationDate, studyInstanceUID }
      }),
  ),
)

/** Examinations and acquisitions, and the data sets below one. */
export const examinationRoutes: Record<string, Route> = {
  'GET datasets/examination/:id': ofExamination,
  'GET datasets/acquisition/:id': ofAcquisition,
  'GET examinations': examinations(false),
  'GET examinations/preclinical/true': examinations(true),
  'GET examinations/preclinical/false': examinations(false),
  'GET examinations/study/:id': examinationIds,
  'GET examinations/subject/:subject/study/:id': examinationsOfSubject,
  'GET examinations/:id': examination,
  'GET datasetacquisition/examination/:id': acquisitionsOf,
  'GET datasetacquisition/:id': acquisition,
}
