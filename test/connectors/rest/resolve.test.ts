import { describe, expect, onTestFinished, test } from 'vitest'
import rest from '../../../connectors/rest/index.ts'
import { startRestStandin } from '../../../connectors/rest/standin.ts'
import type { StoredRecord } from '../../../src/model/index.ts'
import { createResolver } from '../../../src/resolve/index.ts'
import { nobody, readerWith, request } from '../../support/link-request.ts'
import { read } from './read-rest.ts'

const registered: Partial<StoredRecord> = {
  access: 'REGISTERED',
  visibility: { discover: ['public'], retrieve: ['members'] },
}

/** A stand-in and a resolver for it, with the assets that a harvest of it told. */
async function play(name: string) {
  const standin = await startRestStandin(name)
  const resolver = createResolver({
    sources: [
      {
        id: name,
        connector: rest,
        options: rest.options.parse(standin.options),
        allowPrivateAddresses: true,
      },
    ],
  })
  onTestFinished(async () => {
    await resolver.close()
    await standin.close()
  })
  const { credentials } = standin.world
  const { assets } = await read(standin.options, { credentials })
  const all = [...assets.values()].flat()
  expect(all.length).toBeGreaterThan(0)
  const before = standin.requests.length
  const asked = () => standin.requests.slice(before)
  const requests = (record: Partial<StoredRecord>) =>
    all.map((asset) => request(name, asset.name, { asset, record }))
  return { standin, resolver, credentials: credentials ?? {}, requests, asked, all }
}

describe('a link of a repository that a manifest describes', () => {
  test.each([
    ['girder', 1, 'Girder-Token'],
    ['loris', 1, 'Authorization'],
    ['scitran', 0, 'Authorization'],
  ])(
    '%s carries what the reader’s own login adds, after %d logins',
    async (name, logins, header) => {
      const { resolver, requests, credentials, asked } = await play(name)
      const links = await resolver.links(readerWith(name, { ...credentials }), requests(registered))
      expect(asked()).toHaveLength(logins)
      for (const { state, headers, command } of links) {
        expect(state).toBe('READY')
        expect(headers.map((one) => one.name.toLowerCase())).toContain(header.toLowerCase())
        for (const { value } of headers) expect(command).not.toContain(value)
      }
    },
  )

  test('is the address alone where everybody may open it', async () => {
    const { resolver, requests, asked, all } = await play('dandi')
    const links = await resolver.links(nobody, requests({ access: 'OPEN' }))
    expect(links.map(({ url }) => url)).toEqual(all.map(({ locator }) => new URL(locator).href))
    expect(links.every(({ headers }) => headers.length === 0)).toBe(true)
    expect(asked()).toEqual([])
  })

  test('needs a login elsewhere, and a wrong one costs one request', async () => {
    const { resolver, requests, asked } = await play('girder')
    const [without] = await resolver.links(nobody, requests(registered))
    expect(without).toMatchObject({ state: 'NEEDS_CREDENTIALS', requirements: [{ kind: 'LOGIN' }] })
    expect(asked()).toEqual([])
    const wrong = readerWith('girder', { user: 'planted', password: 'planted' })
    const [refused] = await resolver.links(wrong, requests(registered))
    expect(refused).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      error: 'SOURCE_REFUSED',
      url: null,
    })
    expect(asked()).toHaveLength(1)
  })

  test('to another host never carries a login', async () => {
    const { resolver, credentials } = await play('girder')
    const asset = { locator: 'http://127.0.0.1:9/file' }
    const other = request('girder', 'a', { asset, record: { access: 'OPEN' } })
    const [link] = await resolver.links(readerWith('girder', { ...credentials }), [other])
    expect(link).toMatchObject({ state: 'READY', headers: [], url: 'http://127.0.0.1:9/file' })
  })

  test('takes no refresh token, which its use would end', async () => {
    const { resolver } = await play('girder')
    expect(() => resolver.checkCredentials('girder', { refreshToken: 'a' })).toThrow()
  })
})
