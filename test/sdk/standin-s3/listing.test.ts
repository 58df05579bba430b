import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { S3LazyObjects, S3StandinBucket } from '#sdk/standin'
import { elements, listing, standinOf } from './asking.ts'

const anonymous = { credentials: null }

async function publicly(keys: string[], more: Partial<S3StandinBucket> = {}) {
  const objects = keys.map((key) => ({ key, body: key }))
  const { standin, ask } = await standinOf({
    buckets: [{ name: 'b', isPublic: true, objects, ...more }],
  })
  const list = async (parameters: Record<string, string> = {}, headers = {}) => {
    const query = listing(parameters)
    const { status, text, code } = await ask({ path: '/b', query, headers, ...anonymous })
    return {
      status,
      code,
      text,
      keys: elements(text, 'Key'),
      prefixes: elements(text.replace(/^.*?<IsTruncated>/s, ''), 'Prefix'),
      count: elements(text, 'KeyCount')[0],
      token: elements(text, 'NextContinuationToken')[0],
      isTruncated: elements(text, 'IsTruncated')[0],
    }
  }
  return { standin, ask, list }
}

describe('S3 stand-in: listing', () => {
  test('keys come in the order of their UTF-8 bytes, not in that of UTF-16', async () => {
    const { list } = await publicly(['b', '\u{1F9E0}', '\uFFEE', 'B', 'ä', 'a/b', 'a-b', 'ab', 'a'])
    expect((await list()).keys).toEqual([
      'B',
      'a',
      'a-b',
      'a/b',
      'ab',
      'b',
      'ä',
      '\uFFEE',
      '\u{1F9E0}',
    ])
  })

  test('a page has a thousand keys at most, however many are asked for', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => `k${String(index).padStart(4, '0')}`)
    const { list } = await publicly(keys)
    for (const page of [await list(), await list({ 'max-keys': '5000' })]) {
      expect(page.keys).toHaveLength(1000)
      expect([page.count, page.isTruncated]).toEqual(['1000', 'true'])
      expect(page.text).toContain('<MaxKeys>1000</MaxKeys>')
    }
    expect((await list({ 'start-after': 'k0999' })).keys).toEqual(['k1000'])
  })

  test.each(['x', '-1', '1.5', '2147483648'])('max-keys=%s is refused', async (value) => {
    const { list } = await publicly(['a'])
    const page = await list({ 'max-keys': value })
    expect([page.status, page.code]).toEqual([400, 'InvalidArgument'])
  })

  test('no keys are given when none are asked for, and there are no more', async () => {
    const { list } = await publicly(['a'])
    const page = await list({ 'max-keys': '0' })
    expect([page.keys, page.isTruncated, page.token]).toEqual([[], 'false', undefined])
  })

  test('tokens lead through all pages, and another one each time', async () => {
    const { list } = await publicly(['a', 'b', 'c', 'd', 'e'])
    const first = await list({ 'max-keys': '2' })
    const again = await list({ 'max-keys': '2' })
    expect(first.token).not.toBe(again.token)
    const second = await list({ 'max-keys': '2', 'continuation-token': first.token ?? '' })
    expect(second.keys).toEqual(['c', 'd'])
    const third = await list({ 'max-keys': '2', 'continuation-token': second.token ?? '' })
    expect([third.keys, third.isTruncated, third.token]).toEqual([['e'], 'false', undefined])
  })

  test.each(['b', '', 'AAAA', 'k0'])('the token %j is refused', async (token) => {
    const { list } = await publicly(['a', 'b'])
    const page = await list({ 'continuation-token': token })
    expect([page.status, page.code]).toEqual([400, 'InvalidArgument'])
  })

  test('a token that was not encoded is refused, for its pluses have become spaces', async () => {
    const { ask, list } = await publicly(['a', 'b'])
    let token = ''
    while (!token.includes('+')) token = (await list({ 'max-keys': '1' })).token ?? ''
    const path = `/b?list-type=2&continuation-token=${token}`
    expect((await ask({ path, ...anonymous })).status).toBe(400)
    expect((await ask({ path: path.replaceAll('+', '%2B'), ...anonymous })).status).toBe(200)
  })

  test('common prefixes count as keys, and a page may hold nothing else', async () => {
    const { list } = await publicly(['a/1', 'a/2', 'b', 'c/1', 'd/e/f'])
    const first = await list({ delimiter: '/', 'max-keys': '1' })
    expect([first.keys, first.prefixes, first.count]).toEqual([[], ['a/'], '1'])
    const rest = await list({ delimiter: '/', 'continuation-token': first.token ?? '' })
    expect([rest.keys, rest.prefixes, rest.count]).toEqual([['b'], ['c/', 'd/'], '3'])
  })

  test('what is below a prefix is rolled up behind it', async () => {
    const { list } = await publicly(['p/', 'p/a', 'p/b/1', 'p/b/2', 'p', 'q/1'])
    const page = await list({ prefix: 'p/', delimiter: '/' })
    expect([page.keys, page.prefixes]).toEqual([['p/', 'p/a'], ['p/b/']])
  })

  test('common prefixes up to start-after are passed over', async () => {
    const { list } = await publicly(['a/1', 'a/3', 'b/1', 'c'])
    const page = await list({ delimiter: '/', 'start-after': 'a/2' })
    expect([page.prefixes, page.keys]).toEqual([['b/'], ['c']])
    expect((await list({ delimiter: '/', 'start-after': 'a' })).prefixes).toEqual(['a/', 'b/'])
  })

  test('with encoding-type=url a space is a plus, and keys, prefixes and parameters are encoded', async () => {
    const keys = ['a b/c d', 'a+b', 'a%b', '~(1)*!', '\u0001\n', 'ü/x']
    const { list } = await publicly(keys)
    const page = await list({ 'encoding-type': 'url', delimiter: '/', 'start-after': '\u0000 ' })
    expect(page.keys).toEqual(['%01%0A', 'a%25b', 'a%2Bb', '%7E%281%29*%21'])
    expect(page.prefixes).toEqual(['a+b/', '%C3%BC/'])
    expect(page.text).toContain('<StartAfter>%00+</StartAfter>')
    expect(page.text).toContain('<EncodingType>url</EncodingType>')
  })

  test('without encoding-type a control character stands as a reference that XML 1.0 forbids', async () => {
    const { list } = await publicly(['a\u0001<&>"'])
    expect((await list()).text).toContain('<Key>a&#x1;&lt;&amp;&gt;&quot;</Key>')
    expect((await list({ 'encoding-type': 'other' })).code).toBe('InvalidArgument')
  })

  test('an entry tells date, quoted tag, size and class, checksums by name, restores on demand', async () => {
    const { list } = await publicly([], {
      objects: [
        {
          key: 'k',
          size: 5_000_000_000_000,
          etag: 'abc-12',
          modified: '2026-01-02T03:04:05Z',
          storageClass: 'GLACIER',
          restore: { ongoing: false, expires: '2026-02-01T00:00:00Z' },
          checksums: { sha256: 'value', type: 'COMPOSITE' },
        },
      ],
    })
    expect((await list()).text).toContain(
      '<Contents><Key>k</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;abc-12&quot;</ETag><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType><Size>5000000000000</Size><StorageClass>GLACIER</StorageClass></Contents>',
    )
    const wanting = await list({}, { 'x-amz-optional-object-attributes': 'RestoreStatus' })
    expect(wanting.text).toContain(
      '<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-02-01T00:00:00.000Z</RestoreExpiryDate></RestoreStatus>',
    )
  })

  test('of several versions of a key the last one is listed', async () => {
    const objects = [
      { key: 'k', body: 'old', versionId: 'v1' },
      { key: 'k', body: 'newer', versionId: 'v2' },
    ]
    const { list } = await publicly([], { objects })
    expect(elements((await list()).text, 'Size')).toEqual(['5'])
  })

  test('whatever the keys, prefix, delimiter and page size, pages give each once and in order', async () => {
    const part = fc.stringMatching(/^[ab/\u{1F9E0}\uFFEE +]{0,5}$/u)
    const sorted = (texts: string[]) =>
      [...new Set(texts)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('', 'a', '/', 'a/'),
        fc.constantFrom('', '/'),
        fc.integer({ min: 1, max: 4 }),
        async (names, prefix, delimiter, size) => {
          const keys = sorted(names.filter((name) => name !== ''))
          const { list, standin } = await publicly(keys)
          const expected = sorted(
            keys
              .filter((key) => key.startsWith(prefix))
              .map((key) => {
                const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
                return end < 0 ? key : key.slice(0, end + 1)
              }),
          )
          for (const way of ['continuation-token', 'start-after'] as const) {
            const found: string[] = []
            for (let from: string | undefined = ''; from !== undefined; ) {
              const page = await list({
                prefix,
                delimiter,
                'max-keys': String(size),
                ...(from !== '' && { [way]: from }),
              })
              const both = sorted([...page.keys, ...page.prefixes])
              found.push(...both)
              expect(Number(page.count)).toBe(both.length)
              from = way === 'start-after' && page.token ? both.at(-1) : page.token
            }
            expect(found).toEqual(expected)
          }
          await standin.close()
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('S3 stand-in: a million keys that are made when asked for', () => {
  const million: S3LazyObjects = {
    count: 1_000_000,
    at: (index) => ({ key: `sub-${String(index).padStart(7, '0')}/anat/T1w.nii.gz`, size: index }),
  }

  test('pages, prefixes and single keys are found wherever they lie', async () => {
    const { list, ask } = await publicly([], { objects: million })
    const last = await list({ 'start-after': 'sub-0999998' })
    expect(last.keys).toEqual(['sub-0999998/anat/T1w.nii.gz', 'sub-0999999/anat/T1w.nii.gz'])
    expect((await list({ prefix: 'sub-05000' })).keys).toHaveLength(100)
    const rolled = await list({ delimiter: '/', 'max-keys': '3', 'start-after': 'sub-0123456/' })
    expect(rolled.prefixes).toEqual(['sub-0123457/', 'sub-0123458/', 'sub-0123459/'])
    const head = { method: 'HEAD', ...anonymous }
    const found = await ask({ path: '/b/sub-0777777/anat/T1w.nii.gz', ...head })
    expect([found.status, found.headers['content-length']]).toEqual([200, '777777'])
    expect((await ask({ path: '/b/sub-0777777/anat/T2w.nii.gz', ...head })).status).toBe(404)
  })

  test('only the keys of the page and those that lead to it are made', async () => {
    let made = 0
    const at = (index: number) => {
      made += 1
      return million.at(index)
    }
    const { list } = await publicly([], { objects: { count: million.count, at } })
    await list({ 'start-after': 'sub-0500000' })
    expect(made).toBeLessThan(1_050)
  })
})
