import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { S3StandinObject } from '#sdk/standin'
import { pathOf, type S3Ask } from '../../support/s3-ask.ts'
import { elements, standinOf } from './asking.ts'

const anonymous = { credentials: null }

async function holding(...objects: S3StandinObject[]) {
  const { standin, ask } = await standinOf({
    buckets: [{ name: 'b', isPublic: true, objects }],
    clock: () => Date.UTC(2026, 0, 15),
  })
  const get = (key: string, headers: Record<string, string> = {}, more: Partial<S3Ask> = {}) =>
    ask({ path: pathOf('b', key), headers, ...anonymous, ...more })
  return { standin, get, ask }
}

const digits: S3StandinObject = {
  key: 'digits',
  body: '0123456789',
  modified: '2025-03-04T05:06:07Z',
}

describe('S3 stand-in: objects', () => {
  test('GET and HEAD tell the same, HEAD without the body', async () => {
    const { get } = await holding({
      ...digits,
      contentType: 'text/plain',
      metadata: { origin: 'scanner' },
      versionId: 'v1',
    })
    const whole = await get('digits')
    const head = await get('digits', {}, { method: 'HEAD' })
    expect([whole.text, head.text]).toEqual(['0123456789', ''])
    for (const { status, headers } of [whole, head]) {
      expect(status).toBe(200)
      expect(headers).toMatchObject({
        'content-length': '10',
        'content-type': 'text/plain',
        etag: `"${createHash('md5').update('0123456789').digest('hex')}"`,
        'last-modified': 'Tue, 04 Mar 2025 05:06:07 GMT',
        'accept-ranges': 'bytes',
        'x-amz-meta-origin': 'scanner',
        'x-amz-version-id': 'v1',
      })
      expect(headers).not.toHaveProperty('x-amz-storage-class')
    }
  })

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-30', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
  ])('range %s: %i', async (range, status, text, told) => {
    const { get } = await holding(digits)
    const answer = await get('digits', { range })
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      text,
      told,
    ])
  })

  test.each([
    ['digits', 'bytes=10-'],
    ['digits', 'bytes=-0'],
    ['none', 'bytes=0-0'],
  ])('of %s the range %s cannot be had', async (key, range) => {
    const { get } = await holding(digits, { key: 'none', body: '' })
    const answer = await get(key, { range })
    expect([answer.status, answer.code]).toEqual([416, 'InvalidRange'])
  })

  const tag = createHash('md5').update('0123456789').digest('hex')
  const before = 'Tue, 04 Mar 2025 05:06:06 GMT'
  const then = 'Tue, 04 Mar 2025 05:06:07 GMT'
  test.each<[number, Record<string, string>]>([
    [304, { 'if-none-match': `"${tag}"` }],
    [304, { 'if-none-match': tag }],
    [304, { 'if-none-match': '*' }],
    [200, { 'if-none-match': '"other"' }],
    [200, { 'if-match': `"other", "${tag}"` }],
    [412, { 'if-match': '"other"' }],
    [304, { 'if-modified-since': then }],
    [200, { 'if-modified-since': before }],
    [412, { 'if-unmodified-since': before }],
    [200, { 'if-unmodified-since': then }],
    // The tag goes before the date.
    [200, { 'if-match': `"${tag}"`, 'if-unmodified-since': before }],
    [304, { 'if-none-match': `"${tag}"`, 'if-modified-since': before }],
  ])('%i to %j', async (status, headers) => {
    const { get } = await holding(digits)
    const answer = await get('digits', headers)
    expect(answer.status).toBe(status)
    if (status === 304) expect([answer.text, answer.headers.etag]).toEqual(['', `"${tag}"`])
    if (status === 412) expect(answer.code).toBe('PreconditionFailed')
  })

  test('checksums are told on demand, of the whole object only, with what they are of', async () => {
    const { get } = await holding(
      { ...digits, checksums: { sha256: 'hYkl/w==' } },
      { key: 'parts', body: 'x', checksums: { crc32c: 'AAAA-3', type: 'COMPOSITE' } },
    )
    const mode = { 'x-amz-checksum-mode': 'ENABLED' }
    const told = (headers: Record<string, string>) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => /checksum/.test(name)))
    expect(told((await get('digits')).headers)).toEqual({})
    expect(told((await get('digits', mode)).headers)).toEqual({
      'x-amz-checksum-sha256': 'hYkl/w==',
      'x-amz-checksum-type': 'FULL_OBJECT',
    })
    expect(told((await get('parts', mode, { method: 'HEAD' })).headers)).toEqual({
      'x-amz-checksum-crc32c': 'AAAA-3',
      'x-amz-checksum-type': 'COMPOSITE',
    })
    expect(told((await get('digits', { ...mode, range: 'bytes=0-1' })).headers)).toEqual({})
  })

  test.each<[string, Partial<S3StandinObject>, Record<string, string>]>([
    ['GLACIER', {}, {}],
    ['DEEP_ARCHIVE', {}, {}],
    ['INTELLIGENT_TIERING', { archiveStatus: 'ARCHIVE_ACCESS' }, { AccessTier: 'ARCHIVE_ACCESS' }],
    ['GLACIER', { restore: { ongoing: true } }, {}],
    ['GLACIER', { restore: { ongoing: false, expires: '2026-01-14T00:00:00Z' } }, {}],
  ])('%s %j cannot be read, though HEAD tells of it', async (storageClass, more, details) => {
    const { get } = await holding({ ...digits, storageClass, ...more })
    const answer = await get('digits')
    expect([answer.status, answer.code]).toEqual([403, 'InvalidObjectState'])
    expect(elements(answer.text, 'StorageClass')).toEqual([storageClass])
    expect(elements(answer.text, 'AccessTier')).toEqual(Object.values(details))
    const head = await get('digits', {}, { method: 'HEAD' })
    expect([head.status, head.headers['x-amz-storage-class']]).toEqual([200, storageClass])
    expect(head.headers['x-amz-archive-status']).toBe(more.archiveStatus)
  })

  test('what was restored can be read while that lasts', async () => {
    const restore = { ongoing: false, expires: '2026-01-16T00:00:00Z' }
    const { get } = await holding({ ...digits, storageClass: 'GLACIER', restore })
    const answer = await get('digits')
    expect([answer.status, answer.headers['x-amz-restore']]).toEqual([
      200,
      'ongoing-request="false", expiry-date="Fri, 16 Jan 2026 00:00:00 GMT"',
    ])
  })

  test('GLACIER_IR and the infrequent classes are read at once', async () => {
    const { get } = await holding({ ...digits, storageClass: 'GLACIER_IR' })
    expect((await get('digits')).text).toBe('0123456789')
  })

  test.each([
    'a b',
    'a+b',
    'a%b',
    'a%20b',
    'ünï/\u{1F9E0}',
    'a//b',
    '/a',
    'a/',
    'a\u0001\nb',
    'a/./b',
    'a/../b',
    '../b',
    'a?b#c&d=e',
    "!*'()~",
  ])('the key %j is itself and nothing else', async (key) => {
    const { get } = await holding({ key, body: `it is ${key}` })
    expect((await get(key)).text).toBe(`it is ${key}`)
    expect((await get(`${key}x`)).code).toBe('NoSuchKey')
  })

  test('a path that is no UTF-8 is refused', async () => {
    const { ask } = await holding(digits)
    const answer = await ask({ path: '/b/a%FFb', ...anonymous })
    expect([answer.status, answer.code]).toEqual([400, 'InvalidURI'])
  })

  test('each version is there by its id, the last one without', async () => {
    const { get } = await holding(
      { key: 'k', body: 'first', versionId: 'v1' },
      { key: 'k', body: 'second', versionId: 'v2' },
    )
    const version = (id: string) => get('k', {}, { query: [['versionId', id]] })
    expect((await get('k')).text).toBe('second')
    expect((await version('v1')).text).toBe('first')
    expect((await version('v2')).headers['x-amz-version-id']).toBe('v2')
    expect((await version('v3')).code).toBe('NoSuchVersion')
    expect((await version('')).code).toBe('InvalidArgument')
  })

  test('what is not read-only is not allowed', async () => {
    const { get } = await holding(digits)
    for (const method of ['PUT', 'POST', 'DELETE']) {
      const answer = await get('digits', {}, { method })
      expect([answer.status, answer.code]).toEqual([405, 'MethodNotAllowed'])
    }
  })
})

