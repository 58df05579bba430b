import { type Asset, type AssetRole, parseS3Locator, s3Locator, unknownAsset } from '#sdk'
import { webUrl } from './links.ts'
import { below, type Options } from './options.ts'
import type { FileRow } from './rows.ts'

interface Kind {
  role: AssetRole
  format: string | null
  mediaType: string | null
}

/** By ending, the longest first. */
const kinds: readonly (readonly [ending: string, ...Kind[keyof Kind][]])[] = [
  ['.ome.tiff', 'IMAGE', 'OME-TIFF', 'image/tiff'],
  ['.ome.tif', 'IMAGE', 'OME-TIFF', 'image/tiff'],
  ['.jpeg', 'IMAGE', 'JPEG', 'image/jpeg'],
  ['.rcpnl', 'IMAGE', 'RCPNL', null],
  ['.tiff', 'IMAGE', 'TIFF', 'image/tiff'],
  ['.webp', 'IMAGE', 'WebP', 'image/webp'],
  ['.tif', 'IMAGE', 'TIFF', 'image/tiff'],
  ['.vsi', 'IMAGE', 'VSI', null],
  ['.jpg', 'IMAGE', 'JPEG', 'image/jpeg'],
  ['.png', 'IMAGE', 'PNG', 'image/png'],
  ['.gif', 'IMAGE', 'GIF', 'image/gif'],
  ['.svg', 'IMAGE', 'SVG', 'image/svg+xml'],
  ['.csv', 'TABLE', 'CSV', 'text/csv'],
  ['.zip', 'ARCHIVE', 'ZIP', 'application/zip'],
]

function kindOf(name: string): Kind {
  const lower = name.toLowerCase()
  const found = kinds.find(([ending]) => lower.endsWith(ending))
  if (found === undefined) return { role: 'OTHER', format: null, mediaType: null }
  const [, role, format, mediaType] = found as [string, AssetRole, string, string | null]
  return { role, format, mediaType }
}

/** The picture of a page, which its site names by an address or by a path; none where there is none. */
export function thumbnail(image: string | null, { imagesUrl }: Options): Asset[] {
  if (image === null) return []
  const url = webUrl(/^https?:/.test(image) ? image : below(imagesUrl, image))
  if (url === null) return []
  const { pathname } = new URL(url)
  const { format, mediaType } = kindOf(pathname)
  return [
    {
      ...unknownAsset,
      name: pathname.split('/').at(-1) || 'thumbnail',
      role: 'THUMBNAIL',
      format,
      mediaType,
      availability: 'ONLINE',
      locator: url,
    },
  ]
}

/** Listed files that lie somewhere that can be named, each once. */
export function fileAssets(files: readonly FileRow[], options: Options): Asset[] {
  const assets = files.flatMap((file) => fileAsset(file, options))
  return [...new Map(assets.map((asset) => [asset.locator, asset])).values()]
}

function fileAsset({ name, bucket, key, synapse, ...file }: FileRow, options: Options): Asset[] {
  const known = {
    ...unknownAsset,
    ...(file.isFolder ? { role: 'DIRECTORY' as const } : kindOf(name)),
    name,
    size: file.size,
    sizeIsExact: file.size !== null && file.isExact,
  }
  if (bucket !== null && key !== null) {
    return [
      {
        ...known,
        // Without a listing nobody can say more of what has to be asked for.
        availability: file.availability ?? 'ON_REQUEST',
        locator: s3Locator(bucket, key),
        region: file.region ?? regionOf(bucket, options),
        payer: 'CALLER',
      },
    ]
  }
  if (synapse === null) return []
  const locator = `https://www.synapse.org/Synapse:${synapse}`
  return [{ ...known, availability: 'ONLINE', locator }]
}

/** The bucket, or the place in it, that a page names. */
export function bucketAsset(bucket: string, options: Options): Asset {
  return {
    ...unknownAsset,
    name: bucket.replace(/^s3:\/\//, ''),
    role: 'DIRECTORY',
    availability: 'ON_REQUEST',
    locator: bucket,
    region: regionOf(parseS3Locator(bucket)?.bucket ?? '', options),
    payer: 'CALLER',
  }
}

/** The region that the options say; the pages tell none. */
function regionOf(bucket: string, { buckets }: Options): string | null {
  return buckets.find(({ name }) => name === bucket)?.region ?? null
}
