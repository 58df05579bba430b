import { GatewayError } from '../../model/index.ts'
import { endpointOf } from '../../resolve/by-scheme.ts'
import type { Credentials } from '../../sdk/connector.ts'
import { createHttpClient } from '../../sdk/http-client.ts'
import { parseS3Locator, s3Locator } from '../../sdk/s3/locator.ts'
import { s3Credentials } from '../../sdk/s3/login.ts'
import { createS3Client } from '../../sdk/s3/s3-client.ts'
import type { OfferedAsset } from './ask-records.ts'
import { type PlannedFile, placed } from './plan.ts'
import type { Site } from './sites.ts'

export interface FolderTools {
  sites: ReadonlyMap<string, Site>
  credentials: ReadonlyMap<string, Credentials>
  allowPrivateAddresses: boolean
  signal: AbortSignal
}

/**
 * The objects below a folder in a bucket, each as a file of its own. Listing a bucket for which the reader pays is billed to
 * the reader, a thousand objects at a time.
 *
 * @throws {GatewayError} as `S3Client.pages` does, and `UNSUPPORTED` when the source's buckets are not known here.
 */
export async function filesOfFolder(
  folder: PlannedFile,
  { sites, credentials, allowPrivateAddresses, signal }: FolderTools,
): Promise<PlannedFile[]> {
  const { record, asset } = folder
  const place = parseS3Locator(asset.locator)
  const site = sites.get(record.source.name)
  if (place === null || site === undefined) throw new GatewayError('UNSUPPORTED')
  const own = credentials.get(record.source.name) ?? null
  const isOpen = asset.link.state === 'READY'
  const http = createHttpClient({
    origins: site.origins,
    allowPrivateAddresses,
    source: site.source,
    signal,
  })
  try {
    const { expiration, ...keys } = own ?? {}
    const s3 = createS3Client({
      http,
      credentials: isOpen || own === null ? null : await s3Credentials(keys),
      signal,
    })
    const bucket = {
      name: place.bucket,
      region: asset.link.region,
      endpoint: endpointOf(site.connector, place.bucket, site.options),
      requesterPays: asset.link.payer === 'CALLER',
    }
    const found: OfferedAsset[] = []
    for await (const { objects } of s3.pages(bucket, { prefix: place.key })) {
      for (const object of objects) {
        const name = object.key.slice(place.key.length)
        // A key that ends so stands for a folder in consoles, and holds nothing.
        if (name === '' || name.endsWith('/')) continue
        found.push({
          id: `${asset.id}#${name}`,
          name,
          role: 'OTHER',
          format: null,
          mediaType: null,
          size: object.size,
          sizeIsExact: true,
          checksum: null,
          availability: object.availability,
          locator: s3Locator(place.bucket, object.key),
          link: { ...asset.link, cost: null, packedAs: null },
          isListedHere: true,
        })
      }
    }
    return placed(record, found, folder.path)
  } finally {
    await http.close()
  }
}
