import { z } from 'zod'
import { Access, Domain } from '#sdk'

/** How datasets are told apart and read. `detect`: by the first marker found among the files of their folder. */
export const Convention = z.enum([
  'detect',
  'bids',
  'templateflow',
  'htan',
  'stac',
  'croissant',
  'dats',
  'ome-zarr',
  'frictionless',
  'listing',
])
export type Convention = z.infer<typeof Convention>

const BucketName = z
  .string()
  .regex(/^[a-z0-9A-Z][a-zA-Z0-9._-]{1,254}$/, 'expected the name of a bucket')
const Region = z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected a region such as us-east-1')
const Endpoint = z
  .url({ protocol: /^https?$/ })
  .refine(isPlainRoot, 'expected an address without user, path, query and fragment')
  .transform((url) => new URL(url).origin)
const Text = z.string().trim().min(1)

const whereabouts = {
  bucket: BucketName,
  /** `us-west-2`; null: it is asked for, which is one request more a harvest. */
  region: Region.nullable().default(null),
  /** Root of a service other than AWS, addressed path-style. Null: AWS. */
  endpoint: Endpoint.nullable().default(null),
  /** Whether whoever asks pays, so the operator for the harvest. */
  requesterPays: z.boolean().default(false),
}

const Inventory = z.strictObject({
  ...whereabouts,
  /** Key of a `manifest.json`, or the prefix above the dated folders, of which the newest complete one is taken. */
  manifest: Text,
})

const Place = z
  .strictObject({
    ...whereabouts,
    /** Folder of the bucket, with or without the slash at its end. Empty: the whole bucket. */
    prefix: z
      .string()
      .max(900)
      .default('')
      .transform((prefix) => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`)),
    convention: Convention.default('detect'),
    /** `prefix`: all of it is one dataset; `folders`: each folder right below it is. */
    datasets: z.enum(['prefix', 'folders']).default('prefix'),
    /** An S3 Inventory to read in place of the listing, for more than a million keys. Only for `datasets: prefix`. */
    inventory: Inventory.nullable().default(null),
    /** Words of the operator for what the files leave open; told as assumed. */
    assumed: z
      .strictObject({
        title: Text.nullable().default(null),
        license: Text.nullable().default(null),
        domain: Domain.nullable().default(null),
        species: Text.nullable().default(null),
      })
      .prefault({}),
    /** How readers get access. Null: REQUESTER_PAYS or, for what was read without credentials, OPEN; else UNKNOWN. */
    access: Access.nullable().default(null),
    /** What readers have to do to get access. */
    accessNote: Text.nullable().default(null),
  })
  .refine(({ datasets, inventory }) => inventory === null || datasets === 'prefix', {
    path: ['inventory'],
    message: 'an inventory is read as one dataset: expected datasets: prefix',
  })
export type Place = z.output<typeof Place>

const Limits = z.strictObject({
  /** Largest metadata file that is read, in bytes. */
  metadataBytes: z
    .int()
    .min(1_024)
    .max(16 * 1_048_576)
    .default(1_048_576),
  /** Keys looked at before a record is written: what a record says of its files is read from these. */
  keysAhead: z.int().min(1_000).max(20_000).default(5_000),
  /** JSON sidecars read a dataset, for what stands in no other file. */
  sidecars: z.int().nonnegative().max(1_000).default(24),
  /** Checksum files of single objects (`x.sha256`) read a dataset. */
  checksumFiles: z.int().nonnegative().default(1_000),
  /** Objects a dataset that are asked for the checksum that the service computed, one request each. */
  checksumHeads: z.int().nonnegative().default(0),
  /** Datasets inside a dataset (`derivatives/…`) that are looked for. */
  nested: z.int().nonnegative().default(100),
  /** Metadata documents read below one prefix, where documents point to others (STAC). */
  documents: z.int().positive().default(10_000),
  /** Keys a page. */
  pageSize: z.int().min(2).max(1_000).default(1_000),
})

export const Options = z.strictObject({
  places: z
    .array(Place)
    .min(1)
    .refine(areApart, 'expected places that do not lie inside one another'),
  /** US dollars that one harvest may cost, as estimated before each request. */
  maxCost: z.number().nonnegative().max(10_000).default(1),
  limits: Limits.prefault({}),
})
export type Options = z.output<typeof Options>

/** The place of a row. Undefined: the options have changed since. */
export function placeOf({ places }: Options, bucket: string, prefix: string): Place | undefined {
  return places.find((place) => place.bucket === bucket && prefix.startsWith(place.prefix))
}

function areApart(places: readonly Place[]): boolean {
  return places.every((one, at) =>
    places.every(
      (other, index) =>
        at === index || one.bucket !== other.bucket || !one.prefix.startsWith(other.prefix),
    ),
  )
}

function isPlainRoot(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  const { username, password, pathname, search, hash } = url
  return [username, password, search, hash].every((part) => part === '') && pathname === '/'
}
