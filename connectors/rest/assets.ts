import { type Asset, AssetRole, type Checksum } from '#sdk'
import { allOf, numberOf, oneOf } from './convert.ts'
import { type AssetsSpec, partedPath, type Value } from './manifest.ts'
import { type Found, pathOf, walk } from './paths.ts'
import { pickFields } from './pick-fields.ts'
import { invalid } from './requests.ts'
import { filled, templateOf, type Values } from './templates.ts'

/** What endings of names say, longest first. */
const endings: readonly (readonly [string, string, AssetRole])[] = [
  ['.nii.gz', 'NIfTI', 'VOLUME'],
  ['.nii', 'NIfTI', 'VOLUME'],
  ['.nwb', 'NWB', 'OTHER'],
  ['.ome.zarr', 'OME-Zarr', 'DIRECTORY'],
  ['.zarr', 'Zarr', 'DIRECTORY'],
  ['.ome.tiff', 'OME-TIFF', 'IMAGE'],
  ['.ome.tif', 'OME-TIFF', 'IMAGE'],
  ['.tiff', 'TIFF', 'IMAGE'],
  ['.tif', 'TIFF', 'IMAGE'],
  ['.png', 'PNG', 'IMAGE'],
  ['.jpg', 'JPEG', 'IMAGE'],
  ['.jpeg', 'JPEG', 'IMAGE'],
  ['.svs', 'SVS', 'IMAGE'],
  ['.mnc', 'MINC', 'VOLUME'],
  ['.mgz', 'MGH', 'VOLUME'],
  ['.nrrd', 'NRRD', 'VOLUME'],
  ['.gii', 'GIFTI', 'MESH'],
  ['.edf', 'EDF', 'OTHER'],
  ['.dicom.zip', 'DICOM', 'ARCHIVE'],
  ['_dicom.zip', 'DICOM', 'ARCHIVE'],
  ['.dcm', 'DICOM', 'VOLUME'],
  ['.tar.gz', 'TAR', 'ARCHIVE'],
  ['.tgz', 'TAR', 'ARCHIVE'],
  ['.tar', 'TAR', 'ARCHIVE'],
  ['.zip', 'ZIP', 'ARCHIVE'],
  ['.json', 'JSON', 'METADATA'],
  ['.tsv', 'TSV', 'TABLE'],
  ['.csv', 'CSV', 'TABLE'],
  ['.xlsx', 'XLSX', 'TABLE'],
]

/** Assets that stand in the row, or in a detail of it. */
export function inlineAssets(
  spec: AssetsSpec,
  { found, details }: { found: Found; details: Record<string, unknown> },
  values: Values,
): Asset[] {
  const { detail, path } = partedPath(spec.rows ?? '.')
  const walked = walk(pathOf(path), detail === null ? found.value : details[detail])
  if (walked.fault !== null) {
    const { expected, received } = walked.fault
    throw invalid(`The source answered a ${received} where a ${expected} is to hold files.`)
  }
  return walked.found.filter(({ value }) => value != null).map((one) => assetOf(spec, one, values))
}

/** One asset. What it lacks is left to its shape, which rejects it. */
export function assetOf(spec: AssetsSpec, found: Found, ofRow: Values): Asset {
  const picked = pickFields(spec.fields, { found, details: {} })
  const values: Values = (name) => picked.values.get(name) ?? ofRow(name)
  const text = (value: Value | undefined): string | null => {
    const got = oneOf(value, values, () => {})
    return got === null ? null : String(got.value)
  }
  const name = text(spec.name) ?? ''
  const [, format = null, role = 'OTHER'] =
    endings.find(([ending]) => name.toLowerCase().endsWith(ending)) ?? []
  const size = numberOf(oneOf(spec.size, values, () => {})?.value ?? '')
  const [locator = ''] = filled(
    templateOf(spec.locator),
    values,
    !/^\{[^{}]*\}$/.test(spec.locator),
  )
  return {
    name,
    role: AssetRole.safeParse(text(spec.role)).data ?? role,
    format: text(spec.format) ?? format,
    mediaType: text(spec.mediaType),
    size: size !== null && Number.isSafeInteger(size) && size >= 0 ? size : null,
    sizeIsExact: size !== null,
    checksum: checksumOf(spec, values),
    availability: 'ONLINE',
    locator: picked.faults.length > 0 ? '' : String(locator),
    region: null,
    payer: null,
  }
}

/** Digits in base 16, of the length that the algorithm has; of several the first that is so. */
function checksumOf({ checksum }: AssetsSpec, values: Values): Checksum | null {
  if (checksum === undefined) return null
  const { algorithm, value } = checksum
  for (const got of allOf(value, values, () => {})) {
    const digits = String(got.value).toLowerCase()
    const isOne =
      /^[0-9a-f]+$/.test(digits) && (lengths[algorithm] ?? digits.length) === digits.length
    if (isOne) return { algorithm, value: digits, source: 'API' }
  }
  return null
}

const lengths: Partial<Record<Checksum['algorithm'], number>> = {
  MD5: 32,
  SHA1: 40,
  SHA256: 64,
  SHA384: 96,
  SHA512: 128,
}
