import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { presign, type S3Bucket, type S3Credentials } from '#sdk'
import { rejection } from '../upstream.ts'
import { credentialsOf, someKeys, worlds } from './worlds.ts'

const { s3 } = worlds()
const bucket: S3Bucket = {
  name: 'atlas',
  region: 'eu-west-1',
  endpoint: null,
  requesterPays: false,
}
const now = new Date('2026-03-04T05:06:07.890Z')

/** SigV4 by query parameters as its specification has it, written without the code that is tested. */
function signatureOf(
  link: string,
  method: string,
  { secretAccessKey }: S3Credentials,
  region: string,
) {
  const { host, pathname, search, searchParams } = new URL(link)
  const time = searchParams.get('X-Amz-Date') ?? ''
  const escaped = (text: string) =>
    [...Buffer.from(text)]
      .map((byte) => {
        const character = String.fromCharCode(byte)
        return /[A-Za-z0-9._~-]/.test(character)
          ? character
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      .join('')
  const pairs = search
    .slice(1)
    .split('&')
    .map((pair) => pair.split('=', 2).map(decodeURIComponent))
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name = '', value = '']) => `${escaped(name)}=${escaped(value)}`)
    .sort()
  const path = pathname
    .split('/')
    .map((segment) => escaped(decodeURIComponent(segment)))
    .join('/')
  const request = [method, path, pairs.join('&'), `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD']
  const day = time.slice(0, 8)
  const scope = `${day}/${region}/s3/aws4_request`
  const hash = createHash('sha256').update(request.join('\n')).digest('hex')
  const text = ['AWS4-HMAC-SHA256', time, scope, hash].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (from, step) => createHmac('sha256', from).update(step).digest(),
    `AWS4${secretAccessKey}`,
  )
  return createHmac('sha256', key).update(text).digest('hex')
}

describe('presigned link', () => {
  const credentials = credentialsOf(someKeys())

  test('what links are compared with gives the signature that the AWS documentation prints', () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    const link =
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host'
    const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    const documented = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken: null }
    expect(signatureOf(link, 'GET', documented, 'us-east-1')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })

  test.each([
    ['a plain key', 'sub-01/anat/sub-01_T1w.nii.gz', {}],
    ['spaces and signs', " a+b & c=d?e#f!'()*~ ", {}],
    ['percent and slashes', '//50%25//%2F', {}],
    ['letters of the world', 'ü/\u{1F600}/ﾊ', {}],
    ['a name with dots', 'key', { bucket: { ...bucket, name: 'a.b.c' } }],
    ['an endpoint', 'a b', { bucket: { ...bucket, endpoint: 'http://127.0.0.1:7480' } }],
    ['a caller who pays', 'key', { bucket: { ...bucket, requesterPays: true } }],
    ['a caller said to pay', 'key', { requesterPays: true }],
    ['another region', 'key', { region: 'us-west-2' }],
    ['HEAD', 'key', { method: 'HEAD' as const }],
    ['temporary keys', 'key', { token: 'IQoJb3JpZ2luX2VjE+/==' }],
  ])('%s is signed by the book', async (_what, key, about) => {
    const {
      bucket: where = bucket,
      token = null,
      ...options
    } = about as {
      bucket?: S3Bucket
      token?: string
      region?: string
      method?: 'HEAD'
      requesterPays?: boolean
    }
    const signer = { ...credentials, sessionToken: token }
    const link = await presign(where, key, { credentials: signer, expiresIn: 600, now, ...options })
    const { searchParams, pathname } = new URL(link)
    const region = options.region ?? 'eu-west-1'
    const { method = 'GET' } = options
    expect(searchParams.get('X-Amz-Signature')).toBe(signatureOf(link, method, signer, region))
    expect(decodeURIComponent(pathname).endsWith(`/${key}`)).toBe(true)
    expect(searchParams.get('X-Amz-Date')).toBe('20260304T050607Z')
    expect(searchParams.get('X-Amz-Expires')).toBe('600')
    expect(searchParams.get('X-Amz-Security-Token')).toBe(token)
    const pays = where.requesterPays || options.requesterPays === true
    expect(searchParams.get('x-amz-request-payer')).toBe(pays ? 'requester' : null)
    expect(link).not.toContain(credentials.secretAccessKey)
  })

  test('a key that no URL can carry has none', async () => {
    for (const key of ['a/../b', './a', '..', '', '\uDC00']) {
      const link = presign(bucket, key, { credentials, expiresIn: 1, now })
      expect(await rejection(link)).toMatchObject({ code: 'UNSUPPORTED' })
    }
  })

  test('an expiry that S3 does not allow is refused, and so is a region that is not known', async () => {
    for (const expiresIn of [0, -1, 1.5, Number.NaN, 604_801]) {
      const link = presign(bucket, 'a', { credentials, expiresIn, now })
      expect(await rejection(link)).toMatchObject({ code: 'BAD_INPUT', argument: 'expiresIn' })
    }
    const link = presign({ ...bucket, region: null }, 'a', { credentials, expiresIn: 604_800, now })
    expect(await rejection(link)).toMatchObject({ code: 'BAD_INPUT', argument: 'region' })
  })

  test('a server follows it until it expires, and not once a part of it is taken off', async () => {
    const keys = someKeys()
    let time = now.getTime()
    const server = await s3({
      clock: () => time,
      buckets: [
        {
          name: 'paid',
          requesterPays: true,
          keys: [keys],
          objects: [{ key: 'a b+c', body: 'text' }],
        },
      ],
    })
    const there = { name: 'paid', region: 'us-east-1', endpoint: server.url, requesterPays: true }
    const link = await presign(there, 'a b+c', {
      credentials: credentialsOf(keys),
      expiresIn: 60,
      now,
    })
    const answer = await fetch(link)
    expect([answer.status, await answer.text()]).toEqual([200, 'text'])
    const statusOf = async (url: string, method = 'GET') => (await fetch(url, { method })).status
    expect(await statusOf(link.replace('&x-amz-request-payer=requester', ''))).toBe(403)
    expect(await statusOf(link, 'HEAD')).toBe(403)
    time += 61_000
    expect(await statusOf(link)).toBe(403)
    expect(server.charges).toHaveLength(1)
  })

  test('keys derived for a day are used again, and the links are the same', async () => {
    const derived = new Map<string, ArrayBuffer>()
    const options = { credentials, expiresIn: 60, now }
    const first = await presign(bucket, 'a', { ...options, derived })
    expect(derived.size).toBe(1)
    expect(await presign(bucket, 'a', { ...options, derived })).toBe(first)
    expect(await presign(bucket, 'a', options)).toBe(first)
  })
})
