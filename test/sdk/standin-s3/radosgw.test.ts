import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type S3Standin, startS3Standin } from '#sdk/standin'
import { type Radosgw, radosgwMissing, startRadosgw } from '../../support/radosgw.ts'
import { ask, pathOf, payer, type S3Ask, type S3Told } from '../../support/s3-ask.ts'
import { elements, keys, listing, owner, requester } from './asking.ts'

/*
 * The same requests to the stand-in and to a real server, which Ceph's is: what both claim to do, both have to do. Where
 * Ceph is known to differ from AWS, which the stand-in plays, nothing is compared: the words of messages, the forms of
 * tokens and of encoded keys, regions, tags of what is claimed, unsigned headers on links.
 */

/** Odd ones that both take. */
const oddKeys = [
  'a b/c d',
  'a+b',
  'a%20b',
  'a//b',
  'a/b/',
  'ünï/\u{1F9E0}',
  '\uFFEE',
  "!*'()~",
  'q?x#y&z=1',
  'x<&>"',
  'a/./b',
  'a/../b',
  'control\u0001\tkey',
]
const folders = ['p/1', 'p/2', 'p/q/3', 'p/q/r/4', 'p0', 'z']
const stored = [...oddKeys, ...folders]
const buckets = [
  { name: 'pays', readers: 'requester', requesterPays: true },
  { name: 'plain', readers: 'requester', requesterPays: false },
  { name: 'open', readers: 'everybody', requesterPays: false },
  { name: 'open-pays', readers: 'everybody', requesterPays: true },
] as const

const why = radosgwMissing === null ? '' : `, skipped: ${radosgwMissing}`

