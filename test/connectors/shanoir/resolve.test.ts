import { describe, expect, onTestFinished, test } from 'vitest'
import shanoir from '../../../connectors/shanoir/index.ts'
import { locatorOf } from '../../../connectors/shanoir/links.ts'
import { startShanoirStandin } from '../../../connectors/shanoir/standin.ts'
import { createResolver } from '../../../src/resolve/index.ts'
import { nobody, readerWith, request } from '../../support/link-request.ts'

/** A token that says nothing but when it ends. */
function tokenUntil(seconds: number): string {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ exp: seconds })}.signature`
}

async function play(now?: () => Date) {
  const site = await startShanoirStandin()
  const options = shanoir.options.parse({ baseUrl: site.baseUrl })
  const resolver = createResolver({
    sources: [{ id: 'shanoir', connector: shanoir, options, allowPrivateAddresses: true }],
    ...(now === undefined ? {} : { now }),
  })
  onTestFinished(async () => {
    await resolver.close()
    await site.close()
  })
  const readable = site.readable(site.member.username)
  const asset = (
    kind: 'dataset' | 'study',
    id: number,
    access: 'ON_REQUEST' | 'DATA_USE_AGREEMENT' = 'ON_REQUEST',
  ) =>
    request('shanoir', `${kind} ${id}`, {
      asset: { locator: locatorOf(options, kind, id, 'nii'), format: 'NIfTI' },
      record: {
        nativeId: `${kind}:${id}`,
        access,
        accessNote:
          'Members only; ask at https://s.example.org/shanoir-ng/account/study/3/account-request.',
        landingPage: 'https://s.example.org/shanoir-ng/dataset/details/1',
        visibility: { discover: ['public'], retrieve: [] },
      },
    })
  return { site, resolver, readable, asset }
}

describe('a link of a Shanoir', () => {
  test('needs a login and what the study asks for, each with its page, and costs nothing', async () => {
    const { resolver, asset, site } = await play()
    const [open, signed] = await resolver.links(nobody, [
      asset('dataset', 1),
      asset('dataset', 2, 'DATA_USE_AGREEMENT'),
    ])
    expect(open).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      requirements: [
        { kind: 'LOGIN', url: 'https://s.example.org/shanoir-ng/dataset/details/1' },
        {
          kind: 'APPROVAL',
          url: 'https://s.example.org/shanoir-ng/account/study/3/account-request',
        },
      ],
    })
    expect(signed?.requirements[1]).toMatchObject({
      kind: 'DATA_USE_AGREEMENT',
      url: `${site.baseUrl}/shanoir-ng/dua`,
    })
    expect(open?.command).toContain('--oauth2-bearer "$SHANOIR_TOKEN"')
    expect(site.requests).toHaveLength(0)
  })

  test('with the reader’s own token opens what they may download, and nothing else', async () => {
    const { resolver, asset, site, readable } = await play()
    const token = await accessToken(site)
    const all = readable.datasets.map((id) => asset('dataset', id))
    const links = await resolver.links(readerWith('shanoir', { token }), all)
    expect(site.requests.filter(({ path }) => path.includes('download'))).toEqual([])
    expect(links.every(({ state, expiresAt }) => state === 'READY' && expiresAt !== null)).toBe(
      true,
    )
    const statuses = new Set<number>()
    for (const { url, headers } of links.slice(0, 40)) {
      const head = Object.fromEntries(headers.map(({ name, value }) => [name, value]))
      statuses.add((await fetch(url ?? '', { headers: head })).status)
    }
    expect(statuses).toContain(200)
  })

  test('with a token that is over wants another one', async () => {
    const at = Date.parse('2026-05-01T12:00:00Z')
    const { resolver, asset } = await play(() => new Date(at))
    const links = await Promise.all(
      [at / 1_000 - 1, at / 1_000 + 600].map(
        async (end) =>
          (
            await resolver.links(readerWith('shanoir', { token: tokenUntil(end) }), [
              asset('study', 1),
            ])
          )[0],
      ),
    )
    expect(links[0]).toMatchObject({ state: 'NEEDS_CREDENTIALS', error: 'NEEDS_LOGIN', url: null })
    expect(links[1]).toMatchObject({ state: 'READY', expiresAt: '2026-05-01T12:10:00.000Z' })
    expect(links[1]?.url).toMatch(/massiveDownloadByStudy\?studyId=1&format=nii$/)
  })

  test('to another server, or to nothing, is none', async () => {
    const { resolver } = await play()
    const links = await resolver.links(
      nobody,
      [
        'shanoir://elsewhere.example.org/dataset/1',
        'shanoir:nonsense',
        'https://a.example.org/',
      ].map((locator) => request('shanoir', 'a', { asset: { locator } })),
    )
    expect(links.map(({ state, url, error }) => [state, url, error])).toEqual(
      links.map(() => ['UNREACHABLE', null, 'ANSWER_INVALID']),
    )
  })
})

/** As a client of the server gets one: with the offline token of the account. */
async function accessToken(site: Awaited<ReturnType<typeof startShanoirStandin>>): Promise<string> {
  const answer = await fetch(
    `${site.baseUrl}/auth/realms/shanoir-ng/protocol/openid-connect/token`,
    {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'shanoir-uploader',
        refresh_token: site.member.offlineToken,
      }),
    },
  )
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}
