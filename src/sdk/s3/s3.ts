import type { Availability } from '../../model/index.ts'

/** A bucket as a source names it. */
export interface S3Bucket {
  readonly name: string
  /** `us-west-2`; null when it has to be asked for. */
  readonly region: string | null
  /** Root of a service other than AWS, addressed path-style: `http://127.0.0.1:7480`. Null for AWS. */
  readonly endpoint: string | null
  /** Whether whoever asks pays; every request then says so, signed, and needs credentials. */
  readonly requesterPays: boolean
}

/** Keys to sign with. Never kept, logged or told. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Null for keys that do not expire. */
  readonly sessionToken: string | null
}

/** An object as a listing tells it. */
export interface S3Object {
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** Without quotes. A marker of the version, never a checksum. Empty when the service tells none. */
  readonly etag: string
  /** RFC 3339. */
  readonly modified: string
  /** `STANDARD`, `GLACIER`, … */
  readonly storageClass: string
  /** ARCHIVED for what has to be restored before it can be read. */
  readonly availability: Availability
}

export interface S3Page {
  /** In the order of their keys' UTF-8 bytes. */
  readonly objects: readonly S3Object[]
  /** What a `delimiter` rolled up, each ending with it. */
  readonly prefixes: readonly string[]
  /** `startAfter` of the page that comes next, a checkpoint that stays good; null after the last page. */
  readonly next: string | null
}

export interface S3Listing {
  /** Default: the whole bucket. */
  prefix?: string
  /** Keys up to and with this one are passed over. */
  startAfter?: string | undefined
  /** `/` lists one folder, others below it rolled up as `prefixes`. */
  delimiter?: string
  /** Keys a page, at most 1,000, which is the default. */
  pageSize?: number
}

export interface S3Head {
  readonly size: number
  /** Without quotes. */
  readonly etag: string
  /** RFC 3339; null when not told. */
  readonly modified: string | null
  readonly contentType: string | null
  readonly storageClass: string
  readonly availability: Availability
  readonly versionId: string | null
  /**
   * Of the whole object, as the service computed it, in lower-case hexadecimal; null when there is none, or only one of
   * hashes of its parts.
   */
  readonly checksum: {
    readonly algorithm: 'SHA256' | 'SHA1' | 'CRC32C' | 'CRC64NVME'
    readonly value: string
  } | null
}

export interface S3Reading {
  /** An ETag: the object is not read while it still has it. */
  unless?: string | undefined
  /** First and last byte. Default: the whole object. */
  range?: readonly [first: number, last: number]
  /** Largest object that is read whole, or longest range. Default 1 MiB. */
  maxBytes?: number
}

/**
 * What came of reading one object: what is not an error is not thrown. The bytes of an object that is stored with a
 * `Content-Encoding` come decoded; those of a range of it do not.
 */
export type S3Content =
  | {
      readonly state: 'READ'
      readonly bytes: Uint8Array
      readonly etag: string
      readonly contentType: string | null
    }
  /** It still has the ETag of `unless`. */
  | { readonly state: 'UNCHANGED' }
  /**
   * There is no such object; or whether there is may not be known, which is so in a bucket of which others were read and
   * that cannot be listed; or no URL can carry its key, since it has a segment `.` or `..`: nothing was asked then.
   */
  | { readonly state: 'MISSING' }
  /** It has to be restored first. */
  | { readonly state: 'ARCHIVED' }
  /** It is larger than `maxBytes`. */
  | { readonly state: 'TOO_LARGE' }

/** Reads the metadata of buckets: listings, heads and small objects. Never a large one. */
export interface S3Client {
  /**
   * The keys below a prefix, page by page, as `ListObjectsV2` gives them.
   *
   * @throws {GatewayError} `SOURCE_FORBIDDEN` with a message that says what is missing (the word that the caller pays,
   *   credentials, a grant); `SOURCE_REFUSED` for what other keys, or a clock that is right, would mend; `NOT_FOUND` for a
   *   bucket that is not there; `BUDGET_EXCEEDED` before a request that the budget does not cover; and what `HttpClient`
   *   throws.
   */
  pages(bucket: S3Bucket, listing?: S3Listing): AsyncIterable<S3Page>
  /** Null for what `read` calls MISSING. Throws as `pages` does. */
  head(bucket: S3Bucket, key: string): Promise<S3Head | null>
  /** Throws as `pages` does. */
  read(bucket: S3Bucket, key: string, reading?: S3Reading): Promise<S3Content>
  /**
   * The objects that an S3 Inventory lists, page by page in its own order, which is no order of keys: `next` of every
   * page is null.
   *
   * @param manifest Key of its `manifest.json`; or a prefix that holds the dated folders, of which the newest complete
   *   one is taken.
   * @throws {GatewayError} `UNSUPPORTED` for ORC and Parquet; `ANSWER_INVALID` when a file is not what its MD5 says;
   *   and what `pages` throws.
   */
  inventory(bucket: S3Bucket, manifest: string): AsyncIterable<S3Page>
  /** Region that the bucket is in, asked for once. */
  region(bucket: S3Bucket): Promise<string>
  /** US dollars that requests have cost since this was last asked: an estimate by list prices, never too low. */
  takeSpent(): number
  /** Answers that said that whoever asked was charged for them, since the client was made. */
  readonly charged: number
}
