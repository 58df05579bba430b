import type { z } from 'zod'
import type { AnyConnector, Credentials } from '../sdk/connector.ts'
import { type AssetToLink, noLink, type ResolveContext, type ResolvedLink } from '../sdk/links.ts'
import { resolveHttps } from '../sdk/resolve-https.ts'
import { S3ReaderKeys } from '../sdk/s3/reader-keys.ts'
import { resolveS3 } from '../sdk/s3/resolve.ts'

/** As the connector says, else by the scheme of the locator. As many links as assets, in their order. */
export async function byScheme(
  connector: AnyConnector,
  assets: readonly AssetToLink[],
  context: ResolveContext<Record<string, unknown>>,
): Promise<ResolvedLink[]> {
  if (connector.resolve !== undefined) return connector.resolve(assets, context)
  const inBuckets = assets.filter(({ locator }) => schemeOf(locator) === 's3')
  const fromBuckets = await resolveS3(inBuckets, context, {
    endpointOf: (bucket) => endpointOf(connector, bucket, context.options),
  })
  let next = 0
  return assets.map((asset) => {
    const scheme = schemeOf(asset.locator)
    if (scheme === 's3') return fromBuckets[next++] as ResolvedLink
    if (scheme === 'https' || scheme === 'http') return resolveHttps(asset, context)
    return { ...noLink, state: 'UNREACHABLE', error: 'UNSUPPORTED' }
  })
}

/** What readers may send to a source; undefined: nothing. Whose links are made by their scheme takes keys of S3. */
export function readerShape(connector: AnyConnector): z.ZodType<Credentials> | undefined {
  return connector.readerCredentials ?? (connector.resolve === undefined ? S3ReaderKeys : undefined)
}

/** Root of the service that holds a bucket of a source; null: AWS. */
export function endpointOf(
  { s3Endpoint }: AnyConnector,
  bucket: string,
  options: Record<string, unknown>,
): string | null {
  return s3Endpoint?.(bucket, options) ?? null
}

const schemeOf = (locator: string) => locator.slice(0, locator.indexOf(':'))
