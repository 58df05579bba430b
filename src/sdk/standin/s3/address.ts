import { S3Failure } from './failures.ts'

/** What a request is about, as host and path say it. */
export interface S3Address {
  /** Null for the service itself. */
  bucket: string | null
  /** Decoded; empty for the bucket itself. */
  key: string
  /** Whether the host names the bucket, and not the path. */
  isHosted: boolean
  /** Region that the host names; null when it names none. */
  region: string | null
  /** Path as it was sent. */
  path: string
  /** Query as it was sent, decoded, in its order. */
  query: readonly (readonly [name: string, value: string])[]
}

// `bucket.s3.eu-west-1.amazonaws.com`, `s3-eu-west-1.amazonaws.com`, `s3.amazonaws.com`
const amazonHost = /^(?:(.+)\.)?s3(?:[.-]([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/
const localHost = /^(?!s3\.localhost$)(.+?)\.(?:s3\.)?localhost$/

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function addressOf(host: string, target: string): S3Address {
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? [] : queryOf(target.slice(mark + 1))
  const name = host.replace(/:\d+$/, '')
  const amazon = amazonHost.exec(name)
  const region = amazon === null ? null : (amazon[2] ?? null)
  const hosted = (amazon ?? localHost.exec(name))?.[1]
  if (hosted !== undefined) {
    return {
      bucket: hosted,
      key: decoded(path.slice(1), false),
      isHosted: true,
      region,
      path,
      query,
    }
  }
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? []
  return {
    bucket: bucket === '' ? null : decoded(bucket, false),
    key: decoded(key, false),
    isHosted: false,
    region,
    path,
    query,
  }
}

function queryOf(search: string): [string, string][] {
  const parts = search.split('&').filter((part) => part !== '')
  return parts.map((part) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? []
    return [decoded(name, true), decoded(value, true)]
  })
}

/** In a query `+` is a space; in a path it is a plus. */
function decoded(text: string, isQuery: boolean): string {
  try {
    return decodeURIComponent(isQuery ? text.replace(/\+/g, ' ') : text)
  } catch {
    throw new S3Failure(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: text })
  }
}

/** The first value of a parameter, by its name as S3 writes it. */
export function parameter(address: S3Address, name: string): string | undefined {
  return address.query.find(([one]) => one === name)?.[1]
}
