import { describe, expect, test } from 'vitest'
import { rejection } from '../upstream.ts'
import { all, bucketAt, errorXml, keysOf, pageXml, worlds } from './worlds.ts'

const { s3, reader, standin } = worlds()
const invalid = { code: 'ANSWER_INVALID' }

describe('S3 listing that is wrong', () => {
  /** What comes of a listing whose every answer is `page`. */
  async function listingOf(page: (nth: number) => ReturnType<typeof pageXml>, listing = {}) {
    let nth = 0
    const server = await standin({
      handle: ({ method }) => {
        if (method === 'HEAD') return { status: 200 }
        nth += 1
        return page(nth)
      },
    })
    const bucket = bucketAt(server.url, 'bucket')
    const outcome = rejection(all(reader(server.url, null).pages(bucket, listing)))
    return { outcome: await outcome, asked: () => nth }
  }

  test.each([
    ['the same page for ever', () => pageXml({ keys: ['a', 'b'], token: 't' })],
    [
      'a page that goes back',
      (nth: number) => pageXml({ keys: [`k${9 - nth}`], token: `t${nth}` }),
    ],
    ['keys out of order in a page', () => pageXml({ keys: ['b', 'a'] })],
    ['a key twice', () => pageXml({ keys: ['a', 'a'] })],
    ['keys in the order of UTF-16', () => pageXml({ keys: ['\u{1F600}', '\uFF5E'] })],
    ['empty pages with the same token', () => pageXml({ token: 't' })],
    ['empty pages without end', (nth: number) => pageXml({ token: `t${nth}` })],
    ['an empty page that tells no token and is not the last', () => pageXml({ isTruncated: true })],
    ['a folder twice', () => pageXml({ prefixes: ['a/', 'a/'] })],
    ['the same folder for ever', () => pageXml({ prefixes: ['a/'], token: 't' })],
  ])('%s ends it', async (_what, page) => {
    const { outcome, asked } = await listingOf(page)
    expect(outcome).toMatchObject(invalid)
    expect(asked()).toBeLessThan(110)
  })

  test('a token that comes again is not asked with again', async () => {
    const { outcome, asked } = await listingOf(() => pageXml({ token: 't' }))
    expect(outcome).toMatchObject(invalid)
    expect(asked()).toBe(2)
  })

  test('a folder that the key to start after lies in is told once, not for ever', async () => {
    const page = () => pageXml({ prefixes: ['a/'], isTruncated: true })
    const { outcome, asked } = await listingOf(page, { startAfter: 'a/b', delimiter: '/' })
    expect(outcome).toMatchObject(invalid)
    expect(asked()).toBe(2)
  })

  test('keys outside the prefix, or not after the key to start after, end it', async () => {
    const page = () => pageXml({ keys: ['b'] })
    expect((await listingOf(page, { prefix: 'a' })).outcome).toMatchObject(invalid)
    expect((await listingOf(page, { startAfter: 'b' })).outcome).toMatchObject(invalid)
  })

  test.each([
    ['a missing key', (xml: string) => xml.replace('<Key>a</Key>', '')],
    ['an empty key', (xml: string) => xml.replace('<Key>a</Key>', '<Key/>')],
    [
      'two keys of one object',
      (xml: string) => xml.replace('<Key>a</Key>', '<Key>a</Key><Key>b</Key>'),
    ],
    ['a missing size', (xml: string) => xml.replace('<Size>7</Size>', '')],
    ['a size that is no number', (xml: string) => xml.replace('>7<', '>0x7<')],
    ['a missing date', (xml: string) => xml.replace(/<LastModified>.*?<\/LastModified>/, '')],
    [
      'no word whether there is more',
      (xml: string) => xml.replace(/<IsTruncated>.*?<\/IsTruncated>/, ''),
    ],
    ['another count than there are', (xml: string) => xml.replace('<KeyCount>1', '<KeyCount>2')],
    [
      'another document',
      (xml: string) => xml.replaceAll('ListBucketResult', 'ListAllMyBucketsResult'),
    ],
    [
      'escapes that are no UTF-8',
      (xml: string) =>
        xml
          .replace('<Key>a<', '<EncodingType>url</EncodingType><Key>%FF<')
          .replace('<EncodingType>url</EncodingType><Key>', '<Key>')
          .replace('<KeyCount>', '<EncodingType>url</EncodingType><KeyCount>'),
    ],
  ])('%s is told at once', async (_what, change) => {
    const whole = pageXml({ keys: ['a'] })
    const { outcome, asked } = await listingOf(() => ({ ...whole, body: change(whole.body) }))
    expect(outcome).toMatchObject({
      ...invalid,
      message: "A page of the source's listing does not have the form that is documented.",
    })
    expect(asked()).toBe(1)
  })

  test('a document type is refused', async () => {
    const whole = pageXml({ keys: ['a'] })
    const body = whole.body
      .replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>')
      .replace('>a<', '>&a;<')
    expect((await listingOf(() => ({ ...whole, body }))).outcome).toMatchObject(invalid)
  })

  test('a page that is cut off once is asked for again, and no oftener than three times', async () => {
    const whole = pageXml({ keys: ['a'] })
    const cut = { ...whole, body: whole.body.slice(0, -30) }
    const server = await standin({ handle: ({ nth }) => (nth === 2 ? cut : whole) })
    const bucket = bucketAt(server.url, 'bucket')
    expect(await keysOf(reader(server.url, null).pages(bucket))).toEqual(['a'])
    const { outcome, asked } = await listingOf(() => cut)
    expect(outcome).toMatchObject(invalid)
    expect(asked()).toBe(3)
  })

  test('a page larger than its keys can be is not read to its end', async () => {
    const whole = pageXml({ keys: ['a'] })
    const body = whole.body + ' '.repeat(300_000)
    const { outcome, asked } = await listingOf(() => ({ ...whole, body }), { pageSize: 10 })
    expect(outcome).toMatchObject(invalid)
    expect(asked()).toBe(1)
    const server = await standin({ handle: () => ({ ...whole, body }) })
    const pages = reader(server.url, null).pages(bucketAt(server.url, 'bucket'), { pageSize: 100 })
    expect(await keysOf(pages)).toEqual(['a'])
  })

  test('an error behind status 200 is an error, and asked again when it may pass', async () => {
    const late = { ...errorXml(200, 'InternalError') }
    const server = await standin({
      handle: ({ nth }) => (nth === 2 ? late : pageXml({ keys: ['a'] })),
    })
    expect(await keysOf(reader(server.url, null).pages(bucketAt(server.url, 'bucket')))).toEqual([
      'a',
    ])
    const { outcome, asked } = await listingOf(() => late)
    expect(outcome).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(asked()).toBe(5)
  })

  test('a last page without keys is believed when asking in another way says the same', async () => {
    const first = pageXml({ keys: ['a'], token: 't' })
    const asked: string[] = []
    const server = await standin({
      handle: ({ method, query, search }) => {
        if (method === 'HEAD') return { status: 200 }
        asked.push(search)
        if (query.get('start-after') === 'a') return pageXml({ keys: ['b'] })
        return query.has('continuation-token') ? pageXml({}) : first
      },
    })
    expect(await keysOf(reader(server.url, null).pages(bucketAt(server.url, 'bucket')))).toEqual([
      'a',
      'b',
    ])
    expect(asked).toHaveLength(3)
  })

  test('a token that is no longer accepted is done without', async () => {
    const server = await standin({
      handle: ({ query }) => {
        if (query.has('continuation-token')) return errorXml(400, 'InvalidArgument')
        if (query.get('start-after') === 'b') return pageXml({ keys: ['c'] })
        return pageXml({ keys: ['a', 'b'], token: 'old' })
      },
    })
    const bucket = bucketAt(server.url, 'bucket')
    expect(await keysOf(reader(server.url, null).pages(bucket))).toEqual(['a', 'b', 'c'])
  })
})