describe('S3 stand-in: objects that only claim their bytes', () => {
  const huge = { key: 'huge', size: 5_000_000_000_000 }

  test('a range of one has as many bytes as it was asked for', async () => {
    const { get, standin } = await holding(huge)
    const answer = await get('huge', { range: 'bytes=4999999999990-' })
    expect([answer.status, answer.body.length]).toEqual([206, 10])
    expect(standin.largeReads).toEqual([])
  })

  test('reading one whole is written down, and comes to no good end when it is very large', async () => {
    const { get, standin } = await holding(huge, { key: 'small', size: 3 })
    expect((await get('small')).body).toEqual(Buffer.alloc(3))
    await expect(get('huge')).rejects.toThrow()
    await get('huge', { range: 'bytes=0-1048576' })
    expect(standin.largeReads).toEqual([
      { bucket: 'b', key: 'small', bytes: 3 },
      { bucket: 'b', key: 'huge', bytes: 5_000_000_000_000 },
      { bucket: 'b', key: 'huge', bytes: 1_048_577 },
    ])
  })

  test('HEAD of one tells its size and is no read', async () => {
    const { get, standin } = await holding(huge)
    const head = await get('huge', {}, { method: 'HEAD' })
    expect(head.headers['content-length']).toBe('5000000000000')
    expect(standin.largeReads).toEqual([])
  })

  test('what a bucket holds is replaced while it runs; others, and unknown ones, are not', async () => {
    const { standin, get } = await holding(digits)
    standin.replace('b', (objects) => [
      ...objects.map((object) => ({ ...object, body: 'other' })),
      { key: 'new', body: 'added' },
    ])
    expect([(await get('digits')).text, (await get('new')).text]).toEqual(['other', 'added'])
    standin.replace('b', (objects) => objects.filter(({ key }) => key === 'new'))
    expect((await get('digits')).status).toBe(404)
    expect(() => standin.replace('c', () => [])).toThrow('no bucket c')
  })
})
