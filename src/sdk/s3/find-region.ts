import { GatewayError } from '../../model/index.ts'
import type { ResolveContext } from '../links.ts'
import { bucketUrl } from './address.ts'
import { meantStatuses } from './exchange.ts'
import { regionNamed } from './regions.ts'

/** Milliseconds: a bucket stays where it is. */
const kept = 24 * 3_600_000
/** Milliseconds until it is asked again when it did not say. */
const keptUnknown = 300_000

/** A region as it may stand in a host name; null for anything else. */
export function regionOf(name: string | null): string | null {
  return name !== null && /^[a-z0-9-]{1,64}$/.test(name) ? name : null
}

/**
 * Region of a bucket of AWS, asked for once with HeadBucket, which tells it to whoever asks, also with a refusal. Unsigned,
 * so that nobody is billed. Null when the bucket may not be asked or does not say.
 *
 * @throws {GatewayError} `CANCELLED`.
 */
export async function findRegion(
  bucket: string,
  { http, once, signal, now }: Pick<ResolveContext<unknown>, 'http' | 'once' | 'signal' | 'now'>,
): Promise<string | null> {
  return once(`region of ${bucket}`, async () => {
    const value = await ask()
    const time = now().getTime() + (value === null ? keptUnknown : kept)
    return { value, expiresAt: new Date(time).toISOString() }
  })

  async function ask(): Promise<string | null> {
    const place = { name: bucket, region: null, endpoint: null, requesterPays: false }
    try {
      const url = `${bucketUrl(place, 'us-east-1')}/`
      const { headers } = await http.request(url, {
        method: 'HEAD',
        statuses: meantStatuses,
        signal,
      })
      const told = headers['x-amz-bucket-region'] ?? null
      return told === null ? null : regionOf(regionNamed(told))
    } catch (thrown) {
      if (!(thrown instanceof GatewayError) || thrown.code === 'CANCELLED') throw thrown
      return null
    }
  }
}
