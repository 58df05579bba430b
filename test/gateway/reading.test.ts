import { beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, recordNodeId } from '../../src/gateway/index.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { ask, faultsOf } from './ask.ts'
import { furnish, startWorld, type World } from './world.ts'

let world: World
let gateway: Gateway
beforeAll(async () => {
  const started = await startWorld()
  world = started
  await furnish(world)
  gateway = world.gateway()
  return started.close
})

const atlas = recordNodeId('alpha:atlas')

/** The store, with a count of how often each of its reads was asked. */
function counted(store: RecordStore): { store: RecordStore; calls: Record<string, number> } {
  const calls: Record<string, number> = {}
  const proxy = new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1
        return Reflect.apply(member, target, args)
      }
    },
  })
  return { store: proxy, calls }
}

describe('reading', () => {
  test('tells everything that is known of a record, and null for what is not', async () => {
    const { data, errors } = await ask(
      gateway,
      `query ($id: ID!) {
        record(id: $id) {
          id nativeId kind title description keywords version sameAs domain dataLevel fieldStrength
          species { label termId origin raw } modality { label } resolution { values unit micrometres }
          subjects { count } license { raw spdx class url } access accessNote creators
          publications { doi } landingPage viewers released modified harvestedAt
          assetCount totalBytes formats roles availability
          source { id name type title homepage state }
          provenance { upstream connector rowHash fields { field } harvest { state source { name } } }
          quality { score missing problems }
          citation(style: CSL_JSON)
        }
      }`,
      { id: atlas },
    )
    expect(errors).toEqual([])
    expect(data.record).toMatchObject({
      id: atlas,
      nativeId: 'atlas',
      kind: 'ATLAS',
      domain: null,
      species: [{ label: 'Mus musculus', termId: 'NCBITaxon:10090', origin: 'STATED', raw: null }],
      resolution: { values: [25], unit: 'um', micrometres: [25] },
      subjects: null,
      license: { raw: null, spdx: null, class: 'UNKNOWN', url: null },
      access: 'UNKNOWN',
      released: '2017',
      modified: null,
      assetCount: 2,
      totalBytes: null,
      formats: ['NRRD'],
      availability: 'ONLINE',
      source: { name: 'alpha', state: 'READY' },
      provenance: { connector: 'example@1', upstream: null, harvest: { state: 'SUCCEEDED' } },
      quality: { score: 0.5, missing: ['license'], problems: [] },
    })
    expect(JSON.parse(data.record.citation)).toMatchObject({ DOI: '10.1016/j.cell.2020.04.007' })
  })

  test('pages through assets and children, and says when there is no more', async () => {
    const query = `query ($id: ID!, $after: String) {
      record(id: $id) {
        assets(first: 1, after: $after) {
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          edges { cursor node { name size sizeIsExact record { title } } }
        }
        children { totalCount edges { node { title parent { title } } } }
      }
    }`
    const first = (await ask(gateway, query, { id: atlas })).data.record
    expect(first.assets).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      edges: [{ node: { name: 'annotation.nrrd', size: 4_000_000_000, sizeIsExact: true } }],
    })
    expect(first.children).toEqual({
      totalCount: 1,
      edges: [
        {
          node: {
            title: 'Parcellation of the hippocampus',
            parent: { title: 'Mouse brain atlas' },
          },
        },
      ],
    })
    const after = first.assets.pageInfo.endCursor
    const second = (await ask(gateway, query, { id: atlas, after })).data.record
    expect(second.assets).toMatchObject({
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
      edges: [{ node: { name: 'template.nrrd', size: null, sizeIsExact: false } }],
    })
  })

  test('takes records in the order asked for, with an error for each that is not there', async () => {
    const answer = await ask(gateway, 'query ($ids: [ID!]!) { records(ids: $ids) { title } }', {
      ids: [recordNodeId('beta:open'), 'nonsense', atlas, atlas],
    })
    expect(answer.data.records).toEqual([
      { title: 'Open collection' },
      null,
      { title: 'Mouse brain atlas' },
      { title: 'Mouse brain atlas' },
    ])
    expect(answer.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['records', 1], 'NOT_FOUND'],
    ])
  })

  test('links that cannot be made say why, next to all else', async () => {
    const found = await ask(
      gateway,
      'query ($id: ID!) { record(id: $id) { assets { edges { node { id name link { url } } } } } }',
      { id: atlas },
    )
    const ids = found.data.record.assets.edges.map((edge: { node: { id: string } }) => edge.node.id)
    expect(found.data.record.assets.edges[0].node).toEqual({
      id: ids[0],
      name: 'annotation.nrrd',
      link: { url: null },
    })
    expect(found.errors).toEqual([])
    const links = await ask(
      gateway,
      'query ($ids: [ID!]!) { links(ids: $ids) { url state error asset { id } } }',
      { ids: [...ids, 'x'] },
    )
    const unmade = { url: null, state: 'UNREACHABLE', error: 'UNSUPPORTED' }
    expect(links.data.links).toEqual([
      ...ids.map((id: string) => ({ ...unmade, asset: { id } })),
      null,
    ])
    expect(faultsOf(links)).toEqual([['NOT_FOUND', undefined]])
    const asset = await ask(
      gateway,
      'query ($id: ID!) { asset(id: $id) { name locator region payer checksum { value } } }',
      { id: ids[0] },
    )
    expect(asset.data.asset).toEqual({
      name: 'annotation.nrrd',
      locator: 'https://data.example.org/annotation.nrrd',
      region: null,
      payer: null,
      checksum: null,
    })
  })

  test('reads each kind of thing once, however many hits ask for it', async () => {
    const { store, calls } = counted(world.store)
    const { data, errors } = await ask(
      world.gateway({ store }),
      `{
        search {
          edges {
            node {
              source { title lastHarvest { state } } parent { title } parents { title source { name } }
              children { edges { node { title } } } assets(first: 5) { edges { node { name record { id } } } }
              provenance { harvest { state source { name } } }
            }
          }
          sources { source { records } }
        }
        sources { name }
      }`,
    )
    expect(errors).toEqual([])
    expect(data.search.edges.length).toBeGreaterThan(3)
    const { records = 0, ...others } = calls
    expect(others).toEqual({
      sources: 1,
      childrenOf: 1,
      assetsOf: 1,
      harvestsById: expect.any(Number),
    })
    // Hits come with their records; of parents at most those that are no hits are read.
    expect(records).toBeLessThanOrEqual(1)
    // Harvests of provenance and of sources come in the same moment or two.
    expect(calls.harvestsById).toBeLessThanOrEqual(2)
  })

  test('lists the connector types with their options', async () => {
    const types = [
      {
        type: 'xnat',
        title: 'XNAT',
        options: { type: 'object' },
        credentials: { type: 'object' },
        secrets: ['password'],
      },
      {
        type: 'allen',
        title: 'Allen',
        options: { type: 'object' },
        credentials: null,
        secrets: [],
      },
    ]
    const { data } = await ask(
      world.gateway({ connectorTypes: types.map((each) => ({ ...each, secretOptions: [] })) }),
      '{ connectorTypes { type title options credentials secrets } }',
    )
    expect(data.connectorTypes).toEqual([types[1], types[0]])
  })
})
