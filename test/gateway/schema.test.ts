import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  buildSchema,
  type GraphQLEnumType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isSpecifiedScalarType,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { createSchema } from '../../src/gateway/schema.ts'
import {
  Access,
  AssetRole,
  Availability,
  ChecksumAlgorithm,
  Domain,
  errorMessages,
  facets,
  LicenseClass,
  Origin,
  RecordKind,
  rankings,
  recordSorts,
} from '../../src/model/index.ts'

const root = new URL('../../', import.meta.url)
const schema = buildSchema(readFileSync(new URL('schema/gateway.graphql', root), 'utf8'))
const ownTypes = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
)

/** Everything that a front-end developer can point at, by coordinate. */
function* described(): Generator<[string, string | null | undefined]> {
  for (const type of ownTypes) {
    yield [type.name, type.description]
    if (isEnumType(type)) {
      for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description]
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description]
      }
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description]
        for (const arg of field.args) {
          yield [`${type.name}.${field.name}(${arg.name}:)`, arg.description]
        }
      }
    }
  }
}

const valuesOf = (name: string) =>
  (schema.getType(name) as GraphQLEnumType).getValues().map((value) => value.name)

describe('schema', () => {
  test('describes every type, field, argument and value in a sentence', () => {
    const silent = [...described()].filter(
      ([, text]) => !text || text.trim().length < 4 || !/[.!?]$/.test(text.trim()),
    )
    expect(silent.map(([coordinate]) => coordinate)).toEqual([])
  })

  test('says of every field that can be null what null means', () => {
    const silent = ownTypes.flatMap((type) =>
      isObjectType(type) && !['Query', 'Mutation', 'Subscription'].includes(type.name)
        ? Object.values(type.getFields())
            .filter((field) => !isNonNullType(field.type))
            .filter((field) => !/\bnull\b/i.test(field.description ?? ''))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    )
    expect(silent).toEqual([])
  })

  test('has a visible default for every argument that must not be null, or needs it said', () => {
    const required = ownTypes.flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).flatMap((field) =>
            field.args.filter(isRequiredArgument).map((arg) => `${field.name}(${arg.name}:)`),
          )
        : [],
    )
    expect(new Set(required)).toEqual(
      new Set([
        ...['node', 'record', 'asset', 'source', 'harvest', 'cancelHarvest'].map(
          (f) => `${f}(id:)`,
        ),
        ...['records(ids:)', 'links(ids:)', 'suggest(prefix:)', 'facetValues(facet:)'],
        ...['whyNot(query:)', 'whyNot(id:)', 'startHarvest(source:)'],
        'estimateCost(ids:)',
        ...['checkSource(input:)', 'registerSource(input:)', 'updateSource(patch:)'],
        ...['updateSource', 'approveSource', 'pauseSource', 'resumeSource', 'removeSource'].map(
          (f) => `${f}(id:)`,
        ),
        'removeSource(confirmRecords:)',
        ...['remapSource', 'replayRejections', 'sourceReport'].map((f) => `${f}(source:)`),
        ...['ids', 'consent', 'idempotencyKey'].map((name) => `openLinks(${name}:)`),
      ]),
    )
  })

  test('has no root that takes others with it: each is null alone, or a list whose elements are', () => {
    const strict = (['Query', 'Mutation', 'Subscription'] as const).flatMap((name) => {
      const type = schema.getType(name)
      if (!isObjectType(type)) return [name]
      return Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => `${name}.${field.name}: ${field.type}`)
    })
    expect(strict).toEqual(['Query.records: [MetadataRecord]!', 'Query.links: [AccessLink]!'])
  })

  test.each([
    ['ErrorCode', Object.keys(errorMessages)],
    ['Facet', facets],
    ['RecordSort', recordSorts],
    ['Ranking', rankings],
    ['RecordKind', RecordKind.options],
    ['Domain', Domain.options],
    ['LicenseClass', LicenseClass.options],
    ['Access', Access.options],
    ['Availability', Availability.options],
    ['AssetRole', AssetRole.options],
    ['ChecksumAlgorithm', ChecksumAlgorithm.options],
    ['Origin', Origin.options],
  ])('has in %s what the model has', (name, values) => {
    expect(valuesOf(name).toSorted()).toEqual([...values].toSorted())
  })

  test('has a resolver only for fields that there are, and all types of the file', () => {
    expect(Object.keys(createSchema().getTypeMap()).toSorted()).toEqual(
      Object.keys(schema.getTypeMap()).toSorted(),
    )
  })

  test('is what the generated types were made from', () => {
    const script = fileURLToPath(new URL('src/gateway/schema-types.ts', root))
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
    ).not.toThrow()
  })
})
