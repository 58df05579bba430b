import {
  type AssetToLink,
  noLink,
  parseS3Locator,
  type ResolveContext,
  type ResolvedLink,
  resolveHttps,
  resolveS3,
} from '#sdk'
import type { Options } from './options.ts'
import { openBucket } from './s3/buckets.ts'

/**
 * Links to files, grids and archive volumes of the institute's own servers, and to objects of its open buckets at AWS: to
 * no other host and no other bucket, whatever its metadata name. All are open to everybody. Asks nothing.
 */
export async function resolve(
  assets: readonly AssetToLink[],
  context: ResolveContext<Options>,
): Promise<ResolvedLink[]> {
  const hosts = ownHosts(context.options)
  const inBuckets = assets.filter(isInOpenBucket)
  const fromBuckets = await resolveS3(inBuckets, context)
  let next = 0
  return assets.map((asset) => {
    if (isInOpenBucket(asset)) return fromBuckets[next++] as ResolvedLink
    const url = URL.parse(asset.locator)
    const isOwn = url !== null && /^https?:$/.test(url.protocol) && hosts.has(url.host)
    return isOwn
      ? resolveHttps(asset, context)
      : { ...noLink, state: 'UNREACHABLE', error: 'ANSWER_INVALID' }
  })
}

function ownHosts({ publicUrl, archiveUrl }: Options): ReadonlySet<string> {
  return new Set([publicUrl, archiveUrl].map((root) => new URL(root).host))
}

function isInOpenBucket({ locator }: AssetToLink): boolean {
  const place = parseS3Locator(locator)
  return place !== null && openBucket(place.bucket) !== null
}
