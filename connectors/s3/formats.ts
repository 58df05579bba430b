import type { AssetRole } from '#sdk'
import { mediaTypes, suffixes } from './format-tables.ts'

/** What a file is, as far as its name and its media type tell. */
export interface Format {
  format: string | null
  mediaType: string | null
  role: AssetRole
}

const bySuffix = new Map<string, Format>(
  suffixes.flatMap(([endings, format, mediaType, role]) =>
    endings.split(' ').map((ending) => [ending, { format, mediaType, role }] as const),
  ),
)
const byMediaType = new Map<string, Format>([
  // The first suffix that has it counts.
  ...[...bySuffix.values()]
    .reverse()
    .flatMap((one) => (one.mediaType === null ? [] : [[one.mediaType, one] as const])),
  ...Object.entries(mediaTypes).map(
    ([mediaType, [format, role]]) => [mediaType, { format, mediaType, role }] as const,
  ),
])
const unknown: Format = { format: null, mediaType: null, role: 'OTHER' }

/** Names without a suffix that are known all the same. */
const plainNames = /^(?:README|CHANGES|LICEN[CS]E|COPYING|CITATION|SHA\d*SUMS|MD5SUMS)$/i
/** Words before the suffix that make an image one of labels: BIDS's suffixes. */
const labelled = /(?:^|_)(?:dseg|probseg|mask|labels|parc|seg)$/
const thumbnail = /(?:^|[/_-])(?:thumb|thumbnail|preview|quicklook)s?(?=[/_.-]|$)/i
/** Types that say nothing: what a bucket gives for what it was not told of. */
const mute = /^(?:binary|application)\/octet-stream$/
const geographic = {
  format: 'GeoTIFF',
  mediaType: 'image/vnd.stac.geotiff',
  role: 'IMAGE',
} as const

/**
 * What a file is: by the longest suffix of its name that is known (`.ome.tif` goes before `.tif`), since media types are
 * copied along from file to file; by the media type where there is no such suffix, and for GeoTIFF, which has none of its
 * own; else unknown.
 *
 * @param key with its folders; of a folder that is one thing (a Zarr store), with the slash at its end or without.
 */
export function formatOf(key: string, mediaType: string | null = null): Format {
  const [type = '', ...parameters] = (mediaType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const isGeographic = type === geographic.mediaType || parameters.includes('application=geotiff')
  const named = formatNamed(key)
  if (isGeographic && (named === null || named.format === 'TIFF')) {
    return { ...(named ?? geographic), format: geographic.format }
  }
  return named ?? (type === '' || mute.test(type) ? unknown : ofType(type))
}

/** Null for a name that says nothing. */
function formatNamed(key: string): Format | null {
  const name = key.replace(/\/$/, '').split('/').at(-1) ?? ''
  const lower = name.toLowerCase()
  for (let at = lower.indexOf('.'); at !== -1; at = lower.indexOf('.', at + 1)) {
    const found = bySuffix.get(lower.slice(at))
    if (found === undefined) continue
    const isLabels = found.role === 'VOLUME' && labelled.test(name.slice(0, at))
    if (isLabels) return { ...found, role: 'LABELS' }
    const isSmall = isSmallPicture(found) && thumbnail.test(key)
    return isSmall ? { ...found, role: 'THUMBNAIL' } : found
  }
  return plainNames.test(name)
    ? { format: 'text', mediaType: 'text/plain', role: 'METADATA' }
    : null
}

function ofType(type: string): Format {
  return byMediaType.get(type) ?? { ...unknown, mediaType: type }
}

function isSmallPicture({ format }: Format): boolean {
  return format === 'JPEG' || format === 'PNG' || format === 'GIF'
}
