import { describe, expect, onTestFinished, test } from 'vitest'
import xnat from '../../../connectors/xnat/index.ts'
import { locatorOf, pathOf } from '../../../connectors/xnat/links.ts'
import { startXnatStandin, type XnatStandinOptions } from '../../../connectors/xnat/standin.ts'
import type { StoredRecord } from '../../../src/model/index.ts'
import { createResolver } from '../../../src/resolve/index.ts'
import { nobody, readerWith, request } from '../../support/link-request.ts'

const open: Partial<StoredRecord> = { access: 'OPEN' }
const forMembers: Partial<StoredRecord> = {
  access: 'ON_REQUEST',
  accessNote: 'Ask its owners.',
  visibility: { discover: ['public'], retrieve: [] },
}

async function play(options: XnatStandinOptions = {}) {
  const site = await startXnatStandin(options)
  const resolver = createResolver({
    sources: [
      {
        id: 'xnat',
        connector: xnat,
        options: xnat.options.parse({ baseUrl: site.baseUrl }),
        allowPrivateAddresses: true,
      },
    ],
  })
  onTestFinished(async () => {
    await resolver.close()
    await site.close()
  })
  const readable = site.readable(site.account.user)
  const [session] = readable.sessions
  if (session === undefined) throw new Error('the stand-in shows the account no session')
  const locator = (...steps: string[]) =>
    locatorOf(site.baseUrl, pathOf('experiments', session, ...steps))
  const scans = (count: number, record: Partial<StoredRecord>) =>
    Array.from({ length: count }, (_, at) =>
      request('xnat', `scans/${at + 1}/DICOM (176 files)`, {
        asset: { locator: locator('scans', String(at + 1), 'resources', 'DICOM') },
        record,
      }),
    )
  const { user, password } = site.account
  return { site, resolver, scans, locator, reader: readerWith('xnat', { user, password }) }
}

describe('a link of an XNAT', () => {
  test('needs no login where the site shows it to everybody', async () => {
    const { resolver, scans, site } = await play({ requireLogin: false })
    const [link] = await resolver.links(nobody, scans(1, open))
    expect(link).toMatchObject({ state: 'READY', headers: [], supportsRange: false })
    expect(link?.url).toMatch(
      /\/data\/experiments\/[^/]+\/scans\/1\/resources\/DICOM\/files\?format=zip$/,
    )
    expect(link?.command).toBe(`curl --fail --output scans_1_DICOM.zip '${link?.url}'`)
    expect(site.requests).toHaveLength(0)
  })

  test('needs the reader’s own login elsewhere, and says where and how', async () => {
    const { resolver, scans, site } = await play()
    const [link] = await resolver.links(nobody, scans(1, forMembers))
    expect(link).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      requirements: [
        { kind: 'LOGIN', url: `${site.baseUrl}/app/template/Login.vm` },
        { kind: 'APPROVAL', text: 'Ask its owners.' },
      ],
    })
    expect(link?.command).toContain('--user "$XNAT_ALIAS:$XNAT_SECRET"')
    const registered = scans(1, { ...forMembers, access: 'REGISTERED' })
    expect((await resolver.links(nobody, registered))[0]?.requirements).toHaveLength(1)
    expect(site.requests).toHaveLength(0)
  })

  test('to 100 assets of a session costs one call, gives no password out, and opens the data', async () => {
    const { resolver, scans, site, reader } = await play()
    const links = await resolver.links(reader, scans(100, forMembers))
    expect(site.requests.map(({ path }) => path)).toEqual(['/data/services/tokens/issue'])
    expect(links.every(({ state }) => state === 'READY')).toBe(true)
    expect(new Set(links.map(({ headers }) => headers[0]?.value)).size).toBe(1)
    const [{ url, headers, expiresAt } = { url: null, headers: [], expiresAt: null }] = links
    const login = Buffer.from(headers[0]?.value.slice(6) ?? '', 'base64').toString()
    expect(login).not.toContain(site.account.user)
    expect(login).not.toContain(site.account.password)
    // Two days, as the site gives them.
    expect(Date.parse(expiresAt ?? '') - Date.now()).toBeGreaterThan(1.9 * 86_400_000)
    const asked = Object.fromEntries(headers.map(({ name, value }) => [name, value]))
    const answer = await fetch(url ?? '', { headers: asked })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect((await fetch(url ?? '')).status).toBe(401)
  })

  test('ends when its token is revoked', async () => {
    const { resolver, scans, reader } = await play()
    const [link] = await resolver.links(reader, scans(1, forMembers))
    const headers = Object.fromEntries(link?.headers.map(({ name, value }) => [name, value]) ?? [])
    expect((await fetch(link?.revokeUrl ?? '', { headers })).status).toBe(200)
    expect((await fetch(link?.url ?? '', { headers })).status).toBe(401)
  })

  test('uses a token that the reader has already', async () => {
    const { resolver, scans, site } = await play()
    const { alias, secret } = site.upstream.issueToken(site.account.user)
    const [link] = await resolver.links(readerWith('xnat', { alias, secret }), scans(1, forMembers))
    expect(site.requests).toHaveLength(0)
    const headers = Object.fromEntries(link?.headers.map(({ name, value }) => [name, value]) ?? [])
    expect((await fetch(link?.url ?? '', { headers })).status).toBe(200)
  })

  test.each(['user', 'password'])(
    'with a wrong %s costs one request and is not tried again by itself',
    async (wrong) => {
      const { resolver, scans, site } = await play()
      const { user, password } = site.account
      const reader = readerWith('xnat', { user, password, [wrong]: 'planted' })
      const links = await resolver.links(reader, scans(20, forMembers))
      expect(site.requests).toHaveLength(1)
      expect(new Set(links.map(({ state, error, url }) => `${state} ${error} ${url}`))).toEqual(
        new Set(['NEEDS_CREDENTIALS SOURCE_REFUSED null']),
      )
    },
  )

  test('to a single file names it, and one of another site or form is none', async () => {
    const { resolver, locator } = await play({ requireLogin: false })
    const one = (locator: string) => request('xnat', 'a', { asset: { locator }, record: open })
    const file = `${locator('scans', '1', 'resources', 'DICOM')}`.replace(
      '?insecure=true',
      '/files/1%20a.dcm?insecure=true',
    )
    const [link, ...others] = await resolver.links(nobody, [
      one(file),
      one('xnat://elsewhere.example.org/data/experiments/E1/scans/1/resources/DICOM'),
      one('xnat:nonsense'),
      one('https://files.example.org/a'),
    ])
    expect(link?.url).toMatch(/\/resources\/DICOM\/files\/1%20a\.dcm$/)
    expect(others.map(({ state, url }) => [state, url])).toEqual(
      others.map(() => ['UNREACHABLE', null]),
    )
  })
})
