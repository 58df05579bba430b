import { GatewayError } from '../../model/index.ts'
import type { HttpAnswer, HttpClient, HttpHead } from '../http.ts'
import { bucketUrl, encoded } from './address.ts'
import type { BucketState } from './bucket-state.ts'
import type { Keyring } from './keyring.ts'
import { isBilledStatus, mayBeBilled, type S3RequestKind } from './prices.ts'
import type { Purse, Reserve } from './purse.ts'
import { faultOf, type S3Fault } from './refusals.ts'
import type { S3Bucket } from './s3.ts'
import { anySignal } from './signals.ts'

/** One request to a bucket or an object in it, not signed yet. */
export interface S3Question {
  readonly bucket: S3Bucket
  /** As it stands in the path; null for the bucket itself. */
  readonly path: string | null
  readonly query?: Readonly<Record<string, string>>
  readonly method: 'GET' | 'HEAD'
  readonly kind: S3RequestKind
  /** `x-amz-…`, to be signed. */
  readonly signed?: Readonly<Record<string, string>>
  /** Others: `range`, `if-none-match`. */
  readonly unsigned?: Readonly<Record<string, string>>
  /** Content types that count as an answer. Default: any. */
  readonly accept?: readonly string[]
  /** Bytes of the largest body that counts as an answer. */
  readonly maxBytes: number
  /** Says that the caller pays, whatever the source says of the bucket. */
  readonly saysWhoPays?: boolean
  readonly signal?: AbortSignal
}

export interface S3Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Null for an answer that is no error. */
  readonly fault: S3Fault | null
  /** True when the body would have been larger than `maxBytes`; it is empty then. */
  readonly isTooLarge: boolean
}

export interface ExchangeParts {
  readonly http: HttpClient
  readonly keyring: Keyring
  readonly purse: Purse
  readonly signal: AbortSignal | undefined
  onCharged(): void
}

/** Besides 200: all that S3 answers with a meaning of its own. No redirect is followed: it would need a new signature. */
export const meantStatuses = [206, 301, 302, 303, 304, 307, 308, 400, 403, 404, 405, 409, 412, 416]
/** Bytes of an answer that is an error. */
const largestError = 64 * 1024

/**
 * Signs a question, sends it when its turn has come and the budget covers it, and reads what S3 answers.
 *
 * @throws {GatewayError} `BUDGET_EXCEEDED` before anything is sent; what `HttpClient.request` throws.
 */
export async function exchangeS3(
  question: S3Question,
  region: string,
  { gate }: BucketState,
  { http, keyring, purse, signal: ownSignal, onCharged }: ExchangeParts,
): Promise<S3Reply> {
  const { bucket, method, kind, maxBytes, accept } = question
  const signal = anySignal(ownSignal, question.signal)
  const saysWhoPays = question.saysWhoPays ?? bucket.requesterPays
  const counts = mayBeBilled(bucket, keyring.keys !== null, saysWhoPays)
  const most = method === 'HEAD' ? 0 : maxBytes
  let reserve: Reserve | null = null
  let head: HttpHead | null = null
  let length: number | null = null

  function onHead(told: HttpHead): void {
    const { status, headers } = told
    head = told
    if (headers['x-amz-request-charged'] !== undefined) onCharged()
    if (status === 503 || status === 429) gate.slow()
    length = headers['content-length'] === undefined ? null : Number(headers['content-length'])
    if (!isBilledStatus(status)) reserve?.release()
  }
  function onAttempt(): void {
    settle(null)
    length = null
    head = null
    reserve = counts ? purse.reserve(kind, most) : null
  }
  /** How much of an answer that broke off was billed nobody says: all that was promised counts. */
  function settle(read: number | null): void {
    const promised = head !== null ? (length ?? read ?? most) : 0
    reserve?.settle(Math.min(promised, most))
    reserve = null
  }

  const leave = await gate.enter(signal)
  try {
    const url = urlOf(question, region)
    const payer: Record<string, string> = saysWhoPays ? { 'x-amz-request-payer': 'requester' } : {}
    const signed = await keyring.sign(method, url, { ...question.signed, ...payer }, region)
    const answer = await http.request(url, {
      method,
      headers: { ...signed, ...question.unsigned },
      statuses: meantStatuses,
      maxBytes: Math.max(maxBytes, largestError),
      ...(accept === undefined ? {} : { accept }),
      ...(signal === undefined ? {} : { signal }),
      onHead,
      onAttempt,
    })
    settle(answer.body.length)
    return replyOf(answer, question)
  } catch (thrown) {
    const isLong = method === 'GET' && length !== null && length > maxBytes
    const wasTooLarge = isLong || isTooLarge(thrown)
    settle(null)
    if (!wasTooLarge || !(thrown instanceof GatewayError)) throw thrown
    if (thrown.code !== 'ANSWER_INVALID') throw thrown
    const { status, headers } = head ?? { status: 200, headers: {} }
    return { status, headers, body: new Uint8Array(), fault: null, isTooLarge: true }
  } finally {
    leave()
  }
}

function urlOf({ bucket, path, query = {} }: S3Question, region: string): string {
  const search = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`)
  const root = `${bucketUrl(bucket, region)}/${path ?? ''}`
  return search.length === 0 ? root : `${root}?${search.join('&')}`
}

/** An answer is an error by its status, or by what it says after it has said 200. */
function replyOf(answer: HttpAnswer, { accept, maxBytes }: S3Question): S3Reply {
  const { status, headers } = answer
  const isFine = [200, 206, 304].includes(status)
  const isTooLarge = isFine && answer.body.length > maxBytes
  const body = isTooLarge ? new Uint8Array() : answer.body
  // Only who asks for XML can tell an error from an object that happens to hold one.
  const mayBeError = accept !== undefined && body.length <= largestError
  const fault = isFine && !mayBeError ? null : faultOf({ headers, body })
  return { status, headers, body, fault: isFine && fault?.code === '' ? null : fault, isTooLarge }
}

function isTooLarge(thrown: unknown): boolean {
  const cause = thrown instanceof GatewayError ? thrown.cause : null
  return cause instanceof Error && 'code' in cause && cause.code === 'TOO_LARGE'
}