describe('S3 listing', () => {
  const number = (index: number) => `k/${String(index).padStart(5, '0')}`
  const many = (count: number) => ({
    count,
    at: (index: number) => ({ key: number(index), size: index }),
  })

  test('a bucket is read page by page to its end, and anew from any page on', async () => {
    const server = await s3({ buckets: [{ name: 'atlas', isPublic: true, objects: many(2500) }] })
    const bucket = bucketAt(server.url, 'atlas')
    const client = reader(server.url, null)
    const pages = await all(client.pages(bucket))
    expect(pages.map((page) => page.objects.length)).toEqual([1000, 1000, 500])
    expect(pages.map((page) => page.next)).toEqual(['k/00999', 'k/01999', null])
    const [, second] = pages
    const rest = await keysOf(client.pages(bucket, { startAfter: second?.next ?? undefined }))
    expect(rest).toEqual(Array.from({ length: 500 }, (_, index) => number(2000 + index)))
    expect(server.requests.every(({ search }) => !/k%2F00999/.test(search))).toBe(true)
  })

  test('odd keys come as they are, in the order of their bytes', async () => {
    const odd = [
      ' leading and trailing ',
      '//double//',
      '007',
      'a+b&c=d',
      'a/../b',
      'a/./b',
      'control\u0001\n\t',
      'per%25cent%',
      'quote"\'<>&amp;',
      'true',
      'umlaut-ü-ﾊ-\uFF5E-\u{1F600}',
    ].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    const objects = odd.map((key) => ({ key, body: key }))
    const server = await s3({ buckets: [{ name: 'odd', isPublic: true, objects }] })
    const bucket = bucketAt(server.url, 'odd')
    for (const pageSize of [1, 3, 1000]) {
      expect(await keysOf(reader(server.url, null).pages(bucket, { pageSize }))).toEqual(odd)
    }
    for (const [index, startAfter] of odd.entries()) {
      const rest = reader(server.url, null).pages(bucket, { startAfter, pageSize: 2 })
      expect(await keysOf(rest)).toEqual(odd.slice(index + 1))
    }
  })

  test('keys are taken as they stand where a service does not encode them', async () => {
    const server = await standin({
      handle: () => pageXml({ keys: ['50%+1', 'a&#34;&amp;&#x42;'] }),
    })
    const bucket = bucketAt(server.url, 'bucket')
    expect(await keysOf(reader(server.url, null).pages(bucket))).toEqual(['50%+1', 'a"&B'])
  })

  test('a delimiter rolls folders up, one page or many, and from any page on', async () => {
    const keys = ['a', 'b/1', 'b/2', 'b/3', 'c', 'd/1', 'd/2', 'e/\u{10FFFF}', 'f', 'g/1']
    const objects = keys.map((key) => ({ key, body: '' }))
    const server = await s3({ buckets: [{ name: 'tree', isPublic: true, objects }] })
    const bucket = bucketAt(server.url, 'tree')
    const flat = (pages: { objects: readonly { key: string }[]; prefixes: readonly string[] }[]) =>
      pages.flatMap((page) => [...page.objects.map(({ key }) => key), ...page.prefixes]).sort()
    const expected = ['a', 'b/', 'c', 'd/', 'e/', 'f', 'g/']
    for (const pageSize of [1, 2, 1000]) {
      const listing = { delimiter: '/', pageSize }
      const client = reader(server.url, null)
      const pages = await all(client.pages(bucket, listing))
      expect(flat(pages)).toEqual(expected)
      for (const [index, page] of pages.entries()) {
        if (page.next === null) continue
        const rest = await all(client.pages(bucket, { ...listing, startAfter: page.next }))
        expect(flat(rest)).toEqual(flat(pages.slice(index + 1)))
      }
    }
    const below = await all(
      reader(server.url, null).pages(bucket, { prefix: 'b/', delimiter: '/' }),
    )
    expect(flat(below)).toEqual(['b/1', 'b/2', 'b/3'])
  })

  test('an object tells what it is, and what has to be restored says so', async () => {
    const about = { body: 'four', modified: '2023-02-03T04:05:06Z' }
    const expires = '2999-01-01T00:00:00Z'
    const server = await s3({
      buckets: [
        {
          name: 'classes',
          isPublic: true,
          objects: [
            { key: 'a', ...about, etag: 'abc-2' },
            { key: 'b', ...about, storageClass: 'GLACIER' },
            { key: 'c', ...about, storageClass: 'DEEP_ARCHIVE', restore: { ongoing: true } },
            { key: 'd', ...about, storageClass: 'GLACIER', restore: { ongoing: false, expires } },
            { key: 'e', ...about, storageClass: 'INTELLIGENT_TIERING' },
            { key: 'f', ...about, storageClass: 'GLACIER_IR' },
          ],
        },
      ],
    })
    const [page] = await all(reader(server.url, null).pages(bucketAt(server.url, 'classes')))
    expect(page?.objects[0]).toEqual({
      key: 'a',
      size: 4,
      etag: 'abc-2',
      modified: expect.stringMatching(/^2023-02-03T04:05:06(\.000)?Z$/),
      storageClass: 'STANDARD',
      availability: 'ONLINE',
    })
    expect(page?.objects.map(({ availability }) => availability)).toEqual([
      'ONLINE',
      'ARCHIVED',
      'ARCHIVED',
      'ONLINE',
      'UNKNOWN',
      'ONLINE',
    ])
  })

  test('nothing is an empty listing of one page', async () => {
    const server = await s3({ buckets: [{ name: 'none', isPublic: true, objects: [] }] })
    const pages = await all(reader(server.url, null).pages(bucketAt(server.url, 'none')))
    expect(pages).toEqual([{ objects: [], prefixes: [], next: null }])
  })

  test('who stops after one page has asked for one', async () => {
    const server = await s3({ buckets: [{ name: 'atlas', isPublic: true, objects: many(2500) }] })
    const pages = reader(server.url, null).pages(bucketAt(server.url, 'atlas'))
    const iterator = pages[Symbol.asyncIterator]()
    await iterator.next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await iterator.return?.(undefined)
    expect(server.requests.filter(({ method }) => method === 'GET')).toHaveLength(1)
  })

  test('the next page is on its way while one is worked on, and no more than one', async () => {
    const server = await s3({ buckets: [{ name: 'atlas', isPublic: true, objects: many(50) }] })
    const asked = () => server.requests.filter(({ method }) => method === 'GET').length
    const pages = reader(server.url, null).pages(bucketAt(server.url, 'atlas'), { pageSize: 10 })
    const iterator = pages[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.next()
    await expect.poll(asked).toBe(3)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(asked()).toBe(3)
    await iterator.return?.(undefined)
  })

  test('a signal ends a listing, waiting or not', async () => {
    const server = await s3({ buckets: [{ name: 'atlas', isPublic: true, objects: many(50) }] })
    const stop = new AbortController()
    const client = reader(server.url, null, { signal: stop.signal })
    const pages = client.pages(bucketAt(server.url, 'atlas'), { pageSize: 10 })
    const reading = (async () => {
      for await (const page of pages) if (page.next === 'k/00019') stop.abort()
    })()
    expect(await rejection(reading)).toMatchObject({ code: 'CANCELLED' })
    expect(await rejection(all(pages))).toMatchObject({ code: 'CANCELLED' })
  })

  test('many listings at once of one bucket keep to eight requests', async () => {
    const server = await s3({
      latency: 50,
      buckets: [{ name: 'atlas', isPublic: true, objects: many(50) }],
    })
    const client = reader(server.url, null, { policy: { concurrency: 64 } })
    const bucket = bucketAt(server.url, 'atlas', { region: 'us-east-1' })
    await Promise.all(Array.from({ length: 30 }, () => all(client.pages(bucket))))
    expect(server.peak).toBeLessThanOrEqual(8)
    expect(server.peak).toBeGreaterThan(4)
  })

  test('a service that asks for less is asked for less', async () => {
    const objects = many(50)
    const server = await s3({ latency: 5, buckets: [{ name: 'atlas', isPublic: true, objects }] })
    const client = reader(server.url, null, { policy: { concurrency: 64, attempts: 4 } })
    const bucket = bucketAt(server.url, 'atlas', { region: 'us-east-1' })
    server.faults.add({ kind: 'status-503', times: 8 })
    await Promise.all(Array.from({ length: 8 }, () => all(client.pages(bucket))))
    const before = server.requests.length
    await Promise.all(Array.from({ length: 20 }, () => all(client.pages(bucket))))
    const times = server.requests.slice(before).map(({ time }) => time)
    // One at a time, each of 5 ms: eight at once would be over in 15.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(80)
  })
})
