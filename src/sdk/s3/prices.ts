import type { S3Bucket } from './s3.ts'

/** Bytes that AWS bills as a gigabyte. */
export const billedGigabyte = 2 ** 30

/** List prices in US dollars. They change: whoever shows an amount says `asOf`, and that it is an estimate. */
export interface S3Prices {
  /** Day on which they were read, `YYYY-MM-DD`. */
  readonly asOf: string
  /** Region that they hold for. */
  readonly region: string
  /** 1,000 requests that list. */
  readonly listPerThousand: number
  /** 1,000 GET or HEAD requests. */
  readonly getPerThousand: number
  /** To the internet, by what an account has read in the month, first tier first. */
  readonly internet: readonly {
    /** Gigabytes at which the tier ends; null for the last. */
    readonly upTo: number | null
    readonly perGigabyte: number
  }[]
  /** To another region. Inside one region it is free. */
  readonly otherRegionPerGigabyte: number
  /** Reading out of a storage class that bills it. */
  readonly retrievalPerGigabyte: Readonly<Record<string, number>>
}

/**
 * us-east-1 (aws.amazon.com/s3/pricing, and for the tiers to the internet two price comparisons of 2026). The first
 * 100 GB of an account's month are free, all services together.
 */
export const s3Prices: S3Prices = {
  asOf: '2026-11-01',
  region: 'us-east-1',
  listPerThousand: 0.005,
  getPerThousand: 0.0004,
  internet: [
    { upTo: 100, perGigabyte: 0 },
    { upTo: 10 * 1024, perGigabyte: 0.09 },
    { upTo: 50 * 1024, perGigabyte: 0.085 },
    { upTo: 150 * 1024, perGigabyte: 0.07 },
    { upTo: null, perGigabyte: 0.05 },
  ],
  otherRegionPerGigabyte: 0.02,
  retrievalPerGigabyte: { STANDARD_IA: 0.01, ONEZONE_IA: 0.01, GLACIER_IR: 0.03 },
}

export type S3RequestKind = 'LIST' | 'GET'

/** Dollars that one request costs which brings so many bytes, at the dearest tier: nobody knows what else is read. */
export function requestCost(prices: S3Prices, kind: S3RequestKind, bytes: number): number {
  const request = kind === 'LIST' ? prices.listPerThousand : prices.getPerThousand
  const perGigabyte = Math.max(0, ...prices.internet.map((tier) => tier.perGigabyte))
  return request / 1000 + (bytes / billedGigabyte) * perGigabyte
}

/**
 * Whether AWS bills a request that had this status. Refusals (403), what is malformed (400), redirects and faults of
 * the service (5xx) are billed to nobody who is outside the bucket's own account (S3 User Guide, Billing for error
 * responses); an answer that there is no such object, or that it has not changed, is a request like any other.
 */
export function isBilledStatus(status: number): boolean {
  return (status >= 200 && status < 300) || [304, 404, 412, 416].includes(status)
}

/**
 * Whether the keys that sign a request may be billed for it: in a requester-pays bucket always; in any other bucket of
 * AWS its owner is, who may be whoever signs. Unsigned requests cost those who send them nothing.
 */
export function mayBeBilled(bucket: S3Bucket, isSigned: boolean, saysWhoPays: boolean): boolean {
  return isSigned && (saysWhoPays || bucket.endpoint === null)
}
