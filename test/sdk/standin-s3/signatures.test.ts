import { AwsClient } from 'aws4fetch'
import { describe, expect, test } from 'vitest'
import { linkTo, pathOf, payer } from '../../support/s3-ask.ts'
import { keys, listing, owner, requester, standinOf } from './asking.ts'

const minute = 60_000
const noon = Date.UTC(2026, 5, 1, 12)

async function privately(clock?: () => number) {
  return standinOf({
    buckets: [
      { name: 'things', keys: [keys.requester], objects: [{ key: 'a+b c.txt', body: 'hello' }] },
    ],
    strangers: [keys.owner],
    ...(clock && { clock }),
  })
}
const thing = pathOf('things', 'a+b c.txt')

describe('S3 stand-in: signatures', () => {
  test('what aws4fetch signs is let in, in headers and in links', async () => {
    const { standin } = await privately()
    const aws = new AwsClient({ ...keys.requester, service: 's3', region: 'us-east-1' })
    const url = standin.url + thing
    const byHeader = await fetch(await aws.sign(url))
    expect(await byHeader.text()).toBe('hello')
    const signed = await aws.sign(`${url}?X-Amz-Expires=60`, { aws: { signQuery: true } })
    expect(await (await fetch(signed.url)).text()).toBe('hello')
  })

  test.each<[string, string, number, Parameters<Awaited<ReturnType<typeof privately>>['ask']>[0]]>([
    ['nobody', 'AccessDenied', 403, { path: thing, credentials: null }],
    [
      'keys that nobody knows',
      'InvalidAccessKeyId',
      403,
      { path: thing, credentials: { ...requester, accessKeyId: 'NOBODY' } },
    ],
    [
      'a wrong secret',
      'SignatureDoesNotMatch',
      403,
      { path: thing, credentials: { ...requester, secretAccessKey: 'wrong' } },
    ],
    ['keys without a grant', 'AccessDenied', 403, { path: thing, credentials: owner }],
    [
      'a parameter that is not signed',
      'SignatureDoesNotMatch',
      403,
      { path: thing, tamper: (sent) => ({ ...sent, path: `${sent.path}?versionId=1` }) },
    ],
    [
      'a header that is signed and then changed',
      'SignatureDoesNotMatch',
      403,
      {
        path: thing,
        headers: { range: 'bytes=0-1' },
        tamper: (sent) => ({ ...sent, headers: { ...sent.headers, range: 'bytes=0-2' } }),
      },
    ],
    ['an x-amz header that is not signed', 'AccessDenied', 403, { path: thing, unsigned: payer }],
    [
      'an x-amz header that a link does not cover',
      'AccessDenied',
      403,
      { path: thing, expires: 60, unsigned: payer },
    ],
    [
      'a body that is not the signed one',
      'XAmzContentSHA256Mismatch',
      400,
      {
        path: thing,
        method: 'POST',
        body: 'a',
        tamper: (sent) => ({ ...sent, body: 'b' }),
      },
    ],
    [
      'a clock 16 minutes behind',
      'RequestTimeTooSkewed',
      403,
      { path: thing, time: noon - 16 * minute },
    ],
    [
      'a clock 16 minutes ahead',
      'RequestTimeTooSkewed',
      403,
      { path: thing, time: noon + 16 * minute },
    ],
    [
      'a link that has expired',
      'AccessDenied',
      403,
      { path: thing, time: noon - 61_000, expires: 60 },
    ],
    [
      'a link for more than a week',
      'AuthorizationQueryParametersError',
      400,
      { path: thing, expires: 604_801 },
    ],
    [
      'the signature of the second version',
      'InvalidRequest',
      400,
      { path: thing, credentials: null, headers: { authorization: 'AWS A:b' } },
    ],
    [
      'another scheme',
      'InvalidArgument',
      400,
      { path: thing, credentials: null, headers: { authorization: 'Bearer x' } },
    ],
    [
      'headers and a link at once',
      'InvalidArgument',
      400,
      { path: `${thing}?X-Amz-Signature=1`, headers: {} },
    ],
  ])('%s: %s', async (_, code, status, request) => {
    const { ask } = await privately(() => noon)
    const answer = await ask({ time: noon, ...request })
    expect([answer.status, answer.code]).toEqual([status, code])
  })

  test('clocks may be a quarter of an hour apart', async () => {
    const { ask } = await privately(() => noon)
    for (const time of [noon - 15 * minute, noon + 15 * minute]) {
      expect((await ask({ path: thing, time })).status).toBe(200)
    }
  })

  test('a link lasts as long as it says, and tells when it has ended', async () => {
    let now = noon
    const { standin } = await privately(() => now)
    const link = linkTo(standin.url, {
      path: thing,
      credentials: requester,
      time: noon,
      expires: 60,
    })
    now = noon + 60_000
    expect((await fetch(link)).status).toBe(200)
    now = noon + 61_000
    const late = await fetch(link)
    expect([late.status, await late.text()]).toEqual([
      403,
      expect.stringContaining(
        '<Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires><Expires>2026-06-01T12:01:00Z</Expires><ServerTime>2026-06-01T12:01:01Z</ServerTime>',
      ),
    ])
  })

  test('a link is bound to its method', async () => {
    const { standin } = await privately()
    const link = linkTo(standin.url, { path: thing, credentials: requester })
    const head = await fetch(link, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([403, ''])
  })

  test('temporary keys need their token, and end with it', async () => {
    let now = noon
    const temporary = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 'to/ken+=' }
    const { ask, standin } = await standinOf({
      buckets: [
        {
          name: 'b',
          keys: [{ ...temporary, expires: noon + minute }],
          objects: [{ key: 'k', body: 'x' }],
        },
      ],
      clock: () => now,
    })
    const code = async (sessionToken: string | null) => {
      const credentials = { ...temporary, sessionToken }
      return (await ask({ path: '/b/k', credentials, time: now })).code
    }
    expect(await code('to/ken+=')).toBeNull()
    const link = linkTo(standin.url, {
      path: '/b/k',
      credentials: temporary,
      time: now,
      expires: 600,
    })
    expect((await fetch(link)).status).toBe(200)
    expect(await code('other')).toBe('InvalidToken')
    expect(await code(null)).toBe('InvalidAccessKeyId')
    now = noon + minute
    expect(await code('to/ken+=')).toBe('ExpiredToken')
    const late = await fetch(link)
    expect([late.status, await late.text()]).toEqual([400, expect.stringContaining('ExpiredToken')])
  })

  test('a plus in a path is a plus, and in a query a space', async () => {
    const { ask } = await standinOf({
      buckets: [{ name: 'b', isPublic: true, objects: [{ key: 'a+b' }, { key: 'a b' }] }],
    })
    const anonymous = { credentials: null }
    expect((await ask({ path: '/b/a+b', method: 'HEAD', ...anonymous })).status).toBe(200)
    const answer = await ask({ path: '/b?list-type=2&prefix=a+b', ...anonymous })
    expect(answer.text).toContain('<Key>a b</Key>')
    expect(answer.text).not.toContain('<Key>a+b</Key>')
  })

  test('HEAD of what is refused has no body, and no length of one', async () => {
    const { ask } = await privately()
    const answer = await ask({ method: 'HEAD', path: thing, credentials: owner })
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([
      403,
      '',
      undefined,
    ])
    expect((await ask({ path: '/things', query: listing(), credentials: owner })).status).toBe(403)
  })
})
