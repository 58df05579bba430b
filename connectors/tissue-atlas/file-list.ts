import { sizeOf } from './printed-size.ts'
import { type Table, tablesOf } from './tables.ts'

/** A file or folder as a list of the site names it. */
export interface ListedFile {
  /** As it is printed; of a folder with its slash: `P132115/raw/`. */
  name: string
  /** What it is of, as the list's first column says: `MEL01-1-1`, `P132115`. */
  sample: string
  /** Bucket and key; null for what lies elsewhere. */
  bucket: string | null
  key: string | null
  /** Id at Synapse: `syn32563757`. */
  synapse: string | null
  /** Bytes; null when none is printed. */
  size: number | null
  isExact: boolean
  isFolder: boolean
  /** Level of processing that its column names: `Level 2`. */
  level: string | null
}

/** A bucket with what comes before every key: `{ bucket: 'hta-melatlas-1', prefix: 'data/' }`. */
export interface Place {
  bucket: string
  prefix: string
}

/** The bucket that a page names. */
export function placeOf(text: string): Place | null {
  const [, bucket, path = ''] =
    /\bs3:\/\/([a-z0-9][a-z0-9.-]*[a-z0-9])((?:\/[\w.-]*[\w-])*)\/?/.exec(text) ?? []
  if (bucket === undefined) return null
  const prefix = path.replace(/^\//, '')
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` }
}

/** The files of a list; tables without sizes tell about something else. */
export function filesOf(markdown: string, place: Place | null): ListedFile[] {
  const tables = tablesOf(markdown).filter(({ columns }) => columns.some(isSize))
  // Where folders have sizes, each sample has a folder of its own, and its files lie in it.
  const inFolders = tables.some(({ columns }) => columns.some((name) => /folder size/i.test(name)))
  const files = tables.flatMap((table) => filesOfTable(table, inFolders, place))
  return [
    ...new Map(files.map((file) => [`${file.synapse} ${file.key} ${file.name}`, file])).values(),
  ]
}

function filesOfTable(
  { section, columns, rows }: Table,
  inFolders: boolean,
  place: Place | null,
): ListedFile[] {
  const whereAt = columns.findIndex((name) => /^(location|synapse id)$/i.test(name))
  return columns.flatMap((column, sizeAt) => {
    if (!isSize(column)) return []
    const isFolder = /folder/i.test(column)
    const nameAt = isFolder ? null : nameColumn(columns, sizeAt)
    const level = /\blevel [1-5]\b/i.exec(columns[nameAt ?? -1] ?? '')?.[0] ?? null
    return rows.flatMap((row) => {
      const [sample = ''] = row
      const name = nameAt === null ? section : (row[nameAt] ?? '')
      if (sample === '' || name === '') return []
      const where = row[whereAt] ?? ''
      const synapse = /^syn\d+$/.test(where) ? where : null
      const isElsewhere = whereAt >= 0 && !/^aws$/i.test(where)
      const own = pathOf(name, { sample, section, isFolder, inFolders })
      const size = sizeOf(row[sizeAt] ?? '')
      return [
        {
          name: own,
          sample,
          bucket: isElsewhere || place === null ? null : place.bucket,
          key: isElsewhere || place === null ? null : place.prefix + own,
          synapse,
          size: size?.bytes ?? null,
          isExact: size?.isExact ?? false,
          isFolder: own.endsWith('/'),
          level: level === null ? null : `Level ${level.slice(-1)}`,
        },
      ]
    })
  })
}

interface Naming {
  sample: string
  section: string
  isFolder: boolean
  inFolders: boolean
}

/**
 * Path below the list's own prefix. A file whose section is a folder (`_N_HE_/`, N being the sample) lies somewhere in
 * that folder: it is the folder that can be named.
 */
function pathOf(name: string, { sample, section, isFolder, inFolders }: Naming): string {
  const isInFolder = section.endsWith('/')
  const own = isFolder || isInFolder ? section.replace(/(?<![A-Za-z])N(?![A-Za-z])/g, sample) : name
  return inFolders ? `${sample}/${own}` : own
}

function isSize(column: string): boolean {
  return /\bsize\b/i.test(column)
}

/** The column of names that a column of sizes belongs to: the nearest before it that is one. */
function nameColumn(columns: readonly string[], sizeAt: number): number | null {
  for (let at = sizeAt - 1; at > 0; at -= 1) {
    const name = columns[at] ?? ''
    if (!isSize(name) && !/^(location|synapse id|number of files)$/i.test(name)) return at
  }
  return null
}
