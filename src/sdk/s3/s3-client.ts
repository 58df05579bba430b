import { GatewayError } from '../../model/index.ts'
import type { HttpClient } from '../http.ts'
import { encodedKey } from './address.ts'
import { denialOf, smallest } from './denials.ts'
import type { S3Question, S3Reply } from './exchange.ts'
import { headOf } from './head.ts'
import { inventoryPages } from './inventory.ts'
import { pageOf, type RawPage, unquoted } from './listing.ts'
import { type PageQuery, pagesOf } from './pages.ts'
import { type S3Prices, s3Prices } from './prices.ts'
import { createPurse } from './purse.ts'
import { statusError } from './refusals.ts'
import { createRequests } from './requests.ts'
import type { S3Bucket, S3Client, S3Content, S3Credentials, S3Head, S3Reading } from './s3.ts'
import { readXml } from './xml.ts'

export interface S3ClientOptions {
  /** Whose origins hold those of `s3Origins` for every bucket that is read. */
  http: HttpClient
  /** Null reads without a signature, which only buckets that are open to everybody allow. */
  credentials: S3Credentials | null
  /** US dollars that the requests of this client may cost at most. Default: no bound. */
  budget?: number | null | undefined
  /** Default `s3Prices`. */
  prices?: S3Prices | undefined
  /** Asked once for new keys when temporary ones have ended. Default: there are none. */
  renew?: (() => Promise<S3Credentials | null>) | undefined
  /** Ends everything under way and yet to come with `CANCELLED`. */
  signal?: AbortSignal | undefined
  /** The clock that requests are signed by. */
  now?: (() => Date) | undefined
}

const xmlTypes = ['application/xml', 'text/xml', '+xml'] as const
/** A key of 1,024 bytes, each as `%FF`, and the rest of its entry. */
const largestEntry = 4 * 1024
const largestEnvelope = 64 * 1024
const defaultMaxBytes = 1024 * 1024
/** Times that a page is asked for that is cut off or damaged. */
const mostDamaged = 3

