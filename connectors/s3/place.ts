import { type S3Bucket, s3Locator } from '#sdk'
import type { Place } from './options.ts'

/** Where a dataset lies. */
export interface Root {
  bucket: S3Bucket
  /** Ends with a slash; empty for a whole bucket. */
  prefix: string
}

export function bucketOf({
  bucket,
  region,
  endpoint,
  requesterPays,
}: Pick<Place, 'bucket' | 'region' | 'endpoint' | 'requesterPays'>): S3Bucket {
  return { name: bucket, region, endpoint, requesterPays }
}

/** Native id of the dataset below a prefix: its address, which stays when its files change. */
export function rootId(bucket: string, prefix: string): string {
  return s3Locator(bucket, prefix)
}

/** The address at which an object was read; null where the bucket's region is not known. */
export function webAddress(
  { name, region, endpoint }: Pick<S3Bucket, 'name' | 'region' | 'endpoint'>,
  key: string,
): string | null {
  const path = s3Locator(name, key).slice(`s3://${name}/`.length)
  if (endpoint !== null) return `${endpoint}/${name}/${path}`
  if (region === null) return null
  const host = `s3.${region}.amazonaws.com`
  return name.includes('.') ? `https://${host}/${name}/${path}` : `https://${name}.${host}/${path}`
}

/** `s3://bucket/a/b/` as people name it: `b`. */
export function folderName(prefix: string, bucket: string): string {
  return prefix.split('/').filter(Boolean).at(-1) ?? bucket
}

/** The last key that can lie below a prefix: a listing that starts after it passes over all of them. */
export function endOf(prefix: string): string {
  return `${prefix}\u{10FFFF}`
}

/** In the order of listings: that of UTF-8 bytes, which is that of code points and not of JavaScript's units. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left === right) continue
    const isSurrogate = left >= 0xd800 && right >= 0xd800
    return isSurrogate ? surrogateOrder(left) - surrogateOrder(right) : left - right
  }
  return a.length - b.length
}

/** Surrogates stand for code points beyond U+FFFF, and so after the units from U+E000 on. */
function surrogateOrder(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
