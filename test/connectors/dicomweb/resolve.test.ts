import { describe, expect, onTestFinished, test } from 'vitest'
import dicomweb from '../../../connectors/dicomweb/index.ts'
import { seriesLocator, studyLocator } from '../../../connectors/dicomweb/links.ts'
import type { StoredRecord } from '../../../src/model/index.ts'
import { createResolver } from '../../../src/resolve/index.ts'
import { nobody, readerWith, request } from '../../support/link-request.ts'

const root = 'https://pacs.example.org/dicom-web'

function play() {
  const resolver = createResolver({
    sources: [
      {
        id: 'pacs',
        connector: dicomweb,
        options: dicomweb.options.parse({ baseUrl: root }),
        allowPrivateAddresses: false,
      },
    ],
    resolveName: async () => ['93.184.216.34'],
  })
  onTestFinished(() => resolver.close())
  const one = (locator: string, record: Partial<StoredRecord> = { access: 'UNKNOWN' }) =>
    request('pacs', 'a', { asset: { locator }, record: { nativeId: 'study:1.2', ...record } })
  return { resolver, one }
}

describe('a link of a DICOM archive', () => {
  test('needs nothing where the archive is said to be open', async () => {
    const { resolver, one } = play()
    const links = await resolver.links(nobody, [
      one(studyLocator('1.2'), { access: 'OPEN' }),
      one(`${seriesLocator('1.2', '1.2.3')}/rendered`, { access: 'OPEN' }),
    ])
    expect(links.map(({ state, url, headers }) => [state, url, headers])).toEqual([
      ['READY', `${root}/studies/1.2`, []],
      ['READY', `${root}/studies/1.2/series/1.2.3/rendered`, []],
    ])
  })

  test.each([
    [{ user: 'ann', password: 'a:b' }, `Basic ${Buffer.from('ann:a:b').toString('base64')}`],
    [{ token: 'word' }, 'Bearer word'],
  ])('carries the reader’s own login', async (credentials, value) => {
    const { resolver, one } = play()
    const asked = [one(studyLocator('1.2'))]
    const [link] = await resolver.links(readerWith('pacs', credentials), asked)
    expect(link).toMatchObject({ state: 'READY', headers: [{ name: 'Authorization', value }] })
    expect(link?.command).not.toContain(value)
    expect((await resolver.links(nobody, asked))[0]).toMatchObject({
      state: 'NEEDS_CREDENTIALS',
      url: null,
      requirements: [{ kind: 'LOGIN' }],
    })
  })

  test.each([
    'dicomweb:studies/../../admin',
    'dicomweb:studies/1.2?x=1',
    'dicomweb://elsewhere.example.org/studies/1.2',
    'dicomweb:studies/1.2/series/1.2.3/instances/1',
    'https://pacs.example.org/dicom-web/studies/1.2',
  ])('is none for the locator %s', async (locator) => {
    const { resolver, one } = play()
    const [link] = await resolver.links(nobody, [one(locator, { access: 'OPEN' })])
    expect(link).toMatchObject({ state: 'UNREACHABLE', url: null, error: 'ANSWER_INVALID' })
  })

  test('to what is archived says so', async () => {
    const { resolver } = play()
    const asset = { locator: studyLocator('1.2'), availability: 'ARCHIVED' as const }
    const [link] = await resolver.links(nobody, [request('pacs', 'a', { asset })])
    expect(link?.state).toBe('ARCHIVED')
  })
})
