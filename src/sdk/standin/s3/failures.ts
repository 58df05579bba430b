import { randomBytes } from 'node:crypto'
import type { StandinAnswer } from '../routes.ts'
import { escapeXml } from './xml.ts'

/** Why S3 does not do what it was asked. */
export class S3Failure extends Error {
  readonly status: number
  readonly code: string
  /** Further elements of the answer, by name. */
  readonly details: Record<string, string>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    message: string,
    details: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
    this.headers = headers
  }

  /** The same with further headers. */
  with(headers: Record<string, string>): S3Failure {
    const all = { ...this.headers, ...headers }
    return new S3Failure(this.status, this.code, this.message, this.details, all)
  }
}

export const accessDenied = () => new S3Failure(403, 'AccessDenied', 'Access Denied')

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Failure(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value })

export const noSuchBucket = (name: string) =>
  new S3Failure(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: name })

export const noSuchKey = (key: string) =>
  new S3Failure(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })

export const noSuchVersion = (key: string, version: string) =>
  new S3Failure(404, 'NoSuchVersion', 'The specified version does not exist.', {
    Key: key,
    VersionId: version,
  })

export const methodNotAllowed = (method: string, type: 'BUCKET' | 'OBJECT') =>
  new S3Failure(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    { Method: method, ResourceType: type },
  )

/** Where the bucket is, for those who ask at another region. */
export const permanentRedirect = (bucket: string, region: string, isHosted: boolean) =>
  new S3Failure(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${isHosted ? `${bucket}.` : ''}s3.${region}.amazonaws.com`, Bucket: bucket },
    { 'x-amz-bucket-region': region },
  )

/** The `Error` document. */
export function failureXml({ code, message, details }: S3Failure, requestId: string): string {
  const elements = { Code: code, Message: message, ...details, RequestId: requestId }
  const inner = Object.entries({ ...elements, HostId: randomBytes(32).toString('base64') })
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`
}

/** An answer to HEAD has no body, and does not tell how long it would be: only the status is left of the reason. */
export function failureAnswer(
  failure: S3Failure,
  method: string,
  requestId: string,
): StandinAnswer {
  const { status, headers } = failure
  const type = 'application/xml'
  if (method !== 'HEAD') return { status, headers, type, body: failureXml(failure, requestId) }
  return { status, headers: { ...headers, 'transfer-encoding': 'chunked' }, type }
}
