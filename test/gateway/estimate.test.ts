import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { assetNodeId, recordNodeId } from '../../src/gateway/ids.ts'
import { type Asset, anonymous } from '../../src/model/index.ts'
import { gigabyte } from '../resolve/cellar.ts'
import { ask, faultsOf } from './ask.ts'
import { file, fill } from './catalogue.ts'
import { openWorld } from './world.ts'

const query = `query ($ids: [ID!]!, $region: String) {
  estimateCost(ids: $ids, region: $region) {
    assets charged unsized bytes regions
    toInternet { amount currency basis asOf } inRegion { amount } toRegion { amount }
  }
}`

const paid = (name: string, size: number | null, changes: Partial<Asset> = {}): Asset => ({
  ...file(name, size),
  locator: `s3://hta-melatlas-1/data/${name}`,
  region: 'us-east-1',
  payer: 'CALLER',
  ...changes,
})

/** Our own list of as much as the atlas of melanoma has: 90 images with their tables, printed in whole units. */
const melanoma = Array.from({ length: 90 }, (_, at) => [
  paid(`image-${at}.ome.tif`, (at < 17 ? 30 : 29) * 1e9, { sizeIsExact: false }),
  ...(at < 30 ? [paid(`table-${at}.zip`, 0, { size: 0 })] : []),
]).flat()

async function open() {
  const world = await openWorld()
  await fill(world.store, 'alpha', [
    { nativeId: 'melanoma', title: 'Melanoma', access: 'ON_REQUEST', assets: melanoma },
    {
      nativeId: 'mixed',
      title: 'Mixed',
      access: 'REQUESTER_PAYS',
      assets: [
        file('free', 500 * gigabyte),
        paid('here', 100 * gigabyte),
        paid('there', 200 * gigabyte, { region: 'eu-west-1', payer: null }),
        paid('unsized', null),
      ],
    },
  ])
  await fill(world.store, 'gamma', [{ nativeId: 'secret', title: 'S', assets: [paid('s', 1)] }])
  const gateway = world.gateway()
  const idOf = async (record: string, name: string) => {
    const page = await world.store.assets(anonymous, record, { first: 1_000 })
    const asset = page.items.find((one) => one.name === name)
    return asset === undefined ? '' : assetNodeId(asset)
  }
  const estimate = async (ids: string[], region?: string) => {
    const answer = await ask(gateway, query, { ids, region })
    return { ...answer, estimate: answer.data?.estimateCost }
  }
  return { world, idOf, estimate }
}

describe('estimateCost', () => {
  test('of the melanoma list is 227 dollars to the internet, and under 5 cents in its region', async () => {
    const { estimate } = await open()
    const { estimate: all } = await estimate([recordNodeId('alpha:melanoma')], 'us-east-1')
    expect(all).toMatchObject({ assets: 120, charged: 120, unsized: 0, regions: ['us-east-1'] })
    expect(all.bytes).toBe(2_627e9)
    expect(Math.abs(all.toInternet.amount - 227)).toBeLessThan(3)
    expect(all.inRegion.amount).toBeLessThan(0.05)
    expect(all.toRegion.amount).toBe(all.inRegion.amount)
    expect(all.toInternet).toMatchObject({ currency: 'USD', asOf: '2026-11-01' })
    expect(all.toInternet.basis).toMatch(
      /2,627 GB in 120 objects .* list prices of S3 in us-east-1/,
    )
  })

  test('counts each asset once, and what is not charged for nothing', async () => {
    const { estimate, idOf } = await open()
    const record = recordNodeId('alpha:mixed')
    const here = await idOf('alpha:mixed', 'here')
    const { estimate: all } = await estimate([record, here, record], 'eu-west-1')
    expect(all).toMatchObject({
      assets: 4,
      charged: 3,
      unsized: 1,
      bytes: 800 * gigabyte,
      regions: ['eu-west-1', 'us-east-1'],
    })
    expect(all.toInternet.amount).toBeCloseTo(200 * 0.09, 3)
    expect(all.toRegion.amount).toBeCloseTo(100 * 0.02, 3)
    const { estimate: one } = await estimate([here, here])
    expect(one).toMatchObject({ assets: 1, charged: 1, toRegion: null })
    expect(one.toInternet.amount).toBeCloseTo(0, 5)
  })

  test.each([
    ['a hidden record', recordNodeId('gamma:secret')],
    ['nothing', 'rec.bm90aGluZw'],
    ['a source', 'src.YWxwaGE'],
  ])('of %s is not found', async (_, id) => {
    const { estimate } = await open()
    const answer = await estimate([recordNodeId('alpha:mixed'), id])
    expect([answer.estimate, ...faultsOf(answer)]).toEqual([null, ['NOT_FOUND', 'ids']])
  })

  test('for what is no region is refused', async () => {
    const { estimate } = await open()
    const answer = await estimate([recordNodeId('alpha:mixed')], 'Paris!')
    expect(faultsOf(answer)).toEqual([['BAD_INPUT', 'region']])
  })
})

const corpus = new URL(
  '../../../shared/corpora/harvard-tissue-atlas/file-lists.json',
  import.meta.url,
)
test.runIf(existsSync(corpus))(
  'estimateCost: of the published list of the melanoma atlas is 227 ± 3 dollars',
  async () => {
    const { world, estimate } = await open()
    const lists = JSON.parse(readFileSync(corpus, 'utf8'))
    const units: Record<string, number> = { GB: 1e9, MB: 1e6, KB: 1e3 }
    const cells: string[] = lists['nirmal-maliga-vallius-2021'].tables.flatMap(
      (table: { rows: string[][] }) => table.rows.flat(),
    )
    const sizes = cells.flatMap((cell) => {
      const [, number, unit = ''] = /^([\d.]+) (GB|MB|KB)$/.exec(cell) ?? []
      return number === undefined ? [] : [Number(number) * (units[unit] ?? 0)]
    })
    expect(sizes.length).toBeGreaterThan(90)
    const assets = sizes.map((size, at) => paid(`file-${at}`, size, { sizeIsExact: false }))
    await fill(world.store, 'beta', [{ nativeId: 'hta', title: 'HTA', assets }])
    const { estimate: all } = await estimate([recordNodeId('beta:hta')])
    expect(Math.abs(all.toInternet.amount - 227)).toBeLessThan(3)
    expect(all.inRegion.amount).toBeLessThan(0.05)
  },
)
