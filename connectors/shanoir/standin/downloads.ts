import { hasRight, hasRightAt, hasRightOn } from './accounts.ts'
import { accessDenied, errorModel, failure, type Reply } from './replies.ts'
import type { Handler } from './site.ts'
import { type Dataset, datasetsOf } from './world.ts'

type Route = Handler<Reply>

/** More than so many at a time are refused. */
const most = 500

/** A zip with nothing in it. */
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])

/** Always a zip, whose length nobody knows before. Its name names the subject, as the real one does. */
function zip(name: string): Reply {
  const headers = { 'content-disposition': `attachment;filename="${name}.zip"` }
  return { body: emptyZip, type: 'application/zip', headers }
}

export const one: Route = ({ site, params }, account) => {
  const dataset = site.world.datasets.get(Number(params.id))
  if (dataset === undefined) return failure(`Cannot find dataset with id ${params.id}`)
  if (!hasRightOn(site.world, account, dataset, 'CAN_DOWNLOAD')) return accessDenied()
  const subject = site.world.subjects.get(dataset.subjectId)?.name ?? 'unknown'
  return zip(`Dataset_${subject}_${dataset.id}`)
}

export const many: Route = ({ site, request }, account) => {
  const ids = (request.query.get('datasetIds') ?? '').split(',').filter(Boolean).map(Number)
  if (ids.length === 0) return errorModel(403, 'Please use a valid sets of dataset IDs.')
  const datasets = ids.map((id) => site.world.datasets.get(id))
  const mayAll = datasets.every(
    (dataset) => dataset !== undefined && hasRightOn(site.world, account, dataset, 'CAN_DOWNLOAD'),
  )
  if (!mayAll) return accessDenied()
  return ids.length > most ? tooMany('selection includes', ids.length) : zip('Datasets')
}

export const byStudy: Route = ({ site, request }, account) => {
  const id = Number(request.query.get('studyId'))
  if (!hasRight(site.world, account, id, 'CAN_DOWNLOAD')) return accessDenied()
  const { length } = datasetsOf(site.world, id)
  return length > most ? tooMany('study has', length) : zip(`Study_${id}`)
}

export const byExamination: Route = below(
  'examinationId',
  ({ acquisition }) => acquisition?.examinationId ?? null,
)

export const byAcquisition: Route = below(
  'acquisitionId',
  ({ acquisition }) => acquisition?.id ?? null,
)

function below(name: string, idOf: (dataset: Dataset) => number | null): Route {
  return ({ site, request }, account) => {
    const id = Number(request.query.get(name))
    const found = [...site.world.datasets.values()].filter((dataset) => idOf(dataset) === id)
    const examination = site.world.examinations.get(found[0]?.acquisition?.examinationId ?? -1)
    if (examination === undefined) return failure('Failed to evaluate expression')
    if (!hasRightAt(site.world, account, examination, 'CAN_DOWNLOAD')) return accessDenied()
    const what = `${name.slice(0, -'Id'.length)} has`
    return found.length > most ? tooMany(what, found.length) : zip(`Examination_${examination.id}`)
  }
}

const tooMany = (what: string, count: number) =>
  errorModel(403, `This ${what} ${count} datasets. You can't download more than ${most} datasets.`)
