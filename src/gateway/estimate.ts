import { GatewayError, type StoredRecord } from '../model/index.ts'
import type { LinkCost } from '../sdk/links.ts'
import {
  archiveNote,
  billedBytes,
  gigabytes,
  internetCost,
  regionCost,
  type S3Transfer,
} from '../sdk/s3/cost.ts'
import type { S3Prices } from '../sdk/s3/prices.ts'
import type { AssetSum, StoredAsset } from '../store/record-store.ts'
import type { GatewayContext } from './context.ts'
import { parseNodeId } from './ids.ts'

/** Assets that one estimate sums up. */
const mostAssets = 2_000_000
/** Assets that one read of the catalogue sums up, where more than one record is asked for: others have their turn between. */
const atOnce = 50_000

/** What reading a selection costs whoever is billed for it. */
export interface Estimate {
  assets: number
  charged: number
  unsized: number
  bytes: number
  toInternet: LinkCost
  inRegion: LinkCost
  toRegion: LinkCost | null
  regions: string[]
}

/**
 * Sums up assets and whole records, each asset once.
 *
 * @param region Where the reader's machine is; null: not told.
 * @throws {GatewayError} `NOT_FOUND` when one of `ids` is absent or hidden; `TOO_COSTLY` for too many assets.
 */
export async function estimateCost(
  ids: readonly string[],
  region: string | null,
  context: GatewayContext,
): Promise<Estimate> {
  const refs = ids.map((id) => parseNodeId(id))
  const wholes = new Set(refs.flatMap((ref) => (ref?.type === 'record' ? [ref.id] : [])))
  const single = new Map<string, StoredAsset>()
  const records = new Map<string, StoredRecord>()
  const recordOf = async (id: string) => {
    records.set(id, found(await context.loaders.record.load(id)))
  }
  await Promise.all(
    refs.map(async (ref) => {
      if (ref?.type === 'record') return recordOf(ref.id)
      const asset = found(ref?.type === 'asset' ? await context.loaders.asset.load(ref) : null)
      await recordOf(asset.record)
      if (!wholes.has(asset.record)) single.set(`${asset.record} ${asset.key}`, asset)
    }),
  )
  const sums = [...single.values()].map((asset) => ({ of: asset.record, sum: sumOf(asset) }))
  for (const group of grouped([...wholes].map((id) => records.get(id) as StoredRecord))) {
    const read = await context.read(context.store.assetSums(context.viewer, group))
    for (const [at, own] of read.entries()) {
      for (const sum of found(own)) sums.push({ of: group[at] as string, sum })
    }
  }
  const charged = sums.filter(
    ({ of, sum }) =>
      sum.inBucket && (sum.payer === 'CALLER' || records.get(of)?.access === 'REQUESTER_PAYS'),
  )
  return {
    assets: total(sums, ({ count }) => count),
    unsized: total(sums, ({ count, sized }) => count - sized),
    bytes: total(sums, ({ bytes }) => bytes),
    charged: total(charged, ({ count }) => count),
    ...costs(
      charged.map(({ sum }) => sum),
      region,
      context.resolver.prices,
    ),
  }
}

function costs(
  sums: readonly AssetSum[],
  region: string | null,
  prices: S3Prices,
): Pick<Estimate, 'toInternet' | 'inRegion' | 'toRegion' | 'regions'> {
  const all = transferOf(sums)
  const near = transferOf(sums.filter((sum) => region !== null && sum.region === region))
  const far = transferOf(sums.filter((sum) => sum.region !== region))
  const cost = (amount: number, where: string): LinkCost => ({
    amount,
    currency: 'USD',
    basis: `Estimate: ${gigabytes(all.bytes)} in ${all.objects.toLocaleString('en')} objects ${where}, one GET each, at list prices of S3 in ${prices.region}.${archiveNote(prices, all.archivedBytes)}`,
    asOf: prices.asOf,
  })
  return {
    toInternet: cost(
      internetCost(prices, all),
      'to the internet, as if the account read nothing else this month',
    ),
    inRegion: cost(regionCost(prices, all, true), "read inside the buckets' own regions"),
    toRegion:
      region === null
        ? null
        : cost(
            regionCost(prices, near, true) + regionCost(prices, far, false),
            `read from ${region}, where buckets of unknown region count as elsewhere`,
          ),
    regions: [...new Set(sums.flatMap((sum) => sum.region ?? []))].sort(),
  }
}

/** What has no size is billed too, but nobody knows how much: it is in no sum. */
function transferOf(sums: readonly AssetSum[]): S3Transfer {
  const archived = sums.filter(({ isArchived }) => isArchived)
  return {
    objects: sums.reduce((sum, { count }) => sum + count, 0),
    bytes: sums.reduce((sum, one) => sum + one.billedBytes, 0),
    archivedBytes: archived.reduce((sum, one) => sum + one.billedBytes, 0),
  }
}

function sumOf({ locator, region, payer, availability, size, sizeIsExact }: StoredAsset): AssetSum {
  return {
    inBucket: locator.startsWith('s3:'),
    region,
    payer,
    isArchived: availability === 'ARCHIVED',
    count: 1,
    sized: size === null ? 0 : 1,
    bytes: size ?? 0,
    billedBytes: billedBytes({ size, sizeIsExact }) ?? 0,
  }
}

/** Ids of records in groups that hold no more assets than are summed up at once. */
function grouped(records: readonly StoredRecord[]): string[][] {
  const all = records.reduce((sum, { assetCount }) => sum + assetCount, 0)
  if (all > mostAssets) {
    const message = `An estimate sums up at most ${mostAssets.toLocaleString('en')} assets.`
    throw new GatewayError('TOO_COSTLY', { argument: 'ids', message })
  }
  const groups: string[][] = []
  let room = 0
  for (const { id, assetCount } of records) {
    if (groups.length === 0 || assetCount > room) {
      groups.push([])
      room = atOnce
    }
    groups.at(-1)?.push(id)
    room -= assetCount
  }
  return groups
}

function total(sums: readonly { sum: AssetSum }[], number: (sum: AssetSum) => number): number {
  return sums.reduce((all, { sum }) => all + number(sum), 0)
}

function found<Thing>(thing: Thing | null): Thing {
  if (thing === null) throw new GatewayError('NOT_FOUND', { argument: 'ids' })
  return thing
}
