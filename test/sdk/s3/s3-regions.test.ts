import { describe, expect, test } from 'vitest'
import { createS3Client, s3Origins } from '#sdk'
import type { StandinHandler } from '#sdk/standin'
import { quick, rejection } from '../upstream.ts'
import {
  all,
  bucketAt,
  credentialsOf,
  divertedTo,
  errorXml,
  keysOf,
  pageXml,
  someKeys,
  textOf,
  worlds,
} from './worlds.ts'

const { s3, reader, standin, http } = worlds()
const objects = [{ key: 'a', body: 'text' }]

describe('S3 region', () => {
  test.each(['MALFORMED', 'REDIRECT'] as const)(
    'a wrong one is put right with one more request, once (%s)',
    async (wrongRegion) => {
      const keys = someKeys()
      const server = await s3({
        buckets: [{ name: 'atlas', region: 'ap-south-1', keys: [keys], wrongRegion, objects }],
      })
      for (const first of ['list', 'read', 'head'] as const) {
        const client = reader(server.url, keys)
        const bucket = bucketAt(server.url, 'atlas', { region: 'eu-west-3' })
        const before = server.requests.length
        if (first === 'list') expect(await keysOf(client.pages(bucket))).toEqual(['a'])
        if (first === 'head') expect(await client.head(bucket, 'a')).toMatchObject({ size: 4 })
        expect(textOf(await client.read(bucket, 'a'))).toBe('text')
        expect(await client.region(bucket)).toBe('ap-south-1')
        expect(server.requests.length - before).toBeLessThanOrEqual(first === 'read' ? 2 : 4)
      }
    },
  )

  test('one that is not known is asked for once, however many ask', async () => {
    const keys = someKeys()
    const server = await s3({
      buckets: [{ name: 'atlas', region: 'sa-east-1', keys: [keys], objects }],
    })
    const client = reader(server.url, keys)
    const bucket = bucketAt(server.url, 'atlas')
    const read = () => client.read(bucket, 'a')
    await Promise.all([read(), read(), client.region(bucket), all(client.pages(bucket))])
    expect(await client.region(bucket)).toBe('sa-east-1')
    expect(server.requests.filter(({ method }) => method === 'HEAD')).toHaveLength(1)
    expect(server.requests).toHaveLength(4)
  })

  test('asking for it failed: the next asks again', async () => {
    const server = await s3({
      buckets: [{ name: 'atlas', region: 'sa-east-1', isPublic: true, objects }],
    })
    const client = reader(server.url, null)
    const bucket = bucketAt(server.url, 'atlas')
    server.faults.add({ kind: 'status-500', times: 2 })
    expect(await rejection(client.region(bucket))).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(await client.region(bucket)).toBe('sa-east-1')
  })

  test('a service that names none is signed for as us-east-1', async () => {
    const server = await standin({ handle: () => ({ status: 403 }) })
    expect(await reader(server.url, null).region(bucketAt(server.url, 'atlas'))).toBe('us-east-1')
  })

  test.each([
    ['to and fro', ({ nth }: { nth: number }) => (nth % 2 === 0 ? 'eu-west-1' : 'eu-west-2')],
    ['to where it is', () => 'eu-west-3'],
  ])('sent %s, it gives up', async (_what, next) => {
    const server = await standin({
      handle: (request) => ({
        ...errorXml(301, 'PermanentRedirect'),
        headers: { 'x-amz-bucket-region': next(request), location: '/elsewhere' },
      }),
    })
    const bucket = bucketAt(server.url, 'atlas', { region: 'eu-west-3' })
    const outcome = await rejection(reader(server.url, null).read(bucket, 'a'))
    expect(outcome).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(server.requests.length).toBeLessThan(3)
    expect(server.requests.some(({ path }) => path === '/elsewhere')).toBe(false)
  })

  describe('on AWS', () => {
    /** A server that stands for all of AWS, which is told the host before the path. */
    async function aws(handle: StandinHandler) {
      const server = await standin({ handle })
      const client = createS3Client({
        http: divertedTo(server.url, http(server.url, quick)),
        credentials: credentialsOf(someKeys()),
      })
      return { server, client }
    }
    const bucket = { name: 'atlas', region: 'us-west-2', endpoint: null, requesterPays: false }

    test('the host names bucket and region, and changes with the region', async () => {
      const { server, client } = await aws(({ path, headers }) => {
        if (!path.startsWith('/atlas.s3.eu-north-1.amazonaws.com/')) {
          const where = '<Endpoint>atlas.s3.eu-north-1.amazonaws.com</Endpoint>'
          return errorXml(301, 'PermanentRedirect', where)
        }
        const isRight = headers.authorization?.includes('/eu-north-1/s3/aws4_request')
        return isRight ? pageXml({ keys: ['a'] }) : errorXml(400, 'AuthorizationHeaderMalformed')
      })
      expect(await keysOf(client.pages(bucket))).toEqual(['a'])
      expect(server.requests.map(({ path }) => path)).toEqual([
        '/atlas.s3.us-west-2.amazonaws.com/',
        '/atlas.s3.eu-north-1.amazonaws.com/',
      ])
    })

    test('a name with dots stands in the path', async () => {
      const { server, client } = await aws(() => ({ body: 'text' }))
      await client.read({ ...bucket, name: 'a.b.c' }, 'key')
      expect(server.requests[0]?.path).toBe('/s3.us-west-2.amazonaws.com/a.b.c/key')
    })

    test('the oldest names of regions are understood, and strange ones not followed', async () => {
      const { client } = await aws(({ path }) =>
        path.includes('.eu-west-1.')
          ? { body: 'text' }
          : errorXml(400, 'AuthorizationHeaderMalformed', '<Region>EU</Region>'),
      )
      expect(textOf(await client.read(bucket, 'a'))).toBe('text')
      for (const region of ['evil.example/', 'us-east-1.evil.example', 'xx-new-9']) {
        const other = await aws(() => ({ status: 301, headers: { 'x-amz-bucket-region': region } }))
        expect(await rejection(other.client.read(bucket, 'a'))).toMatchObject({
          code: 'UNSUPPORTED',
        })
        expect(other.server.requests).toHaveLength(1)
      }
    })

    test('what is elsewhere and does not say where is asked about without a signature', async () => {
      const { server, client } = await aws(({ path, method }) => {
        if (method === 'HEAD')
          return { status: 403, headers: { 'x-amz-bucket-region': 'eu-west-1' } }
        return path.includes('.eu-west-1.')
          ? { body: 'text' }
          : errorXml(400, 'IllegalLocationConstraintException')
      })
      expect(textOf(await client.read(bucket, 'a'))).toBe('text')
      const [, asked] = server.requests
      expect(asked?.path).toBe('/atlas.s3.us-east-1.amazonaws.com/')
      expect(asked?.headers.authorization).toBeUndefined()
    })

    test('the origins are those that requests go to', () => {
      const origins = s3Origins(bucket)
      expect(origins).toContain('https://atlas.s3.us-west-2.amazonaws.com')
      expect(origins).toContain('https://atlas.s3.cn-north-1.amazonaws.com.cn')
      expect(s3Origins({ ...bucket, name: 'a.b' })).toContain('https://s3.us-west-2.amazonaws.com')
      expect(s3Origins({ ...bucket, endpoint: 'http://[::1]:7480/root/' })).toEqual([
        'http://[::1]:7480',
      ])
      expect(() => s3Origins({ ...bucket, name: 'a/b' })).toThrow(
        'The name of a bucket is not valid.',
      )
      expect(() => s3Origins({ ...bucket, endpoint: 'ftp://host' })).toThrow('not a web address')
      expect(() => s3Origins({ ...bucket, endpoint: 'https://u:p@host' })).toThrow(
        'not a web address',
      )
    })
  })
})
