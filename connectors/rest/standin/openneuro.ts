import { buildSchema, graphql } from 'graphql'
import { type SampleDataset, datasets as sample } from '../sample/openneuro.ts'
import { json, repeated, type World, type WorldAnswer, type WorldRequest } from './world.ts'

/*
 * OpenNeuro after its source (OpenNeuroOrg/openneuro): the part of its GraphQL schema that says what a dataset is, with its
 * own nullability, cursors that are offsets in disguise, `first` between 1 and 100, and null in place of an empty connection.
 */

const root = '/crn'
const uploader = 'zq.uploader@example.org'

const schema = buildSchema(/* GraphQL */ `
  scalar DateTime
  scalar BigInt
  enum SortOrdering { ascending descending }
  input DatasetSort { created: SortOrdering name: SortOrdering publishDate: SortOrdering }
  input DatasetFilter { public: Boolean shared: Boolean all: Boolean }
  type Query {
    dataset(id: ID!): Dataset
    datasets(
      first: Int = 25
      after: String
      before: String
      orderBy: DatasetSort = { created: ascending }
      filterBy: DatasetFilter = {}
      modality: String
    ): DatasetConnection
    snapshot(datasetId: ID!, tag: String!): Snapshot
  }
  type DatasetConnection { edges: [DatasetEdge] pageInfo: PageInfo! }
  type DatasetEdge { id: String! node: Dataset! cursor: String! }
  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
    count: Int
  }
  type User { id: ID! name: String email: String }
  type Dataset {
    id: ID!
    created: DateTime!
    uploader: User
    public: Boolean
    latestSnapshot: Snapshot!
    name: String
    publishDate: DateTime
    metadata: Metadata
  }
  type Snapshot {
    id: ID!
    tag: String!
    created: DateTime
    summary: Summary
    files(tree: String, recursive: Boolean): [DatasetFile]
    description: Description
    readme: String
    hexsha: String
    size: BigInt
  }
  type Description {
    id: ID!
    Name: String!
    BIDSVersion: String!
    License: String
    Authors: [String]
    DatasetDOI: String
    DatasetType: String
    ReferencesAndLinks: [String]
  }
  type Summary {
    id: ID!
    modalities: [String]
    primaryModality: String
    subjects: [String]
    tasks: [String]
    size: BigInt!
    totalFiles: Int!
    dataProcessed: Boolean
  }
  type Metadata {
    datasetId: ID!
    species: String
    associatedPaperDOI: String
    seniorAuthor: String
    adminUsers: [String]
  }
  type DatasetFile {
    id: ID!
    filename: String!
    size: BigInt
    annexed: Boolean
    urls: [String]
    directory: Boolean
  }
`)

/** Ids of datasets whose newest snapshot cannot be had: an error, and null where their edge is due. */
export interface Openneuro extends World {
  readonly broken: Set<string>
}

/** @param times How often the sample is in it. */
export function createOpenneuro(times = 1): Openneuro {
  const datasets = repeated(sample, times, (one, nth) => ({
    ...one,
    id: `ds9${nth}${one.id.slice(2)}`,
  }))
  const broken = new Set<string>()
  return {
    basePath: root,
    credentials: null,
    ids: datasets.filter(({ isPublic }) => isPublic).map(({ id }) => `dataset:${id}`),
    planted: [uploader, 'sub-zq01'],
    paging: ['after'],
    isListOfIds: () => false,
    empty: emptied,
    broken,
    evolve() {
      const [first, second] = datasets.filter(({ isPublic }) => isPublic)
      if (first === undefined || second === undefined) throw new Error('the sample is too small')
      Object.assign(first, { name: `${first.name}, anew`, tag: '9.0.0' })
      datasets.splice(datasets.indexOf(second), 1)
      datasets.push({ ...second, id: 'ds990099' })
    },
    answer: (request) => answer(request, broken, datasets),
  }
}

function emptied(body: unknown): unknown {
  const { data } = Object(body) as { data?: { datasets?: unknown; snapshot?: object } }
  if (data?.datasets !== undefined) return { data: { datasets: null } }
  return data?.snapshot === undefined ? body : { data: { snapshot: { files: [] } } }
}

