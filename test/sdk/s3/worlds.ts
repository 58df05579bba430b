import { randomBytes } from 'node:crypto'
import {
  createS3Client,
  type HttpClient,
  type HttpPolicy,
  type S3Bucket,
  type S3Client,
  type S3ClientOptions,
  type S3Content,
} from '#sdk'
import {
  type S3Standin,
  type S3StandinKey,
  type S3StandinOptions,
  startS3Standin,
} from '#sdk/standin'
import { quick, upstreams } from '../upstream.ts'

type Keys = Pick<S3StandinKey, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>
export type ReaderOptions = Partial<S3ClientOptions> & { policy?: Partial<HttpPolicy> }

/** Keys that a stand-in knows, made up for each run. */
export function someKeys(): { accessKeyId: string; secretAccessKey: string } {
  return {
    accessKeyId: randomBytes(8).toString('hex'),
    secretAccessKey: randomBytes(20).toString('hex'),
  }
}

export function credentialsOf(keys: Keys) {
  const { accessKeyId, secretAccessKey, sessionToken = null } = keys
  return { accessKeyId, secretAccessKey, sessionToken }
}

/** S3 stand-ins and clients of them that end with the test. */
export function worlds() {
  const { client, standin, own } = upstreams()
  return {
    standin,
    http: client,
    s3: async (options: S3StandinOptions): Promise<S3Standin> => own(await startS3Standin(options)),
    reader(url: string, keys: Keys | null, { policy, ...options }: ReaderOptions = {}): S3Client {
      const http = client(url, { ...quick, concurrency: 8, ...policy })
      return createS3Client({
        http,
        credentials: keys === null ? null : credentialsOf(keys),
        ...options,
      })
    },
  }
}

/** A bucket that is read path-style, since it stands at an address of its own. */
export function bucketAt(url: string, name: string, about: Partial<S3Bucket> = {}): S3Bucket {
  return { name, region: null, endpoint: url, requesterPays: false, ...about }
}

/** Whatever the address, the request goes to one server, which finds the host that was meant before the path. */
export function divertedTo(url: string, http: HttpClient): HttpClient {
  const there = (address: string) => {
    const { host, pathname, search } = new URL(address)
    return `${url}/${host}${pathname}${search}`
  }
  return {
    stats: http.stats,
    json: (address, shape, request) => http.json(there(address), shape, request),
    text: (address, request) => http.text(there(address), request),
    request: (address, request) => http.request(there(address), request),
  }
}

/** All that comes, in a list. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** Every key that a listing tells. */
export async function keysOf(pages: AsyncIterable<{ objects: readonly { key: string }[] }>) {
  return (await all(pages)).flatMap(({ objects }) => objects.map(({ key }) => key))
}

export function textOf(content: S3Content): string | null {
  return content.state === 'READ' ? new TextDecoder().decode(content.bytes) : null
}

export interface PageParts {
  keys?: readonly string[]
  prefixes?: readonly string[]
  /** Of the page that comes next; null says that there is none. */
  token?: string | null
  isTruncated?: boolean
}

/** An answer to ListObjectsV2 as a service writes it. */
export function pageXml({
  keys = [],
  prefixes = [],
  token = null,
  isTruncated = token !== null,
}: PageParts) {
  const contents = keys.map(
    (key) =>
      `<Contents><Key>${key}</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  )
  const rolled = prefixes.map(
    (prefix) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`,
  )
  const next = token === null ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>${next}<KeyCount>${keys.length + prefixes.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${contents.join('')}${rolled.join('')}</ListBucketResult>`
  return { type: 'application/xml', body }
}

export function errorXml(status: number, code: string, more = '') {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>m</Message>${more}</Error>`
  return { status, type: 'application/xml', body }
}
