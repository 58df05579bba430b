import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql'
import { type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity'
import { GatewayError } from '../model/index.ts'
import { mostAlternates } from './alternates.ts'
import { limits, tooCostly } from './limits.ts'
import { pageSizes } from './page-size.ts'

type Arguments = Readonly<Record<string, unknown>>
interface Price {
  /** Cost of the field itself. */
  own: number | ((args: Arguments) => number)
  /** How often what is selected in it comes back. */
  times?: (args: Arguments) => number
}

/** As many as asked for, but no more than the field gives: above that the field answers `BAD_INPUT` itself. */
const upTo = (largest: number) => (args: Arguments) =>
  Math.min(Math.max(Number(args.first), 1), largest)
const countOf = (list: unknown) => (Array.isArray(list) ? list.length : 0)
const buckets = (args: Arguments) =>
  Array.isArray(args.facets) ? args.facets.reduce((sum, { first }) => sum + Number(first), 0) : 0

/** One unit is about one row read from memory. What is not here: an object costs 1, a list of objects three times that. */
const prices: Record<string, Price> = {
  'Query.search': { own: (args) => 10 + buckets(args) / 20, times: upTo(pageSizes.search) },
  'Query.facetValues': { own: 10, times: (args) => upTo(pageSizes.buckets)(args) / 20 },
  'Query.whyNot': { own: 20 },
  'Query.suggest': { own: 5, times: upTo(pageSizes.suggest) },
  'Query.records': { own: (args) => countOf(args.ids), times: (args) => countOf(args.ids) },
  'Query.links': { own: (args) => countOf(args.ids), times: (args) => countOf(args.ids) },
  'Query.estimateCost': { own: (args) => 5 * countOf(args.ids) },
  'Mutation.openLinks': { own: (args) => countOf(args.ids), times: (args) => countOf(args.ids) },
  // As many as the ids of the mutation, which has counted them.
  'OpenLinksPayload.links': { own: 0, times: () => 1 },
  'Asset.link': { own: 1 },
  // Their links are made to be put in order.
  'AccessLink.alternates': { own: 3, times: () => mostAlternates },
  'Query.sources': { own: 5, times: () => 20 },
  'Query.sourceReport': { own: 200 },
  'Query.audit': { own: 2, times: upTo(pageSizes.audit) },
  'Mutation.checkSource': { own: 200 },
  'Mutation.remapSource': { own: 200 },
  'Mutation.replayRejections': { own: 200 },
  // Reads harvests.
  'Source.nextHarvest': { own: 5 },
  'Query.harvests': { own: 2, times: upTo(pageSizes.harvests) },
  'MetadataRecord.children': { own: 2, times: upTo(pageSizes.children) },
  'MetadataRecord.assets': { own: 2, times: upTo(pageSizes.assets) },
  'MetadataRecord.sameRecords': { own: 2, times: upTo(pageSizes.sameRecords) },
  'RecordEdge.alternates': { own: 1, times: upTo(pageSizes.alternates) },
  'MetadataRecord.similar': { own: 20, times: upTo(pageSizes.similar) },
  'Harvest.changes': { own: 5, times: upTo(pageSizes.changes) },
  'Harvest.rejections': { own: 5, times: upTo(pageSizes.rejections) },
  // The page around it has been counted already.
  'RecordConnection.edges': { own: 0, times: () => 1 },
  'ChildConnection.edges': { own: 0, times: () => 1 },
  'AssetConnection.edges': { own: 0, times: () => 1 },
  'HarvestConnection.edges': { own: 0, times: () => 1 },
  'HarvestChangeConnection.edges': { own: 0, times: () => 1 },
  'AuditConnection.edges': { own: 0, times: () => 1 },
}

/** What a field costs: its own price, and that of what is selected in it as often as it comes back. */
function estimate({ type, field, args, childComplexity }: ComplexityEstimatorArgs): number {
  const price = prices[`${type.name}.${field.name}`]
  const composite = isCompositeType(getNamedType(field.type))
  const own =
    typeof price?.own === 'function' ? price.own(args) : (price?.own ?? (composite ? 1 : 0))
  const list = isListType(getNullableType(field.type))
  const times = price?.times?.(args) ?? (list && composite ? 3 : 1)
  return own + times * childComplexity
}

/**
 * Why an operation with these variables is not begun: it costs too much (`TOO_COSTLY`), or a root that may not be
 * null is asked for more ids than it takes (`BAD_INPUT`). Null when it may begin.
 */
export function costFault(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): GraphQLError | GatewayError | null {
  try {
    const cost = getComplexity({
      schema,
      // Only what will run: the library takes all operations of a document together.
      query: only(document, operation),
      variables,
      estimators: [tooManyIds, estimate],
    })
    return cost > limits.cost ? tooCostly('cost', limits.cost, operation) : null
  } catch (error) {
    if (error instanceof GatewayError) return error
    // The one thing left that it throws: fragments that expand to more than 10,000 fields.
    return tooCostly('cost', limits.cost, operation)
  }
}

function tooManyIds({ type, args }: ComplexityEstimatorArgs): void {
  if ((type.name !== 'Query' && type.name !== 'Mutation') || countOf(args.ids) <= pageSizes.ids)
    return
  throw new GatewayError('BAD_INPUT', {
    argument: 'ids',
    message: `\`ids\` has at most ${pageSizes.ids.toLocaleString('en')} elements.`,
  })
}

function only(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== 'OperationDefinition' || definition === operation,
  )
  return { ...document, definitions }
}
