import { describe, expect, test } from 'vitest'
import type { S3StandinBucket } from '#sdk/standin'
import { linkTo, pathOf, payer, type S3Ask } from '../../support/s3-ask.ts'
import { elements, keys, listing, owner, requester, standinOf } from './asking.ts'

const objects = [{ key: 'k', body: 'hello' }]
const anonymous = { credentials: null }

async function bucket(more: Partial<S3StandinBucket>) {
  return standinOf({
    buckets: [{ name: 'b', keys: [keys.requester, keys.owner], objects, ...more }],
  })
}
const requests: [string, S3Ask][] = [
  ['a listing', { path: '/b', query: listing() }],
  ['HEAD', { path: '/b/k', method: 'HEAD' }],
  ['GET', { path: '/b/k' }],
]

describe('S3 stand-in: requester pays', () => {
  test.each(requests)('%s is refused to who does not say that they pay', async (_, request) => {
    const { ask, standin } = await bucket({ requesterPays: true })
    const answer = await ask(request)
    expect(answer.status).toBe(403)
    expect(answer.headers).not.toHaveProperty('x-amz-request-charged')
    expect(answer.text).not.toMatch(/pay/i)
    expect(standin.charges).toEqual([])
  })

  test.each(requests)('%s is charged to who says so', async (_, request) => {
    const { ask, standin } = await bucket({ requesterPays: true })
    const answer = await ask({ ...request, headers: payer })
    expect([answer.status, answer.headers['x-amz-request-charged']]).toEqual([200, 'requester'])
    expect(standin.charges).toMatchObject([{ accessKeyId: 'REQUESTERKEY', bucket: 'b' }])
  })

  test('nobody gets in without keys, even to a public bucket', async () => {
    const { ask } = await bucket({ requesterPays: true, isPublic: true })
    const asking = { path: '/b/k', headers: payer }
    expect((await ask({ ...asking, ...anonymous })).code).toBe('AccessDenied')
    expect((await ask(asking)).status).toBe(200)
  })

  test('the owner need not say it, and is not charged', async () => {
    const { ask, standin } = await bucket({ requesterPays: true })
    for (const headers of [{}, payer]) {
      const answer = await ask({ path: '/b/k', headers, credentials: owner })
      expect(answer.status).toBe(200)
      expect(answer.headers).not.toHaveProperty('x-amz-request-charged')
    }
    expect(standin.charges).toEqual([])
  })

  test('a link says it in its query, and means nothing any more without', async () => {
    const { standin } = await bucket({ requesterPays: true })
    const say: [string, string] = ['x-amz-request-payer', 'requester']
    const link = linkTo(standin.url, { path: '/b/k', query: [say], credentials: requester })
    const opened = await fetch(link)
    expect([await opened.text(), opened.headers.get('x-amz-request-charged')]).toEqual([
      'hello',
      'requester',
    ])
    const without = await fetch(link.replace('x-amz-request-payer=requester&', ''))
    expect(await without.text()).toContain('SignatureDoesNotMatch')
    const silent = linkTo(standin.url, { path: '/b/k', credentials: requester })
    expect(await (await fetch(silent)).text()).toContain('<Code>AccessDenied</Code>')
  })

  test('what costs is written down: bytes of objects, and what is not there or not changed', async () => {
    const { ask, standin } = await bucket({ requesterPays: true })
    const headers = payer
    const { etag = '' } = (await ask({ path: '/b/k', headers })).headers
    await ask({ path: '/b/k', headers: { ...payer, range: 'bytes=0-1' } })
    await ask({ path: '/b/k', headers: { ...payer, 'if-none-match': etag } })
    await ask({ path: '/b/none', headers })
    const by = { accessKeyId: 'REQUESTERKEY', bucket: 'b', operation: 'GET' }
    expect(standin.charges).toEqual([
      { ...by, key: 'k', bytes: 5 },
      { ...by, key: 'k', bytes: 2 },
      { ...by, key: 'k', bytes: 0 },
      { ...by, key: 'none', bytes: 0 },
    ])
  })
})

describe('S3 stand-in: what is refused', () => {
  test('costs nothing', async () => {
    const { ask, standin } = await bucket({
      requesterPays: true,
      canList: false,
      objects: [{ key: 'k', size: 1, storageClass: 'GLACIER' }],
    })
    for (const path of ['/b/k', '/b/none']) {
      expect((await ask({ path, headers: payer })).status).toBe(403)
    }
    expect(standin.charges).toEqual([])
  })
})

