import { describe, expect, onTestFinished, test } from 'vitest'
import { Once } from '../../src/resolve/once.ts'
import type { HttpRequest } from '../../src/sdk/http.ts'
import { createHttpClient } from '../../src/sdk/http-client.ts'
import { s3Locator } from '../../src/sdk/s3/locator.ts'
import { resolveS3 } from '../../src/sdk/s3/resolve.ts'
import { startStandin } from '../../src/sdk/standin/index.ts'
import { nobody, readerWith } from '../support/link-request.ts'
import {
  bottle,
  type CellarOptions,
  cellarOf,
  gigabyte,
  openBottle,
  payer,
  readerKeys,
} from './cellar.ts'

const now = () => new Date('2026-05-01T12:00:00.400Z')
const ann = readerWith('cellar', readerKeys)
type Bottle = ReturnType<typeof bottle>

async function linkTo(asked: Bottle, reader = nobody, options: CellarOptions = {}) {
  const [link] = await cellarOf({ now, ...options }).links(reader, [asked])
  if (link === undefined) throw new Error('no link')
  return link
}

describe('an open object', () => {
  test.each([
    ['a/b c+(1).nii', 'https://wine-1.s3.us-west-2.amazonaws.com/a/b%20c%2B%281%29.nii'],
    ['a//b', 'https://wine-1.s3.us-west-2.amazonaws.com/a//b'],
    ['ä?#.tif', 'https://wine-1.s3.us-west-2.amazonaws.com/%C3%A4%3F%23.tif'],
  ])('%s is plain https at its bucket’s region', async (key, url) => {
    expect(await linkTo(openBottle(key))).toMatchObject({
      state: 'READY',
      url,
      payer: null,
      cost: null,
      expiresAt: null,
      region: 'us-west-2',
      requirements: [],
    })
  })

  test('of a bucket with dots is asked for by path, where certificates hold', async () => {
    const link = await linkTo(openBottle('a', { locator: s3Locator('my.wine.example', 'a') }))
    expect(link.url).toBe('https://s3.us-west-2.amazonaws.com/my.wine.example/a')
  })

  test('of an older version names it', async () => {
    const link = await linkTo(openBottle('a', { locator: s3Locator('wine-1', 'a', 'v+/1') }))
    expect(link.url).toBe('https://wine-1.s3.us-west-2.amazonaws.com/a?versionId=v%2B%2F1')
    expect(link.command).toBe(
      'aws s3api get-object --no-sign-request --region us-west-2 --bucket wine-1 --key=a --version-id=v+/1 ./a',
    )
  })

  test('of another service lies below its root', async () => {
    const endpoint = 'https://objects.example.org'
    const link = await linkTo(openBottle('a b', { region: null }), nobody, { endpoint })
    expect(link).toMatchObject({ url: 'https://objects.example.org/wine-1/a%20b', region: null })
    expect(link.command).toBe(
      `aws s3 cp --no-sign-request --endpoint-url https://objects.example.org 's3://wine-1/a b' .`,
    )
  })

  test('of a service in a private network is no link, unless the operator allows it', async () => {
    const endpoint = 'http://10.0.0.7:9000'
    const refused = await linkTo(openBottle('a'), nobody, { endpoint })
    expect(refused).toMatchObject({ state: 'UNREACHABLE', url: null, command: null })
    const allowed = await linkTo(openBottle('a'), nobody, { endpoint, allowPrivateAddresses: true })
    expect(allowed.url).toBe('http://10.0.0.7:9000/wine-1/a')
  })

  test('is not signed, whoever asks', async () => {
    expect((await linkTo(openBottle('a'), ann)).url).toBe(
      'https://wine-1.s3.us-west-2.amazonaws.com/a',
    )
  })

  test('whose region is no region makes no host name', async () => {
    const link = await linkTo(openBottle('a', { region: 'evil.example.org/x' }))
    expect(link).toMatchObject({ url: 'https://wine-1.s3.amazonaws.com/a', region: null })
  })

  test('whose key no URL can carry has a command and no link', async () => {
    const link = await linkTo(openBottle('a/../b'))
    expect(link).toMatchObject({ state: 'UNREACHABLE', error: 'UNSUPPORTED', url: null })
    expect(link.command).toBe('aws s3 cp --no-sign-request --region us-west-2 s3://wine-1/a/../b .')
  })
})

describe('a folder', () => {
  test('that is open leads to its listing, with the command that fetches it', async () => {
    const link = await linkTo(openBottle('z/a b.zarr/', { role: 'DIRECTORY' }))
    expect(link).toMatchObject({
      state: 'READY',
      url: 'https://wine-1.s3.us-west-2.amazonaws.com/?list-type=2&prefix=z%2Fa%20b.zarr%2F',
      supportsRange: null,
    })
    expect(link.command).toBe(
      "aws s3 cp --recursive --no-sign-request --region us-west-2 's3://wine-1/z/a b.zarr/' './a b.zarr'",
    )
  })

  test('that readers pay for is fetched by the command, also with keys', async () => {
    for (const reader of [nobody, ann]) {
      const link = await linkTo(bottle('z/', { asset: { role: 'DIRECTORY' } }), reader)
      expect(link).toMatchObject({
        state: 'NEEDS_CREDENTIALS',
        url: null,
        requirements: [{ kind: 'CLOUD_ACCOUNT' }],
      })
      expect(link.command).toBe(
        'aws s3 cp --recursive --request-payer requester --region us-west-2 s3://wine-1/z/ ./z',
      )
    }
  })
})

