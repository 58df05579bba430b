import { type Access, type Asset, parseS3Arn, s3Locator, unknownAsset } from '#sdk'
import { line, linksIn, webAddress } from './markdown.ts'
import type { Resource } from './rows.ts'

/** How one resource is reached, from the least demanding to the most; UNKNOWN is not OPEN. */
export const demands = ['OPEN', 'UNKNOWN', 'REGISTERED', 'REQUESTER_PAYS', 'ON_REQUEST'] as const
export type Demand = (typeof demands)[number] & Access

/** A resource that holds data: no topic that only tells of new ones. */
export interface Place {
  asset: Asset
  demand: Demand
  /** What to do to get at it; null where nothing is to be done. */
  note: string | null
}

/** The places of a data set, each once; of two resources at one place the more demanding counts. */
export function placesOf(resources: readonly Resource[], isDeprecated: boolean): Place[] {
  const byLocator = new Map<string, Place>()
  for (const resource of resources) {
    const place = placeOf(resource, isDeprecated)
    if (place === null) continue
    const { locator } = place.asset
    const other = byLocator.get(locator)
    byLocator.set(locator, other === undefined ? place : joined(other, place))
  }
  return [...byLocator.values()]
}

/** Pages on which a data set can be looked at: what is no page but a file of data is left out. */
export function viewersOf(resources: readonly Resource[]): string[] {
  const links = resources.flatMap(({ Explore }) => Explore.flatMap((text) => linksIn(text)))
  const pages = links.filter(({ url }) => !dataFile.test(URL.parse(url)?.pathname ?? ''))
  return [...new Set(pages.map(({ url }) => url))]
}

const dataFile = /\.(?:csv|tsv|json|geojson|xml|ya?ml|txt|pdf|zip|gz|parquet|nc|tiff?)$/i

function placeOf(resource: Resource, isDeprecated: boolean): Place | null {
  const where = whereIs(resource)
  if (where === null) return null
  const { demand, note } = demandOf(resource)
  const online = isDeprecated || demand === 'UNKNOWN' ? 'UNKNOWN' : 'ONLINE'
  return {
    asset: {
      ...unknownAsset,
      name: nameOf(resource, where.name),
      ...where.kind,
      availability: demand === 'ON_REQUEST' ? 'ON_REQUEST' : online,
      locator: where.locator,
      region: where.region,
      payer: resource.RequesterPays === true ? 'CALLER' : null,
    },
    demand,
    note,
  }
}

interface Where {
  locator: string
  /** For people, where the resource has no words of its own. */
  name: string
  region: string | null
  kind: Pick<Asset, 'role' | 'format'>
}

const folder = { role: 'DIRECTORY', format: null } as const
const accessPoint =
  /^arn:aws(?:-[a-z-]+)?:s3:([a-z0-9-]+):\d{12}:accesspoint[/:]([a-z0-9-]+)(?:\/(.*?))?\/*$/

/** Null for topics, snapshots, and what names no place. */
function whereIs({ ARN, Host, Region, Type }: Resource): Where | null {
  if (ARN === null) {
    const url = Host === null ? null : webAddress(/^https?:/.test(Host) ? Host : `https://${Host}`)
    if (url === null) return null
    const { href, host } = new URL(url)
    return { locator: href, name: host, region: null, kind: folder }
  }
  if (Type !== null && /^(?:SNS|EBS|DB)\b/i.test(Type)) return null
  const [, pointRegion, point, inPoint = ''] = accessPoint.exec(ARN) ?? []
  if (pointRegion !== undefined && point !== undefined) {
    const name = inPoint === '' ? point : `${point}/${inPoint}`
    const locator = `${ARN.replace(/\/+$/, '')}/`
    return { locator, name, region: pointRegion, kind: folder }
  }
  const place = parseS3Arn(ARN)
  if (place === null) return null
  const path = place.key.replace(/\/+$/, '')
  const kind = kindOf(path)
  const end = kind.role === 'DIRECTORY' && path !== '' ? '/' : ''
  return {
    locator: s3Locator(place.bucket, path + end),
    name: [place.bucket, path].filter(Boolean).join('/'),
    region: Region,
    kind,
  }
}

/** A prefix is a folder, but for names that are files' without doubt. */
function kindOf(path: string): Pick<Asset, 'role' | 'format'> {
  const [, ending = ''] = /[^/]\.([a-z0-9]+)$/i.exec(path) ?? []
  switch (ending.toLowerCase()) {
    case 'zarr':
      return { role: 'DIRECTORY', format: 'Zarr' }
    case 'csv':
      return { role: 'TABLE', format: 'CSV' }
    case 'parquet':
      // More often than not a folder of files.
      return { role: 'DIRECTORY', format: 'Parquet' }
    default:
      return folder
  }
}

const longestName = 200

function nameOf({ Description }: Resource, otherwise: string): string {
  const words = line(Description)
  if (words === null) return otherwise
  return words.length > longestName ? `${words.slice(0, longestName - 1).trimEnd()}…` : words
}

function demandOf(resource: Resource): { demand: Demand; note: string | null } {
  const { ARN, ControlledAccess, RequesterPays, AccountRequired } = resource
  // `False` is no address and no word for one.
  if (ControlledAccess !== null && !/^(?:false|no|none|n\/a)$/i.test(ControlledAccess)) {
    const [link] = linksIn(ControlledAccess)
    if (link !== undefined && /\/s3credentials\/?$/i.test(link.url)) {
      const note = `Temporary S3 credentials, for those with an account there: ${link.url}`
      return { demand: RequesterPays === true ? 'REQUESTER_PAYS' : 'REGISTERED', note }
    }
    const how = link === undefined ? 'see the landing page.' : link.url
    return { demand: 'ON_REQUEST', note: `Access has to be applied for: ${how}` }
  }
  if (RequesterPays === true) {
    const note =
      'Requests and transfer are billed to the AWS account of whoever reads (requester pays).'
    return { demand: 'REQUESTER_PAYS', note }
  }
  if (AccountRequired === true) return { demand: 'REGISTERED', note: 'An AWS account is needed.' }
  if (ARN !== null && accessPoint.test(ARN)) {
    // Made to let some in and not others; whom, the entry does not say.
    const note = 'Reached through an access point, which its owner opens to whom they like.'
    return { demand: 'UNKNOWN', note }
  }
  return { demand: 'OPEN', note: null }
}

function joined(one: Place, other: Place): Place {
  const isMore = demands.indexOf(other.demand) > demands.indexOf(one.demand)
  const { asset, demand, note } = isMore ? other : one
  const isPaid = one.asset.payer !== null || other.asset.payer !== null
  // Of several descriptions of one place none is its name.
  const name =
    one.asset.name === other.asset.name
      ? one.asset.name
      : decodeURIComponent(asset.locator.replace(/^s3:\/\/|^arn:[^/]*[/:]|\/$/g, ''))
  return { asset: { ...asset, name, payer: isPaid ? 'CALLER' : null }, demand, note }
}
