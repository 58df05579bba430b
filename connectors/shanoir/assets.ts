import { type Asset, unknownAsset } from '#sdk'
import { type Format, locatorOf, mostAtOnce } from './links.ts'
import type { Options } from './options.ts'
import type { Dataset, Study } from './rows.ts'
import { isDicom } from './terms.ts'

/** All are archives made on the fly: nobody knows their size, and there are no checksums. */
const archive = {
  ...unknownAsset,
  mediaType: 'application/zip',
  availability: 'ONLINE',
} as const

const formats: readonly (readonly [Format, string])[] = [
  ['dcm', 'DICOM'],
  ['nii', 'NIfTI'],
]

/** One for each format that a server can give; for what is no DICOM, or was processed, one as it is stored. */
export function datasetAssets(
  { datasetId, datasetType, processed }: Dataset,
  options: Options,
): Asset[] {
  if (processed === true || !isDicom(datasetType)) {
    const locator = locatorOf(options, 'dataset', datasetId, null)
    return [{ ...archive, name: 'as stored (zip)', role: 'ARCHIVE', locator }]
  }
  return formats.map(([format, name]) => ({
    ...archive,
    name: `${name} (zip)`,
    role: 'VOLUME',
    format: name,
    locator: locatorOf(options, 'dataset', datasetId, format),
  }))
}

/** All datasets of a study at once, where they are not more than a server packs. */
export function studyAssets({ id, contents }: Study, options: Options): Asset[] {
  if (contents === null || contents.datasets === 0 || contents.datasets > mostAtOnce) return []
  return formats.map(([format, name]) => ({
    ...archive,
    name: `all datasets as ${name} (zip)`,
    role: 'ARCHIVE',
    format: name,
    locator: locatorOf(options, 'study', id, format),
  }))
}
