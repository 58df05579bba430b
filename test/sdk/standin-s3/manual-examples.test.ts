import { describe, expect, test } from 'vitest'
import { standinOf } from './asking.ts'

/*
 * Requests that the manual gives as examples, with the signatures that it says they have: their secret is
 * wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, their time 2013-05-24.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
describe('S3 stand-in: the examples of the manual', () => {
  const example = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const host = 'examplebucket.s3.amazonaws.com'
  const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'

  async function examples() {
    return standinOf({
      buckets: [
        {
          name: 'examplebucket',
          keys: [example],
          objects: [{ key: 'test.txt', body: '0123456789abcdef' }, { key: 'J' }],
        },
      ],
      clock: () => Date.UTC(2013, 4, 24),
    })
  }
  const authorization = (names: string, signature: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`,
  })

  test('a GET of an object with a range is let in', async () => {
    const { ask } = await examples()
    const names = 'host;range;x-amz-content-sha256;x-amz-date'
    const answer = await ask({
      path: '/test.txt',
      credentials: null,
      headers: {
        host,
        range: 'bytes=0-9',
        'x-amz-content-sha256': empty,
        'x-amz-date': '20130524T000000Z',
        ...authorization(names, 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'),
      },
    })
    expect([answer.status, answer.text]).toEqual([206, '0123456789'])
  })

  test('a listing is let in', async () => {
    const { ask } = await examples()
    const signature = '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
    const answer = await ask({
      path: '/',
      query: [
        ['max-keys', '2'],
        ['prefix', 'J'],
      ],
      credentials: null,
      headers: {
        host,
        'x-amz-content-sha256': empty,
        'x-amz-date': '20130524T000000Z',
        ...authorization('host;x-amz-content-sha256;x-amz-date', signature),
      },
    })
    // The example asks in the first version of the protocol, which the stand-in does not speak; that it says so shows that it let it in.
    expect([answer.status, answer.code]).toEqual([501, 'NotImplemented'])
  })

  const link =
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature='

  test('a link is let in', async () => {
    const { ask } = await examples()
    const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
    const path = link + signature
    const answer = await ask({ path, credentials: null, headers: { host } })
    expect([answer.status, answer.text]).toEqual([200, '0123456789abcdef'])
  })

  test('a link whose signature is off by one digit is refused', async () => {
    const { ask } = await examples()
    const signature = 'beeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
    const path = link + signature
    const answer = await ask({ path, credentials: null, headers: { host } })
    expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch'])
  })
})
