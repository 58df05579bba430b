import type { Credentials } from '../connector.ts'
import {
  type AssetToLink,
  noLink,
  type Requirement,
  type ResolveContext,
  type ResolvedLink,
} from '../links.ts'
import { barredLink, webAddress } from '../resolve-https.ts'
import { bucketUrl, encoded, encodedKey } from './address.ts'
import { type CommandPlace, fetchCommand, restoreCommand } from './commands.ts'
import { assetCost } from './cost.ts'
import { findRegion, regionOf } from './find-region.ts'
import { createLinkSigner } from './link-signer.ts'
import { parseS3Locator } from './locator.ts'
import { type S3Prices, s3Prices } from './prices.ts'
import { readerKeys } from './reader-keys.ts'

/** Seconds that a link lasts which the reader's own keys sign. */
const lasts = 3_600
const requesterPaysPage =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ObjectsinRequesterPaysBuckets.html'
/** Region that signatures for services other than AWS name where nothing else is said. */
export const anyRegion = 'us-east-1'

export interface S3ResolveOptions {
  /** Root of the service that holds a bucket, addressed path-style; null: AWS. Default: AWS for every bucket. */
  endpointOf?: (bucket: string) => string | null
}

type S3Context = Omit<ResolveContext<unknown>, 'options'>

/** An object or folder, with what all assets of a call share. */
interface Place extends CommandPlace {
  /** As it stands in a URL; null where none can carry it. */
  readonly path: string | null
  readonly paid: boolean
  readonly prices: S3Prices
  /** Null: the reader has sent no keys. */
  readonly reader: ReaderSigning | null
}

/**
 * Links to assets with `s3://bucket/key` locators (`s3Locator`), in their order and as many: plain https for what is open;
 * for the rest a link signed with the reader's own keys (`S3ReaderKeys`), or what is missing, with the command that the
 * reader can run, the region, who is billed and an estimate. Sends nothing but HeadBucket, unsigned, where a region is not
 * known and the bucket's host is among the connector's `origins`.
 *
 * @throws {GatewayError} `CANCELLED`.
 */
export async function resolveS3(
  assets: readonly AssetToLink[],
  context: S3Context,
  { endpointOf = () => null }: S3ResolveOptions = {},
): Promise<ResolvedLink[]> {
  const { credentials, prices = s3Prices } = context
  const shared = { prices, reader: await signingWith(credentials, context.now()) }
  const regions = new Map<string, Promise<string | null>>()
  const find = (bucket: string) => {
    const known = regions.get(bucket) ?? findRegion(bucket, context)
    regions.set(bucket, known)
    return known
  }
  const roots = new Map<string, boolean>()
  const mayGo = (url: string) => {
    const { origin } = new URL(url)
    const may = roots.get(origin) ?? webAddress(origin, context) !== null
    roots.set(origin, may)
    return may
  }

  return Promise.all(
    assets.map(async (asset) => {
      const object = parseS3Locator(asset.locator)
      if (object === null) return failed('ANSWER_INVALID')
      const { bucket, key, versionId = null } = object
      const endpoint = endpointOf(bucket)
      const stated = regionOf(asset.region)
      const region = stated ?? (endpoint === null ? await find(bucket) : null)
      const paid = asset.payer === 'CALLER' || asset.of.access === 'REQUESTER_PAYS'
      const isOpen = !paid && openly(asset) === null
      const as = paid ? 'PAYER' : isOpen ? 'NOBODY' : 'CALLER'
      const where = { bucket, key, versionId, region, endpoint, as } as const
      const place = { ...where, ...shared, paid, path: encodedKey(key) }
      const link = linkTo(asset, place)
      return link.url === null || mayGo(link.url) ? link : failed('ANSWER_INVALID')
    }),
  )
}

function linkTo(asset: AssetToLink, place: Place): ResolvedLink {
  const { paid, region, reader, path, prices } = place
  const isFolder = asset.role === 'DIRECTORY'
  const known = {
    ...noLink,
    region,
    payer: paid ? 'CALLER' : null,
    cost: paid ? assetCost(asset, prices) : null,
    supportsRange: isFolder ? null : true,
    command: fetchCommand(place, isFolder),
  } as const
  const closed = openly(asset)
  const needs = [
    ...(closed?.requirements ?? []),
    ...(paid && (reader === null || isFolder) ? [account(isFolder)] : []),
  ]
  if (asset.availability === 'ARCHIVED') {
    return { ...known, state: 'ARCHIVED', requirements: [...needs, restore(asset, place)] }
  }
  // Keys open what the service lets them; what the repository hands out to nobody they do not.
  if (closed !== null && (reader === null || isFolder || closed.error !== null)) {
    return { ...closed, ...known, requirements: needs, error: closed.error }
  }
  if (paid && (reader === null || isFolder)) {
    return { ...known, state: 'NEEDS_CREDENTIALS', requirements: needs }
  }
  if (isFolder) return { ...known, state: 'READY', url: listingUrl(place) }
  if (path === null) return { ...known, state: 'UNREACHABLE', error: 'UNSUPPORTED' }
  if (reader !== null && (paid || closed !== null)) {
    // What still has to be approved stays said: only the service knows whether it has been.
    return { ...known, requirements: needs, ...signed(place, path, reader) }
  }
  return { ...known, state: 'READY', url: plainUrl(place, path) }
}

