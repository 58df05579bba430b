import { z } from 'zod'
import { parseS3Uri, s3Locator } from '#sdk'

/** Where a document lies. */
export const Place = z.object({
  bucket: z.string().min(1),
  region: z.string().min(1).nullable(),
  key: z.string().min(1),
  /** Whether it was read without credentials. */
  isPublic: z.boolean().optional(),
})
export type Place = z.output<typeof Place>

/** Native id of the one thing that a document tells of, its address; further ones append `#` and a name of their own. */
export function documentId({ bucket, key }: Pick<Place, 'bucket' | 'key'>, part?: string): string {
  const address = s3Locator(bucket, key)
  return part === undefined ? address : `${address}#${part}`
}

/** What an `href` of a document leads to. */
export interface Target {
  /** Stable and without secrets. */
  locator: string
  /** Key of the object where it lies in the bucket of the document; null elsewhere. */
  key: string | null
}

/** Schemes that stand for data somewhere. What lies on the author's own disk, or in the text itself, is no place. */
const remote = /^(?:https?|s3|gs|ftp|az|abfss?):\/\/[^/?#\s]/i

/**
 * Resolves a link of a document as RFC 3986 does: relative ones against the folder that the document lies in. All
 * ways to write an object of its own bucket (`s3:`, virtual-hosted, path style) come out as one locator.
 *
 * @returns null for what leads nowhere: other schemes, a path that climbs out of the bucket, an address that is signed
 *   for somebody, empty text.
 */
export function targetOf(href: string, place: Place): Target | null {
  const link = href.trim()
  if (link === '' || hasControl(link)) return null
  if (link.startsWith('//')) return targetOf(`https:${link}`, place)
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return absolute(link, place)
  const [path = ''] = link.split(/[?#]/, 1)
  if (path === '') return null
  const key = joined(path, place.key)
  return key === null ? null : inBucket(key, place)
}

/** Key of a further document in the same bucket; null when the link leads elsewhere. */
export function keyOf(href: string, place: Place): string | null {
  return targetOf(href, place)?.key ?? null
}

function inBucket(key: string, { bucket }: Pick<Place, 'bucket'>): Target {
  return { locator: s3Locator(bucket, key.toWellFormed()), key }
}

function absolute(link: string, place: Place): Target | null {
  if (!remote.test(link)) return null
  if (/^s3:/i.test(link)) return ofUri(link, place)
  const url = URL.parse(link)
  if (url === null || isSigned(url)) return null
  const own = objectOf(url, place.bucket)
  if (own !== null) return inBucket(own, place)
  url.username = ''
  url.password = ''
  return { locator: url.href, key: null }
}

/** Of `s3:` the path is the key as it stands: no tool that reads such addresses decodes it. */
function ofUri(uri: string, place: Place): Target | null {
  const object = parseS3Uri(uri)
  if (object === null) return null
  const target = inBucket(object.key, object)
  return object.bucket === place.bucket && object.key !== '' ? target : { ...target, key: null }
}

/** Key that an address of AWS names in that bucket. */
function objectOf(url: URL, bucket: string): string | null {
  if (!/^https?:$/.test(url.protocol) || url.searchParams.has('versionId')) return null
  const host = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+){0,2}\.amazonaws\.com(?:\.cn)?$/.exec(url.hostname)
  if (host === null) return null
  const path = host[1] === undefined ? url.pathname : `/${host[1]}${url.pathname}`
  const start = `/${bucket}/`
  return path.startsWith(start) && path.length > start.length
    ? decoded(path.slice(start.length))
    : null
}

function isSigned(url: URL): boolean {
  return [...url.searchParams.keys()].some((name) =>
    /^(?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig|token|access_token|api_?key)$/i.test(
      name,
    ),
  )
}

/** Path as a key: dots resolved, null when it climbs above the bucket. */
function joined(path: string, key: string): string | null {
  const rooted = path.startsWith('/')
  const steps = rooted ? [] : key.split('/').slice(0, -1)
  const own = (rooted ? path.slice(1) : path).split('/')
  for (const [index, step] of own.entries()) {
    const isLast = index === own.length - 1
    if (step === '..') {
      if (steps.pop() === undefined) return null
      if (isLast) steps.push('')
    } else if (step === '.') {
      if (isLast) steps.push('')
    } else steps.push(decoded(step))
  }
  return steps.join('/') || null
}

/** Percent-decoded, or as it is where it was not encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A bare percent sign: the author wrote the key itself.
    return text
  }
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
