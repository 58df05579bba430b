import { expect, onTestFinished, test } from 'vitest'
import { startStandin } from '../../src/sdk/standin/index.ts'
import { house, readerAs, request, resolverOf, shelf } from './house.ts'

async function startHouse() {
  const standin = await startStandin({
    routes: { 'GET /token': () => ({ json: { token: 'one', expires: null } }) },
  })
  onTestFinished(() => standin.close())
  return standin
}

test('links: are made for the sources of now, and those made for others are forgotten', async () => {
  const standin = await startHouse()
  const inHouse = {
    id: 'house',
    connector: house,
    options: { baseUrl: standin.url },
    allowPrivateAddresses: true,
  }
  const onShelf = { id: 'shelf', connector: shelf, options: {}, allowPrivateAddresses: false }
  const resolver = resolverOf(standin.url, { sources: [onShelf] })
  const link = async () =>
    (await resolver.links(readerAs('ann'), [request('house', 'book.nii')]))[0]

  expect(await link()).toMatchObject({ state: 'UNREACHABLE', error: 'UNSUPPORTED' })
  resolver.configure([onShelf, inHouse])
  expect(await link()).toMatchObject({ state: 'READY' })
  expect(standin.requests).toHaveLength(1)

  // The same sources in another order: what was made stays.
  resolver.configure([{ ...inHouse, options: { ...inHouse.options } }, onShelf])
  expect(await link()).toMatchObject({ state: 'READY' })
  expect(standin.requests).toHaveLength(1)

  const other = await startHouse()
  resolver.configure([onShelf, { ...inHouse, options: { baseUrl: other.url } }])
  expect((await link())?.url).toContain(other.url)
  expect([standin.requests.length, other.requests.length]).toEqual([1, 1])
  resolver.configure([onShelf])
  expect(await link()).toMatchObject({ state: 'UNREACHABLE', error: 'UNSUPPORTED' })
})