describe.skipIf(radosgwMissing !== null)(`S3 stand-in: as a real radosgw does${why}`, () => {
  let radosgw: Radosgw
  let standin: S3Standin

  beforeAll(async () => {
    const objects = stored.map((key) => ({
      key,
      body: `body of ${key}`,
      contentType: 'text/plain',
    }))
    standin = await startS3Standin({
      buckets: buckets.map(({ name, readers, requesterPays }) => ({
        name,
        requesterPays,
        isPublic: readers === 'everybody',
        keys: [keys.owner, keys.requester],
        objects,
      })),
    })
    radosgw = await startRadosgw()
    for (const { name, ...options } of buckets) {
      await radosgw.createBucket(name, options)
      for (const { key, body } of objects) await radosgw.put(name, key, body, 'text/plain')
    }
  }, 120_000)

  afterAll(async () => {
    await standin?.close()
    await radosgw?.stop()
  })

  /** Asks both and says what of their answers has to be the same. */
  async function both<T>(request: S3Ask, same: (told: S3Told) => T): Promise<[T, T]> {
    return [same(await ask(radosgw.url, request)), same(await ask(standin.url, request))]
  }

  const callers = [
    ['the owner', owner],
    ['the requester', requester],
    ['nobody', null],
    ['a wrong secret', { ...requester, secretAccessKey: 'wrong' }],
    ['unknown keys', { ...requester, accessKeyId: 'NOBODY' }],
  ] as const
  const ways: [string, Partial<S3Ask>][] = [
    ['plainly', {}],
    ['with the word that the caller pays', { headers: payer }],
    ['by a link', { expires: 60 }],
    ['by a link with that word', { expires: 60, query: [['x-amz-request-payer', 'requester']] }],
    ['by a link that has expired', { expires: 1, time: Date.now() - 600_000 }],
    ['an hour late', { time: Date.now() - 3_600_000 }],
  ]
  const cases = buckets.flatMap(({ name }) =>
    callers.flatMap(([caller, credentials]) =>
      ways.map(([way, more]) => ({ name, caller, way, more, credentials })),
    ),
  )

  test.each(cases)('$name: $caller, $way', async ({ name, credentials, more }) => {
    const admitted = ({ status, code, headers }: S3Told) => ({
      status,
      code,
      charged: headers['x-amz-request-charged'] ?? null,
    })
    const targets: S3Ask[] = [
      { path: pathOf(name, 'z') },
      { path: pathOf(name, 'z'), method: 'HEAD' },
      { path: `/${name}`, query: listing() },
      { path: `/${name}`, method: 'HEAD' },
    ]
    for (const target of targets) {
      const query = [...(target.query ?? []), ...(more.query ?? [])]
      const [real, played] = await both({ ...target, ...more, query, credentials }, admitted)
      expect(played).toEqual(real)
    }
  })

  test.each(stored)('the object %j and what HEAD says of it', async (key) => {
    for (const method of ['GET', 'HEAD']) {
      const request = { method, path: pathOf('pays', key), headers: payer, credentials: requester }
      const [real, played] = await both(request, ({ status, text, headers }) => ({
        status,
        text,
        etag: headers.etag,
        length: headers['content-length'],
        type: headers['content-type'],
        ranges: headers['accept-ranges'],
        charged: headers['x-amz-request-charged'],
      }))
      expect(real).toMatchObject({ status: 200, text: method === 'GET' ? `body of ${key}` : '' })
      expect(played).toEqual(real)
    }
  })

  test.each<Record<string, string>>([
    { range: 'bytes=0-3' },
    { range: 'bytes=2-' },
    { range: 'bytes=-2' },
    { range: 'bytes=3-100' },
    { range: 'bytes=100-' },
    { range: 'bytes=-100' },
    { 'if-none-match': '"other"' },
    { 'if-match': '"other"' },
    { 'if-none-match': 'ETAG' },
    { 'if-match': 'ETAG' },
    { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
    { 'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' },
  ])('reading with %j', async (conditions) => {
    const path = pathOf('pays', 'z')
    const { etag = '' } = (await ask(standin.url, { path, credentials: owner })).headers
    const headers = Object.fromEntries(
      Object.entries(conditions).map(([name, value]) => [name, value === 'ETAG' ? etag : value]),
    )
    const request = { path, headers: { ...headers, ...payer }, credentials: requester }
    const [real, played] = await both(request, ({ status, code, text, headers }) => ({
      status,
      code,
      charged: headers['x-amz-request-charged'],
      text: code === null ? text : '',
      range: code === null ? headers['content-range'] : '',
    }))
    expect(played).toEqual(real)
  })

  test('what is not there', async () => {
    const caller = { headers: payer, credentials: requester }
    for (const path of [pathOf('pays', 'none'), pathOf('none', 'z'), '/none']) {
      for (const method of ['GET', 'HEAD']) {
        const [real, played] = await both(
          { path, method, ...caller },
          ({ status, code, headers }) => [status, code, headers['x-amz-request-charged']],
        )
        expect(played).toEqual(real)
      }
    }
  })

  test.each<Record<string, string>>([
    {},
    { prefix: 'p/' },
    { prefix: 'none' },
    { delimiter: '/' },
    { delimiter: '/', prefix: 'p/' },
    { delimiter: '/', prefix: 'p' },
    { delimiter: 'q' },
    { 'start-after': 'p/1' },
    { 'start-after': 'p/9' },
    { 'start-after': 'zz' },
    { 'start-after': '\u{1F9E0}' },
    { 'start-after': 'p', delimiter: '/' },
    { 'start-after': 'p/', delimiter: '/' },
    { prefix: 'p/', 'start-after': 'p/q/3' },
    { 'max-keys': '0' },
    { 'max-keys': '5000' },
    { 'max-keys': 'x' },
  ])('listing with %j', async (parameters) => {
    const query = listing({ 'encoding-type': 'url', ...parameters })
    const request = { path: '/plain', query, credentials: requester }
    const [real, played] = await both(request, listed)
    expect(played).toEqual(real)
  })

  test.each([
    [{}, 1],
    [{}, 4],
    [{ delimiter: '/' }, 1],
    [{ delimiter: '/' }, 3],
    [{ delimiter: '/', prefix: 'p/' }, 1],
  ])('paging through %j by %i', async (parameters, size) => {
    const pagesOf = async (url: string) => {
      const pages: object[] = []
      for (let token: string | null = ''; token !== null; ) {
        const told = await ask(url, {
          path: '/plain',
          query: listing({
            'encoding-type': 'url',
            'max-keys': String(size),
            ...parameters,
            ...(token !== '' && { 'continuation-token': token }),
          }),
          credentials: requester,
        })
        pages.push(listed(told))
        token = elements(told.text, 'NextContinuationToken')[0] ?? null
        if (pages.length > 100) throw new Error('pages without end')
      }
      return pages
    }
    expect(await pagesOf(standin.url)).toEqual(await pagesOf(radosgw.url))
  })

  test('a virtual host', async () => {
    const host = 'plain.s3.localhost'
    const request = { path: '/p/q/3', headers: { host }, credentials: requester }
    const [real, played] = await both(request, ({ status, text }) => [status, text])
    expect(played).toEqual(real)
    expect(real).toEqual([200, 'body of p/q/3'])
  })
})

/** What a listing says, however its keys are encoded. */
function listed({ status, code, text }: S3Told) {
  const decoded = (names: string[]) =>
    names.map((name) => decodeURIComponent(name.replace(/\+/g, ' ')))
  const common = text.match(/<CommonPrefixes>.*?<\/CommonPrefixes>/gs) ?? []
  return {
    status,
    code,
    keys: decoded(elements(text, 'Key')),
    prefixes: decoded(elements(common.join(''), 'Prefix')),
    sizes: elements(text, 'Size'),
    etags: elements(text, 'ETag'),
    classes: elements(text, 'StorageClass'),
    count: elements(text, 'KeyCount'),
    isTruncated: elements(text, 'IsTruncated'),
    most: elements(text, 'MaxKeys'),
  }
}
