import { type Asset, s3Locator, unknownAsset } from '#sdk'
import { openBucket } from './buckets.ts'

/** A thing in an open bucket. */
export interface Place {
  bucket: string
  /** Empty for the bucket itself. */
  key: string
}

/**
 * Where an address points, if that is in an open bucket: `s3://bucket/key`, or AWS's web addresses of the same in both
 * their styles. Null for every other: buckets of the institute's own, look-alike hosts, logins in addresses, file
 * shares, and keys that would not survive being a path.
 */
export function placeOf(address: string | null | undefined): Place | null {
  const place = s3PlaceOf(address ?? '') ?? webPlaceOf(address ?? '')
  if (place === null || openBucket(place.bucket) === null) return null
  return isPlainKey(place.key) ? place : null
}

function s3PlaceOf(address: string): Place | null {
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/([^?#]*))?$/.exec(address) ?? []
  return bucket === undefined ? null : { bucket, key }
}

const awsHost =
  /^(?:(?<bucket>[a-z0-9][a-z0-9.-]*)\.)?s3(?:[.-][a-z]{2}-[a-z]+-\d)?\.amazonaws\.com$/

function webPlaceOf(address: string): Place | null {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  if (url.username !== '' || url.password !== '' || url.port !== '') return null
  const host = awsHost.exec(url.hostname)
  const path = host === null ? null : decoded(url.pathname.slice(1))
  if (host === null || path === null) return null
  const bucket = host.groups?.bucket
  if (bucket !== undefined) return { bucket, key: path }
  const [first = '', ...rest] = path.split('/')
  return { bucket: first, key: rest.join('/') }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** Segments of dots go astray in addresses; control characters and backslashes in too many other places. */
function isPlainKey(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u001f\u007f\\]/.test(key) && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(key)
}

/** A key below a folder, or null when it would leave it. */
export function placeBelow(place: Place, path: string): Place | null {
  const key = `${place.key}${path}`
  return isPlainKey(key) && !path.startsWith('/') ? { bucket: place.bucket, key } : null
}

/** `https://bucket.s3.us-west-2.amazonaws.com/key`, for readers. Null for a bucket that is not open. */
export function pageOf({ bucket, key }: Place): string | null {
  const region = openBucket(bucket)?.region
  if (region === undefined) return null
  const path = key.split('/').map(encodeURIComponent).join('/')
  return `https://${bucket}.s3.${region}.amazonaws.com/${path}`
}

export type BucketAsset = Pick<Asset, 'name'> &
  Partial<Pick<Asset, 'role' | 'format' | 'size' | 'checksum' | 'availability'>> & {
    /** Of the object, where its bucket keeps versions. */
    versionId?: string | null
  }

/** An asset in an open bucket; nobody is billed for reading it. */
export function bucketAsset(place: Place, { versionId, ...known }: BucketAsset): Asset {
  const format = known.format === undefined ? formatOf(known.name) : known.format
  return {
    ...unknownAsset,
    role: roleOf(format),
    availability: 'ONLINE',
    ...known,
    format,
    sizeIsExact: (known.size ?? null) !== null,
    locator: s3Locator(place.bucket, place.key, versionId),
    region: openBucket(place.bucket)?.region ?? null,
  }
}

/** Everything below a place, as one asset. */
export function folderAsset(place: Place, name: string): Asset {
  const isZarr = /\.zarr\/?$/i.test(name)
  const format = /\.ome\.zarr\/?$/i.test(name) ? 'OME-Zarr' : isZarr ? 'Zarr' : null
  return bucketAsset(place, { name, role: isZarr ? 'VOLUME' : 'DIRECTORY', format })
}

/** By their longest known ending. */
const formats: readonly (readonly [ending: string, format: string, role: Asset['role']])[] = [
  ['.nii.gz', 'NIfTI', 'VOLUME'],
  ['.nii', 'NIfTI', 'VOLUME'],
  ['.nrrd', 'NRRD', 'VOLUME'],
  ['.ome.tiff', 'OME-TIFF', 'IMAGE'],
  ['.ome.tif', 'OME-TIFF', 'IMAGE'],
  ['.tiff', 'TIFF', 'IMAGE'],
  ['.tif', 'TIFF', 'IMAGE'],
  ['.ims', 'IMS', 'VOLUME'],
  ['.png', 'PNG', 'IMAGE'],
  ['.jpg', 'JPEG', 'IMAGE'],
  ['.h5ad', 'H5AD', 'TABLE'],
  ['.nwb', 'NWB', 'OTHER'],
  ['.h5', 'HDF5', 'OTHER'],
  ['.csv.gz', 'CSV', 'TABLE'],
  ['.csv', 'CSV', 'TABLE'],
  ['.parquet', 'Parquet', 'TABLE'],
  ['.geojson', 'GeoJSON', 'OTHER'],
  ['.json', 'JSON', 'METADATA'],
  ['.md', 'Markdown', 'METADATA'],
  ['.txt', 'TXT', 'OTHER'],
  ['.mp4', 'MP4', 'OTHER'],
  ['.avi', 'AVI', 'OTHER'],
  ['.tar.gz', 'TAR', 'ARCHIVE'],
  ['.tar', 'TAR', 'ARCHIVE'],
  ['.zip', 'ZIP', 'ARCHIVE'],
]

function knownEnding(name: string) {
  const lower = name.toLowerCase()
  return formats.find(([ending]) => lower.endsWith(ending))
}

export function formatOf(name: string): string | null {
  return knownEnding(name)?.[1] ?? null
}

function roleOf(format: string | null): Asset['role'] {
  return formats.find(([, one]) => one === format)?.[2] ?? 'OTHER'
}
