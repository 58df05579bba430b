import type { StandinAnswer, StandinRequest } from '../routes.ts'
import { isCharged, type S3Operation } from './access.ts'
import { parameter, type S3Address } from './address.ts'
import type { S3StandinBucket, S3StandinKey } from './buckets.ts'
import { contentsOf } from './contents.ts'
import { sizeOf } from './facts.ts'
import {
  invalidArgument,
  methodNotAllowed,
  noSuchKey,
  noSuchVersion,
  S3Failure,
} from './failures.ts'
import { listingXml } from './listing.ts'
import { objectAnswer, promisedBytes } from './object-answer.ts'
import type { Tokens } from './tokens.ts'

/** One request that somebody pays for. */
export interface S3Charge {
  accessKeyId: string
  operation: S3Operation
  bucket: string
  /** Null for the bucket itself. */
  key: string | null
  /** Of an object, as promised to GET; else 0. */
  bytes: number
}

/** A read of the whole, or of more than 1 MiB, of an object that only claims its bytes. */
export interface S3LargeRead {
  bucket: string
  key: string
  bytes: number
}

/** Where is written down what has to be accounted for. */
export interface Ledger {
  charges: S3Charge[]
  largeReads: S3LargeRead[]
}

/** A request whose address is this bucket, from somebody who is who they say. */
export interface Visit {
  request: StandinRequest
  address: S3Address
  /** Null for nobody. */
  caller: S3StandinKey | null
  /** Epoch milliseconds. */
  now: number
}

export interface Bucket {
  readonly name: string
  readonly region: string
  readonly redirects: boolean
  /** @throws {S3Failure} */
  answer(visit: Visit): StandinAnswer
}

const largeRead = 1024 * 1024

export function createBucket(options: S3StandinBucket, tokens: Tokens, ledger: Ledger): Bucket {
  const { name, region = 'us-east-1' } = options
  const contents = contentsOf(options)

  function answer(visit: Visit): StandinAnswer {
    const { address, caller, request } = visit
    const { method, headers } = request
    const isObject = address.key !== ''
    if (method !== 'GET' && method !== 'HEAD') {
      throw methodNotAllowed(method, isObject ? 'OBJECT' : 'BUCKET')
    }
    const operation = isObject ? method : 'LIST'
    const payer = headers['x-amz-request-payer'] ?? parameter(address, 'x-amz-request-payer')
    if (!isCharged(options, caller, operation, payer === 'requester')) {
      return isObject ? aboutObject(visit) : aboutBucket(visit)
    }
    const charge: S3Charge = {
      accessKeyId: caller?.accessKeyId ?? '',
      operation,
      bucket: name,
      key: isObject ? address.key : null,
      bytes: 0,
    }
    try {
      const answer = isObject ? aboutObject(visit) : aboutBucket(visit)
      if (operation === 'GET') charge.bytes = promisedBytes(answer)
      ledger.charges.push(charge)
      const headers = { ...answer.headers, 'x-amz-request-charged': 'requester' }
      return { ...answer, headers }
    } catch (failure) {
      // Whoever asks pays for what is not there too, though nobody says so; not for what is refused.
      if (failure instanceof S3Failure && failure.status !== 403) ledger.charges.push(charge)
      throw failure
    }
  }

  function aboutBucket({ request, address }: Visit): StandinAnswer {
    const told = { type: 'application/xml', headers: { 'x-amz-bucket-region': region } }
    if (request.method === 'HEAD') return told
    if (parameter(address, 'location') !== undefined) {
      const where = region === 'us-east-1' ? '' : region
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${where}</LocationConstraint>`
      return { ...told, body }
    }
    // The first version of ListObjects is not played: this answers as S3 does for what it does not have.
    if (parameter(address, 'list-type') !== '2') {
      const message = 'A header you provided implies functionality that is not implemented'
      throw new S3Failure(501, 'NotImplemented', message)
    }
    return { ...told, body: listingXml(name, contents, address, request.headers, tokens) }
  }

  function aboutObject({ request, address, caller, now }: Visit): StandinAnswer {
    const { key } = address
    const version = parameter(address, 'versionId')
    if (version === '') {
      throw invalidArgument('Version id cannot be the empty string', 'versionId', version)
    }
    const object = contents.find(key, version)
    if (object === null) {
      // Whoever may not list is not told that there is nothing.
      isCharged(options, caller, 'LIST', true)
      throw version === undefined ? noSuchKey(key) : noSuchVersion(key, version)
    }
    const mode = request.headers['x-amz-checksum-mode'] ?? parameter(address, 'x-amz-checksum-mode')
    const answer = objectAnswer(object, request, {
      checksums: mode?.toUpperCase() === 'ENABLED',
      now,
    })
    const bytes = promisedBytes(answer)
    const isClaimed = object.body === undefined && request.method === 'GET' && bytes > 0
    if (isClaimed && (bytes === sizeOf(object) || bytes > largeRead)) {
      ledger.largeReads.push({ bucket: name, key, bytes })
    }
    return answer
  }

  return { name, region, redirects: options.wrongRegion === 'REDIRECT', answer }
}
