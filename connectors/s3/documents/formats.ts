import type { AssetRole } from '#sdk'
import { formatOf } from '../formats.ts'

/** What a file is, as far as a document and its name tell. */
export interface DocumentFormat {
  format: string | null
  role: AssetRole
}

/** Media types that say more than a suffix does, or that the conventions write in a way of their own. */
const told: Readonly<Record<string, readonly [format: string, role: AssetRole]>> = {
  'image/vnd.stac.geotiff': ['GeoTIFF', 'IMAGE'],
  // Formats of their own that are written as one of these are told by their suffix alone.
  'image/tiff': ['TIFF', 'IMAGE'],
  'application/x-hdf5': ['HDF5', 'OTHER'],
  'application/x-hdf': ['HDF5', 'OTHER'],
  'application/netcdf': ['NetCDF', 'OTHER'],
  'application/vnd.zarr': ['Zarr', 'DIRECTORY'],
  'application/x-parquet': ['Parquet', 'TABLE'],
  'application/parquet': ['Parquet', 'TABLE'],
  'application/jsonlines': ['JSON Lines', 'TABLE'],
  'application/jsonl': ['JSON Lines', 'TABLE'],
  'application/x-ndjson': ['JSON Lines', 'TABLE'],
  'application/vnd.laszip+copc': ['LAS', 'OTHER'],
  'application/gzip': ['gzip', 'OTHER'],
  'text/xml': ['XML', 'METADATA'],
  'text/plain': ['text', 'OTHER'],
  'git+https': ['Git', 'DIRECTORY'],
}

/**
 * By the name's suffix, since media types of documents are copied along from file to file; by the media type where the name
 * has no suffix that is known, and for GeoTIFF, which has none of its own.
 */
export function formatNamed(name: string, mediaType: string | null): DocumentFormat {
  const [bare = '', ...parameters] = (mediaType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const own = Object.hasOwn(told, bare) ? told[bare] : undefined
  const byName = formatOf(name)
  if (byName.format === 'TIFF' && isGeographic(bare, parameters)) {
    return { ...byName, format: 'GeoTIFF' }
  }
  if (byName.format !== null) return byName
  if (isGeographic(bare, parameters)) return { format: 'GeoTIFF', role: 'IMAGE' }
  if (own !== undefined) return { format: own[0], role: own[1] }
  return formatOf('', bare)
}

function isGeographic(type: string, parameters: readonly string[]): boolean {
  return type === 'image/vnd.stac.geotiff' || parameters.includes('application=geotiff')
}

/** `type/subtype` as printed; null for what is no media type. */
export function mediaTypeOf(printed: string | null): string | null {
  const text = printed?.trim() ?? ''
  return /^[a-z]+\/[\w.+-]+(?:\s*;.*)?$/i.test(text) && text.length <= 200 ? text : null
}
