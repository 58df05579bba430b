import { z } from 'zod'
import type { Availability } from '../../model/index.ts'
import type { S3Object } from './s3.ts'
import type { XmlDocument } from './xml.ts'

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const count = z.string().regex(/^\d{1,15}$/)
const Contents = z.object({
  Key: z.string().min(1),
  Size: count,
  LastModified: instant,
  ETag: z.string().optional(),
  StorageClass: z.string().optional(),
  RestoreStatus: z
    .object({
      IsRestoreInProgress: z.string().optional(),
      RestoreExpiryDate: z.string().optional(),
    })
    .optional()
    .catch(undefined),
})
const ListBucketResult = z.object({
  IsTruncated: z.enum(['true', 'false']),
  NextContinuationToken: z.string().min(1).optional(),
  EncodingType: z.string().optional(),
  KeyCount: count.optional(),
  Contents: z.array(Contents).default([]),
  CommonPrefixes: z.array(z.object({ Prefix: z.string().min(1) })).default([]),
})

/** One answer of ListObjectsV2. */
export interface RawPage {
  readonly objects: S3Object[]
  readonly prefixes: string[]
  readonly isTruncated: boolean
  readonly token: string | null
}

/** Null when the document is not what ListObjectsV2 answers with. */
export function pageOf({ root, tree }: XmlDocument): RawPage | null {
  if (root !== 'ListBucketResult') return null
  const parsed = ListBucketResult.safeParse(tree)
  if (!parsed.success) return null
  const { Contents: contents, CommonPrefixes, KeyCount, EncodingType } = parsed.data
  if (KeyCount !== undefined && Number(KeyCount) !== contents.length + CommonPrefixes.length) {
    return null
  }
  const text = EncodingType === 'url' ? urlDecoded : (value: string) => value
  try {
    return {
      objects: contents.map((entry) => objectOf(entry, text)),
      prefixes: CommonPrefixes.map(({ Prefix }) => apart(text(Prefix))),
      isTruncated: parsed.data.IsTruncated === 'true',
      token: parsed.data.NextContinuationToken ?? null,
    }
  } catch {
    return null
  }
}

function objectOf(entry: z.output<typeof Contents>, text: (value: string) => string): S3Object {
  const storageClass = entry.StorageClass || 'STANDARD'
  const isRestored = (entry.RestoreStatus?.RestoreExpiryDate ?? '') !== ''
  return {
    key: apart(text(entry.Key)),
    size: Number(entry.Size),
    etag: apart(unquoted(entry.ETag ?? '')),
    modified: apart(entry.LastModified),
    storageClass: apart(storageClass),
    availability: isRestored ? 'ONLINE' : availabilityOf(storageClass),
  }
}

/** A copy: a piece of a string keeps all of it in memory, and whoever keeps one key of a page would keep the page. */
function apart(text: string): string {
  return ` ${text}`.slice(1)
}

/**
 * Whether objects of a storage class can be read at once, as far as the class tells. INTELLIGENT_TIERING does not: its
 * archive tiers are told by HEAD alone (S3 User Guide, Understanding S3 storage classes).
 */
export function availabilityOf(storageClass: string): Availability {
  if (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') return 'ARCHIVED'
  return storageClass === 'INTELLIGENT_TIERING' ? 'UNKNOWN' : 'ONLINE'
}

/** As `encoding-type=url` and inventories have it: `+` is a space. Throws for what is no UTF-8. */
export function urlDecoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

export function unquoted(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
}

/** Below 0 when `a` comes first by the bytes of UTF-8, which is the order of listings and not that of strings. */
export function byUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

/** Surrogates stand for characters above all others, and yet have smaller numbers than some. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
