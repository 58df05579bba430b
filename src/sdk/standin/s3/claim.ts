import { parameter, type S3Address } from './address.ts'
import { S3Failure } from './failures.ts'

/** What a request says about who signed it, and how. */
export interface Claim {
  kind: 'HEADER' | 'QUERY'
  accessKeyId: string
  scope: { day: string; region: string }
  signedHeaders: readonly string[]
  signature: string
  /** `20261121T120000Z`. */
  date: string
  /** The same in epoch milliseconds. */
  time: number
  /** Seconds that a signed link is good for; null for a signed header. */
  expires: number | null
}

/** Seconds that a link may be good for at most: a week. */
const longest = 604_800

export function fromHeader(headers: Record<string, string>): Claim {
  const value = headers.authorization ?? ''
  if (!value.startsWith('AWS4-HMAC-SHA256')) {
    throw new S3Failure(
      400,
      value.startsWith('AWS ') ? 'InvalidRequest' : 'InvalidArgument',
      value.startsWith('AWS ')
        ? 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'
        : 'Unsupported Authorization Type',
    )
  }
  const part = (name: string) => new RegExp(`[ ,]${name}=([^, ]+)`).exec(value)?.[1]
  const [credential, signed, signature] = [
    part('Credential'),
    part('SignedHeaders'),
    part('Signature'),
  ]
  if (credential === undefined || signed === undefined || signature === undefined) {
    throw malformed('the authorization header requires three components')
  }
  const date = headers['x-amz-date'] ?? compact(headers.date)
  const time = timeOf(date)
  if (date === undefined || time === null) {
    throw new S3Failure(
      403,
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    )
  }
  const { accessKeyId, scope } = credentialOf(credential, (what) => malformed(what))
  if (scope.day !== date.slice(0, 8)) throw malformed('Invalid credential date')
  const signedHeaders = signed.split(';')
  return {
    kind: 'HEADER',
    accessKeyId,
    scope,
    signedHeaders,
    signature,
    date,
    time,
    expires: null,
  }
}

export function fromQuery(address: S3Address): Claim {
  const value = (name: string) => parameter(address, name)
  const [credential, date, expires, signed, signature] = [
    value('X-Amz-Credential'),
    value('X-Amz-Date'),
    value('X-Amz-Expires'),
    value('X-Amz-SignedHeaders'),
    value('X-Amz-Signature'),
  ]
  if (value('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw wrongQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')
  }
  if (
    credential === undefined ||
    date === undefined ||
    expires === undefined ||
    signed === undefined ||
    signature === undefined
  ) {
    throw wrongQuery(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  }
  const time = timeOf(date)
  if (time === null) {
    throw wrongQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  }
  if (!/^-?\d+$/.test(expires)) throw wrongQuery('X-Amz-Expires should be a number')
  if (Number(expires) < 0) throw wrongQuery('X-Amz-Expires must be non-negative')
  if (Number(expires) > longest) {
    throw wrongQuery(`X-Amz-Expires must be less than a week (in seconds); that is ${longest}`)
  }
  const { accessKeyId, scope } = credentialOf(credential, (what) =>
    wrongQuery(`Error parsing the X-Amz-Credential parameter; ${what}`),
  )
  if (scope.day !== date.slice(0, 8)) {
    throw wrongQuery('Invalid credential date; it must be the same as the date of X-Amz-Date')
  }
  return {
    kind: 'QUERY',
    accessKeyId,
    scope,
    signedHeaders: signed.split(';'),
    signature,
    date,
    time,
    expires: Number(expires),
  }
}

function credentialOf(credential: string, wrong: (what: string) => S3Failure) {
  const [, accessKeyId = '', day = '', region = ''] =
    /^([^/]+)\/(\d{8})\/([^/]*)\/s3\/aws4_request$/.exec(credential) ?? []
  if (accessKeyId === '') {
    throw wrong(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  }
  return { accessKeyId, scope: { day, region } }
}

function timeOf(date: string | undefined): number | null {
  const iso = date?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const time = iso === undefined || iso === date ? Number.NaN : Date.parse(iso)
  return Number.isNaN(time) ? null : time
}

function compact(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '')
  if (Number.isNaN(time)) return undefined
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}

function malformed(what: string): S3Failure {
  const message = `The authorization header is malformed; ${what}`
  return new S3Failure(400, 'AuthorizationHeaderMalformed', message)
}

function wrongQuery(message: string): S3Failure {
  return new S3Failure(400, 'AuthorizationQueryParametersError', message)
}