async function answer(
  { method, path, body }: WorldRequest,
  broken: ReadonlySet<string>,
  datasets: readonly SampleDataset[],
): Promise<WorldAnswer | null> {
  if (path !== `${root}/graphql`) return null
  if (method !== 'POST') return json({ errors: [{ message: 'Use POST.' }] }, 405)
  const { query, variables } = JSON.parse(body.toString()) as {
    query: string
    variables?: Record<string, unknown>
  }
  const rootValue = {
    datasets: (options: PageOptions) => connection(options, broken, datasets),
    dataset: ({ id }: { id: string }) => datasetNode(found(datasets, id), broken),
    snapshot: ({ datasetId, tag }: { datasetId: string; tag: string }) => {
      const dataset = found(datasets, datasetId)
      return dataset.tag === tag ? snapshotOf(dataset) : null
    },
  }
  const result = await graphql({
    schema,
    source: query,
    rootValue,
    variableValues: variables ?? {},
  })
  return json(JSON.parse(JSON.stringify(result)), result.data === undefined ? 400 : 200)
}

interface PageOptions {
  first: number
  after?: string
  filterBy: { public?: boolean }
}

function found(datasets: readonly SampleDataset[], id: string): SampleDataset {
  const dataset = datasets.find((one) => one.id === id && one.isPublic)
  if (dataset === undefined) throw new Error('You do not have access to read this dataset.')
  return dataset
}

const cursorOf = (offset: number) => Buffer.from(JSON.stringify({ offset })).toString('base64')

function connection(
  { first, after }: PageOptions,
  broken: ReadonlySet<string>,
  datasets: readonly SampleDataset[],
) {
  const all = datasets.filter(({ isPublic }) => isPublic)
  if (all.length === 0) return null
  const limit = Math.max(Math.min(first, 100), 1)
  const offset = after ? (JSON.parse(Buffer.from(after, 'base64').toString()).offset as number) : 0
  return {
    edges: all.slice(offset, offset + limit).map((dataset, at) => ({
      id: dataset.id,
      cursor: cursorOf(offset + at),
      node: datasetNode(dataset, broken),
    })),
    pageInfo: {
      hasPreviousPage: offset > 0,
      startCursor: cursorOf(offset),
      hasNextPage: offset + limit < all.length,
      endCursor: cursorOf(offset + limit),
      count: all.length,
    },
  }
}

function datasetNode(dataset: SampleDataset, broken: ReadonlySet<string>) {
  const { id, name, created, species, paper } = dataset
  return {
    id,
    name,
    created,
    public: true,
    publishDate: created,
    uploader: { id: 'zq', name: 'Zq', email: uploader },
    latestSnapshot: () => {
      if (broken.has(id)) throw new Error('Invalid git reference')
      return snapshotOf(dataset)
    },
    metadata: {
      datasetId: id,
      species,
      associatedPaperDOI: paper,
      seniorAuthor: 'Zq',
      adminUsers: [uploader],
    },
  }
}

function snapshotOf(dataset: SampleDataset) {
  const { id, tag, created, readme, modalities, files } = dataset
  return {
    id: `${id}:${tag}`,
    tag,
    created,
    readme,
    hexsha: 'a'.repeat(40),
    description: {
      id: `${id}:${tag}`,
      Name: dataset.name,
      BIDSVersion: '1.8.0',
      License: dataset.license,
      Authors: dataset.authors,
      DatasetDOI: dataset.doi,
      DatasetType: dataset.type,
      ReferencesAndLinks: [''],
    },
    summary: modalities && {
      id: tag,
      modalities,
      primaryModality: modalities[0],
      subjects: ['sub-zq01'],
      tasks: dataset.tasks,
      size: files.reduce((sum, { size }) => sum + size, 0),
      totalFiles: files.length,
      dataProcessed: false,
    },
    files: files.map(({ filename, size, directory }) => ({
      id: `${id}:${filename}`,
      filename,
      size,
      directory,
      annexed: size > 1_000_000,
      urls: [
        `https://s3.amazonaws.com/openneuro.org/${id}/${encodeURIComponent(filename)}?versionId=zq`,
      ],
    })),
  }
}
