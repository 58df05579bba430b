import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { GatewayError } from '../../model/index.ts'
import { bucketUrl, encodedKey } from './address.ts'
import type { S3Bucket, S3Credentials } from './s3.ts'

const emptyHash = createHash('sha256').digest('hex')
/** Seconds: SigV4 allows no longer (S3 API Reference, Authenticating requests by query parameters). */
const longestLink = 604_800

export interface Signing {
  readonly credentials: S3Credentials
  readonly region: string
  readonly now: Date
  /** Keeps the day's derived keys, which saves four hashes a request. Holds secrets: never told. */
  readonly derived?: Map<string, ArrayBuffer>
}

/**
 * Headers that sign a request without a body.
 *
 * @param headers Those that are to be part of the signature: AWS wants every `x-amz-…` to be.
 */
export async function signedHeaders(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  { credentials, region, now, derived }: Signing,
): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    ...keysOf(credentials, derived),
    service: 's3',
    region,
    method,
    url,
    headers: { ...headers, 'x-amz-content-sha256': emptyHash },
    datetime: stampOf(now),
  })
  return Object.fromEntries((await signer.sign()).headers)
}

export interface Presigning {
  readonly credentials: S3Credentials
  /** Seconds, at most 604,800. With temporary keys the link ends with them, if that is earlier. */
  readonly expiresIn: number
  readonly now: Date
  /** Default: the bucket's. */
  readonly region?: string
  /** Default: the bucket's. Whoever signs is billed for every use of the link. */
  readonly requesterPays?: boolean
  /** A link is good for one method. Default GET. */
  readonly method?: 'GET' | 'HEAD'
  /** See `Signing`. */
  readonly derived?: Map<string, ArrayBuffer>
}

/**
 * A link that opens an object without further headers until it expires. It is a secret, never to be logged or kept.
 * The word that the caller pays is part of the signed query, so a browser can follow the link, and nobody can take it
 * off. Sends nothing.
 *
 * @throws {GatewayError} `UNSUPPORTED` for a key that no URL can carry (`encodedKey`); `BAD_INPUT` for an expiry that
 *   S3 does not allow, or when the region is not known.
 */
export async function presign(bucket: S3Bucket, key: string, options: Presigning): Promise<string> {
  const { credentials, expiresIn, now, method = 'GET', derived } = options
  const region = options.region ?? bucket.region
  const pays = options.requesterPays ?? bucket.requesterPays
  if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > longestLink) {
    throw new GatewayError('BAD_INPUT', {
      argument: 'expiresIn',
      message: 'A link lasts between one second and seven days.',
    })
  }
  if (region === null) {
    throw new GatewayError('BAD_INPUT', {
      argument: 'region',
      message: 'A link is signed for a region, and that of the bucket is not known.',
    })
  }
  const path = encodedKey(key)
  if (path === null) {
    throw new GatewayError('UNSUPPORTED', {
      message: 'No link can be made for a key with such a path.',
    })
  }
  // aws4fetch signs what is in the query when it is handed over, and adds a day of its own where no time is said.
  const payer = pays ? '&x-amz-request-payer=requester' : ''
  const signer = new AwsV4Signer({
    ...keysOf(credentials, derived),
    service: 's3',
    region,
    method,
    url: `${bucketUrl(bucket, region)}/${path}?X-Amz-Expires=${expiresIn}${payer}`,
    datetime: stampOf(now),
    signQuery: true,
  })
  return (await signer.sign()).url.href
}

function keysOf(credentials: S3Credentials, derived: Map<string, ArrayBuffer> | undefined) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === null ? {} : { sessionToken }),
    ...(derived === undefined ? {} : { cache: derived }),
  }
}

/** `20260102T030405Z` */
function stampOf(time: Date): string {
  return time.toISOString().replace(/[:-]|\.\d{3}/g, '')
}