/** A client of S3 and of services that speak like it. Sends nothing by itself; needs no closing. */
export function createS3Client(options: S3ClientOptions): S3Client {
  const { http, credentials, budget = null, prices = s3Prices, renew, signal } = options
  const purse = createPurse(budget, prices)
  const now = options.now ?? (() => new Date())
  const requests = createRequests({ http, credentials, purse, renew, signal, now })

  async function list(
    bucket: S3Bucket,
    { listing, startAfter, token }: PageQuery,
    stop: AbortSignal,
  ): Promise<RawPage | null> {
    const { prefix = '', delimiter, pageSize = 1000 } = listing
    const question: S3Question = {
      bucket,
      path: null,
      method: 'GET',
      kind: 'LIST',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        'max-keys': String(pageSize),
        ...(prefix === '' ? {} : { prefix }),
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(token !== null ? { 'continuation-token': token } : {}),
        ...(token === null && startAfter !== undefined ? { 'start-after': startAfter } : {}),
      },
      signed: { 'x-amz-optional-object-attributes': 'RestoreStatus' },
      accept: xmlTypes,
      maxBytes: largestEnvelope + largestEntry * pageSize,
      signal: stop,
    }
    for (let tries = 1; ; tries += 1) {
      const reply = await requests.ask(question)
      const { fault } = reply
      if (fault?.code === 'AccessDenied') {
        const denial = await denialOf(requests, question, reply)
        throw denial ?? statusError(reply.status, fault.code)
      }
      if (fault?.code === 'InvalidArgument' && token !== null) return null
      if (fault !== null) throw statusError(reply.status, fault.code)
      if (reply.isTooLarge) throw damaged('is larger than a page of so many keys can be')
      const document = readXml(new TextDecoder().decode(reply.body))
      const page = document === null ? null : pageOf(document)
      if (page !== null) {
        requests.state(bucket).isListed = true
        return page
      }
      if (document !== null) throw damaged('does not have the form that is documented')
      if (tries >= mostDamaged) throw damaged('is damaged or cut off')
    }
  }

  function about(bucket: S3Bucket, path: string, method: 'GET' | 'HEAD', maxBytes: number) {
    return { bucket, path, method, kind: 'GET', maxBytes } as const satisfies S3Question
  }

  /** What is to be made of an error about one object: null when there is none, or it is not known. */
  async function lack(question: S3Question, reply: S3Reply): Promise<null> {
    const { code } = reply.fault ?? { code: '' }
    if (code === 'AccessDenied') {
      const denial = await denialOf(requests, question, reply)
      if (denial === null) return null
      throw denial
    }
    if (code === 'NoSuchKey' || code === 'NoSuchVersion' || code === 'KeyTooLongError') return null
    throw statusError(reply.status, code)
  }

  async function head(bucket: S3Bucket, key: string): Promise<S3Head | null> {
    const path = encodedKey(key)
    if (path === null) return null
    const question: S3Question = {
      ...about(bucket, path, 'HEAD', 0),
      signed: { 'x-amz-checksum-mode': 'ENABLED' },
    }
    const reply = await requests.ask(question)
    const state = requests.state(bucket)
    if (reply.fault === null) {
      state.isRead = true
      return headOf(reply)
    }
    if (reply.status === 404 && (state.isRead || state.isListed)) return null
    // An answer to HEAD has no body that says what is wrong: one byte is asked for instead, which has.
    const told = await requests.ask(smallest(question))
    if (told.fault === null || told.fault.code === 'InvalidRange') return headOf(told)
    return lack(question, told)
  }

  async function read(
    bucket: S3Bucket,
    key: string,
    { unless, range, maxBytes = defaultMaxBytes }: S3Reading = {},
  ): Promise<S3Content> {
    const path = encodedKey(key)
    if (path === null) return { state: 'MISSING' }
    const question: S3Question = {
      ...about(bucket, path, 'GET', range === undefined ? maxBytes : range[1] - range[0] + 1),
      unsigned: {
        ...(range === undefined ? {} : { range: `bytes=${range[0]}-${range[1]}` }),
        ...(unless === undefined ? {} : { 'if-none-match': `"${unless}"` }),
      },
    }
    if (range !== undefined && range[1] - range[0] >= maxBytes) return { state: 'TOO_LARGE' }
    const reply = await requests.ask(question)
    if (reply.isTooLarge) return { state: 'TOO_LARGE' }
    if (reply.status === 304) return { state: 'UNCHANGED' }
    const { fault, headers } = reply
    if (fault?.code === 'InvalidObjectState') return { state: 'ARCHIVED' }
    if (fault?.code === 'InvalidRange') return emptyPart(bucket, key)
    if (fault !== null) {
      await lack(question, reply)
      return { state: 'MISSING' }
    }
    requests.state(bucket).isRead = true
    return {
      state: 'READ',
      // A service that knows no ranges gives the whole.
      bytes:
        range !== undefined && reply.status === 200
          ? reply.body.subarray(...between(range))
          : reply.body,
      etag: unquoted(headers.etag ?? ''),
      contentType: headers['content-type'] ?? null,
    }
  }

  /** A range that lies behind the end of an object holds no bytes. */
  async function emptyPart(bucket: S3Bucket, key: string): Promise<S3Content> {
    const found = await head(bucket, key)
    if (found === null) return { state: 'MISSING' }
    const { etag, contentType } = found
    return { state: 'READ', bytes: new Uint8Array(), etag, contentType }
  }

  const client: S3Client = {
    pages: (bucket, listing = {}) =>
      anew(() => pagesOf(listing, (query, stop) => list(bucket, query, stop))),
    head,
    read,
    inventory: (bucket, manifest) => anew(() => inventoryPages(client, bucket, manifest)),
    region: (bucket) => requests.region(bucket),
    takeSpent: () => purse.takeSpent(),
    get charged() {
      return requests.charged
    },
  }
  return client
}

function damaged(how: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message: `A page of the source's listing ${how}.` })
}

function between([first, last]: readonly [number, number]): [number, number] {
  return [first, last + 1]
}

/** Read from its start each time: a generator that has ended would pass for a bucket without keys. */
function anew<T>(begin: () => AsyncGenerator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: begin }
}
