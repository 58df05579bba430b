import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/index.ts'
import { nobody, readerWith } from '../support/link-request.ts'
import { type Radosgw, radosgwMissing, startRadosgw } from '../support/radosgw.ts'
import { tempFolder } from '../support/temp.ts'
import { bottle, type CellarOptions, cellarOf, openBottle, payer } from './cellar.ts'

/* A real server that makes whoever asks pay: https://docs.ceph.com/en/pacific/radosgw. */

const body = 'the bytes of a bottle\n'
const keys = ['plain.tif', "a b/c+(d)'%.tif", 'ünï/🧠.tif', 'a//b']
const why = radosgwMissing === null ? '' : `, skipped: ${radosgwMissing}`

/** As a reader runs it: nothing but the link. */
async function curl(url: string, ...more: string[]): Promise<{ status: number; text: string }> {
  const args = ['--silent', '--path-as-is', '--write-out', '\n%{http_code}', ...more, url]
  const { stdout } = await promisify(execFile)('curl', args)
  const at = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(at + 1)), text: stdout.slice(0, at) }
}

describe.skipIf(radosgwMissing !== null)(`links to a real radosgw${why}`, () => {
  let radosgw: Radosgw

  beforeAll(async () => {
    radosgw = await startRadosgw()
    await radosgw.createBucket('wine-1', { readers: 'requester', requesterPays: true })
    await radosgw.createBucket('open-1', { readers: 'everybody', requesterPays: false })
    for (const key of keys) {
      await radosgw.put('wine-1', key, body)
      await radosgw.put('open-1', key, body)
    }
  }, 120_000)
  afterAll(() => radosgw?.stop())

  const resolver = (options: CellarOptions = {}) =>
    cellarOf({ endpoint: radosgw.url, allowPrivateAddresses: true, ...options })
  const ann = () => {
    const { accessKeyId, secretAccessKey } = radosgw.requester
    return readerWith('cellar', { accessKeyId, secretAccessKey })
  }

  test.each(keys)('%s, signed with the reader’s keys, opens by plain curl', async (key) => {
    const [link] = await resolver().links(ann(), [bottle(key)])
    expect(link).toMatchObject({ state: 'READY', payer: 'CALLER', headers: [] })
    expect(await curl(link?.url ?? '')).toEqual({ status: 200, text: body })
    const part = await curl(link?.url ?? '', '--range', '4-8')
    expect(part).toEqual({ status: 206, text: 'bytes' })
  })

  test('without the word that the caller pays, or with it taken off, nothing opens', async () => {
    const [signed, unpaid] = await resolver().links(ann(), [
      bottle('plain.tif'),
      bottle('plain.tif', { asset: { payer: null }, record: { access: 'REGISTERED' } }),
    ])
    expect(unpaid?.url).not.toContain('request-payer')
    expect((await curl(unpaid?.url ?? '')).status).toBe(403)
    const without = new URL(signed?.url ?? '')
    without.searchParams.delete('x-amz-request-payer')
    expect(await curl(without.href)).toMatchObject({
      status: 403,
      text: expect.stringContaining('SignatureDoesNotMatch'),
    })
    const bare = new URL(signed?.url ?? '')
    bare.search = ''
    expect((await curl(bare.href)).status).toBe(403)
  })

  test.each(keys)('%s in an open bucket opens as it is', async (key) => {
    const asked = openBottle(key)
    asked.asset.locator = asked.asset.locator.replace('wine-1', 'open-1')
    const [link] = await resolver().links(nobody, [asked])
    expect(await curl(link?.url ?? '')).toEqual({ status: 200, text: body })
  })

  test('an open folder leads to its listing', async () => {
    const asked = openBottle('a b/', { role: 'DIRECTORY', locator: 's3://open-1/a%20b/' })
    const [link] = await resolver().links(nobody, [asked])
    const { status, text } = await curl(link?.url ?? '')
    expect(status).toBe(200)
    expect(text.match(/<Key>/g)).toHaveLength(1)
  })

  test('keys that are wrong open nothing, and a link that has ended neither', async () => {
    const wrong = readerWith('cellar', { accessKeyId: 'REQUESTERKEY', secretAccessKey: 'wrong' })
    const [link] = await resolver().links(wrong, [bottle('plain.tif')])
    expect((await curl(link?.url ?? '')).status).toBe(403)
    const past = () => new Date(Date.now() - 3_700_000)
    const [ended] = await resolver({ now: past }).links(ann(), [bottle('plain.tif')])
    expect((await curl(ended?.url ?? '')).status).toBe(403)
  })

  test('what the operator pays for opens by plain curl, and again by the same link', async () => {
    const folder = await tempFolder()
    const store = openStore(`${folder}/catalogue.db`, 'write')
    await store.configureSources([
      {
        id: 'cellar',
        type: 'cellar',
        title: 'Cellar',
        homepage: null,
        discover: ['public'],
        staleAfterSeconds: null,
        visibility: null,
      },
    ])
    const { accessKeyId, secretAccessKey } = radosgw.requester
    const account = { ...payer, credentials: { accessKeyId, secretAccessKey } }
    const paying = resolver({ payer: account, ledger: store })
    const bob = { ...nobody, viewer: { ...nobody.viewer, subject: 'bob' } }
    const wish = [bottle('plain.tif')]
    expect((await paying.links(bob, wish))[0]?.state).toBe('NEEDS_CONSENT')
    const { links, spent } = await paying.open(bob, wish, 'a wish of bob’s')
    expect(spent).not.toBeNull()
    expect(await curl(links[0]?.url ?? '')).toEqual({ status: 200, text: body })
    const again = await paying.open(bob, wish, 'a wish of bob’s')
    expect(again).toEqual({ links, spent: null })
    await store.close()
  })
})
