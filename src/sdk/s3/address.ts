import { GatewayError } from '../../model/index.ts'
import { awsHost, awsRegions } from './regions.ts'
import type { S3Bucket } from './s3.ts'

/** Of today's buckets and of those made before 2018, which may hold capitals and underscores. */
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/
/** Names that are one label of a host, and so lie under a certificate for `*.s3.<region>.amazonaws.com`. */
const hostLabel = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/

export function isBucketName(name: string): boolean {
  return bucketName.test(name)
}

/**
 * A key as it stands in the path of a URL: RFC 3986, each segment by itself. Null for a key that no URL can carry:
 * with a segment `.` or `..`, which every URL parser takes away, so that another object would be asked for; an empty
 * one, which is the bucket; and one that is not Unicode.
 */
export function encodedKey(key: string): string | null {
  if (key === '' || !key.isWellFormed()) return null
  const segments = key.split('/')
  if (segments.includes('.') || segments.includes('..')) return null
  return segments.map(encoded).join('/')
}

/** One part of a path or query as signatures want it: all but letters, digits and `-._~` percent-encoded. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Root of a bucket, without a `/` at its end: virtual-hosted on AWS; path-style elsewhere, and for names that are no
 * label of a host.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when the name cannot be a bucket's or the endpoint is no web address.
 */
export function bucketUrl({ name, endpoint }: S3Bucket, region: string): string {
  if (!isBucketName(name)) {
    throw new GatewayError('CONFIG_INVALID', {
      argument: 'bucket',
      message: 'The name of a bucket is not valid.',
    })
  }
  if (endpoint !== null) return `${endpointOf(endpoint)}/${name}`
  const host = awsHost(region)
  return hostLabel.test(name) ? `https://${name}.${host}` : `https://${host}/${name}`
}

/** The only origins that reading a bucket needs, for the `origins` of a connector. Throws as `bucketUrl` does. */
export function s3Origins(bucket: S3Bucket): string[] {
  const regions = bucket.endpoint === null ? awsRegions : ['any']
  return regions.map((region) => new URL(bucketUrl(bucket, region)).origin)
}

function endpointOf(endpoint: string): string {
  const url = URL.parse(endpoint)
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === null || !isWeb || url.username !== '' || url.search !== '') {
    throw new GatewayError('CONFIG_INVALID', {
      argument: 'endpoint',
      message: 'The endpoint of an S3 service is not a web address.',
    })
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
