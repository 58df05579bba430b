import { encoded, isBucketName } from './address.ts'

/** Where an object lies. */
export interface S3Place {
  readonly bucket: string
  /** May be empty where a prefix is meant: the whole bucket. */
  readonly key: string
  /** Left out: the current version. */
  readonly versionId?: string
}

/**
 * `s3://bucket/key`, each segment of the key percent-encoded, so that any key survives; of a version that is not just
 * the current one, with `?versionId=` behind it. The same for the same object, and without secrets.
 */
export function s3Locator(bucket: string, key: string, versionId?: string | null): string {
  const version = versionId == null ? '' : `?versionId=${encoded(versionId.toWellFormed())}`
  return `s3://${bucket}/${key.toWellFormed().split('/').map(encoded).join('/')}${version}`
}

/** What `s3Locator` made it of; null for any other text. */
export function parseS3Locator(locator: string): S3Place | null {
  // A question mark of the key's own is encoded.
  const [, object = locator, version] = /^([^?]*)\?versionId=([^?/]+)$/s.exec(locator) ?? []
  const place = parseS3Uri(object)
  if (place === null) return null
  try {
    const found = { bucket: place.bucket, key: decodeURIComponent(place.key) }
    return version === undefined ? found : { ...found, versionId: decodeURIComponent(version) }
  } catch {
    return null
  }
}

/**
 * A URI as people and manifests write it (`s3://bucket/a folder/50%.tif`): nothing in it is encoded. Null for what is
 * none.
 */
export function parseS3Uri(uri: string): S3Place | null {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(uri) ?? []
  return isBucketName(bucket) ? { bucket, key } : null
}

/**
 * Bucket and prefix of an ARN such as `arn:aws:s3:::bucket/prefix/*`; null for one of anything else: a topic, a queue,
 * an access point.
 */
export function parseS3Arn(arn: string): S3Place | null {
  const [, bucket = '', key = ''] =
    /^arn:aws(?:-[a-z-]+)?:s3:::([^/:*]+)(?:\/([^*]*))?\*?$/s.exec(arn.trim()) ?? []
  return isBucketName(bucket) ? { bucket, key } : null
}
