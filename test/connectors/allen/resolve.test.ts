import { describe, expect, onTestFinished, test } from 'vitest'
import allen from '../../../connectors/allen/index.ts'
import { createResolver } from '../../../src/resolve/index.ts'
import { nobody, request } from '../../support/link-request.ts'

function play() {
  const resolver = createResolver({
    sources: [
      {
        id: 'allen',
        connector: allen,
        options: allen.options.parse({}),
        allowPrivateAddresses: false,
      },
    ],
    resolveName: async () => ['93.184.216.34'],
  })
  onTestFinished(() => resolver.close())
  return (locators: readonly string[], region: string | null = null) =>
    resolver.links(
      nobody,
      locators.map((locator) =>
        request('allen', 'a', { asset: { locator, region }, record: { access: 'OPEN' } }),
      ),
    )
}

describe('a link of the Allen Brain Map', () => {
  test('leads to the institute’s own servers and its open buckets, in the order asked for', async () => {
    const links = play()
    const own = [
      'https://api.brain-map.org/api/v2/well_known_file_download/1',
      'https://download.alleninstitute.org/informatics-archive/current-release/a.nrrd',
      'https://api.brain-map.org/grid_data/download/69816930?include=energy,density',
    ]
    expect((await links(own)).map(({ state, url }) => [state, url])).toEqual(
      own.map((url) => ['READY', url]),
    )
    const [object, file] = await links(
      ['s3://allen-brain-cell-atlas/metadata/a%20b.csv', own[0] ?? ''],
      'us-west-2',
    )
    expect(object).toMatchObject({
      state: 'READY',
      url: 'https://allen-brain-cell-atlas.s3.us-west-2.amazonaws.com/metadata/a%20b.csv',
      headers: [],
      payer: null,
    })
    expect(file?.url).toBe(own[0])
  })

  test.each([
    'https://elsewhere.example.org/a.nrrd',
    'https://api.brain-map.org.example.org/a.nrrd',
    'https://api.brain-map.org:8443/a.nrrd',
    's3://aind-private-data/asset/data.zarr',
    's3://allen-brain-cell-atlas.example/a',
    'ftp://api.brain-map.org/a',
  ])('is none for %s, whatever the metadata say', async (locator) => {
    const [link] = await play()([locator], 'us-west-2')
    expect(link).toMatchObject({ state: 'UNREACHABLE', url: null, command: null })
  })
})
