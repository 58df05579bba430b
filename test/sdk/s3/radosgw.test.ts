import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createS3Client,
  type Presigning,
  presign,
  type S3Bucket,
  type S3Credentials,
  type S3Listing,
} from '#sdk'
import { GatewayError } from '../../../src/model/index.ts'
import { type Radosgw, radosgwMissing, startRadosgw } from '../../support/radosgw.ts'
import { rejection, upstreams } from '../upstream.ts'
import { all, bucketAt } from './worlds.ts'

/* A real server that makes whoever asks pay. What it does not do as AWS does, the stand-in plays. */

const body = '0123456789'
const many = Array.from({ length: 2_500 }, (_, index) => `scan-${String(index).padStart(4, '0')}`)
const odd = [
  ' begins and ends with spaces ',
  "!*'()~",
  '%41 is not A',
  '/begins with a slash',
  'a b/c d',
  'a b+c',
  'a%20b',
  'a+b c',
  'a//b',
  'ends with a slash/',
  'q?x#y&z=1',
  'tab\tand\u0001and\nline',
  'x<&>"',
  'ünï',
  '\uFFEE after all of two units',
  '\u{1F9E0} is four bytes',
]
const folders = ['p/1', 'p/2', 'p/q/3', 'p/q/r/4', 'p0', 'z']
/** It shares two processors with other tests. */
const patient = {
  connectTimeout: 5_000,
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
  totalTimeout: 20_000,
  attempts: 2,
  backoff: 2,
  requestsPerSecond: 10_000,
  concurrency: 8,
}
const why = radosgwMissing === null ? '' : `, skipped: ${radosgwMissing}`
if (radosgwMissing !== null) {
  process.stderr.write(`Tests with a real S3 server are skipped: ${radosgwMissing}.\n`)
}

