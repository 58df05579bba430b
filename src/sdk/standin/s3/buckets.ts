/** Keys that somebody signs with, and what they are good for in a bucket. */
export interface S3StandinKey {
  accessKeyId: string
  secretAccessKey: string
  /** Temporary keys: the token that has to come with them. */
  sessionToken?: string
  /** Temporary keys: epoch milliseconds of their end. Default: never. */
  expires?: number
  /** Whether they are the bucket owner's, who is never charged. Default false. */
  isOwner?: boolean
}

/** Base64, as S3 tells them when asked with `x-amz-checksum-mode`. */
export type S3StandinChecksums = Partial<
  Record<'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256', string>
> & {
  /** COMPOSITE: of the checksums of the parts. Default FULL_OBJECT. */
  type?: 'FULL_OBJECT' | 'COMPOSITE'
}

export interface S3StandinObject {
  key: string
  /** Absent: `size` bytes are claimed, all of them zero when they are read. */
  body?: string | Uint8Array
  /** Bytes. Default: those of the body, or none. */
  size?: number
  /** Without quotes. Default: MD5 of the body, or something that looks like one. */
  etag?: string
  /** RFC 3339. Default 2024-05-06T07:08:09Z. */
  modified?: string
  /** Default `STANDARD`. GLACIER and DEEP_ARCHIVE cannot be read before they are restored. */
  storageClass?: string
  /** Tier of an object in INTELLIGENT_TIERING that cannot be read before it is restored. */
  archiveStatus?: 'ARCHIVE_ACCESS' | 'DEEP_ARCHIVE_ACCESS'
  /** A restore that is under way, or one that is done and lasts until `expires` (RFC 3339). */
  restore?: { ongoing: boolean; expires?: string }
  checksums?: S3StandinChecksums
  /** Default `binary/octet-stream`. */
  contentType?: string
  /** `x-amz-meta-*` by the part of the name after that. */
  metadata?: Record<string, string>
  /** Of several objects with one key the last one is the current version. */
  versionId?: string
}

/** Objects that are made when they are asked for, each with its own key, in the order of the keys' UTF-8 bytes. */
export interface S3LazyObjects {
  count: number
  /** From 0 up. Gives the same again when asked again. */
  at(index: number): S3StandinObject
}

export interface S3StandinBucket {
  name: string
  /** Default `us-east-1`. */
  region?: string
  /** Whether whoever asks pays; nobody else than the owner gets in without saying so. Default false. */
  requesterPays?: boolean
  /** Whether everybody may list and read, without keys too unless `requesterPays`. Default false. */
  isPublic?: boolean
  /** Whether those who may read may list; else they are refused, and a key that is not there too. Default true. */
  canList?: boolean
  /** Whose keys get in. */
  keys?: S3StandinKey[]
  /**
   * How it answers a request signed for another region at an address that names none: 400 with the region, or 301 as
   * when the address named the region that was signed for. Default `MALFORMED`.
   */
  wrongRegion?: 'MALFORMED' | 'REDIRECT'
  /** In any order; or made when asked for. */
  objects: S3StandinObject[] | S3LazyObjects
}
