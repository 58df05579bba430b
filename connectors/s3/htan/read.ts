import type { DocumentOptions } from '../documents/assets.ts'
import type { Place } from '../documents/place.ts'
import { documentId } from '../documents/place.ts'
import {
  asList,
  type DocumentProblem,
  type DocumentRead,
  type DocumentRow,
  isObject,
  type Json,
} from '../documents/rows.ts'
import { doisIn } from '../documents/words.ts'
import { isPersonal } from './assays.ts'
import { isOfPeople } from './columns.ts'
import { fileListId, fileListTable, isFileList, listPlace } from './file-list.ts'
import { atlasId, datasetId, fileTable, type TableItem, type TableReader } from './file-table.ts'

export const notHtan: DocumentProblem = {
  problem: 'OTHER',
  reason: 'It is neither a manifest of HTAN nor a list of files with their sizes.',
}
export const ofPeople: DocumentProblem = {
  problem: 'PERSONAL',
  reason: 'Its rows are about people or samples of theirs, which are not read.',
}

/** Rows are the same whatever the bucket means for them. */
const closed: DocumentOptions = { access: 'UNKNOWN', accessNote: null, payer: null }

/** Rows alone; files that a table lists as assets of its datasets come with `htanItems`. */
export function htanRows(document: unknown, place: Place): DocumentRead {
  const items = htanItems(document, place, closed)
  return 'problem' in items ? items : [...items].filter((item) => 'entity' in item)
}

/**
 * What a JSON document of HTAN or the Harvard Tissue Atlas gives, one by one: a list of atlases or publications, the index
 * of manifests, a table of data files, lists of files.
 */
export function htanItems(
  document: unknown,
  place: Place,
  options: DocumentOptions,
): Iterable<TableItem> | DocumentProblem {
  if (Array.isArray(document)) return listItems(document, place, options)
  if (!isObject(document)) return notHtan
  if (Array.isArray(document.columns)) return tableItems(document, place, options)
  if (isIndex(document)) return indexItems(document, place)
  return fileListItems(document, place, options)
}

function listItems(list: readonly unknown[], place: Place, options: DocumentOptions) {
  const first = list.find(isObject)
  if (first === undefined) return notHtan
  if ('htan_id' in first) return atlases(list, place)
  if (first.Component === 'PublicationManifest') return publications(list, place)
  // A list of objects is a table, its header the keys of the first.
  const header = Object.keys(first)
  const reader = tableReader(header, place, options)
  if ('problem' in reader) return reader
  return run(reader, () => rowsOfObjects(list, header))
}

function* rowsOfObjects(list: readonly unknown[], header: readonly string[]) {
  for (const one of list) if (isObject(one)) yield header.map((name) => cellOf(one[name]))
}

/** A table as `{ columns, rows }`. */
function tableItems({ columns, rows }: Json, place: Place, options: DocumentOptions) {
  const header = asList(columns).map(cellOf)
  const reader = tableReader(header, place, options)
  return 'problem' in reader ? reader : run(reader, () => rowsOfLists(asList(rows)))
}

function* rowsOfLists(rows: readonly unknown[]) {
  for (const row of rows) if (Array.isArray(row)) yield row.map(cellOf)
}

function cellOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : ''
}

/** What reads a table with this header. The row of a list of files is given with its first one. */
export function tableReader(
  header: readonly string[],
  place: Place,
  options: DocumentOptions,
): TableReader | DocumentProblem {
  const files = fileTable(header, place, options)
  if (files !== null) return files
  if (isOfPeople(header)) return ofPeople
  if (!isFileList(header)) return notHtan
  const nativeId = fileListId(place, null)
  const table = fileListTable(header, nativeId, place, options)
  const row = { place, name: listName(place), bucket: null, sections: [] }
  let isTold = false
  const told = function* (items: Iterable<TableItem>): Generator<TableItem> {
    if (!isTold) yield { entity: 'hta-file-list', nativeId, row }
    isTold = true
    yield* items
  }
  return {
    read: (cells) => (isTold ? table.read(cells) : told(table.read(cells))),
    finish: () => told(table.finish()),
    again: () => false,
  }
}

function listName({ key, bucket }: Place): string {
  const name =
    key
      .split('/')
      .at(-1)
      ?.replace(/\.[a-z]+$/i, '') ?? ''
  return name === '' ? bucket : name
}

function* run(reader: TableReader, rows: () => Iterable<readonly string[]>): Generator<TableItem> {
  do {
    for (const cells of rows()) yield* reader.read(cells)
    yield* reader.finish()
  } while (reader.again())
}

