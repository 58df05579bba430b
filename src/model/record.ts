import { z } from 'zod'
import type { AssetSummary } from './asset.ts'
import { Origin, Term } from './term.ts'

export const RecordKind = z.enum([
  'ATLAS',
  'TEMPLATE',
  'PARCELLATION',
  'DATASET',
  'STUDY',
  'SESSION',
  'IMAGE',
  'COLLECTION',
])
export type RecordKind = z.infer<typeof RecordKind>

export const Domain = z.enum([
  'NEUROIMAGING',
  'GENOMICS',
  'GEOSPATIAL',
  'ECOLOGY',
  'MEDICAL_IMAGING',
  'OTHER',
])
export type Domain = z.infer<typeof Domain>

export const LicenseClass = z.enum([
  'OPEN',
  'ATTRIBUTION',
  'SHARE_ALIKE',
  'NON_COMMERCIAL',
  'RESTRICTED',
  'UNKNOWN',
])
export type LicenseClass = z.infer<typeof LicenseClass>

export const Access = z.enum([
  'OPEN',
  'REGISTERED',
  'ON_REQUEST',
  'DATA_USE_AGREEMENT',
  'REQUESTER_PAYS',
  'CLOSED',
  'UNKNOWN',
])
export type Access = z.infer<typeof Access>

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as precise as the source is, no more. */
export const PartialDate = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'YYYY, YYYY-MM or YYYY-MM-DD')
export type PartialDate = z.infer<typeof PartialDate>

/** RFC 3339 in UTC. */
export const DateTime = z.iso.datetime()

/** An absolute `http:` or `https:` address. */
export const WebUrl = z.url({ protocol: /^https?$/ })

export const License = z.strictObject({
  /** As the source words it. */
  raw: z.string().min(1).nullable(),
  spdx: z.string().min(1).nullable(),
  class: LicenseClass,
  url: WebUrl.nullable(),
})
export type License = z.infer<typeof License>

export const unknownLicense: License = { raw: null, spdx: null, class: 'UNKNOWN', url: null }

export const Resolution = z.strictObject({
  /** One value an axis, in the axis order of the source; a single value when it is isotropic. */
  values: z.array(z.number().positive()).min(1).max(4),
  /** UCUM-like: `um`, `mm`, `m`, `deg`. */
  unit: z.string().min(1),
  /** The values in micrometres; null when the unit is not a length. */
  micrometres: z.array(z.number().positive()).nullable(),
})
export type Resolution = z.infer<typeof Resolution>

/** A group of subjects, never one person: counts and ranges only. */
export const Subjects = z.strictObject({
  count: z.int().nonnegative().nullable(),
  ageMin: z.number().nonnegative().nullable(),
  ageMax: z.number().nonnegative().nullable(),
  /** `years`, `months`, `weeks`, `days`, `embryonic days`, `post-conceptional weeks`. */
  ageUnit: z.string().min(1).nullable(),
})
export type Subjects = z.infer<typeof Subjects>

export const Publication = z.strictObject({
  title: z.string().min(1).nullable(),
  /** Without a resolver: `10.1016/j.cell.2020.04.007`. */
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/)
    .nullable(),
  url: WebUrl.nullable(),
})
export type Publication = z.infer<typeof Publication>

/**
 * Who may find a record, and who may open its assets: two different questions, each answered by groups.
 * An empty list is nobody (but operators).
 */
export const Visibility = z.strictObject({
  discover: z.array(z.string().min(1)),
  retrieve: z.array(z.string().min(1)),
})
export type Visibility = z.infer<typeof Visibility>

/** How one field of a record came about, where that is worth telling. */
export const FieldOrigin = z.strictObject({
  field: z.string().min(1),
  raw: z.string().nullable(),
  /** Id of the rule that mapped it; null when none did. */
  rule: z.string().nullable(),
  origin: Origin,
})
export type FieldOrigin = z.infer<typeof FieldOrigin>

const text = z.string().min(1)
const terms = z.array(Term)

