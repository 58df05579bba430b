import { z } from 'zod'
import { GatewayError } from '../../model/index.ts'
import type { HttpAnswer } from '../http.ts'
import { regionNamed } from './regions.ts'
import { readXml } from './xml.ts'

/** What an answer says is wrong. */
export interface S3Fault {
  /** Of the S3 API: `AccessDenied`; empty when the answer has no body that says it. */
  readonly code: string
  /** Region that the bucket is in, where it says so. */
  readonly region: string | null
  /** Whether it speaks of something that has expired. */
  readonly isLate: boolean
}

const largestError = 256 * 1024
const word = z.string().max(200).optional().catch(undefined)
const ErrorShape = z.object({
  Code: z.string().max(200),
  Message: word,
  Region: word,
  Endpoint: word,
})

/** Reads the body of an answer that is an error; one that has none tells what its headers tell. */
export function faultOf({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>): S3Fault {
  const header = headers['x-amz-bucket-region'] ?? null
  const empty = { code: '', region: header, isLate: false }
  if (body.length === 0 || body.length > largestError) return empty
  const document = readXml(new TextDecoder().decode(body))
  const parsed = ErrorShape.safeParse(document?.tree)
  if (document?.root !== 'Error' || !parsed.success) return empty
  const { Code, Message = '', Region, Endpoint = '' } = parsed.data
  const host = /(?:^|\.)s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(Endpoint)?.[1]
  const region = header ?? Region ?? host ?? null
  return {
    code: Code,
    region: region === null ? null : regionNamed(region),
    isLate: /expired/i.test(Message) || /^Expired|^RequestExpired/.test(Code),
  }
}

/** Codes that may pass with another attempt, whatever status they come with. */
export function isPassing(code: string): boolean {
  return passing.has(code)
}
const passing = new Set([
  'InternalError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
])

/** Codes that mean that temporary keys have ended. */
export function isEndedKey(code: string): boolean {
  return ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'].includes(code)
}

/** Codes that no other request with the same keys would fare better with. */
export function isHopeless(code: string): boolean {
  return isEndedKey(code) || ['AccountProblem', 'InvalidAccessKeyId', 'InvalidToken'].includes(code)
}

/** What is wrong with keys or clock, for people: nothing that asking again could mend. */
const keyFaults: Readonly<Record<string, string>> = {
  AccountProblem: 'The service has closed the account of these keys.',
  ExpiredToken: 'The temporary keys of this source have expired: it needs new ones.',
  InvalidAccessKeyId: 'The service does not know the access key of this source.',
  InvalidToken: 'The service does not know the session token of this source.',
  RequestTimeTooSkewed: 'The service does not accept the time of the request: the clock is wrong.',
  SignatureDoesNotMatch: 'The service does not accept the signature: the secret key is wrong.',
}

/** The error that an answer stands for; null when its code is not about keys, clock or the bucket as a whole. */
export function refusalOf({ code, isLate }: S3Fault): GatewayError | null {
  const known = isEndedKey(code) ? keyFaults.ExpiredToken : keyFaults[code]
  if (known !== undefined) return refused(known, code)
  if (code === 'AllAccessDisabled') return forbidden('The service has closed this bucket.', code)
  if (code === 'NoSuchBucket') {
    return new GatewayError('NOT_FOUND', { message: 'There is no such bucket.', cause: why(code) })
  }
  if (isLate) return refused('What was signed has expired.', code)
  return null
}

function refused(message: string, code: string): GatewayError {
  return new GatewayError('SOURCE_REFUSED', { message, cause: why(code) })
}

/** What these keys, or nobody without keys, may not read; another bucket may be open to them. */
export function forbidden(message: string, code: string): GatewayError {
  return new GatewayError('SOURCE_FORBIDDEN', { message, cause: why(code) })
}

/** Any other answer that is an error. */
export function statusError(status: number, code: string): GatewayError {
  if (status === 403) {
    return forbidden('The source does not allow this with these credentials.', code)
  }
  return new GatewayError('SOURCE_UNREACHABLE', {
    message: `The source answered with status ${status}.`,
    cause: why(code),
  })
}

function why(code: string): Error {
  return new Error(/^[A-Za-z]{1,64}$/.test(code) ? `S3 error ${code}` : 'no S3 error code')
}