describe('S3 stand-in: who gets in', () => {
  test('everybody gets into a public bucket, without keys or with those of a stranger', async () => {
    const { ask } = await standinOf({
      buckets: [{ name: 'b', isPublic: true, objects }],
      strangers: [keys.owner],
    })
    for (const credentials of [null, owner]) {
      expect((await ask({ path: '/b/k', credentials })).text).toBe('hello')
    }
    expect((await ask({ path: '/b/k' })).code).toBe('InvalidAccessKeyId')
  })

  test('who may not list is not told what is missing', async () => {
    const { ask } = await bucket({ canList: false })
    expect((await ask({ path: '/b/k' })).text).toBe('hello')
    expect((await ask({ path: '/b/none' })).code).toBe('AccessDenied')
    expect((await ask({ path: '/b', query: listing() })).code).toBe('AccessDenied')
    expect((await ask({ path: '/b/none', credentials: owner })).code).toBe('NoSuchKey')
  })

  test('a bucket that is not there is named', async () => {
    const { ask } = await bucket({})
    const answer = await ask({ path: '/other/k' })
    expect([answer.status, answer.code, elements(answer.text, 'BucketName')]).toEqual([
      404,
      'NoSuchBucket',
      ['other'],
    ])
  })
})

describe('S3 stand-in: regions and hosts', () => {
  const there = { region: 'eu-west-1' }

  test('who signs for another region is told the right one', async () => {
    const { ask } = await bucket(there)
    const answer = await ask({ path: '/b/k' })
    expect([answer.status, answer.code, elements(answer.text, 'Region')]).toEqual([
      400,
      'AuthorizationHeaderMalformed',
      ['eu-west-1'],
    ])
    const link = await ask({ path: '/b/k', expires: 60 })
    expect([link.status, link.code, elements(link.text, 'Region')]).toEqual([
      400,
      'AuthorizationQueryParametersError',
      ['eu-west-1'],
    ])
    expect((await ask({ path: '/b/k', region: 'eu-west-1' })).text).toBe('hello')
  })

  test('who asks at the host of another region is sent to the right one, by a body and a header', async () => {
    const { ask } = await bucket(there)
    const host = 'b.s3.us-east-1.amazonaws.com'
    const answer = await ask({ path: '/k', headers: { host } })
    expect([answer.status, answer.code, answer.headers['x-amz-bucket-region']]).toEqual([
      301,
      'PermanentRedirect',
      'eu-west-1',
    ])
    expect(elements(answer.text, 'Endpoint')).toEqual(['b.s3.eu-west-1.amazonaws.com'])
    expect(answer.headers).not.toHaveProperty('location')
  })

  test('a bucket may be told to redirect where no host tells a region', async () => {
    const { ask } = await bucket({ ...there, wrongRegion: 'REDIRECT' })
    const answer = await ask({ path: '/b/k' })
    expect([answer.status, elements(answer.text, 'Endpoint')]).toEqual([
      301,
      ['s3.eu-west-1.amazonaws.com'],
    ])
    expect((await ask({ path: '/b/k', region: 'eu-west-1' })).status).toBe(200)
  })

  test('HeadBucket tells the region on 200, 301, 400 and 403, and has no body', async () => {
    const { ask } = await bucket(there)
    const moved = await bucket({ ...there, wrongRegion: 'REDIRECT' })
    const head: S3Ask = { path: '/b', method: 'HEAD' }
    const answers = [
      await ask({ ...head, region: 'eu-west-1' }),
      await moved.ask(head),
      await ask(head),
      await ask({ ...head, ...anonymous }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 301, 400, 403])
    for (const { headers, text } of answers) {
      expect([headers['x-amz-bucket-region'], text]).toEqual(['eu-west-1', ''])
    }
    const none = await ask({ path: '/none', method: 'HEAD' })
    expect([none.status, none.headers['x-amz-bucket-region']]).toEqual([404, undefined])
  })

  test('GetBucketLocation is empty for us-east-1', async () => {
    const location: S3Ask = { path: '/b', query: [['location', '']] }
    const { ask } = await bucket({})
    expect(elements((await ask(location)).text, 'Code')).toEqual([])
    expect((await ask(location)).text).toContain('2006-03-01/"></LocationConstraint>')
    const abroad = await bucket(there)
    const answer = await abroad.ask({ ...location, region: 'eu-west-1' })
    expect(answer.text).toContain('>eu-west-1</LocationConstraint>')
  })

  test.each([
    'b.s3.localhost',
    'b.localhost:1234',
    'b.s3.amazonaws.com',
    'b.s3.us-east-1.amazonaws.com',
    'b.s3-us-east-1.amazonaws.com',
  ])('%s is the bucket itself', async (host) => {
    const { ask } = await bucket({})
    expect((await ask({ path: '/k', headers: { host } })).text).toBe('hello')
    expect((await ask({ path: '/', query: listing(), headers: { host } })).status).toBe(200)
  })

  test.each(['s3.us-east-1.amazonaws.com', 's3.localhost', 'localhost:1'])(
    'at %s the path names the bucket',
    async (host) => {
      const { ask } = await bucket({})
      expect((await ask({ path: '/b/k', headers: { host } })).text).toBe('hello')
    },
  )

  test('a virtual host keeps a key that begins with a slash', async () => {
    const { ask } = await bucket({ objects: [{ key: '/k', body: 'slash' }] })
    expect((await ask({ path: '//k', headers: { host: 'b.s3.localhost' } })).text).toBe('slash')
    expect((await ask({ path: pathOf('b', '/k') })).text).toBe('slash')
  })
})
