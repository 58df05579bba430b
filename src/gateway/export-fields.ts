import type { StoredRecord, Term } from '../model/index.ts'
import type { SourceWithCount } from '../store/record-store.ts'
import { recordNodeId, sourceNodeId } from './ids.ts'

/** A record as it is exported. */
export interface Exported {
  record: StoredRecord
  source: Pick<SourceWithCount, 'id' | 'title'>
}

/** What stands in one cell of a table; null: unknown. */
export type Cell = string | number | null | readonly (string | number | null)[]

export interface Column {
  title: string
  cell(exported: Exported): Cell
}

/** A field of `MetadataRecord` in the API: what it is in JSON, and the columns that it is in a table. */
export interface ExportField {
  name: string
  value(exported: Exported): unknown
  columns: readonly Column[]
}

type RecordCell = (record: StoredRecord) => Cell

/** Columns of a field whose value has parts. */
function columns(cells: Readonly<Record<string, RecordCell>>): Column[] {
  return Object.entries(cells).map(([title, cell]) => ({
    title,
    cell: ({ record }) => cell(record),
  }))
}

/** Fields that the catalogue holds as the API gives them, and that fit into a cell. */
function plain<Name extends keyof StoredRecord>(
  ...names: (StoredRecord[Name] extends Cell ? Name : never)[]
): ExportField[] {
  return names.map((name) => ({
    name,
    value: ({ record }) => record[name],
    columns: columns({ [name]: (record) => record[name] as Cell }),
  }))
}

type Parted = 'resolution' | 'subjects' | 'license' | 'publications' | 'quality'

function parted(name: Parted, cells: Readonly<Record<string, RecordCell>>): ExportField {
  return { name, value: ({ record }) => record[name], columns: columns(cells) }
}

type Terms = 'species' | 'modality' | 'structure' | 'technique' | 'referenceSpace'

/** Labels, and beside them the ids in the same order. */
function terms(name: Terms): ExportField {
  const all = (part: 'label' | 'termId') => (record: StoredRecord) =>
    record[name].map((term: Term) => term[part])
  return {
    name,
    value: ({ record }) => record[name],
    columns: columns({ [name]: all('label'), [`${name}Ids`]: all('termId') }),
  }
}

const link = (id: string) => ({ id: recordNodeId(id) })

const id: ExportField = {
  name: 'id',
  value: ({ record }) => recordNodeId(record.id),
  columns: columns({ id: (record) => recordNodeId(record.id) }),
}

const source: ExportField = {
  name: 'source',
  value: ({ source }) => ({
    id: sourceNodeId(source.id),
    name: source.id,
    title: source.title,
  }),
  columns: [
    { title: 'source', cell: ({ source }) => source.id },
    { title: 'sourceTitle', cell: ({ source }) => source.title },
  ],
}

const parents: ExportField = {
  name: 'parents',
  value: ({ record }) => record.parents.map(link),
  columns: columns({ parents: (record) => record.parents.map(recordNodeId) }),
}

const isVersionOf: ExportField = {
  name: 'isVersionOf',
  value: ({ record: { isVersionOf } }) => (isVersionOf === null ? null : link(isVersionOf)),
  columns: columns({
    isVersionOf: ({ isVersionOf }) => (isVersionOf === null ? null : recordNodeId(isVersionOf)),
  }),
}

const provenance: ExportField = {
  name: 'provenance',
  value: ({ record: { upstream, connector, rowHash, fields } }) => ({
    ...{ upstream, connector, rowHash, fields },
  }),
  columns: columns({
    upstream: ({ upstream }) => upstream,
    connector: ({ connector }) => connector,
  }),
}

/** Everything that is exported of a record, in the order of the schema. `id` comes first: exports go on behind it. */
export const exportFields: readonly ExportField[] = [
  id,
  source,
  ...plain('nativeId', 'kind'),
  parents,
  ...plain('title', 'description', 'keywords', 'version'),
  isVersionOf,
  ...plain('sameAs', 'identity', 'domain'),
  ...(['species', 'modality', 'structure', 'technique', 'referenceSpace'] as const).map(terms),
  parted('resolution', {
    resolution: ({ resolution }) => resolution?.values ?? null,
    resolutionUnit: ({ resolution }) => resolution?.unit ?? null,
  }),
  ...plain('dataLevel', 'fieldStrength'),
  parted('subjects', {
    subjects: ({ subjects }) => subjects?.count ?? null,
    ageMin: ({ subjects }) => subjects?.ageMin ?? null,
    ageMax: ({ subjects }) => subjects?.ageMax ?? null,
    ageUnit: ({ subjects }) => subjects?.ageUnit ?? null,
  }),
  parted('license', {
    license: ({ license }) => license.raw,
    licenseSpdx: ({ license }) => license.spdx,
    licenseClass: ({ license }) => license.class,
    licenseUrl: ({ license }) => license.url,
  }),
  ...plain('access', 'accessNote', 'creators'),
  parted('publications', {
    publications: ({ publications }) => publications.map(({ title }) => title),
    publicationDois: ({ publications }) => publications.map(({ doi }) => doi),
    publicationUrls: ({ publications }) => publications.map(({ url }) => url),
  }),
  ...plain('landingPage', 'viewers', 'released', 'modified', 'harvestedAt'),
  ...plain('assetCount', 'totalBytes', 'formats', 'roles', 'availability'),
  provenance,
  parted('quality', { qualityScore: ({ quality }) => quality.score }),
]
