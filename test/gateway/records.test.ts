import { describe, expect, test } from 'vitest'
import { recordNodeId } from '../../src/gateway/ids.ts'
import { file, fill, mouse } from './catalogue.ts'
import { asLab, openWorld } from './world.ts'

async function open() {
  const world = await openWorld()
  await fill(world.store, 'alpha', [
    { nativeId: 'p', title: 'Collection of atlases' },
    {
      nativeId: 'a',
      title: 'Mouse atlas',
      description: 'Of a mouse.',
      parents: ['p'],
      species: [mouse],
      creators: ['An Institute'],
      released: '2020-05',
      landingPage: 'https://alpha.example.org/a',
      sameAs: ['doi:10.1016/j.cell.2020.04.007', 'RRID:SCR_020999'],
      license: { raw: 'CC BY 4.0', spdx: 'CC-BY-4.0', class: 'ATTRIBUTION', url: null },
      resolution: { values: [25], unit: 'um', micrometres: [25] },
      access: 'OPEN',
      assets: [file('annotation.nrrd', 1_234), file('unsized.nrrd', null)],
    },
  ])
  await fill(world.store, 'gamma', [{ nativeId: 'g', title: 'Secret' }])
  const viewerOf = (request: Request) => ({
    subject: null,
    groups: ['public', request.headers.get('x-groups') ?? 'public'],
    roles: [],
  })
  const gateway = world.gateway({ viewerOf, now: () => new Date('2026-05-01T00:00:00Z') })
  return (id: string, headers: Record<string, string> = {}, search = '', method = 'GET') =>
    gateway.fetch(new Request(`http://gateway.test/records/${id}${search}`, { headers, method }))
}

const atlas = recordNodeId('alpha:a')
const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('GET /records/{id}', () => {
  test('is JSON-LD of schema.org and DCAT, without what is unknown', async () => {
    const get = await open()
    const response = await get(atlas, { accept: 'application/ld+json' })
    expect(response.headers.get('content-type')).toBe('application/ld+json; charset=utf-8')
    expect(response.headers.get('vary')).toContain('Accept')
    const told = await response.json()
    expect(told).toMatchObject({
      '@type': ['Dataset', 'dcat:Dataset'],
      '@id': `http://gateway.test/records/${atlas}`,
      name: 'Mouse atlas',
      description: 'Of a mouse.',
      identifier: ['alpha:a', 'https://doi.org/10.1016/j.cell.2020.04.007'],
      url: 'https://alpha.example.org/a',
      sameAs: ['https://doi.org/10.1016/j.cell.2020.04.007'],
      creator: [{ name: 'An Institute' }],
      license: 'https://spdx.org/licenses/CC-BY-4.0',
      isAccessibleForFree: true,
      datePublished: '2020-05',
      about: [{ '@type': 'DefinedTerm', name: 'Mus musculus', termCode: 'NCBITaxon:10090' }],
      'dcat:spatialResolutionInMeters': 0.000025,
      isPartOf: [{ '@type': 'Dataset', name: 'Collection of atlases' }],
    })
    expect(told.distribution).toEqual([
      expect.objectContaining({ name: 'annotation.nrrd', contentSize: '1234 B' }),
      expect.not.objectContaining({ contentSize: expect.anything() }),
    ])
    expect(told.distribution[0].contentUrl).toMatch(/^http:\/\/gateway\.test\/assets\/ast\./)
    expect(Object.values(told)).not.toContain(null)
    expect(told).not.toHaveProperty('version')
  })

  test.each([
    [{}, 'application/ld+json'],
    [{ accept: 'application/json' }, 'application/json'],
    [{ accept: 'application/x-bibtex' }, 'application/x-bibtex'],
    [{ accept: 'application/x-research-info-systems' }, 'application/x-research-info-systems'],
    [
      { accept: 'text/html;q=0.2, application/vnd.citationstyles.csl+json;q=0.9' },
      'application/vnd.citationstyles.csl+json',
    ],
  ])('is what %j likes best', async (headers: Record<string, string>, type) => {
    const response = await (await open())(atlas, headers)
    expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([
      200,
      type,
    ])
    expect(await response.text()).toContain('Mouse atlas')
  })

  test('sends a browser to the page of the record, and shows what there is where it has none', async () => {
    const get = await open()
    const response = await get(atlas, page)
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'https://alpha.example.org/a',
    ])
    const without = await get(recordNodeId('alpha:p'), page)
    expect([without.status, without.headers.get('content-type')]).toEqual([
      200,
      'application/ld+json; charset=utf-8',
    ])
  })

  test.each([
    ['https://アトラス.example.org/脳 1', 'https://xn--cck3b1b1h.example.org/%E8%84%B3%201'],
    ['http://192.168.0.1/admin', null],
    ['http://[::1]/admin', null],
    ['https://printer.local/', null],
    ['https://ann:secret@alpha.example.org/a', null],
  ])('sends a browser to the page %s only as %s', async (landingPage, location) => {
    const world = await openWorld()
    await fill(world.store, 'alpha', [{ nativeId: 'a', title: 'Mouse atlas', landingPage }])
    const get = (search: string) =>
      world
        .gateway()
        .fetch(new Request(`http://gateway.test/records/${atlas}${search}`, { headers: page }))
    const response = await get('')
    expect(response.headers.get('location')).toBe(location)
    expect(response.status).toBe(location === null ? 200 : 303)
    expect((await get('?format=page')).status).toBe(location === null ? 406 : 303)
  })

  test('takes the form from the address too', async () => {
    const get = await open()
    expect(await (await get(atlas, page, '?format=bibtex')).text()).toMatch(/^@misc\{alpha-a,/)
    expect(await (await get(atlas, page, '?format=ris')).text()).toMatch(/^TY {2}- DATA/)
    expect(JSON.parse(await (await get(atlas, page, '?format=csl')).text()).type).toBe('dataset')
    for (const response of [
      await get(atlas, {}, '?format=docx'),
      await get(atlas, { accept: 'image/png' }),
    ]) {
      expect(response.status).toBe(406)
      expect(await response.json()).toMatchObject({ code: 'BAD_INPUT', argument: 'format' })
    }
  })

  test('answers HEAD without a body', async () => {
    const response = await (await open())(atlas, {}, '', 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test.each([recordNodeId('gamma:g'), recordNodeId('alpha:never'), 'x', 'ast.YQ.b'])(
    'of %s, hidden or absent, is 404 and the same',
    async (id) => {
      const response = await (await open())(id)
      const { status, code } = await response.json()
      expect([response.status, status, code]).toEqual([404, 404, 'NOT_FOUND'])
    },
  )

  test('shows what is hidden to whoever may see it', async () => {
    const get = await open()
    expect((await get(recordNodeId('gamma:g'), asLab)).status).toBe(200)
  })
})