/**
 * What a connector's `map` says about one row: everything that the source states, nothing that core adds.
 * Unknown is null or an empty list, never a default. There is no field for a person's data: a strict
 * object refuses what is not listed here.
 */
export const MappedRecord = z.strictObject({
  kind: RecordKind,
  /** Native ids of the records that this one belongs to, the owner first. */
  parents: z.array(text),
  version: text.nullable(),
  /** Native id of the record of which this is a version. */
  isVersionOf: text.nullable(),
  /** DOI, RRID, ids at other places. */
  sameAs: z.array(text),

  title: text,
  description: text.nullable(),
  keywords: z.array(text),
  /** Names of authors or institutions as published with the data; never of subjects or operators. */
  creators: z.array(text),
  publications: z.array(Publication),
  landingPage: WebUrl.nullable(),
  /** Pages where it can be looked at without a download. */
  viewers: z.array(WebUrl),

  domain: Domain.nullable(),
  species: terms,
  modality: terms,
  structure: terms,
  technique: terms,
  referenceSpace: terms,
  resolution: Resolution.nullable(),
  license: License,
  access: Access,
  /** What to do to get access, where `access` is not OPEN. */
  accessNote: text.nullable(),
  /** Level of processing, in the words of the source: `raw`, `derivative`, `Level 3`. */
  dataLevel: text.nullable(),
  /** Tesla. */
  fieldStrength: z.number().positive().nullable(),
  subjects: Subjects.nullable(),
  released: PartialDate.nullable(),
  /** When the source says that it changed it last. */
  modified: DateTime.nullable(),

  /** Null: as the scope's rights say, else public. */
  visibility: Visibility.nullable(),
  /** Where the row was read, without secrets. */
  upstream: WebUrl.nullable(),
  fields: z.array(FieldOrigin),
})
export type MappedRecord = z.infer<typeof MappedRecord>

/** A `MappedRecord` with nothing known; connectors spread it and set what their rows state. */
export const unknownRecord = {
  parents: [],
  version: null,
  isVersionOf: null,
  sameAs: [],
  description: null,
  keywords: [],
  creators: [],
  publications: [],
  landingPage: null,
  viewers: [],
  domain: null,
  species: [],
  modality: [],
  structure: [],
  technique: [],
  referenceSpace: [],
  resolution: null,
  license: unknownLicense,
  access: 'UNKNOWN',
  accessNote: null,
  dataLevel: null,
  fieldStrength: null,
  subjects: null,
  released: null,
  modified: null,
  visibility: null,
  upstream: null,
  fields: [],
} as const satisfies Omit<MappedRecord, 'kind' | 'title'>

export const Quality = z.strictObject({
  /** 0 to 1: the share of the report's fields that have a value. */
  score: z.number().min(0).max(1),
  /** Fields without a value, by name. */
  missing: z.array(z.string()),
  /** What the mandatory subset lacks or what looks wrong, in words. */
  problems: z.array(z.string()),
})
export type Quality = z.infer<typeof Quality>

/** What one source says about one thing, normalised: the row of the catalogue. */
export const MetadataRecord = MappedRecord.omit({ visibility: true }).extend({
  /** `<source>:<native id>`, stable across harvests. */
  id: text,
  source: text,
  nativeId: text,
  /** Ids of records, the owner first. */
  parents: z.array(text),
  isVersionOf: text.nullable(),
  visibility: Visibility,
  /** Connector type and version, e.g. `allen@1`. */
  connector: text,
  /** SHA-256 of the row, hexadecimal. */
  rowHash: z.string().regex(/^[0-9a-f]{64}$/),
  quality: Quality,
})
export type MetadataRecord = z.infer<typeof MetadataRecord>

/** A record as the catalogue gives it back: with its sums over assets and the run that wrote it. */
export interface StoredRecord extends MetadataRecord, AssetSummary {
  /** Id of the harvest that last wrote it. */
  harvest: string
  harvestedAt: string
  /**
   * The same opaque id for all records that are the same thing, of whichever source; null when it bears nothing by which
   * another could be known to be it. It changes with what is known.
   */
  identity: string | null
}