function* atlases(list: readonly unknown[], place: Place): Generator<DocumentRow> {
  for (const one of list) {
    if (!isObject(one)) continue
    const center = typeof one.htan_id === 'string' ? one.htan_id.toUpperCase() : null
    yield {
      entity: 'htan-atlas',
      nativeId: center === null ? null : atlasId(center),
      row: {
        place,
        center,
        title: isObject(one.title) ? one.title.rendered : one.title,
        description: one.short_description,
        institutions: one.lead_institutions,
      },
    }
  }
}

function* publications(list: readonly unknown[], place: Place): Generator<DocumentRow> {
  for (const one of list) {
    if (!isObject(one)) continue
    const text = (name: string) => {
      const value = one[name]
      return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    }
    const [doi] = [...doisIn(text('DOI')), ...doisIn(text('Eutils DOI'))]
    const files = asList(one['Publication-associated HTAN Parent Data File ID'])
    const name = doi ?? (text('PMID') || text('Title'))
    yield {
      entity: 'htan-publication',
      nativeId: name === '' ? null : documentId(place, name),
      row: {
        place,
        center: text('HTAN Center ID'),
        title: text('Title'),
        doi: doi ?? null,
        pubmed: text('PMID'),
        authors: text('Authors'),
        year: text('Year of Publication'),
        date: text('Eutils Sort Date') || text('Eutils Date'),
        license: text('License'),
        dataTypes: text('Data Type').split(/\s*,\s*/),
        viewers: text('UCSC Cell Browser Link').split(/\s*,\s*|\^\^\^/),
        // The full count stands beside a list that was cut.
        files: one._parentDataFileCount ?? one.parentDataFileCount ?? (files.length || null),
      },
    }
  }
}

/** `{ HTA1: [{ component, synapseId, numItems }] }`: the manifests of each atlas. */
function isIndex(document: Json): boolean {
  const keys = Object.keys(document)
  return keys.length > 0 && keys.every((key) => /^HTA\d+$/i.test(key))
}

function indexItems(document: Json, place: Place): Iterable<TableItem> {
  return Object.entries(document).flatMap(([name, manifests]) => {
    const center = name.toUpperCase()
    const byComponent = new Map<string, { files: number | null; manifests: string[] }>()
    for (const one of asList(manifests)) {
      if (!isObject(one) || typeof one.component !== 'string' || isPersonal(one.component)) continue
      const sum = byComponent.get(one.component) ?? { files: 0, manifests: [] }
      const count = typeof one.numItems === 'number' ? one.numItems : null
      // What one manifest does not say, nobody knows of all.
      sum.files = sum.files === null || count === null ? null : sum.files + count
      if (typeof one.synapseId === 'string') sum.manifests.push(one.synapseId)
      byComponent.set(one.component, sum)
    }
    return [...byComponent].map(([component, sum]) => ({
      entity: 'htan-dataset',
      nativeId: datasetId(place, center, component),
      row: { place, center, component, isHere: null, ...sum },
    }))
  })
}

/** `{ name: { bucket, tables } }`, or one such list by itself. */
function fileListItems(document: Json, place: Place, options: DocumentOptions) {
  const lists = Array.isArray(document.tables)
    ? [[null, document] as const]
    : Object.entries(document)
  const known = lists.filter(([, list]) => isObject(list) && asList(list.tables).some(listsFiles))
  return known.length === 0 ? notHtan : allLists(known, place, options)
}

function listsFiles(table: unknown): boolean {
  return isObject(table) && isFileList(asList(table.columns).map(cellOf))
}

function* allLists(
  lists: readonly (readonly [string | null, unknown])[],
  place: Place,
  options: DocumentOptions,
): Generator<TableItem> {
  for (const [name, list] of lists) {
    if (!isObject(list)) continue
    const nativeId = fileListId(place, name)
    const tables = asList(list.tables).filter(isObject)
    const files = listPlace(typeof list.bucket === 'string' ? list.bucket : null, place)
    const sections = tables.map(({ section }) => section)
    yield {
      entity: 'hta-file-list',
      nativeId,
      row: { place, name: name ?? listName(place), bucket: files.bucket, sections },
    }
    const seen = new Set<string>()
    // Options are those of the bucket of the document: they say nothing of another one.
    const own = files.bucket === place.bucket ? options : null
    for (const { section, columns, rows } of tables) {
      // `_N_HE_/`: each of the files lies in a folder of its own, which is named in no table.
      if (typeof section === 'string' && section.endsWith('/')) continue
      const header = asList(columns).map(cellOf)
      const reader = fileListTable(header, nativeId, files, own, seen)
      yield* run(reader, () => rowsOfLists(asList(rows)))
    }
  }
}
