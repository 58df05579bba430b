import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBucketName, parseS3Arn, parseS3Locator, parseS3Uri, s3Locator } from '#sdk'
import { bucketUrl, encodedKey } from '../../../src/sdk/s3/address.ts'
import { byUtf8, urlDecoded } from '../../../src/sdk/s3/listing.ts'

const anyKey = fc.string({ unit: 'binary', minLength: 1 })
const utf8 = (text: string) => Buffer.from(text)

describe('S3 address', () => {
  test('what has no key, or is not of S3, is no locator', () => {
    for (const text of [
      '',
      's3://',
      's3:///key',
      's3://b/key',
      'https://bucket/key',
      's3://a b/key',
    ]) {
      expect(parseS3Locator(text)).toBeNull()
    }
    expect(parseS3Locator('s3://bucket/50%')).toBeNull()
    expect(parseS3Locator('s3://bucket/%FF')).toBeNull()
  })

  test('any key survives its locator, which holds nothing that a URI cannot', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const locator = s3Locator('bucket', key)
        expect(parseS3Locator(locator)).toEqual({ bucket: 'bucket', key })
        expect(locator).toMatch(/^s3:\/\/bucket\/[A-Za-z0-9%._~/-]*$/)
      }),
      { numRuns: 200 },
    )
  })

  test('any key that has a path is what a URL with this path leads to', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const path = encodedKey(key)
        const segments = key.split('/')
        if (path === null)
          return expect(segments.some((one) => one === '.' || one === '..')).toBe(true)
        const { pathname } = new URL(`https://host/${path}`)
        expect(decodeURIComponent(pathname.slice(1))).toBe(key)
      }),
      { numRuns: 200 },
    )
  })

  test('keys are compared by their bytes', () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        expect(Math.sign(byUtf8(a, b))).toBe(Buffer.compare(utf8(a), utf8(b)))
      }),
      { numRuns: 300 },
    )
    expect(byUtf8('\u{1F600}', '\uFF5E')).toBeGreaterThan(0)
  })

  test('a plus is a space where listings encode', () => {
    expect(urlDecoded('a+b%2Bc%20d')).toBe('a b+c d')
    expect(() => urlDecoded('%E0%A4')).toThrow(URIError)
  })

  test('a URI written by people is taken as it stands', () => {
    expect(parseS3Uri('s3://bucket/a folder/50%.tif')).toEqual({
      bucket: 'bucket',
      key: 'a folder/50%.tif',
    })
    expect(parseS3Uri('S3://bucket')).toEqual({ bucket: 'bucket', key: '' })
    expect(parseS3Uri('s3://bucket/')).toEqual({ bucket: 'bucket', key: '' })
    expect(parseS3Uri('https://bucket/a')).toBeNull()
  })

  test('an ARN is one of a bucket, or none', () => {
    const parsed = (arn: string) => parseS3Arn(arn)
    expect(parsed('arn:aws:s3:::bucket')).toEqual({ bucket: 'bucket', key: '' })
    expect(parsed(' arn:aws:s3:::bucket/ ')).toEqual({ bucket: 'bucket', key: '' })
    expect(parsed('arn:aws:s3:::bucket/a/b/*')).toEqual({ bucket: 'bucket', key: 'a/b/' })
    expect(parsed('arn:aws-cn:s3:::bucket/a')).toEqual({ bucket: 'bucket', key: 'a' })
    for (const other of [
      'arn:aws:sns:us-east-1:123456789012:topic',
      'arn:aws:s3:us-east-1:123456789012:accesspoint/name',
      'arn:aws:s3:::',
      's3://bucket',
    ]) {
      expect(parsed(other)).toBeNull()
    }
  })

  test('a name is a host where it can be, and a path else', () => {
    const at = (name: string) =>
      bucketUrl({ name, region: null, endpoint: null, requesterPays: false }, 'eu-west-1')
    expect(at('bucket-1')).toBe('https://bucket-1.s3.eu-west-1.amazonaws.com')
    expect(at('my.bucket')).toBe('https://s3.eu-west-1.amazonaws.com/my.bucket')
    expect(at('Old_Bucket')).toBe('https://s3.eu-west-1.amazonaws.com/Old_Bucket')
    for (const name of ['', '..', 'a/b', 'a b', '-ab', 'ab?c', 'user@host']) {
      expect(isBucketName(name)).toBe(false)
      expect(() => at(name)).toThrow('The name of a bucket is not valid.')
    }
  })
})
