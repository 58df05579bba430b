/**
 * Writes what is generated: `schema.generated.ts`, the types of the field resolvers, from `schema/gateway.graphql`;
 * and `schema/metadata-record.schema.json` from the shapes of the model.
 *
 *     node src/gateway/schema-types.ts            write them
 *     node src/gateway/schema-types.ts --check    exit 1 when one is not what it would be
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'
import { jsonSchema } from '../model/json-schema.ts'

const schemaFile = new URL('../../schema/gateway.graphql', import.meta.url)
const typesFile = new URL('./schema.generated.ts', import.meta.url)
const recordSchemaFile = new URL('../../schema/metadata-record.schema.json', import.meta.url)

/** What the field resolvers of a type are given: our own types, not the API's. */
const mappers = {
  MetadataRecord: '../model/index.ts#StoredRecord',
  Asset: '../store/record-store.ts#StoredAsset',
  AccessLink: './parents.ts#LinkedAsset',
  Source: '../store/record-store.ts#SourceWithCount',
  Harvest: '../model/index.ts#HarvestRun',
  RecordConnection: './parents.ts#SearchAnswer',
  RecordEdge: './parents.ts#RecordHit',
  SourceStatus: './parents.ts#SourceAnswer',
  ChildConnection: './parents.ts#RecordPage',
  AssetConnection: './parents.ts#AssetPage',
  HarvestConnection: './parents.ts#HarvestPage',
  Provenance: '../model/index.ts#StoredRecord',
  Suggestion: './parents.ts#FoundSuggestion',
  WhyNot: './parents.ts#WhyNotAnswer',
  SourceCheck: '../harvest/registration/draft.ts#SourceCheck as SourceCheckParent',
  RecordPreview: '../harvest/registration/draft.ts#CheckedRecord',
  RemapReport: '../harvest/upkeep/remapped.ts#RemapReport as RemapReportParent',
  RemapExample: '../harvest/upkeep/remapped.ts#RemapExample as RemapExampleParent',
  ReplayReport: '../harvest/upkeep/remapped.ts#ReplayReport as ReplayReportParent',
  SourceReport: '../harvest/upkeep/source-report.ts#SourceReport as SourceReportParent',
  RecordExample: './parents.ts#ExampleId',
  HarvestChange: '../store/registry.ts#HarvestChange as HarvestChangeParent',
  HarvestChangeConnection: './parents.ts#HarvestChangePage',
  AuditEntry: '../store/registry.ts#AuditEntry as AuditEntryParent',
  AuditConnection: './parents.ts#AuditPage',
}

async function generate(): Promise<string> {
  const code = await codegen({
    schema: parse(readFileSync(schemaFile, 'utf8')),
    documents: [],
    filename: typesFile.pathname,
    pluginMap: { typescript, resolvers },
    plugins: [
      // The shapes of the API, then those of its resolvers.
      { typescript: {} },
      { resolvers: {} },
    ],
    config: {
      contextType: './context.ts#GatewayContext',
      // Node strips types only: a TypeScript enum would be code.
      enumsAsTypes: true,
      useTypeImports: true,
      strictScalars: true,
      skipTypename: true,
      // A field with a default is never absent for a resolver.
      avoidOptionals: { defaultValue: true },
      mappers,
      scalars: {
        DateTime: 'string',
        PartialDate: 'string',
        URL: 'string',
        ByteCount: 'number',
        JSON: 'unknown',
      },
    },
  })
  return `// Generated from schema/gateway.graphql by schema-types.ts. Do not edit.\n${code}`
}

const isCheck = process.argv.includes('--check')
for (const [file, text] of [
  [typesFile, await generate()],
  [recordSchemaFile, jsonSchema()],
] as const) {
  if (!isCheck) {
    writeFileSync(file, text)
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file.pathname} is out of date: run npm run schema:types.\n`)
    process.exitCode = 1
  }
}
