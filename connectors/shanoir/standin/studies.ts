import { hasRight, isAdmin, membershipOf, visibleStudies } from './accounts.ts'
import { planted } from './planted.ts'
import { accessDenied, emptyNotFound, failure, list, noContent, type Reply } from './replies.ts'
import type { Asked, Handler, Site } from './site.ts'
import {
  centersOf,
  lightOf,
  simpleSubjectOf,
  studyOf,
  subjectOf,
  volumeOf,
} from './study-shapes.ts'
import type { Right, Study } from './world.ts'

type Route = Handler<Reply>

/** Cards of studies, for everybody. */
export function publicData({ site }: Asked): Reply {
  return list(publicStudies(site).map((study) => lightOf(site, study, true)))
}

const publicStudies = ({ world }: Site) =>
  [...world.studies.values()].filter((study) => study.visibleByDefault && !study.isDraft)

/** Public studies that the caller is no member of, confirmed or not. */
const publicConnected: Route = ({ site }, account) => {
  const studies = publicStudies(site)
  if (studies.length === 0) return noContent()
  const foreign = studies.filter(({ id }) => membershipOf(site.world, account, id) === undefined)
  return { json: foreign.map(({ id, name }) => ({ id, name })) }
}

const light: Route = ({ site }, account) =>
  list(visibleStudies(site.world, account).map((study) => lightOf(site, study)))

const studies: Route = ({ site }, account) =>
  list(visibleStudies(site.world, account).map((study) => studyOf(site, study, false)))

const names: Route = ({ site }, account) =>
  list(visibleStudies(site.world, account).map(({ id, name }) => ({ id, name })))

const namesAndCenters: Route = ({ site }, account) =>
  list(
    visibleStudies(site.world, account).map((study) => ({
      id: study.id,
      name: study.name,
      studyCenterList: centersOf(site, study),
      profile: study.profileName === null ? null : { id: 1, profileName: study.profileName },
    })),
  )

const study: Route = withStudy('CAN_SEE_ALL', (asked, found) => {
  const shape = studyOf(asked.site, found, true)
  const withVolume = asked.request.query.get('withStorageVolume') === 'true'
  return { json: withVolume ? { ...shape, storageVolume: volumeOf(asked.site, found) } : shape }
})

const storageVolume: Route = withStudy('CAN_SEE_ALL', ({ site }, found) => ({
  json: volumeOf(site, found),
}))

/** Declared with `consumes`: without a type of content, it is another address. */
function typed(handler: Route): Route {
  return (asked, account) => {
    const type = asked.request.headers['content-type'] ?? ''
    return type.startsWith('application/json')
      ? handler(asked, account)
      : failure(`Content-Type '${type || 'null'}' is not supported`)
  }
}

const allRights: Route = typed(({ site }, account) => {
  const own = site.world.memberships.filter(
    ({ userId, confirmed }) =>
      userId === account.userId && (confirmed || site.quirks.tellsUnconfirmedRights),
  )
  if (own.length === 0) return noContent()
  return { json: Object.fromEntries(own.map(({ studyId, rights }) => [studyId, rights])) }
})

const ownRights: Route = typed(({ site, params }, account) =>
  list(membershipOf(site.world, account, Number(params.id))?.rights ?? []),
)

/** Agreements that wait for a signature. */
const agreements: Route = ({ site }, { userId }) => {
  const waiting = site.world.memberships.filter(
    ({ agreement, ...one }) => one.userId === userId && agreement?.isAccepted === false,
  )
  return list(
    waiting.map(({ agreement, studyId }) => {
      const found = site.world.studies.get(studyId)
      return {
        id: agreement?.id,
        userId,
        timestampOfNew: '2026-03-02T09:14:00.000+00:00',
        timestampOfAccepted: null,
        studyId,
        path: found?.dataUserAgreementPaths[0] ?? null,
        studyName: found?.name ?? null,
        isChallenge: found?.challenge ?? false,
      }
    }),
  )
}

const acceptAgreement: Route = ({ site, params }, { userId }) => {
  const own = site.world.memberships.find(
    (one) => one.userId === userId && one.agreement?.id === Number(params.id),
  )
  if (own?.agreement === undefined || own.agreement === null) return accessDenied()
  own.agreement.isAccepted = true
  own.confirmed = true
  return { status: 200, body: '' }
}

