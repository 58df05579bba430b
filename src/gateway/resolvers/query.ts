import { GatewayError, type StoredRecord } from '../../model/index.ts'
import type { SearchRequest } from '../../search/search-index.ts'
import type { GatewayContext } from '../context.ts'
import { estimateCost } from '../estimate.ts'
import { toRecordFilter } from '../filter.ts'
import { keyOf, sourceName } from '../ids.ts'
import { sourceToManage } from '../may.ts'
import { checkFirst, checkLength, longestQuery, pageSizes } from '../page-size.ts'
import type { QueryResolvers } from '../schema.generated.ts'
import { selects } from '../selection.ts'
import { assetBy, linkTo } from './asset.ts'
import { readAudit } from './audit.ts'
import { readNode } from './node.ts'
import { askWhyNot } from './why-not.ts'

const maxPrefix = 200

export const Query: QueryResolvers = {
  node: async (_, { id }, context) => found(await readNode(id, context)),

  async search(_, args, context, info) {
    const { query, sort, ranking, collapse, first, after } = args
    checkLength(query, longestQuery, 'query')
    checkFirst(first, pageSizes.search)
    const filter = toRecordFilter(args.filter)
    const facets = args.facets.map(({ facet, first }) => {
      checkFirst(first, pageSizes.buckets, 'facets.first')
      return { facet, first }
    })
    if (new Set(facets.map(({ facet }) => facet)).size < facets.length) {
      throw new GatewayError('BAD_INPUT', {
        argument: 'facets.facet',
        message: 'A facet is asked for once.',
      })
    }
    const explain = selects(info, ['edges', 'explanation'])
    const request: SearchRequest = {
      query,
      filter,
      facets,
      sort,
      ranking,
      collapse,
      first,
      after: after ?? null,
      explain,
    }
    const { result, records } = await context.read(
      context.index.searchRecords(context.viewer, request),
    )
    const isFiltered = filter !== null && Object.keys(filter).length > 0
    context.unanswered.note({ query, isFiltered, isFirst: after == null }, result)
    // The catalogue is the truth: what was hidden or removed since the index last looked is left out.
    const hits = result.hits.flatMap((hit, at) => {
      const record = records[at] ?? null
      context.loaders.record.prime(hit.id, record)
      return record === null ? [] : [{ hit, record }]
    })
    return { result, hits, sources: filter?.source ?? null }
  },

  record: async (_, { id }, context) =>
    found(await context.loaders.record.load(keyOf('record', id))),

  records: (_, { ids }, context) => ids.map((id) => recordBy(id, context)),

  asset: async (_, { id }, context) => found(await assetBy(id, context)),

  links: (_, { ids }, context) =>
    ids.map(async (id) => linkTo(found(await assetBy(id, context)), context)),

  estimateCost(_, { ids, region }, context) {
    if (region != null && !/^[a-z0-9-]{1,64}$/.test(region)) {
      const message = '`region` is a region of AWS, such as us-east-1.'
      throw new GatewayError('BAD_INPUT', { argument: 'region', message })
    }
    return estimateCost(ids, region ?? null, context)
  },

  async facetValues(_, args, context) {
    const { facet, matching, query, ranking, collapse, first } = args
    checkLength(query, longestQuery, 'query')
    checkLength(matching, maxPrefix, 'matching')
    checkFirst(first, pageSizes.buckets)
    const filter = toRecordFilter(args.filter)
    return context.read(
      context.index.facetValues(context.viewer, {
        facet,
        matching,
        query,
        filter,
        ranking,
        collapse,
        first,
      }),
    )
  },

  async suggest(_, { prefix, first }, context) {
    checkLength(prefix, maxPrefix, 'prefix')
    checkFirst(first, pageSizes.suggest)
    if (prefix.trim() === '' || first === 0) return []
    const found = await context.read(context.index.suggest(context.viewer, prefix, first))
    const withRecords = await Promise.all(
      found.map(async ({ record, ...suggestion }) => ({
        ...suggestion,
        record: record === null ? null : await context.loaders.record.load(record),
        names: record,
      })),
    )
    // A title or identifier of a record that was hidden since is not told.
    return withRecords.filter(({ names, record }) => names === null || record !== null)
  },

  whyNot: (_, args, context) => askWhyNot(args, context),

  sources: (_, __, { loaders }) => loaders.sources(),

  source: async (_, { id }, context) => found(await sourceBy(id, context)),

  connectorTypes: (_, __, { connectorTypes }) =>
    connectorTypes.toSorted((a, b) => (a.type < b.type ? -1 : 1)),

  async harvests(_, args, context) {
    checkFirst(args.first, pageSizes.harvests)
    const after = args.after ?? null
    const source = args.source ? found(await sourceBy(args.source, context)).id : null
    const page = { first: args.first, after }
    return {
      ...(await context.read(context.store.harvests(context.viewer, source, page))),
      after,
    }
  },

  harvest: async (_, { id }, context) =>
    found(await context.loaders.harvest.load(keyOf('harvest', id))),

  async sourceReport(_, { source: id }, context) {
    const source = await sourceToManage(id, 'source', context)
    return context.registrar.report(source.id)
  },

  audit: (_, args, context) => readAudit(args, context),
}

/** @throws {GatewayError} `NOT_FOUND` for null: absent and hidden are one. */
function found<Thing>(thing: Thing | null): Thing {
  if (thing === null) throw new GatewayError('NOT_FOUND')
  return thing
}

async function recordBy(nodeId: string, { loaders }: GatewayContext): Promise<StoredRecord> {
  return found(await loaders.record.load(keyOf('record', nodeId)))
}

export async function sourceBy(idOrName: string, { loaders }: GatewayContext) {
  const name = sourceName(idOrName)
  return name === null ? null : loaders.source(name)
}
