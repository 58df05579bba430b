import { QueryRefused } from './lucene.ts'
import { pageableOf } from './paging.ts'
import { errorModel, failure, noContent, type Reply } from './replies.ts'
import { searched, searchedByIds } from './search.ts'
import type { Asked, Handler } from './site.ts'
import { BodyRefused, readSolrQuery } from './solr-query.ts'

type Route = Handler<Reply>

export const search: Route = ({ site, request, now }, account) =>
  refusable(() => {
    const query = readSolrQuery(bodyOf(request))
    const pageable = pageableOf(request.query, site.quirks.pageCap)
    return { json: searched({ ...site, now }, account, query, pageable) }
  })

export const searchByIds: Route = ({ site, request, now }, account) =>
  refusable(() => {
    const ids = bodyOf(request)
    if (!Array.isArray(ids)) throw new BodyRefused('JSON parse error: Cannot deserialize ids')
    if (ids.length === 0) return noContent()
    const pageable = pageableOf(request.query, site.quirks.pageCap)
    const page = searchedByIds({ ...site, now }, account, ids.map(Number), pageable)
    return page === null ? noContent() : { json: page }
  })

function bodyOf({ headers, body }: Asked['request']): unknown {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('application/json')) {
    throw new BodyRefused(`Content-Type '${type || 'null'}' is not supported`)
  }
  if (body.length === 0) throw new BodyRefused('Required request body is missing')
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new BodyRefused('JSON parse error: Unexpected character')
  }
}

function refusable(answer: () => Reply): Reply {
  try {
    return answer()
  } catch (error) {
    if (error instanceof QueryRefused) return errorModel(422, error.message)
    if (error instanceof BodyRefused) return failure(error.message)
    throw error
  }
}
