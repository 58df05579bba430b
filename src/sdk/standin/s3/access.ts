import type { S3StandinBucket, S3StandinKey } from './buckets.ts'
import { accessDenied } from './failures.ts'

export type S3Operation = 'LIST' | 'HEAD' | 'GET'

/**
 * Whether whoever asks pays for it.
 *
 * @param payer Whether the request says that they do.
 * @throws {S3Failure} `AccessDenied`, which does not tell why.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
 */
export function isCharged(
  bucket: S3StandinBucket,
  key: S3StandinKey | null,
  operation: S3Operation,
  payer: boolean,
): boolean {
  const { isPublic = false, requesterPays = false, canList = true } = bucket
  const own = bucket.keys?.find((one) => one.accessKeyId === key?.accessKeyId)
  if (own?.isOwner) return false
  if (own === undefined && !isPublic) throw accessDenied()
  if (operation === 'LIST' && !canList) throw accessDenied()
  if (!requesterPays) return false
  if (key === null || !payer) throw accessDenied()
  return true
}
