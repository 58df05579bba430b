import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createResolver, type Reader, type ResolverOptions } from '../../src/resolve/index.ts'
import { defineConnector } from '../../src/sdk/define-connector.ts'
import { noLink } from '../../src/sdk/links.ts'
import { readerWith } from '../support/link-request.ts'

export { nobody, request } from '../support/link-request.ts'

/** A repository whose links need a token of the reader's, given out by its `/token`. */
export const house = defineConnector({
  type: 'house',
  title: 'House',
  version: 1,
  options: z.strictObject({ baseUrl: z.string() }),
  readerCredentials: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }),
  origins: ({ baseUrl }) => [baseUrl],
  rows: { book: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { book: () => null },
  async resolve(assets, { options, credentials, http, once, signal }) {
    if (credentials === null) return assets.map(() => ({ ...noLink, state: 'NEEDS_CREDENTIALS' }))
    const { user, password } = credentials
    const token = await once('token', async () => {
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      const answer = await http.json(
        `${options.baseUrl}/token`,
        z.object({ token: z.string(), expires: z.string().nullable() }),
        { headers: { authorization }, signal },
      )
      return { value: answer, expiresAt: answer.expires }
    })
    return assets.map(({ name }) => ({
      ...noLink,
      state: 'READY',
      url: `${options.baseUrl}/files/${name}?token=${token.token}`,
      expiresAt: token.expires,
    }))
  },
})

/** A repository whose links are its locators. */
export const shelf = defineConnector({
  type: 'shelf',
  title: 'Shelf',
  version: 1,
  options: z.strictObject({}),
  origins: () => ['https://shelf.example.org'],
  rows: { book: z.object({ id: z.string() }) },
  async *harvest() {},
  map: { book: () => null },
})

export function readerAs(user: string, password = 'secret'): Reader {
  return readerWith('house', { user, password })
}

/** A resolver of the house at `baseUrl` and of the shelf, closed with the test. */
export function resolverOf(baseUrl: string, options: Partial<ResolverOptions> = {}) {
  const resolver = createResolver({
    sources: [
      { id: 'house', connector: house, options: { baseUrl }, allowPrivateAddresses: true },
      { id: 'shelf', connector: shelf, options: {}, allowPrivateAddresses: false },
    ],
    // No name server is asked by tests.
    resolveName: async () => ['93.184.216.34'],
    ...options,
  })
  onTestFinished(() => resolver.close())
  return resolver
}
