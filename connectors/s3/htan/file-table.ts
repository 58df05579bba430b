import type { Asset } from '#sdk'
import { type DocumentOptions, isIn } from '../documents/assets.ts'
import { documentId, type Place } from '../documents/place.ts'
import type { DocumentRow } from '../documents/rows.ts'
import { assayOf, isPersonal, levelOf } from './assays.ts'
import { type Columns, columnsOf, type Field } from './columns.ts'
import { htanFileAsset, isControlled } from './files.ts'
import { HtanFileRow } from './rows.ts'

/** What a table gives: rows, and files of a dataset whose row was given before. */
export type TableItem = DocumentRow | { assets: string; chunk: Asset[] }

/**
 * Reads a table row by row, so that it is never held as a whole. The assets of a record have to come right behind its row:
 * tables in which datasets alternate are read once more for each of them.
 */
export interface TableReader {
  /** What the cells of one row give. */
  read(cells: readonly string[]): Iterable<TableItem>
  /** What is left when all rows were read. */
  finish(): Iterable<TableItem>
  /** Whether the rows are to be read again, from the first one on, and finished again. */
  again(): boolean
}

/** Assets that are kept back until they are a chunk. */
const chunkSize = 500

/** Native id of an atlas: the same in every table, which is how parts find it. */
export function atlasId(center: string): string {
  return `htan:${center}`
}

/** Native id of the dataset of a table that an atlas has in it. */
export function datasetId(place: Place, center: string, component: string | null): string {
  return documentId(place, component === null ? center : `${center}/${component}`)
}

/** A dataset of a table, as far as its first row tells. */
interface Found {
  nativeId: string
  row: object
  hasAssets: boolean
}

/**
 * A table of data files: a dataset for each atlas and component in it; a picture is a record of its own, any other file an
 * asset of its dataset. Null when the table has no ids of data files.
 */
export function fileTable(
  header: readonly string[],
  place: Place,
  options: DocumentOptions,
): TableReader | null {
  const columns = columnsOf(header)
  if (!columns.has('id')) return null
  const datasets = new Map<string, Found>()
  // Tables put together of several manifests list some files again; the first row of each counts.
  const files = new Set<string>()
  let waiting: Found[] = []
  /** Whose assets are read; null the first time, which is for pictures. */
  let current: Found | null = null
  let chunk: Asset[] = []

  function* read(cells: readonly string[]): Generator<TableItem> {
    const row = rowOf(cells, columns, place)
    if (row.component !== null && isPersonal(row.component)) return
    if (
      current !== null &&
      datasetId(place, row.center ?? '', row.component) !== current.nativeId
    ) {
      return
    }
    const checked = HtanFileRow.safeParse(row)
    if (!checked.success) {
      // Core says what is wrong with it, and the table goes on.
      const nativeId = row.id === null ? null : documentId(place, row.id)
      if (current === null) yield { entity: 'htan-file', nativeId, row }
      return
    }
    if (current === null) yield* picture(checked.data)
    else yield* asset(checked.data, current)
  }

  function* picture(file: HtanFileRow): Generator<TableItem> {
    const { id, center, component } = file
    const nativeId = datasetId(place, center, component)
    const asset = htanFileAsset(file, options)
    const dataset = datasets.get(nativeId) ?? { nativeId, row: {}, hasAssets: false }
    if (!datasets.has(nativeId)) {
      const isHere = asset === null ? null : isIn(asset.locator, place.bucket)
      dataset.row = { place, center, component, files: null, isHere, manifests: [] }
      datasets.set(nativeId, dataset)
    }
    if (!isPicture(file)) dataset.hasAssets ||= asset !== null
    else if (!files.has(id)) {
      files.add(id)
      yield { entity: 'htan-file', nativeId: documentId(place, id), row: file }
    }
  }

  function* asset(file: HtanFileRow, { nativeId }: Found): Generator<TableItem> {
    const one = isPicture(file) || files.has(file.id) ? null : htanFileAsset(file, options)
    if (one === null) return
    files.add(file.id)
    chunk.push(one)
    if (chunk.length === chunkSize) yield* flush(nativeId)
  }

  function* flush(assets: string): Generator<TableItem> {
    if (chunk.length > 0) yield { assets, chunk }
    chunk = []
  }

  function* finish(): Generator<TableItem> {
    if (current === null) {
      waiting = [...datasets.values()].filter(({ hasAssets }) => hasAssets)
      for (const dataset of datasets.values()) if (!dataset.hasAssets) yield rowItem(dataset)
    } else yield* flush(current.nativeId)
    current = waiting.shift() ?? null
    if (current !== null) yield rowItem(current)
  }

  return { read, finish, again: () => current !== null }
}

function rowItem({ nativeId, row }: Found): TableItem {
  return { entity: 'htan-dataset', nativeId, row }
}

function rowOf(cells: readonly string[], columns: Columns, place: Place) {
  const at = (field: Field): string | null => {
    const index = columns.get(field)
    const text = index === undefined ? '' : (cells[index] ?? '').trim()
    return /^(?:|n\/?a|nan|null|none|not (?:reported|applicable|available))$/i.test(text)
      ? null
      : text
  }
  const id = at('id')
  const component = at('component')
  const assay = at('assay')
  const level = levelOf(at('level')) ?? levelOf(component)
  return {
    place,
    id,
    center: /^(HTA\d{1,4})_/.exec(id ?? '')?.[1] ?? null,
    component,
    assay,
    level,
    organ: at('organ'),
    filename: at('filename'),
    fileFormat: at('fileFormat'),
    synapse: at('synapse'),
    url: at('url'),
    size: at('size'),
    md5: at('md5'),
    sha256: at('sha256'),
    isControlled: isControlled(assay ?? component, level, [at('source'), at('access')]),
    release: at('release'),
    x: at('x'),
    y: at('y'),
    z: at('z'),
    xUnit: at('xUnit'),
  }
}

/** Whether a file is looked at by itself. */
function isPicture({ assay, component, level }: HtanFileRow): boolean {
  const known = assayOf(assay) ?? assayOf(component)
  // Level 4 of imaging are tables of cells, level 5 models.
  return known?.isImaging === true && level !== 'Level 4' && level !== 'Level 5'
}
