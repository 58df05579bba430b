import { z } from 'zod'

export const AssetRole = z.enum([
  'VOLUME',
  'LABELS',
  'MESH',
  'TABLE',
  'IMAGE',
  'METADATA',
  'THUMBNAIL',
  'ARCHIVE',
  'DIRECTORY',
  'OTHER',
])
export type AssetRole = z.infer<typeof AssetRole>

export const Availability = z.enum(['ONLINE', 'ARCHIVED', 'ON_REQUEST', 'UNKNOWN'])
export type Availability = z.infer<typeof Availability>

export const ChecksumAlgorithm = z.enum([
  'MD5',
  'SHA1',
  'SHA256',
  'SHA384',
  'SHA512',
  'CRC32C',
  'CRC64NVME',
  'BLAKE2B',
])
export type ChecksumAlgorithm = z.infer<typeof ChecksumAlgorithm>

export const Checksum = z.strictObject({
  algorithm: ChecksumAlgorithm,
  /** Lower-case hexadecimal. */
  value: z.string().regex(/^[0-9a-f]+$/),
  /** Where it was read: `manifest`, `sidecar`, a publication. */
  source: z.string().min(1),
})
export type Checksum = z.infer<typeof Checksum>

/** A file of a record, as the source names it. A row of its own in the catalogue, never a list inside a record. */
export const Asset = z.strictObject({
  name: z.string().min(1),
  role: AssetRole,
  /** Short name of the format, e.g. `NRRD`, `NIfTI`; null when unknown. */
  format: z.string().min(1).nullable(),
  mediaType: z.string().min(1).nullable(),
  /** Bytes; null when unknown, never 0 for that. */
  size: z.int().nonnegative().nullable(),
  /** False for a size that was printed rounded (`1.2 GB`). */
  sizeIsExact: z.boolean(),
  checksum: Checksum.nullable(),
  availability: Availability,
  /**
   * Stable and free of secrets: `https://…`, `s3://bucket/key`, `xnat:…`, `shanoir:…`. Unique within its
   * record: it is what an asset's id is made of.
   */
  locator: z.string().regex(/^[a-z][a-z0-9+.-]*:/),
  /** Region of the bucket, for `s3:` locators. */
  region: z.string().min(1).nullable(),
  /** Who is billed for reading it; null when nobody is. */
  payer: z.enum(['CALLER', 'OPERATOR']).nullable(),
})
export type Asset = z.infer<typeof Asset>

/** An `Asset` with nothing known; connectors spread it and set what their rows state. */
export const unknownAsset = {
  format: null,
  mediaType: null,
  size: null,
  sizeIsExact: false,
  checksum: null,
  availability: 'UNKNOWN',
  region: null,
  payer: null,
} as const satisfies Omit<Asset, 'name' | 'role' | 'locator'>

/** What looking at the link of an asset has shown. */
export type LinkHealth =
  /** The upstream has it. */
  | 'OK'
  /** It has something of another size there. */
  | 'CHANGED'
  /** It did not answer, or not as it should have. */
  | 'UNREACHABLE'
  /** It said that it has nothing there, so far less than three times. */
  | 'MISSING'
  /** It said so three times, at least 20 hours apart. */
  | 'GONE'

/** The last look at an asset's link. */
export interface LinkCheck {
  /** RFC 3339. */
  at: string
  health: LinkHealth
}

/** Sums over the assets of one record, kept with it. */
export interface AssetSummary {
  assetCount: number
  /** Sum of the known sizes in bytes; null when any size is unknown, or there is no asset. */
  totalBytes: number | null
  /** Distinct formats, sorted. */
  formats: string[]
  /** Distinct roles, sorted. */
  roles: AssetRole[]
  /** The worst of the assets' availabilities; UNKNOWN when there is none. */
  availability: Availability
}

export const noAssets: AssetSummary = {
  assetCount: 0,
  totalBytes: null,
  formats: [],
  roles: [],
  availability: 'UNKNOWN',
}
