import { z } from 'zod'
import type { AnyConnector } from '../../sdk/connector.ts'
import { s3Origins } from '../../sdk/s3/address.ts'
import { parseS3Locator } from '../../sdk/s3/locator.ts'
import type { Offer, OfferedRecord } from './ask-records.ts'
import type { LoginPlace } from './credentials.ts'

/** A source whose links can be made on this machine. */
export interface Site extends LoginPlace {
  options: Record<string, unknown>
}

/**
 * The sources of what is offered, by id, of which links can be made here: by the code of their type and what the gateway
 * tells of their options, or by the scheme of the locators alone.
 */
export function sitesOf(
  offers: readonly Offer[],
  connectors: ReadonlyMap<string, AnyConnector>,
): Map<string, Site> {
  const sites = new Map<string, Site>()
  for (const { record } of offers) {
    const { name } = record.source
    if (sites.has(name)) continue
    const made = siteOf(record, connectors)
    if (made === null) continue
    const assets = offers.filter((offer) => offer.record.source.name === name)
    const buckets = assets.flatMap((offer) => offer.assets.flatMap(bucketOf))
    const origins = [...new Set([...made.origins, ...buckets])]
    sites.set(name, { ...made, origins })
  }
  return sites
}

function siteOf(
  { source }: OfferedRecord,
  connectors: ReadonlyMap<string, AnyConnector>,
): Site | null {
  const connector = connectors.get(source.type)
  if (connector === undefined) return null
  if (source.linkOptions === null) {
    // What its options say of its buckets is not known here.
    const { s3Endpoint, ...byLocator } = connector
    if (connector.resolve !== undefined) return null
    return { source: source.name, connector: byLocator, options: {}, origins: [] }
  }
  const parsed = connector.options.safeParse(source.linkOptions)
  // Another version of the connector, perhaps; then the gateway's own links have to do.
  if (!parsed.success) return null
  const options = z.record(z.string(), z.unknown()).parse(parsed.data)
  return { source: source.name, connector, options, origins: connector.origins(options) }
}

/** Where a bucket of AWS is asked in which region it is, and listed. */
function bucketOf({ locator }: { locator: string }): string[] {
  const place = locator.startsWith('s3:') ? parseS3Locator(locator) : null
  if (place === null) return []
  return s3Origins({ name: place.bucket, region: null, endpoint: null, requesterPays: false })
}