describe('an object that readers pay for', () => {
  test('says region, payer, cost and the command, and is no link', async () => {
    const link = await linkTo(bottle("it's 50%.tif", { asset: { size: 200 * gigabyte } }))
    expect(link).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      payer: 'CALLER',
      region: 'us-west-2',
      requirements: [{ kind: 'CLOUD_ACCOUNT' }],
      cost: { currency: 'USD', asOf: '2026-11-01' },
      command: `aws s3 cp --request-payer requester --region us-west-2 's3://wine-1/it'\\''s 50%.tif' .`,
    })
    expect(link.cost?.amount).toBeCloseTo(9, 2)
    expect(link.cost?.basis).toContain('us-east-1')
  })

  test('of unknown size has no cost', async () => {
    expect((await linkTo(bottle('a', { asset: { size: null } }))).cost).toBeNull()
  })

  test('is signed with the reader’s own keys for an hour, with the payer inside the signature', async () => {
    const link = await linkTo(bottle('a b.tif'), ann)
    expect(link).toMatchObject({
      state: 'READY',
      payer: 'CALLER',
      headers: [],
      requirements: [],
      expiresAt: '2026-05-01T13:00:00.000Z',
    })
    const url = new URL(link.url ?? '')
    expect(url.origin + url.pathname).toBe('https://wine-1.s3.us-west-2.amazonaws.com/a%20b.tif')
    const query = Object.fromEntries(url.searchParams)
    expect(query).toMatchObject({
      'x-amz-request-payer': 'requester',
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Credential': 'READERKEY/20260501/us-west-2/s3/aws4_request',
    })
    expect(JSON.stringify(link)).not.toContain(readerKeys.secretAccessKey)
  })

  test('of an older version is signed with it', async () => {
    const link = await linkTo(
      bottle('a', { asset: { locator: s3Locator('wine-1', 'a', 'v/1') } }),
      ann,
    )
    expect(link.state).toBe('READY')
    expect(new URL(link.url ?? '').searchParams.get('versionId')).toBe('v/1')
    expect(link.command).toContain('--version-id=v/1')
  })

  test('is signed no longer than temporary keys last, and not at all after', async () => {
    const until = (expiration: string) =>
      readerWith('cellar', { ...readerKeys, sessionToken: 'token', expiration })
    const link = await linkTo(bottle('a'), until('2026-05-01T12:10:00Z'))
    expect(link.expiresAt).toBe('2026-05-01T12:09:59.000Z')
    expect(new URL(link.url ?? '').searchParams.get('X-Amz-Security-Token')).toBe('token')
    expect(await linkTo(bottle('a'), until('2026-05-01T11:59:00Z'))).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      requirements: [{ kind: 'CLOUD_ACCOUNT' }],
    })
  })

  test('whose region nobody tells has the command alone', async () => {
    const asked = bottle('a', { asset: { region: null } })
    const link = await linkTo(asked)
    expect(link).toMatchObject({ state: 'NEEDS_CREDENTIALS', region: null })
    expect(link.command).toBe('aws s3 cp --request-payer requester s3://wine-1/a .')
    expect(await linkTo(asked, ann)).toMatchObject({ state: 'UNREACHABLE', url: null })
  })

  test('with a key that a terminal would act on has no command', async () => {
    expect((await linkTo(bottle('a\u001b[2J'))).command).toBeNull()
  })
})

describe('an archived object', () => {
  test('says how it is brought back, and who pays', async () => {
    const link = await linkTo(bottle('a b', { asset: { availability: 'ARCHIVED' } }), ann)
    expect(link).toMatchObject({ state: 'ARCHIVED', url: null, payer: 'CALLER' })
    expect(link.requirements.map(({ kind }) => kind)).toEqual(['RESTORE'])
    expect(link.requirements[0]?.text).toContain(
      `aws s3api restore-object --request-payer requester --region us-west-2 --bucket wine-1 --key='a b' --restore-request '{"Days":7,"GlacierJobParameters":{"Tier":"Standard"}}'`,
    )
    const others = await linkTo(bottle('a', { asset: { availability: 'ARCHIVED' } }))
    expect(others.requirements.map(({ kind }) => kind)).toEqual(['CLOUD_ACCOUNT', 'RESTORE'])
  })
})

