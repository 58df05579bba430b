import { z } from 'zod'
import { Access, AssetRole, Availability, Checksum, RecordKind } from '../../model/index.ts'
import type { ResolvedLink } from '../../sdk/links.ts'
import { ask, type GatewayAccess } from '../client.ts'
import { CommandError, exitCodes } from '../exit.ts'

/** Assets of a record that are asked for at a time: with their links, a query may cost no more. */
const assetsAtOnce = 500
const hitsAtOnce = 100

const linkFields = `
  state url method headers { name value } expiresAt revokeUrl supportsRange packedAs payer
  cost { amount currency basis asOf } region requirements { kind text url } command error`
const assetFields = `
  id name role format mediaType size sizeIsExact
  checksum { algorithm value source }
  availability locator
  link { ${linkFields} }`
const recordFields = `
  id nativeId kind title version access accessNote landingPage
  license { raw spdx class url }
  provenance { upstream }
  citation(style: CSL_JSON)
  source { name title type linkOptions }`

const nodeQuery = `
query Node($id: ID!) {
  node(id: $id) {
    __typename
    ... on MetadataRecord { ${recordFields} }
    ... on Asset { ${assetFields} record { ${recordFields} } }
  }
}`
const assetsQuery = `
query Assets($id: ID!, $first: Int!, $after: String) {
  record(id: $id) {
    assets(first: $first, after: $after) {
      edges { node { ${assetFields} } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`
const elsewhereQuery = `
query Elsewhere($id: ID!) {
  node(id: $id) {
    ... on Asset { link { alternates { ${linkFields} asset { locator } } } }
  }
}`
const hitsQuery = `
query Hits($query: String!, $filter: RecordFilter, $first: Int!, $after: String) {
  search(query: $query, filter: $filter, first: $first, after: $after) {
    totalCount
    edges { node { ${recordFields} } }
    pageInfo { hasNextPage endCursor }
  }
}`

const text = z.string().nullable()
const Pages = z.object({ hasNextPage: z.boolean(), endCursor: text })

/** A link as the gateway gives it to everybody: what is public works, for all else it says what is missing. */
const Link: z.ZodType<ResolvedLink> = z.object({
  state: z.enum([
    'READY',
    'NEEDS_CREDENTIALS',
    'NEEDS_CONSENT',
    'NEEDS_APPROVAL',
    'ARCHIVED',
    'GONE',
    'UNREACHABLE',
  ]),
  url: text,
  method: z.enum(['GET', 'POST']),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  expiresAt: text,
  revokeUrl: text,
  supportsRange: z.boolean().nullable(),
  packedAs: text,
  payer: z.enum(['CALLER', 'OPERATOR']).nullable(),
  cost: z
    .object({ amount: z.number(), currency: z.literal('USD'), basis: z.string(), asOf: z.string() })
    .nullable(),
  region: text,
  requirements: z.array(
    z.object({
      kind: z.enum([
        'LOGIN',
        'CLOUD_ACCOUNT',
        'APPROVAL',
        'DATA_USE_AGREEMENT',
        'CONSENT',
        'RESTORE',
      ]),
      text: z.string(),
      url: text,
    }),
  ),
  command: text,
  // Newer gateways may know more codes than this one.
  error: z.string().nullable() as unknown as z.ZodType<ResolvedLink['error']>,
})

const OfferedAsset = z.object({
  id: z.string(),
  name: z.string(),
  role: AssetRole,
  format: text,
  mediaType: text,
  size: z.number().nullable(),
  sizeIsExact: z.boolean(),
  checksum: Checksum.nullable(),
  availability: Availability,
  locator: z.string(),
  link: Link,
})
export interface OfferedAsset extends z.output<typeof OfferedAsset> {
  /** An object that was found in a folder here: the gateway does not know it, and its link is the folder's. */
  isListedHere?: true
}

const OfferedRecord = z.object({
  id: z.string(),
  nativeId: z.string(),
  kind: RecordKind,
  title: z.string(),
  version: text,
  access: Access,
  accessNote: text,
  landingPage: text,
  license: z.object({ raw: text, spdx: text, class: z.string(), url: text }),
  provenance: z.object({ upstream: text }),
  citation: z.string(),
  source: z.object({
    name: z.string(),
    title: z.string(),
    type: z.string(),
    linkOptions: z.record(z.string(), z.unknown()).nullable(),
  }),
})
export type OfferedRecord = z.output<typeof OfferedRecord>

/** A record with those of its assets that are wanted, in the order of the source. */
export interface Offer {
  record: OfferedRecord
  assets: OfferedAsset[]
}