describe.skipIf(radosgwMissing !== null)(`S3 client: a real radosgw${why}`, () => {
  const { client: httpClient } = upstreams()
  let radosgw: Radosgw

  beforeAll(async () => {
    radosgw = await startRadosgw()
    const pays = { readers: 'requester', requesterPays: true } as const
    for (const name of ['pays', 'many', 'odd']) await radosgw.createBucket(name, pays)
    await radosgw.createBucket('own', { readers: 'requester', requesterPays: false })
    await radosgw.createBucket('open', { readers: 'everybody', requesterPays: false })
    await radosgw.createBucket('open-pays', { readers: 'everybody', requesterPays: true })
    for (const bucket of ['pays', 'own', 'open', 'open-pays']) {
      for (const key of folders) await radosgw.put(bucket, key, body, 'text/plain')
    }
    for (const key of odd) await radosgw.put('odd', key, key)
    for (let at = 0; at < many.length; at += 20) {
      await Promise.all(many.slice(at, at + 20).map((key) => radosgw.put('many', key, '')))
    }
  }, 180_000)

  afterAll(() => radosgw?.stop())

  function clientOf(credentials: S3Credentials | null) {
    const http = httpClient(radosgw.url, patient)
    return createS3Client({ http, credentials })
  }
  async function refusal(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
    const error = await rejection(promise)
    if (error instanceof GatewayError) return error
    throw error
  }
  const paid = (name: string): S3Bucket =>
    bucketAt(radosgw.url, name, { requesterPays: true, region: 'us-east-1' })
  const silent = (name: string): S3Bucket => ({ ...paid(name), requesterPays: false })

  async function keysOf(bucket: S3Bucket, listing: S3Listing = {}) {
    const pages = await all(clientOf(radosgw.requester).pages(bucket, listing))
    return {
      pages: pages.length,
      keys: pages.flatMap(({ objects }) => objects.map(({ key }) => key)),
      prefixes: pages.flatMap(({ prefixes }) => [...prefixes]),
    }
  }

  describe('who pays', () => {
    test('who does not say that they pay is refused, and told that this is what is missing', async () => {
      const client = clientOf(radosgw.requester)
      const error = await refusal(all(client.pages(silent('pays'))))
      expect(error.code).toBe('SOURCE_FORBIDDEN')
      expect(error.message).toMatch(/pays/)
      expect(error.message).not.toContain(radosgw.url)
    })

    test('who says it reads, and each answer says that it was charged', async () => {
      const client = clientOf(radosgw.requester)
      const pages = await all(client.pages(paid('pays')))
      expect(pages.flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(folders)
      expect(await client.read(paid('pays'), 'z')).toMatchObject({ state: 'READ' })
      expect(await client.head(paid('pays'), 'z')).toMatchObject({ size: 10 })
      expect(client.charged).toBe(3)
      expect(client.takeSpent()).toBeGreaterThan(0)
    })

    test('the owner reads without saying it, and is not charged', async () => {
      const client = clientOf(radosgw.owner)
      expect(await client.read(silent('pays'), 'z')).toMatchObject({ state: 'READ' })
      expect(client.charged).toBe(0)
    })

    test('nobody reads without keys, not even where everybody may', async () => {
      for (const bucket of [silent('open-pays'), silent('pays')]) {
        const client = clientOf(null)
        expect((await refusal(all(client.pages(bucket)))).code).toBe('SOURCE_FORBIDDEN')
        expect((await refusal(client.read(bucket, 'z'))).code).toBe('SOURCE_FORBIDDEN')
      }
    })

    test('everybody reads an open bucket, and whoever pays reads one that is open and to be paid', async () => {
      const anonymous = clientOf(null)
      expect(await all(anonymous.pages(silent('open')))).toHaveLength(1)
      expect(await anonymous.read(silent('open'), 'z')).toMatchObject({ state: 'READ' })
      const payer = clientOf(radosgw.requester)
      expect(await payer.read(paid('open-pays'), 'z')).toMatchObject({ state: 'READ' })
    })

    test('keys that are not known, or whose secret is wrong, are told apart', async () => {
      const wrong = { ...radosgw.requester, secretAccessKey: 'wrong' }
      const unknown = { ...radosgw.requester, accessKeyId: 'NOBODY' }
      const messages = []
      for (const credentials of [wrong, unknown]) {
        const error = await refusal(all(clientOf(credentials).pages(paid('pays'))))
        expect(error.code).toBe('SOURCE_REFUSED')
        expect(error.message).not.toContain(credentials.accessKeyId)
        messages.push(error.message)
      }
      expect(messages).toEqual([
        expect.stringContaining('secret key'),
        expect.stringContaining('does not know the access key'),
      ])
    })

    test('a bucket that is not there is not found', async () => {
      const error = await refusal(all(clientOf(radosgw.requester).pages(paid('nowhere'))))
      expect(error.code).toBe('NOT_FOUND')
    })
  })

  describe('listing', () => {
    test('2,500 keys come in three pages, each key once and in order', async () => {
      const { keys, pages } = await keysOf(paid('many'))
      expect(pages).toBe(3)
      expect(keys).toEqual(many)
    })

    test('a page asked for by its checkpoint goes on where the one before ended', async () => {
      const client = clientOf(radosgw.requester)
      const checkpoints = []
      for await (const page of client.pages(paid('many'), { pageSize: 400 })) {
        checkpoints.push(page.next)
      }
      expect(checkpoints).toEqual([
        ...[399, 799, 1199, 1599, 1999, 2399].map((at) => many[at]),
        null,
      ])
      const rest = await keysOf(paid('many'), { startAfter: many[1199], pageSize: 1000 })
      expect(rest.keys).toEqual(many.slice(1200))
    })

    test('odd keys come as they are, in the order of their bytes, by any page size', async () => {
      const sorted = odd.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      for (const pageSize of [1, 3, 1000]) {
        expect((await keysOf(paid('odd'), { pageSize })).keys).toEqual(sorted)
      }
    })

    test.each(odd)('%j is a checkpoint, and a prefix of itself', async (key) => {
      const sorted = odd.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      const after = await keysOf(paid('odd'), { startAfter: key })
      expect(after.keys).toEqual(sorted.slice(sorted.indexOf(key) + 1))
      expect((await keysOf(paid('odd'), { prefix: key })).keys).toEqual([key])
    })

    test('a delimiter rolls up what is below, and checkpoints lead on from what was rolled up', async () => {
      expect(await keysOf(paid('pays'), { delimiter: '/' })).toMatchObject({
        keys: ['p0', 'z'],
        prefixes: ['p/'],
      })
      expect(await keysOf(paid('pays'), { delimiter: '/', prefix: 'p/' })).toMatchObject({
        keys: ['p/1', 'p/2'],
        prefixes: ['p/q/'],
      })
      const byOne = await keysOf(paid('pays'), { delimiter: '/', pageSize: 1 })
      expect(byOne).toEqual({ pages: 3, keys: ['p0', 'z'], prefixes: ['p/'] })
      const first = clientOf(radosgw.requester).pages(paid('pays'), { delimiter: '/', pageSize: 1 })
      for await (const { next } of first) {
        const rest = await keysOf(paid('pays'), { delimiter: '/', startAfter: next ?? '' })
        expect(rest).toMatchObject({ keys: ['p0', 'z'], prefixes: [] })
        break
      }
    })
  })

  describe('objects', () => {
    test.each(odd)('%j is read and described by its key', async (key) => {
      const client = clientOf(radosgw.requester)
      const read = await client.read(paid('odd'), key)
      expect(read.state === 'READ' && Buffer.from(read.bytes).toString()).toBe(key)
      expect(await client.head(paid('odd'), key)).toMatchObject({ size: Buffer.byteLength(key) })
    })

    test('HEAD tells size, tag, date, type and class as the listing does', async () => {
      const client = clientOf(radosgw.requester)
      const [page] = await all(client.pages(paid('pays'), { prefix: 'z' }))
      const head = await client.head(paid('pays'), 'z')
      expect(head).toMatchObject({ contentType: 'text/plain', checksum: null })
      const { size, etag, storageClass, availability } = page?.objects[0] ?? {}
      expect(head).toMatchObject({ size, etag, storageClass, availability })
      expect(etag).toBe('781e5e245d69b566979b86e28d23f2c7')
    })

    test.each([
      [[0, 3], '0123'],
      [[8, 100], '89'],
      [[100, 200], ''],
    ] as const)('bytes %j are %j', async (range, expected) => {
      const read = await clientOf(radosgw.requester).read(paid('pays'), 'z', { range })
      expect(read.state === 'READ' && Buffer.from(read.bytes).toString()).toBe(expected)
    })

    test('what has not changed is not read again, what is too large not at all', async () => {
      const client = clientOf(radosgw.requester)
      const read = await client.read(paid('pays'), 'z')
      const etag = read.state === 'READ' ? read.etag : ''
      expect(await client.read(paid('pays'), 'z', { unless: etag })).toEqual({ state: 'UNCHANGED' })
      expect(await client.read(paid('pays'), 'z', { unless: 'other' })).toMatchObject({
        state: 'READ',
      })
      expect(await client.read(paid('pays'), 'z', { maxBytes: 9 })).toEqual({ state: 'TOO_LARGE' })
    })

    test('what is not there is missing', async () => {
      const client = clientOf(radosgw.requester)
      expect(await client.read(paid('pays'), 'none')).toEqual({ state: 'MISSING' })
      expect(await client.head(paid('pays'), 'none')).toBeNull()
    })
  })

  describe('links', () => {
    const link = (key: string, options: Partial<Presigning> = {}) =>
      presign(paid(odd.includes(key) ? 'odd' : 'pays'), key, {
        credentials: radosgw.requester,
        expiresIn: 60,
        now: new Date(),
        ...options,
      })

    test('a link opens without any header, and says that the signer was charged', async () => {
      const answer = await fetch(await link('z'))
      expect([answer.status, await answer.text()]).toEqual([200, body])
      expect(answer.headers.get('x-amz-request-charged')).toBe('requester')
    })

    test.each(odd)('%j has a link', async (key) => {
      const answer = await fetch(await link(key))
      expect([answer.status, await answer.text()]).toEqual([200, key])
    })

    test('a link opens a part, and tells what has not changed', async () => {
      const part = await fetch(await link('z'), { headers: { range: 'bytes=2-4' } })
      expect([part.status, await part.text()]).toEqual([206, '234'])
      const beyond = await fetch(await link('z'), { headers: { range: 'bytes=10-' } })
      expect([beyond.status, await beyond.text()]).toEqual([
        416,
        expect.stringContaining('InvalidRange'),
      ])
      const headers = { 'if-none-match': part.headers.get('etag') ?? '' }
      expect((await fetch(await link('z'), { headers })).status).toBe(304)
      const other = await fetch(await link('z'), { headers: { 'if-match': '"other"' } })
      expect([other.status, await other.text()]).toEqual([
        412,
        expect.stringContaining('PreconditionFailed'),
      ])
    })

    test('a link that does not say who pays is refused, and one that it was taken from too', async () => {
      const without = await fetch(await link('z', { requesterPays: false }))
      expect([without.status, await without.text()]).toEqual([
        403,
        expect.stringContaining('AccessDenied'),
      ])
      const taken = new URL(await link('z'))
      taken.searchParams.delete('x-amz-request-payer')
      const answer = await fetch(taken)
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('SignatureDoesNotMatch'),
      ])
    })

    test('a link is bound to its object and its method', async () => {
      const elsewhere = (await link('z')).replace('/pays/z?', '/pays/p0?')
      expect((await fetch(elsewhere)).status).toBe(403)
      expect((await fetch(await link('z'), { method: 'HEAD' })).status).toBe(403)
    })

    test('a link ends when it said', async () => {
      const lasting = { expiresIn: 60, now: new Date(Date.now() - 30_000) }
      expect((await fetch(await link('z', lasting))).status).toBe(200)
      const answer = await fetch(await link('z', { ...lasting, expiresIn: 20 }))
      expect([answer.status, await answer.text()]).toEqual([
        403,
        expect.stringContaining('AccessDenied'),
      ])
    })

    test('a link to what is not there says so', async () => {
      const answer = await fetch(await link('none'))
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining('NoSuchKey'),
      ])
    })
  })
})
