import { planted } from './planted.ts'
import {
  angularPage,
  emptyNotFound,
  errorModel,
  maintenancePage,
  nginxPage,
  type Reply,
  unauthorized,
} from './replies.ts'

/** Ways to misbehave that only a Shanoir has, next to those that every server has. */
export const misbehaviours = [
  /** 200 and the page of the front, as at a wrong address. */
  'angular-page',
  /** 500 with an `ErrorModel`, which the catch-all makes of nearly everything. */
  'error-model',
  /** 422 with Solr's own words. */
  'solr-error',
  /** 403 with an `ErrorModel`. */
  'forbidden',
  /** 404 without a byte. */
  'missing',
  /** 409, as while somebody else has a tree of files built. */
  'locked',
  /** 401 without a byte, and a header that says that the token is not good. */
  'bad-token',
  /** 503 and a page of the proxy, while a service starts again. */
  'maintenance',
  /** 502 and a page of the proxy. */
  'bad-gateway',
  /** 200 and `null`. */
  'null-body',
  /** A page whose `content` is null. */
  'null-content',
  /** A page without its last rows, with totals that know of them. */
  'short-page',
  /** A page that has rows and says that there are none in all. */
  'no-total',
  /** A page whose rows come the other way round. */
  'reversed',
  /** A page with rows of a study that nobody asked for. */
  'foreign-rows',
  /** A page whose rows have lost the ids of their data sets. */
  'no-ids',
  /** Rows and rights as JSON of another shape altogether. */
  'other-json',
] as const

export type Misbehaviour = (typeof misbehaviours)[number]

type Row = Record<string, unknown>

/** What is sent instead of the true answer. What needs a page leaves anything else as it is. */
export function misbehaved(how: Misbehaviour, truth: Reply): Reply {
  switch (how) {
    case 'angular-page':
      return angularPage()
    case 'error-model':
      return errorModel(
        500,
        `Could not open JPA EntityManager for transaction (${planted.message})`,
      )
    case 'solr-error':
      return errorModel(422, `Timeout occurred while waiting (${planted.message})`)
    case 'forbidden':
      return errorModel(403, 'Access Denied')
    case 'locked':
      return errorModel(409, `The folder is locked (${planted.message})`)
    case 'missing':
      return emptyNotFound()
    case 'bad-token':
      return unauthorized('An error occurred while attempting to decode the Jwt: Invalid signature')
    case 'maintenance':
      return maintenancePage()
    case 'bad-gateway':
      return nginxPage(502)
    case 'null-body':
      return { json: null }
    case 'null-content':
      return paged(truth, (page) => ({ ...page, content: null }))
    case 'short-page':
      return paged(truth, ({ content, ...page }) => ({
        ...page,
        content: content.slice(0, Math.floor(content.length / 2)),
      }))
    case 'no-total':
      return paged(truth, (page) => ({ ...page, totalElements: 0, totalPages: 0 }))
    case 'reversed':
      return paged(truth, ({ content, ...page }) => ({ ...page, content: content.toReversed() }))
    case 'foreign-rows':
      return rows(truth, (row) => ({ ...row, studyId: 666, studyName: 'Not asked for' }))
    case 'no-ids':
      return rows(truth, ({ datasetId: _, ...row }) => row)
    case 'other-json':
      return { ...truth, status: 200, json: [planted.message, 1, null] }
  }
}

function paged(truth: Reply, change: (page: Row & { content: Row[] }) => unknown): Reply {
  const page = truth.json as (Row & { content: Row[] }) | null | undefined
  return Array.isArray(page?.content) ? { ...truth, json: change(page) } : truth
}

const rows = (truth: Reply, change: (row: Row) => Row) =>
  paged(truth, ({ content, ...page }) => ({ ...page, content: content.map(change) }))

/** The same answer saying that there is nothing. */
export function emptied(body: unknown): unknown {
  if (Array.isArray(body)) return []
  if (typeof body !== 'object' || body === null) return typeof body === 'number' ? 0 : body
  if ('content' in body) {
    return { ...body, content: [], numberOfElements: 0, totalElements: 0, totalPages: 0 }
  }
  return Object.keys(body).every((key) => /^\d+$/.test(key)) ? {} : body
}

/** The same with names and types that have become objects; ids stay readable. */
export function drifted(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(retyped)
  if (typeof body !== 'object' || body === null) return body
  if ('content' in body && Array.isArray(body.content)) {
    return { ...body, content: body.content.map(retyped) }
  }
  return 'id' in body ? retyped(body) : body
}

const retypedFields = ['name', 'datasetName', 'datasetType', 'type', 'studyType', 'subjectName']

function retyped(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      retypedFields.includes(key) ? { text: value } : value,
    ]),
  )
}