const NodeAnswer = z.object({
  node: z
    .discriminatedUnion('__typename', [
      OfferedRecord.extend({ __typename: z.literal('MetadataRecord') }),
      OfferedAsset.extend({ __typename: z.literal('Asset'), record: OfferedRecord }),
      z.object({ __typename: z.literal('Source') }),
      z.object({ __typename: z.literal('Harvest') }),
    ])
    .nullable(),
})
const AssetsAnswer = z.object({
  record: z
    .object({
      assets: z.object({
        edges: z.array(z.object({ node: OfferedAsset })),
        pageInfo: Pages,
      }),
    })
    .nullable(),
})
const ElsewhereAnswer = z.object({
  node: z.object({
    link: z.object({
      alternates: z.array(
        z.intersection(Link, z.object({ asset: z.object({ locator: z.string() }) })),
      ),
    }),
  }),
})
const HitsAnswer = z.object({
  search: z.object({
    totalCount: z.number(),
    edges: z.array(z.object({ node: OfferedRecord })),
    pageInfo: Pages,
  }),
})

/**
 * What ids of records and assets stand for. Several assets of one record come as one offer.
 *
 * @throws {CommandError} `NOTHING` for an id that names no record and no asset.
 */
export async function askForIds(gateway: GatewayAccess, ids: readonly string[]): Promise<Offer[]> {
  const offers = new Map<string, Offer>()
  for (const id of new Set(ids)) {
    const { data } = await ask(gateway.url, nodeQuery, { id }, NodeAnswer, gateway)
    const { node } = data
    if (node?.__typename === 'MetadataRecord') {
      const { __typename, ...record } = node
      offers.set(record.id, { record, assets: await assetsOf(gateway, record.id) })
    } else if (node?.__typename === 'Asset') {
      const { __typename, record, ...asset } = node
      const offer = offers.get(record.id) ?? { record, assets: [] }
      if (!offer.assets.some((one) => one.id === asset.id)) offer.assets.push(asset)
      offers.set(record.id, offer)
    } else {
      throw new CommandError(exitCodes.NOTHING, `There is no record and no asset by the id ${id}.`)
    }
  }
  return [...offers.values()]
}

/**
 * The records that a search finds, with all their assets.
 *
 * @throws {CommandError} `USAGE` when it finds more than `most`: nobody downloads a catalogue by a slip.
 */
export async function askForHits(
  gateway: GatewayAccess,
  query: string,
  filter: Record<string, unknown>,
  most: number,
): Promise<Offer[]> {
  const offers: Offer[] = []
  let after: string | null = null
  for (;;) {
    const variables: Record<string, unknown> = { query, filter, first: hitsAtOnce, after }
    const { search }: z.output<typeof HitsAnswer> = (
      await ask(gateway.url, hitsQuery, variables, HitsAnswer, gateway)
    ).data
    const { totalCount, edges, pageInfo } = search
    if (totalCount > most) {
      const message = `The query finds ${totalCount} records, more than ${most}; --most allows more.`
      throw new CommandError(exitCodes.USAGE, message)
    }
    for (const { node } of edges) {
      offers.push({ record: node, assets: await assetsOf(gateway, node.id) })
    }
    if (!pageInfo.hasNextPage) return offers
    after = pageInfo.endCursor
  }
}

async function assetsOf(gateway: GatewayAccess, id: string): Promise<OfferedAsset[]> {
  const assets: OfferedAsset[] = []
  let after: string | null = null
  for (;;) {
    const variables: Record<string, unknown> = { id, first: assetsAtOnce, after }
    const { record }: z.output<typeof AssetsAnswer> = (
      await ask(gateway.url, assetsQuery, variables, AssetsAnswer, gateway)
    ).data
    // Gone since it was named.
    if (record === null) return assets
    const { edges, pageInfo } = record.assets
    assets.push(...edges.map(({ node }) => node))
    if (!pageInfo.hasNextPage) return assets
    after = pageInfo.endCursor
  }
}

/** The asset of an offer as the catalogue has it, with a link anew; null when it is gone. */
export async function askAgain(gateway: GatewayAccess, id: string): Promise<OfferedAsset | null> {
  const { data } = await ask(gateway.url, nodeQuery, { id }, NodeAnswer, gateway)
  if (data.node?.__typename !== 'Asset') return null
  const { __typename, record, ...asset } = data.node
  return asset
}

/** Another place that has the bytes of an asset. */
export interface OtherPlace {
  locator: string
  link: ResolvedLink
}

/** Where else the bytes of the asset are, in the order in which the gateway finds them worth trying. */
export async function askElsewhere(gateway: GatewayAccess, id: string): Promise<OtherPlace[]> {
  const { data } = await ask(gateway.url, elsewhereQuery, { id }, ElsewhereAnswer, gateway)
  return data.node.link.alternates.map(({ asset, ...link }) => ({ locator: asset.locator, link }))
}
