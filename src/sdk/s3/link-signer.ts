import { createHash, createHmac } from 'node:crypto'
import { bucketUrl, encoded } from './address.ts'
import type { S3Bucket, S3Credentials } from './s3.ts'

export interface LinkSigning {
  readonly credentials: S3Credentials
  readonly now: Date
  /** Seconds, at most 604,800. */
  readonly expiresIn: number
}

/** An object to sign a link to. */
export interface SignedPlace {
  readonly bucket: S3Bucket
  readonly region: string
  /** As `encodedKey` gives it. */
  readonly path: string
  readonly versionId: string | null
}

/**
 * Signs many links to read objects at one moment, each what `presign` makes of it, and to older versions too. By Node's own
 * hashes, which answer at once: a thousand signatures by way of Web Crypto take half a second. Holds keys: never kept.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function createLinkSigner({ credentials, now, expiresIn }: LinkSigning) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const date = now.toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = date.slice(0, 8)
  const keys = new Map<string, Buffer>()
  const roots = new Map<string, { host: string; origin: string; folder: string }>()

  function keyOf(region: string): Buffer {
    const known = keys.get(region)
    if (known !== undefined) return known
    const parts = [day, region, 's3', 'aws4_request']
    const key = parts.reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`) as Buffer
    keys.set(region, key)
    return key
  }

  function rootOf(bucket: S3Bucket, region: string) {
    const id = `${bucket.endpoint} ${bucket.name} ${region}`
    const known = roots.get(id)
    if (known !== undefined) return known
    const { host, origin, pathname } = new URL(bucketUrl(bucket, region))
    const root = { host, origin, folder: pathname.replace(/\/$/, '') }
    roots.set(id, root)
    return root
  }

  return ({ bucket, region, path, versionId }: SignedPlace): string => {
    const { host, origin, folder } = rootOf(bucket, region)
    const scope = `${day}/${region}/s3/aws4_request`
    // In the order of their names, which is that of the signature.
    const query = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      `X-Amz-Credential=${encoded(`${accessKeyId}/${scope}`)}`,
      `X-Amz-Date=${date}`,
      `X-Amz-Expires=${expiresIn}`,
      ...(sessionToken === null ? [] : [`X-Amz-Security-Token=${encoded(sessionToken)}`]),
      'X-Amz-SignedHeaders=host',
      ...(versionId === null ? [] : [`versionId=${encoded(versionId)}`]),
      ...(bucket.requesterPays ? ['x-amz-request-payer=requester'] : []),
    ].join('&')
    const place = `${folder}/${path}`
    const asked = `GET\n${place}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`
    const hash = createHash('sha256').update(asked).digest('hex')
    const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`
    const signature = hmac(keyOf(region), text).toString('hex')
    return `${origin}${place}?${query}&X-Amz-Signature=${signature}`
  }
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
