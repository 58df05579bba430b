import { type Asset, isBucketName, type Mapped, type MappedRecord, unknownRecord } from '#sdk'
import { assetAt, type DocumentOptions } from '../documents/assets.ts'
import { documentId, type Place } from '../documents/place.ts'
import { known } from '../documents/rows.ts'
import { sizeOf } from '../documents/sizes.ts'
import { formatOf } from '../formats.ts'
import { origin } from '../origin.ts'
import { folded } from './columns.ts'
import type { TableItem, TableReader } from './file-table.ts'
import { pathOf, synapsePage } from './files.ts'
import type { HtaFileListRow } from './rows.ts'

const chunkSize = 500

const nothingKnown: DocumentOptions = { access: 'UNKNOWN', accessNote: null, payer: null }

/** Columns that are of no file: whose tissue it is, where, how many. */
const aside = /patient|location|synapse|^field\d*$|number|description|type|size/i

/** Columns that name files. */
const ofFiles =
  /\bfile(?:s|names?)?\b|\bfilename\b|\bimages?\b|\bwsi\b|\btables?\b|\bpath\b|\bkey\b|\(\w[\w-]*\)/i

/** A column of names of files, with the one of their sizes. */
interface Pair {
  file: number
  size: number
}

/**
 * The pairs of columns of a list of files such as those of the Harvard Tissue Atlas: before each column of sizes the nearest
 * one of names. Empty when it is no such list.
 */
function pairsOf(header: readonly string[]): Pair[] {
  const sizes = header.flatMap((name, index) => (/^(?:file )?size\b/i.test(name) ? [index] : []))
  return sizes.flatMap((size) => {
    const file = header.findLastIndex((name, index) => index < size && !aside.test(name))
    return file >= 0 && ofFiles.test(header[file] ?? '') ? [{ file, size }] : []
  })
}

/** Whether a table lists files with their sizes. */
export function isFileList(header: readonly string[]): boolean {
  return pairsOf(header).length > 0
}

/** What a list says of where its files lie: `s3://bucket/data/`, else beside the list itself. */
export function listPlace(address: string | null, place: Place): Place {
  const [, bucket, folder = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(address?.trim() ?? '') ?? []
  if (bucket === undefined || !isBucketName(bucket)) return place
  const key = folder === '' || folder.endsWith('/') ? `${folder}list` : `${folder}/list`
  return { bucket, region: bucket === place.bucket ? place.region : null, key }
}

/** Native id of what a list is of; the one list of a document is the document. */
export function fileListId(place: Place, name: string | null): string {
  return documentId(place, name ?? undefined)
}

/**
 * The files of a table, as assets of the list, each name once. Sizes are printed rounded.
 *
 * @param options null for a bucket of which nothing is known.
 */
export function fileListTable(
  header: readonly string[],
  nativeId: string,
  files: Place,
  options: DocumentOptions | null,
  seen = new Set<string>(),
): TableReader {
  const pairs = pairsOf(header)
  const synapse = header.findIndex((name) => folded(name) === 'synapseid')
  let chunk: Asset[] = []

  function* read(cells: readonly string[]): Generator<TableItem> {
    const page = synapsePage(cells[synapse]?.trim() ?? null)
    for (const { file, size } of pairs) {
      const name = cells[file]?.trim() ?? ''
      if (name === '' || name.length > 1_000) continue
      const { format, role } = formatOf(name)
      const asset = assetAt(page ?? pathOf(name), files, options ?? nothingKnown, {
        name,
        // Of a page of Synapse the address says nothing of the format: the name does.
        format,
        role,
        size: sizeOf(cells[size]),
        ...(options === null && { availability: 'UNKNOWN' as const }),
      })
      if (asset === null || seen.has(asset.locator)) continue
      seen.add(asset.locator)
      chunk.push(asset)
    }
    if (chunk.length < chunkSize) return
    yield { assets: nativeId, chunk }
    chunk = []
  }

  function* finish(): Generator<TableItem> {
    if (chunk.length > 0) yield { assets: nativeId, chunk }
    chunk = []
  }

  return { read, finish, again: () => false }
}

/** Its files are streamed apart. */
export function mapHtaFileList(row: HtaFileListRow, options: DocumentOptions): Mapped {
  const isHere = row.bucket === null || row.bucket === row.place.bucket
  const sections = known(row.sections)
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'DATASET',
    title: row.name,
    description: sections.length === 0 ? null : `Files: ${sections.join('; ')}.`,
    access: isHere ? options.access : 'UNKNOWN',
    accessNote: isHere ? options.accessNote : null,
    fields: [origin('title', 'hta/list-name')],
  }
  return { record }
}