const subjects: Route = withStudy('CAN_SEE_ALL', ({ site, request }, { id }) => {
  const wanted = request.query.get('preclinical')
  const own = [...site.world.subjects.values()].filter(({ studyId }) => studyId === id)
  const found =
    wanted === 'null' ? own : own.filter((one) => one.preclinical === (wanted === 'true'))
  return list(found.map((subject) => simpleSubjectOf(site, subject)))
})

const subject: Route = ({ site, params }, account) => {
  const found = site.world.subjects.get(Number(params.id))
  if (found === undefined) return emptyNotFound()
  if (!hasRight(site.world, account, found.studyId, 'CAN_SEE_ALL')) return accessDenied()
  return { json: subjectOf(site, found) }
}

const centers: Route = ({ site }) =>
  list(
    [...site.world.centers.values()].map(({ id, name, city, country }) => ({
      id,
      name,
      city,
      country,
      phoneNumber: site.quirks.plants ? planted.phone : '',
      postalCode: '',
      street: site.quirks.plants ? planted.street : '',
      website: '\t',
      compatible: false,
      studyCenterList: null,
      acquisitionEquipments: [...site.world.equipments.values()]
        .filter((one) => one.centerId === id)
        .map((one) => ({
          id: one.id,
          center: { id, name },
          manufacturerModel: {
            id: one.id,
            name: one.model,
            datasetModalityType: 'MR_DATASET',
            magneticField: one.field,
            manufacturer: { id: one.id, name: one.manufacturer },
          },
          serialNumber: one.serialNumber,
          compatible: false,
        })),
    })),
  )

const centerNames: Route = ({ site }) =>
  list([...site.world.centers.values()].map(({ id, name }) => ({ id, name })))

const file = (right: Right | null): Route => {
  return ({ site, params }, account) => {
    const found = site.world.studies.get(Number(params.id))
    if (found === undefined) return unknownStudy(site, Number(params.id), isAdmin(account))
    if (right !== null && !hasRight(site.world, account, found.id, right)) return accessDenied()
    return { body: '%PDF-1.4\n%%EOF\n', type: 'application/pdf' }
  }
}

/** What the service for studies answers, by method and path below it. */
export const studyRoutes: Record<string, Route> = {
  'GET studies/public/connected': publicConnected,
  'GET studies/light': light,
  'GET studies': studies,
  'GET studies/names': names,
  'GET studies/namesAndCenters': namesAndCenters,
  'GET studies/rights/all': allRights,
  'GET studies/rights/:id': ownRights,
  'GET studies/dua': agreements,
  'PUT studies/dua/:id': acceptAgreement,
  'GET studies/detailedStorageVolume/:id': storageVolume,
  'GET studies/protocol-file-download/:id/:file/': file('CAN_DOWNLOAD'),
  'GET studies/dua-download/:id/:file/': file(null),
  'GET studies/:id': study,
  'GET subjects/:id/allSubjects': subjects,
  'GET subjects/:id': subject,
  'GET centers': centers,
  'GET centers/names': centerNames,
}

/** 500 for nearly everybody: the check of rights throws where nobody expects it. */
function unknownStudy({ quirks }: Site, id: number, forAdmin: boolean): Reply {
  if (forAdmin || quirks.unknownThing === 404) return emptyNotFound()
  return failure(
    `Failed to evaluate expression '@studySecurityService.hasRightOnStudy(#studyId, 'CAN_SEE_ALL')' for ${id}`,
  )
}

function withStudy(right: Right, handler: (asked: Asked, study: Study) => Reply): Route {
  return (asked, account) => {
    const { site, params } = asked
    const id = Number(params.id)
    if (!Number.isInteger(id)) {
      return failure(`Failed to convert value of type 'java.lang.String' to 'java.lang.Long'`)
    }
    const found = site.world.studies.get(id)
    if (found === undefined) return unknownStudy(site, id, isAdmin(account))
    if (!hasRight(site.world, account, id, right)) return accessDenied()
    return handler(asked, found)
  }
}
