import { readFileSync } from 'node:fs'
import { makeExecutableSchema } from '@graphql-tools/schema'
import type { GraphQLSchema } from 'graphql'
import { AccessLink } from './resolvers/access-link.ts'
import { Asset } from './resolvers/asset.ts'
import { AuditConnection, AuditEntry } from './resolvers/audit.ts'
import { Harvest, HarvestConnection } from './resolvers/harvest.ts'
import { Mutation } from './resolvers/mutation.ts'
import { Node } from './resolvers/node.ts'
import { Query } from './resolvers/query.ts'
import { AssetConnection, ChildConnection, MetadataRecord, Provenance } from './resolvers/record.ts'
import {
  HarvestChange,
  HarvestChangeConnection,
  RecordExample,
  RecordPreview,
  RemapExample,
  RemapReport,
  ReplayReport,
  SourceCheck,
  SourceReport,
} from './resolvers/report.ts'
import { RecordConnection, RecordEdge, SourceStatus } from './resolvers/search.ts'
import { Source } from './resolvers/source.ts'
import { Subscription } from './resolvers/subscription.ts'
import { WhyNot } from './resolvers/why-not.ts'
import { scalars } from './scalars.ts'
import type { Resolvers } from './schema.generated.ts'

const schemaFile = new URL('../../schema/gateway.graphql', import.meta.url)

const resolvers: Resolvers = {
  ...scalars,
  AccessLink,
  Asset,
  AssetConnection,
  AuditConnection,
  AuditEntry,
  ChildConnection,
  Harvest,
  HarvestChange,
  HarvestChangeConnection,
  HarvestConnection,
  MetadataRecord,
  Mutation,
  Node,
  Provenance,
  Query,
  RecordConnection,
  RecordEdge,
  RecordExample,
  RecordPreview,
  RemapExample,
  RemapReport,
  ReplayReport,
  Source,
  SourceCheck,
  SourceReport,
  SourceStatus,
  Subscription,
  WhyNot,
}

/** The API: `schema/gateway.graphql` with its field resolvers. */
export function createSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: readFileSync(schemaFile, 'utf8'),
    resolvers,
    resolverValidationOptions: {
      requireResolversToMatchSchema: 'error',
      requireResolversForResolveType: 'error',
    },
  })
}
