import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentId, keyOf, targetOf } from '../../../../connectors/s3/documents/place.ts'
import { parseS3Locator } from '../../../../src/sdk/index.ts'
import { place } from './read-document.ts'

const locator = (href: string) => targetOf(href, place)?.locator ?? null

describe('documents: a link', () => {
  test.each([
    ['', 'no text'],
    ['   ', 'blanks'],
    ['../../../above.tif', 'a path above the bucket'],
    ['file:///home/somebody/scan.tif', 'somebody’s disk'],
    ['data:text/csv,a', 'the text itself'],
    ['javascript:alert(1)', 'code'],
    ['https://', 'no host'],
    ['https://x.example/a?X-Amz-Signature=00', 'an address signed for somebody'],
    ['https://x.example/a?access_token=00', 'a token'],
    ['s3://key:secret@bucket/a', 'a login'],
    ['a\u0000b', 'control characters'],
    ['#part', 'a part of the document'],
  ])('%j leads nowhere: %s', (href) => {
    expect(targetOf(href, place)).toBeNull()
  })

  test.each([
    ['scan.tif', 's3://open-things/a/b/scan.tif'],
    ['./scan.tif', 's3://open-things/a/b/scan.tif'],
    ['../c/scan.tif?raw=1#top', 's3://open-things/a/c/scan.tif'],
    ['/top.tif', 's3://open-things/top.tif'],
    ['folder/', 's3://open-things/a/b/folder/'],
    ['two%20words.tif', 's3://open-things/a/b/two%20words.tif'],
    ['two words.tif', 's3://open-things/a/b/two%20words.tif'],
    ['50%.tif', 's3://open-things/a/b/50%25.tif'],
  ])('%j is resolved against the folder of its document', (href, expected) => {
    expect(locator(href)).toBe(expected)
  })

  test.each([
    's3://open-things/x/y.tif',
    'https://open-things.s3.amazonaws.com/x/y.tif',
    'https://open-things.s3.us-west-2.amazonaws.com/x/y.tif',
    'https://open-things.s3-us-west-2.amazonaws.com/x/y.tif',
    'https://s3.us-west-2.amazonaws.com/open-things/x/y.tif',
    'http://s3.amazonaws.com/open-things/x/y.tif',
  ])('%s names an object of the own bucket, and comes out as one locator', (href) => {
    expect(targetOf(href, place)).toEqual({ locator: 's3://open-things/x/y.tif', key: 'x/y.tif' })
  })

  test('to another bucket or host stays there, and leads to no document of this bucket', () => {
    expect(targetOf('s3://other/x y', place)).toEqual({ locator: 's3://other/x%20y', key: null })
    const elsewhere = 'https://other.s3.amazonaws.com/open-things/x'
    expect(targetOf(elsewhere, place)).toEqual({ locator: elsewhere, key: null })
    expect(keyOf('//example.org/item.json', place)).toBeNull()
  })

  test('loses the login that somebody left in it', () => {
    expect(locator('https://me:secret@example.org/a.tif')).toBe('https://example.org/a.tif')
  })

  test('of any text never throws, and never leaves the bucket by a relative path', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc
        .array(fc.constantFrom('..', '.', '', 'a', '%2e%2e', '%', '/'))
        .map((steps) => steps.join('/')),
    )
    fc.assert(
      fc.property(texts, (href) => {
        const target = targetOf(href, place)
        if (target === null) return
        expect(target.locator).toMatch(/^[a-z][a-z0-9+.-]*:/i)
        if (target.key !== null) {
          expect(parseS3Locator(target.locator)).toEqual({ bucket: 'open-things', key: target.key })
        }
      }),
      { numRuns: 150 },
    )
  })
})

test('documents: ids of two documents, and of parts of one, are never the same', () => {
  const keys = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(keys, keys, keys, (a, b, part) => {
      fc.pre(a !== b)
      const id = (key: string) => documentId({ bucket: 'open-things', key })
      expect(id(a)).not.toBe(id(b))
      expect(documentId({ bucket: 'open-things', key: a }, part)).not.toBe(id(b))
    }),
    { numRuns: 200 },
  )
})
