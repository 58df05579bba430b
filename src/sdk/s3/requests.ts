import { GatewayError } from '../../model/index.ts'
import type { HttpClient } from '../http.ts'
import { bucketUrl } from './address.ts'
import { type BucketState, createBucketStates } from './bucket-state.ts'
import { exchangeS3, meantStatuses, type S3Question, type S3Reply } from './exchange.ts'
import { createKeyring, type KeyringOptions } from './keyring.ts'
import type { Purse } from './purse.ts'
import { isEndedKey, isHopeless, isPassing, refusalOf, statusError } from './refusals.ts'
import { awsRegions } from './regions.ts'
import type { S3Bucket } from './s3.ts'
import { anySignal, rest } from './signals.ts'

export interface RequestsOptions extends KeyringOptions {
  readonly http: HttpClient
  readonly purse: Purse
  readonly signal: AbortSignal | undefined
}

export interface Requests {
  /**
   * Sends a question to the region where the bucket is. What comes back is an answer, or an error about this one object
   * or request (`AccessDenied`, `NoSuchKey`, `InvalidObjectState`).
   *
   * @throws {GatewayError} all else: see `S3Client.pages`.
   */
  ask(question: S3Question): Promise<S3Reply>
  region(bucket: S3Bucket): Promise<string>
  state(bucket: S3Bucket): BucketState
  readonly isSigned: boolean
  /** Answers that said that they were charged to whoever asked. */
  readonly charged: number
}

/** Times that a question is asked whose answer says, whatever its status, that another attempt may fare better. */
const mostTries = 5
/** Milliseconds before the second; doubles, with full jitter. */
const pause = 100
/** Where a bucket is asked for whose region is not known, and the region of services that have none. */
const firstRegion = 'us-east-1'
const regionName = /^[a-z0-9][a-z0-9-]{0,62}$/

export function createRequests(options: RequestsOptions): Requests {
  const { http, purse, signal } = options
  const stateOf = createBucketStates()
  const keyring = createKeyring(options)
  let hopeless: GatewayError | null = null
  let charged = 0
  const onCharged = () => {
    charged += 1
  }
  const parts = { http, keyring, purse, signal, onCharged }

  function regionOf(bucket: S3Bucket): Promise<string> {
    const state = stateOf(bucket)
    if (state.region !== null) return state.region
    const found = bucket.region === null ? discovered(bucket) : Promise.resolve(bucket.region)
    state.region = found
    found.catch(() => {
      if (state.region === found) state.region = null
    })
    return found
  }

  /** HeadBucket says it to anybody, also when it refuses; and without a signature nobody is billed for it. */
  async function discovered(bucket: S3Bucket): Promise<string> {
    const { headers, status } = await http.request(bucketUrl(bucket, firstRegion), {
      method: 'HEAD',
      statuses: meantStatuses,
      ...(signal === undefined ? {} : { signal }),
    })
    if (status === 404) throw new GatewayError('NOT_FOUND', { message: 'There is no such bucket.' })
    return usable(bucket, headers['x-amz-bucket-region'] ?? firstRegion)
  }

  /** The region that an answer points to; null when it says nothing of it. */
  async function pointedTo(
    { bucket }: S3Question,
    { status, fault }: S3Reply,
    region: string,
  ): Promise<string | null> {
    if (fault === null) return null
    const isRedirect = (status >= 300 && status < 400) || isOtherEndpoint(fault.code)
    const isSigning = fault.code === '' || fault.code === 'AuthorizationHeaderMalformed'
    const saysWhere = status === 400 && isSigning && fault.region !== null
    if (!isRedirect && (!saysWhere || fault.region === region)) return null
    return usable(bucket, fault.region ?? (await discovered(bucket)))
  }

  /** Waits for what may pass; false when it has been waited for long enough. */
  async function passed(question: S3Question, tries: number): Promise<boolean> {
    if (tries >= mostTries) return false
    stateOf(question.bucket).gate.slow()
    await rest(Math.random() * pause * 2 ** (tries - 1), anySignal(signal, question.signal))
    return true
  }

  async function ask(question: S3Question): Promise<S3Reply> {
    const { bucket } = question
    const state = stateOf(bucket)
    if (keyring.keys === null && (question.saysWhoPays ?? bucket.requesterPays)) {
      throw new GatewayError('SOURCE_REFUSED', {
        message: 'Whoever reads this bucket pays for it: the source needs credentials.',
      })
    }
    let hasMoved = false
    for (let tries = 1; ; tries += 1) {
      if (hopeless !== null) throw hopeless
      const region = await regionOf(bucket)
      const used = keyring.keys
      const reply = await exchangeS3(question, region, state, parts)
      const { fault } = reply
      if (fault === null) return reply
      const there = await pointedTo(question, reply, region)
      if (there !== null) {
        if (hasMoved || there === region) throw nowhere()
        hasMoved = true
        state.region = Promise.resolve(there)
        continue
      }
      if (isEndedKey(fault.code) && (await keyring.renew(used))) continue
      if (isPassing(fault.code)) {
        if (await passed(question, tries)) continue
        throw statusError(reply.status, fault.code)
      }
      const refusal = refusalOf(fault)
      if (refusal === null) return reply
      if (isHopeless(fault.code)) hopeless = refusal
      throw refusal
    }
  }

  return {
    ask,
    region: regionOf,
    state: stateOf,
    isSigned: options.credentials !== null,
    get charged() {
      return charged
    },
  }
}

/** What regions that an account has to opt in to answer at the endpoint of another. */
function isOtherEndpoint(code: string): boolean {
  return code === 'IllegalLocationConstraintException'
}

/** A region is part of a host's name, and comes from outside. */
function usable({ endpoint }: S3Bucket, region: string): string {
  const isKnown = endpoint === null ? awsRegions.includes(region) : regionName.test(region)
  if (isKnown) return region
  throw new GatewayError('UNSUPPORTED', {
    message: 'The bucket is in a region that is not known here.',
  })
}

function nowhere(): GatewayError {
  return new GatewayError('SOURCE_UNREACHABLE', {
    message:
      'The service sends from one region to another: where the bucket is could not be found out.',
  })
}