/** What the reader's keys make of it. */
function signed(
  place: Place,
  path: string,
  { sign, expiresAt }: ReaderSigning,
): Pick<ResolvedLink, 'state'> & Partial<ResolvedLink> {
  const { bucket: name, versionId, endpoint, paid } = place
  const region = place.region ?? (endpoint === null ? null : anyRegion)
  // A signature is for a region.
  if (region === null) return { state: 'UNREACHABLE', error: 'SOURCE_UNREACHABLE' }
  if (sign === null) {
    const text = 'The temporary keys that were sent have ended; send new ones.'
    return {
      state: 'NEEDS_CREDENTIALS',
      requirements: [{ kind: 'CLOUD_ACCOUNT', text, url: null }],
    }
  }
  const bucket = { name, region, endpoint, requesterPays: paid }
  return { state: 'READY', url: sign({ bucket, region, path, versionId }), expiresAt }
}

/** What one call signs with. */
interface ReaderSigning {
  /** Null: the keys have ended. */
  readonly sign: ReturnType<typeof createLinkSigner> | null
  readonly expiresAt: string
}

async function signingWith(
  credentials: Credentials | null,
  now: Date,
): Promise<ReaderSigning | null> {
  const reader = await readerKeys(credentials)
  if (reader === null) return null
  const { keys, end } = reader
  const left = end === null ? lasts : Math.floor((end - now.getTime()) / 1_000)
  const expiresIn = Math.min(lasts, left)
  const sign = left < 1 ? null : createLinkSigner({ credentials: keys, now, expiresIn })
  return { sign, expiresAt: endOf(now, expiresIn) }
}

/** When something ends that is signed now: signatures count from the whole second. */
function endOf(now: Date, seconds: number): string {
  return new Date((Math.floor(now.getTime() / 1_000) + seconds) * 1_000).toISOString()
}

function plainUrl(place: Place, path: string): string {
  const version = place.versionId === null ? '' : `?versionId=${encoded(place.versionId)}`
  return `${rootOf(place)}/${path}${version}`
}

/** What lies in an open folder, as ListObjectsV2 says it. */
function listingUrl(place: Place): string {
  return `${rootOf(place)}/?list-type=2&prefix=${encoded(place.key.toWellFormed())}`
}

function rootOf({ bucket: name, region, endpoint }: Place): string {
  if (region !== null || endpoint !== null) {
    const bucket = { name, region, endpoint, requesterPays: false }
    return bucketUrl(bucket, region ?? anyRegion)
  }
  // The old address of all regions, which leads to the bucket's own.
  const inRegion = new URL(bucketUrl({ name, region, endpoint, requesterPays: false }, anyRegion))
  inRegion.hostname = inRegion.hostname.replace(`.${anyRegion}.`, '.')
  return inRegion.href.replace(/\/$/, '')
}

/** What is missing besides keys, the archive left aside; null when nothing is. */
function openly(asset: AssetToLink): ResolvedLink | null {
  return barredLink({ ...asset, availability: 'ONLINE' })
}

function account(isFolder: boolean): Requirement {
  const text = isFolder
    ? 'Whoever reads this pays for it: an account of AWS is needed. A folder is fetched file by file, by the command with keys of yours.'
    : 'Whoever reads this pays for it: an account of AWS is needed. Send keys of yours for a signed link, or run the command with them.'
  return { kind: 'CLOUD_ACCOUNT', text, url: requesterPaysPage }
}

function restore({ of }: AssetToLink, place: Place): Requirement {
  const command = restoreCommand(place)
  const how = command === null ? '' : ` Whoever may restore objects there runs: ${command}`
  const bill = place.paid ? ' That is billed to whoever runs it.' : ''
  return {
    kind: 'RESTORE',
    text: `It lies in an archive and has to be brought back before it can be read, which takes hours.${bill}${how}`,
    url: of.landingPage,
  }
}

function failed(error: ResolvedLink['error']): ResolvedLink {
  return { ...noLink, state: 'UNREACHABLE', error }
}
