import { finds, hasRight, isAdmin, visibleStudies } from './accounts.ts'
import { bidsOf, datasetOf, detailedDatasetOf, dicomOf, lightDatasetOf } from './dataset-shapes.ts'
import * as downloads from './downloads.ts'
import { examinationRoutes } from './examinations.ts'
import { withDataset, withStudy } from './guards.ts'
import { paged } from './paged.ts'
import { emptyNotFound, list, noContent, type Reply } from './replies.ts'
import type { Handler } from './site.ts'
import { search, searchByIds } from './solr-routes.ts'
import { datasetsOf } from './world.ts'

type Route = Handler<Reply>

const dataset: Route = withDataset('CAN_SEE_ALL', ({ site }, found) => ({
  json: detailedDatasetOf(site, found),
}))

/** A page of what was acquired; administrators find what was processed, too. */
const datasets: Route = ({ site, request }, account) => {
  const mayFind = finds(site.world, account)
  const visible = new Set(visibleStudies(site.world, account).map(({ id }) => id))
  const found = [...site.world.datasets.values()].filter(
    (one) =>
      visible.has(one.studyId) && mayFind(one) && (isAdmin(account) || one.acquisition !== null),
  )
  return paged(site, request.query, found, (one) => datasetOf(site, one))
}

/** Everything that was acquired in a study, whatever the centres of a member. */
const ofStudy: Route = withStudy('CAN_SEE_ALL', ({ site }, id) =>
  list(
    datasetsOf(site.world, id)
      .filter(({ acquisition }) => acquisition !== null)
      .map((one) => lightDatasetOf(site, one)),
  ),
)

/** Counts what was acquired, at any centre. */
const countOfStudy: Route = withStudy('CAN_SEE_ALL', ({ site }, id) => ({
  json: datasetsOf(site.world, id).filter(({ acquisition }) => acquisition !== null).length,
}))

const ofSubject: Route = withStudy('CAN_SEE_ALL', ({ site, params }, id) => ({
  json: datasetsOf(site.world, id)
    .filter((one) => one.subjectId === Number(params.subject) && one.acquisition !== null)
    .map((one) => datasetOf(site, one)),
}))

const dicomMetadata: Route = withDataset('CAN_DOWNLOAD', ({ site }, found) =>
  found.format === 'DICOM' ? { json: dicomOf(site, found) } : noContent(),
)

const properties: Route = withDataset('CAN_SEE_ALL', (_, { id, processing }) =>
  processing === null
    ? noContent()
    : { json: [{ datasetId: id, processingId: processing.id, name: 'volume', value: '12.5' }] },
)

const cards = (kind: 'study' | 'quality'): Route => {
  return ({ site, params }, account) => {
    const id = Number(params.id)
    const own = site.world.studyCards.filter((card) => card.studyId === id && card.kind === kind)
    if (!hasRight(site.world, account, id, 'CAN_SEE_ALL')) return { json: [] }
    return list(
      own.map(({ equipmentId, kind: _, ...card }) => ({
        ...card,
        ...(kind === 'study'
          ? { acquisitionEquipmentId: equipmentId, disabled: false, niftiConverterId: 6 }
          : { toCheckAtImport: false }),
      })),
    )
  }
}

const bidsTree: Route = withStudy('CAN_SEE_ALL', ({ site }, id) => {
  const study = site.world.studies.get(id)
  return study === undefined ? emptyNotFound() : { json: bidsOf(site, study) }
})

/** What the service for datasets answers, by method and path below it. */
export const datasetRoutes: Record<string, Route> = {
  'POST solr': search,
  'POST solr/byIds': searchByIds,
  'GET datasets': datasets,
  'GET datasets/study/nb-datasets/:id': countOfStudy,
  'GET datasets/study/:id': ofStudy,
  'GET datasets/find/subject/:subject/study/:id': ofSubject,
  'GET datasets/dicom-metadata/:id': dicomMetadata,
  'GET datasets/download/:id': downloads.one,
  'POST datasets/massiveDownload': downloads.many,
  'GET datasets/massiveDownloadByStudy': downloads.byStudy,
  'GET datasets/massiveDownloadByExamination': downloads.byExamination,
  'GET datasets/massiveDownloadByAcquisition': downloads.byAcquisition,
  ...examinationRoutes,
  'GET datasets/:id': dataset,
  'GET properties/dataset/:id': properties,
  'GET studycards/byStudy/:id': cards('study'),
  'GET qualitycards/byStudy/:id': cards('quality'),
  'GET bids/bidsStructure/studyId/:id': bidsTree,
}
