import type { Asset } from '#sdk'
import { assetAt, type DocumentOptions, distinctAssets } from '../documents/assets.ts'
import { sumOf } from '../documents/checksums.ts'
import { known } from '../documents/rows.ts'
import { sizeOf } from '../documents/sizes.ts'
import type { CroissantFile, CroissantRow } from './rows.ts'

/**
 * The files that can be opened by themselves. What is contained in an archive or a repository that is listed too has no
 * address of its own; a set of files is the folder that its patterns start from.
 */
export function croissantAssets(row: CroissantRow, options: DocumentOptions): Asset[] {
  const alone = known(row.distribution).filter((file) => known(file.containedIn).length === 0)
  return distinctAssets(
    alone.flatMap((file) =>
      file.type === 'FileSet' ? foldersOf(file, row, options) : [fileOf(file, row, options)],
    ),
  )
}

function fileOf(file: CroissantFile, row: CroissantRow, options: DocumentOptions): Asset | null {
  if (file.contentUrl === null) return null
  const types = known(file.encodingFormat)
  return assetAt(file.contentUrl, row.place, options, {
    name: file.name ?? file.id,
    mediaType: types[0] ?? null,
    size: sizeOf(file.contentSize),
    checksum:
      sumOf('SHA256', file.sha256, 'Croissant sha256') ?? sumOf('MD5', file.md5, 'Croissant md5'),
  })
}

/** `data/train/*.parquet` is the folder `data/train/`. */
function foldersOf(
  file: CroissantFile,
  row: CroissantRow,
  options: DocumentOptions,
): (Asset | null)[] {
  return known(file.includes).map((glob) => {
    const [fixed = ''] = glob.split(/[*?[{]/, 1)
    const folder = fixed.slice(0, fixed.lastIndexOf('/') + 1)
    if (folder === '' || folder === '/') return null
    return assetAt(folder, row.place, options, {
      name: glob,
      role: 'DIRECTORY',
      mediaType: known(file.encodingFormat)[0] ?? null,
    })
  })
}
