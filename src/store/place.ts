import { hash } from 'node:crypto'
import { parseS3Locator, s3Locator } from '../sdk/s3/locator.ts'

/** AWS's hosts of S3, of every age: with and without a region, with a dash before it, for both kinds of addresses. */
const s3Host =
  /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d+)?\.amazonaws\.com(?:\.cn)?$/

/**
 * One spelling for all locators of the same place: an object of S3 as `s3://bucket/key`, whichever way it was written,
 * and a web address as `https:`. Null for locators that mean something at their own source only.
 */
export function canonicalLocator(locator: string): string | null {
  if (/^s3:/i.test(locator)) {
    const place = parseS3Locator(locator)
    return place === null ? null : s3Locator(place.bucket, place.key, place.versionId ?? null)
  }
  if (!/^https?:/i.test(locator)) return null
  const url = URL.parse(locator)
  if (url === null || url.username + url.password !== '') return null
  url.hash = ''
  return s3Address(url) ?? url.href.replace(/^http:/, 'https:')
}

/** The object that an address of AWS stands for; null for any other address, and for one that asks for more than it. */
function s3Address(url: URL): string | null {
  const host = s3Host.exec(url.hostname)
  if (host === null || url.port !== '') return null
  const version = /^\?versionId=([^&]+)$/.exec(url.search)?.[1] ?? null
  if (url.search !== '' && version === null) return null
  const path = url.pathname.slice(1)
  const [, bucket, key] =
    host[1] === undefined ? (/^([^/]+)\/(.+)$/.exec(path) ?? []) : [path, host[1], path]
  if (bucket === undefined || !key) return null
  const versionId = version === null ? '' : `?versionId=${version}`
  // Its keys are encoded as those of locators are, so it is read as one.
  const place = parseS3Locator(`s3://${bucket}/${key}${versionId}`)
  return place === null ? null : s3Locator(place.bucket, place.key, place.versionId ?? null)
}

/** A number of 48 bits for the place of a locator, to find others by; null when it has no canonical spelling. */
export function placeOf(locator: string): number | null {
  const canonical = canonicalLocator(locator)
  return canonical === null ? null : Number.parseInt(hash('sha256', canonical).slice(0, 12), 16)
}
