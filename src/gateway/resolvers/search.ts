import { checkFirst, pageSizes } from '../page-size.ts'
import type {
  RecordConnectionResolvers,
  RecordEdgeResolvers,
  SourceStatusResolvers,
} from '../schema.generated.ts'
import { visible } from './visible.ts'

export const RecordConnection: RecordConnectionResolvers = {
  edges: ({ hits }) => hits,
  pageInfo: ({ result, hits }) => ({
    hasNextPage: result.hasNext,
    hasPreviousPage: result.hasPrevious,
    startCursor: hits[0]?.hit.cursor ?? null,
    // Of the index's last hit, shown or not: the next page goes on after it.
    endCursor: result.hits.at(-1)?.cursor ?? null,
  }),
  totalCount: ({ result }) => result.total,
  totalIsExact: ({ result }) => result.totalIsExact,
  facets: ({ result }) => result.facets,
  async sources({ result, sources }, _, { loaders }) {
    const visible = await loaders.sources()
    const searched = visible.filter(({ id }) => sources === null || sources.includes(id))
    return searched.map((source) => {
      const matches = result.bySource[source.id]
      // Nothing is known of a source that was never read to its end: that is not "no match".
      const silent = matches === undefined && source.harvestedAt === null
      return { source, total: silent ? null : (matches ?? 0) }
    })
  },
  ranking: ({ result }) => result.ranking,
  interpretation: ({ result }) => result.interpretation,
  warnings: ({ result }) => result.warnings,
  tookMs: ({ result }) => result.tookMs,
}

export const RecordEdge: RecordEdgeResolvers = {
  cursor: ({ hit }) => hit.cursor,
  node: ({ record }) => record,
  alternates({ hit }, { first }, context) {
    checkFirst(first, pageSizes.alternates)
    return visible(hit.alternates.slice(0, first), context)
  },
  score: ({ hit }) => hit.score,
  highlights: ({ hit }) => hit.highlights,
  explanation: ({ hit }) => hit.explanation,
}

export const SourceStatus: SourceStatusResolvers = {
  source: ({ source }) => source,
  state: ({ source }) => source.state,
  harvestedAt: ({ source }) => source.harvestedAt,
  async error({ source, total }, _, { loaders }) {
    if (total !== null || source.lastHarvest === null) return null
    return (await loaders.harvest.load(source.lastHarvest))?.error ?? null
  },
}
