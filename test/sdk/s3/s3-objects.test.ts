import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rejection } from '../upstream.ts'
import { bucketAt, errorXml, someKeys, textOf, worlds } from './worlds.ts'

const { s3, reader, standin } = worlds()
const text = 'plain words'
const etag = createHash('md5').update(text).digest('hex')

describe('S3 object', () => {
  async function world(objects: Parameters<typeof s3>[0]['buckets'][number]['objects']) {
    const keys = someKeys()
    const server = await s3({
      buckets: [{ name: 'atlas', region: 'eu-west-1', keys: [keys], objects }],
    })
    const bucket = bucketAt(server.url, 'atlas', { region: 'eu-west-1' })
    return { server, bucket, client: reader(server.url, keys) }
  }

  test('one that is not there is missing, and a bucket that is not there is told', async () => {
    const { server, bucket, client } = await world([])
    expect(await client.read(bucket, 'no')).toEqual({ state: 'MISSING' })
    expect(await client.head(bucket, 'no')).toBeNull()
    const none = bucketAt(server.url, 'none')
    const known = bucketAt(server.url, 'none', { region: 'eu-west-1' })
    for (const there of [none, known]) {
      expect(await rejection(client.read(there, 'no'))).toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no such bucket.',
      })
      expect(await rejection(client.head(there, 'no'))).toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  test('a 404 that is not about a key or bucket is a fault of the source', async () => {
    const server = await standin({ handle: () => ({ status: 404, json: { error: 'nginx' } }) })
    const bucket = bucketAt(server.url, 'atlas', { region: 'any' })
    const client = reader(server.url, null)
    const expected = { code: 'SOURCE_UNREACHABLE', message: 'The source answered with status 404.' }
    expect(await rejection(client.read(bucket, 'a'))).toMatchObject(expected)
    expect(await rejection(client.head(bucket, 'a'))).toMatchObject(expected)
  })

  test('one that is archived says so, and still has a head', async () => {
    const { bucket, client } = await world([
      { key: 'cold', size: 5, storageClass: 'DEEP_ARCHIVE' },
      {
        key: 'tier',
        size: 5,
        storageClass: 'INTELLIGENT_TIERING',
        archiveStatus: 'ARCHIVE_ACCESS',
      },
      { key: 'warm', size: 5, storageClass: 'INTELLIGENT_TIERING' },
      {
        key: 'back',
        body: text,
        storageClass: 'GLACIER',
        restore: { ongoing: false, expires: '2999-01-01T00:00:00Z' },
      },
    ])
    expect(await client.read(bucket, 'cold')).toEqual({ state: 'ARCHIVED' })
    expect(await client.read(bucket, 'tier')).toEqual({ state: 'ARCHIVED' })
    expect(textOf(await client.read(bucket, 'back'))).toBe(text)
    const availability = async (key: string) => (await client.head(bucket, key))?.availability
    expect(await availability('cold')).toBe('ARCHIVED')
    expect(await availability('tier')).toBe('ARCHIVED')
    expect(await availability('warm')).toBe('ONLINE')
    expect(await availability('back')).toBe('ONLINE')
  })

  test('one that is larger than allowed is not read', async () => {
    const { server, bucket, client } = await world([
      { key: 'huge', size: 5 * 2 ** 40 },
      { key: 'large', body: randomBytes(2000) },
      { key: 'small', body: text },
    ])
    expect(await client.read(bucket, 'huge')).toEqual({ state: 'TOO_LARGE' })
    expect(await client.read(bucket, 'large', { maxBytes: 1999 })).toEqual({ state: 'TOO_LARGE' })
    expect(await client.read(bucket, 'large', { maxBytes: 2000 })).toMatchObject({ state: 'READ' })
    expect(await client.read(bucket, 'small', { range: [0, 10], maxBytes: 10 })).toEqual({
      state: 'TOO_LARGE',
    })
    expect(server.requests).toHaveLength(3)
  })

  test('one without a length is capped all the same', async () => {
    const headers = { 'transfer-encoding': 'chunked', etag: '"e"' }
    const server = await standin({ handle: () => ({ headers, body: randomBytes(300_000) }) })
    const bucket = bucketAt(server.url, 'atlas', { region: 'any' })
    const read = (maxBytes: number) => reader(server.url, null).read(bucket, 'a', { maxBytes })
    expect(await read(1000)).toEqual({ state: 'TOO_LARGE' })
    expect(await read(200_000)).toEqual({ state: 'TOO_LARGE' })
    expect(await read(300_000)).toMatchObject({ state: 'READ' })
  })

  test('one that has not changed is not read again', async () => {
    const { bucket, client } = await world([{ key: 'a', body: text }])
    const first = await client.read(bucket, 'a')
    expect(first).toMatchObject({ state: 'READ', etag })
    expect(await client.read(bucket, 'a', { unless: etag })).toEqual({ state: 'UNCHANGED' })
    expect(await client.read(bucket, 'a', { unless: 'older' })).toMatchObject({ state: 'READ' })
  })

  test('a part is read as a part, and holds nothing behind the end', async () => {
    const { bucket, client } = await world([
      { key: 'a', body: text },
      { key: 'empty', body: '' },
    ])
    expect(textOf(await client.read(bucket, 'a', { range: [6, 8] }))).toBe('wor')
    expect(textOf(await client.read(bucket, 'a', { range: [6, 99] }))).toBe('words')
    expect(textOf(await client.read(bucket, 'a', { range: [50, 60] }))).toBe('')
    expect(textOf(await client.read(bucket, 'empty', { range: [0, 9] }))).toBe('')
    expect(textOf(await client.read(bucket, 'empty'))).toBe('')
  })

  test('a service that knows no ranges gives the whole, of which the part is taken', async () => {
    const server = await standin({
      handle: ({ method }) => (method === 'HEAD' ? { status: 403 } : { body: text }),
    })
    const bucket = bucketAt(server.url, 'atlas', { region: 'any' })
    const client = reader(server.url, null)
    expect(textOf(await client.read(bucket, 'a', { range: [1, 30] }))).toBe(text.slice(1))
    expect(await client.read(bucket, 'a', { range: [1, 3] })).toEqual({ state: 'TOO_LARGE' })
    expect(await client.head(bucket, 'a')).toMatchObject({ size: text.length })
  })

  test('a part of what is stored compressed stays as it is', async () => {
    const packed = gzipSync(text)
    const server = await standin({
      handle: ({ headers }) => {
        const coded = { 'content-encoding': 'gzip' }
        if (headers.range === undefined) return { headers: coded, body: packed }
        return { status: 206, headers: coded, body: packed.subarray(0, 10) }
      },
    })
    const bucket = bucketAt(server.url, 'atlas', { region: 'any' })
    const client = reader(server.url, null)
    const part = await client.read(bucket, 'a', { range: [0, 9] })
    expect(part).toMatchObject({ state: 'READ', bytes: packed.subarray(0, 10) })
    expect(textOf(await client.read(bucket, 'a'))).toBe(text)
  })

  test('an object that holds an error of S3 is an object', async () => {
    const { body } = errorXml(200, 'AccessDenied')
    const { bucket, client } = await world([
      { key: 'saved.xml', body, contentType: 'application/xml' },
    ])
    expect(textOf(await client.read(bucket, 'saved.xml'))).toBe(body)
  })

  test('odd keys are read and headed as they are', async () => {
    const odd = [
      ' a ',
      '//a//',
      'a+b c',
      "!'()*~",
      '50%25%',
      'ü/\u{1F600}',
      '?x=1#y',
      'a\\b',
      '...',
      '..a/b..',
    ]
    const objects = odd.map((key) => ({ key, body: `of ${key}` }))
    const { bucket, client } = await world(objects)
    for (const key of odd) {
      expect(textOf(await client.read(bucket, key))).toBe(`of ${key}`)
      expect(await client.head(bucket, key)).toMatchObject({ size: Buffer.byteLength(`of ${key}`) })
    }
  })

  test('a key that no URL can carry is never asked for as another', async () => {
    const { server, bucket, client } = await world([
      { key: 'secret', body: text },
      { key: 'a/../secret', body: text },
    ])
    for (const key of ['a/../secret', './secret', 'secret/.', '..', '', 'broken \uD800']) {
      expect(await client.read(bucket, key)).toEqual({ state: 'MISSING' })
      expect(await client.head(bucket, key)).toBeNull()
    }
    expect(server.requests).toHaveLength(0)
  })

  test('a head of what is huge brings no byte of it', async () => {
    const { server, bucket, client } = await world([{ key: 'huge', size: 5 * 2 ** 40 }])
    expect(await client.head(bucket, 'huge')).toMatchObject({ size: 5 * 2 ** 40 })
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD'])
  })

  test('a head tells what there is to tell', async () => {
    const { bucket, client } = await world([
      {
        key: 'a',
        body: text,
        contentType: 'text/plain',
        storageClass: 'STANDARD_IA',
        modified: '2023-02-03T04:05:06Z',
        versionId: 'v1',
      },
    ])
    expect(await client.head(bucket, 'a')).toEqual({
      size: text.length,
      etag,
      modified: '2023-02-03T04:05:06.000Z',
      contentType: 'text/plain',
      storageClass: 'STANDARD_IA',
      availability: 'ONLINE',
      versionId: 'v1',
      checksum: null,
    })
  })

  test('a checksum is one of the whole object, or none', async () => {
    const [sha256, sha1] = ['sha256', 'sha1'].map((name) => createHash(name).update(text).digest())
    const [crc32c, crc64nvme] = [randomBytes(4), randomBytes(8)]
    const base64 = (bytes: Buffer | undefined) => bytes?.toString('base64') ?? ''
    const { bucket, client } = await world([
      { key: 'best', body: text, checksums: { sha256: base64(sha256), sha1: base64(sha1) } },
      { key: 'crc64', body: text, checksums: { crc64nvme: base64(crc64nvme) } },
      { key: 'crc32c', body: text, checksums: { crc32c: base64(crc32c) } },
      { key: 'crc32', body: text, checksums: { crc32: base64(crc32c) } },
      { key: 'parts', body: text, checksums: { sha256: base64(sha256), type: 'COMPOSITE' } },
      { key: 'counted', body: text, checksums: { sha256: `${base64(sha256)}-3` } },
      { key: 'short', body: text, checksums: { sha256: base64(sha1) } },
    ])
    const checksum = async (key: string) => (await client.head(bucket, key))?.checksum
    expect(await checksum('best')).toEqual({ algorithm: 'SHA256', value: sha256?.toString('hex') })
    expect(await checksum('crc64')).toEqual({
      algorithm: 'CRC64NVME',
      value: crc64nvme?.toString('hex'),
    })
    expect(await checksum('crc32c')).toEqual({
      algorithm: 'CRC32C',
      value: crc32c?.toString('hex'),
    })
    for (const key of ['crc32', 'parts', 'counted', 'short']) expect(await checksum(key)).toBeNull()
  })
})