describe('an object that somebody has to approve', () => {
  const record = { access: 'ON_REQUEST', accessNote: 'Send your account’s number.' } as const

  test('says the procedure, and what it will cost whom', async () => {
    const link = await linkTo(bottle('a', { record }))
    expect(link).toMatchObject({
      state: 'NEEDS_APPROVAL',
      url: null,
      payer: 'CALLER',
      region: 'us-west-2',
      requirements: [
        { kind: 'APPROVAL', text: 'Send your account’s number.' },
        { kind: 'CLOUD_ACCOUNT' },
      ],
    })
    expect(link.cost).not.toBeNull()
    expect(link.command).toContain('--request-payer requester')
  })

  test('is signed with keys that may have been approved, and says what they need', async () => {
    const link = await linkTo(bottle('a', { record }), ann)
    expect(link.state).toBe('READY')
    expect(link.url).toContain('X-Amz-Signature=')
    expect(link.requirements).toMatchObject([{ kind: 'APPROVAL' }])
  })

  test('that nobody gets is no link, with keys neither', async () => {
    const link = await linkTo(bottle('a', { record: { access: 'CLOSED' } }), ann)
    expect(link).toMatchObject({ state: 'NEEDS_APPROVAL', error: 'FORBIDDEN', url: null })
  })

  test('without price is opened by keys, and no payer is named', async () => {
    const asked = bottle('a', { asset: { payer: null }, record: { access: 'REGISTERED' } })
    expect(await linkTo(asked)).toMatchObject({ state: 'NEEDS_CREDENTIALS', payer: null })
    const link = await linkTo(asked, ann)
    expect(link).toMatchObject({ state: 'READY', payer: null, cost: null })
    expect(link.url).not.toContain('request-payer')
  })
})

describe('keys of a reader', () => {
  test.each([
    ['a profile of this machine', { profile: 'default' }],
    ['a file of this machine', { profile: 'default', file: '/root/.aws/credentials' }],
    ['a profile beside keys', { ...readerKeys, profile: 'default' }],
    ['half of the keys', { accessKeyId: 'A' }],
    ['what is no time', { ...readerKeys, expiration: 'soon' }],
  ])('that are %s are refused', (_, given) => {
    const resolver = cellarOf()
    expect(() => resolver.checkCredentials('cellar', given)).toThrow(/credentials/)
    expect(resolver.checkCredentials('cellar', readerKeys)).toEqual(readerKeys)
  })
})

describe('a region that is not known', () => {
  /** Buckets of AWS as a server of ours plays them: by host name, on one port. */
  async function startAws(answer: { status: number; headers?: Record<string, string> }) {
    const standin = await startStandin({
      routes: { 'HEAD /wine-1.s3.us-east-1.amazonaws.com/': () => answer },
    })
    const http = createHttpClient({ origins: [standin.url], allowPrivateAddresses: true })
    onTestFinished(async () => {
      await http.close()
      await standin.close()
    })
    const there = (url: string) => standin.url + url.replace('https:/', '')
    const once = new Once({ now })
    const context = {
      source: 'cellar',
      credentials: null,
      allowPrivateAddresses: false,
      signal: new AbortController().signal,
      now,
      http: {
        ...http,
        request: (url: string, asked?: HttpRequest) => http.request(there(url), asked),
      },
      once: once.get.bind(once),
    }
    const regions = async () => {
      const asked = [1, 2, 3].map((at) => bottle(`${at}`, { asset: { region: null } }))
      const links = await resolveS3(asked.map(toLink), context)
      return links.map(({ region }) => region)
    }
    return { standin, regions }
  }

  const toLink = ({ asset: { record: _, key: __, ...asset }, record }: Bottle) => ({
    ...asset,
    of: { ...record, isPublic: true, mayOpen: true },
  })

  test.each([200, 301, 403])('is asked for once, unsigned, and told with %d', async (status) => {
    const headers = { 'x-amz-bucket-region': 'eu-west-3', location: 'https://evil.example.org/' }
    const { standin, regions } = await startAws({ status, headers })
    expect(await regions()).toEqual(['eu-west-3', 'eu-west-3', 'eu-west-3'])
    expect(await regions()).toEqual(['eu-west-3', 'eu-west-3', 'eu-west-3'])
    expect(standin.requests).toHaveLength(1)
    expect(standin.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('stays unknown where the bucket says none, or one that is none', async () => {
    const nowhere: Record<string, string>[] = [{}, { 'x-amz-bucket-region': 'evil.example.org/' }]
    for (const headers of nowhere) {
      const { standin, regions } = await startAws({ status: 404, headers })
      expect(await regions()).toEqual([null, null, null])
      expect(standin.requests).toHaveLength(1)
    }
  })
})

test('an operator’s account pays for no link that leads into a private network', async () => {
  const bob = { ...nobody, viewer: { ...nobody.viewer, subject: 'bob' } }
  const ledger = { reserveSpending: () => Promise.reject(new Error('nothing is to be charged')) }
  for (const endpoint of ['http://10.0.0.7:9000', 'https://objects.example.org']) {
    const options = { endpoint, payer, ledger, resolveName: async () => ['10.0.0.7'] }
    const { links, spent } = await cellarOf(options).open(bob, [bottle('a')], 'a wish of mine 1')
    expect(links).toMatchObject([{ state: 'NEEDS_CREDENTIALS', url: null, payer: 'CALLER' }])
    expect(spent).toBeNull()
  }
})
