import { z } from 'zod'
import { AssetRole, ChecksumAlgorithm, Domain, RecordKind } from '#sdk'
import { Auth, ListSpec, Name, RequestSpec, TemplateText } from './manifest-requests.ts'
import { ManifestRule } from './manifest-rules.ts'
import { parsePath } from './paths.ts'

/*
 * What a manifest may say: one repository, described without code. Every object is strict, so that a misspelt key is an
 * error that names it. `README.md` explains each part by example.
 */

export const fieldTypes = ['text', 'number', 'integer', 'boolean'] as const
export type FieldType = (typeof fieldTypes)[number]

/** `a.b[*]` in the row, or `detail:a.b` in what a request of `details` answered. */
const FieldPath = z
  .string()
  .refine(isFieldPath, 'expected a path such as a.b[0], or detail:a.b with the name of a detail')

function isFieldPath(text: string): boolean {
  const { path } = partedPath(text)
  return parsePath(path) !== null
}

/** The paths of a field, the first choice first; none for one that is not read of the row. */
export function pathsOf(field: Field): string[] {
  if (typeof field === 'string') return [field]
  if (!('path' in field)) return []
  return typeof field.path === 'string' ? [field.path] : field.path
}

/** The detail that a field is read of, null for the row itself, and the path in it. */
export function partedPath(text: string): { detail: string | null; path: string } {
  const [, detail, path] = /^([a-z][A-Za-z0-9_]*):(.*)$/s.exec(text) ?? []
  return detail === undefined ? { detail: null, path: text } : { detail, path: path ?? '' }
}

const Field = z.union([
  FieldPath,
  z.strictObject({
    /** Of several the first that leads to a value. */
    path: z.union([FieldPath, z.array(FieldPath).min(1)]),
    /** What the upstream says here. Text that holds a number counts as one; any other mismatch rejects the row. */
    type: z.enum(fieldTypes).default('text'),
    /** A row without it is rejected. */
    required: z.boolean().default(false),
    /** Only what follows the last of these: the end of an address that is an id. */
    after: z.string().min(1).optional(),
  }),
  /** The key under which the row stood, where `rows` ends with `.*`. */
  z.strictObject({ key: z.literal(true) }),
  /** The same for every row. */
  z.strictObject({ value: z.union([z.string().min(1), z.number(), z.boolean()]) }),
])
export type Field = z.output<typeof Field>
const Fields = z.record(Name, Field)

export const dateFormats = [
  'iso',
  'YYYYMMDD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD.MM.YYYY',
  'YYYY',
  'epoch-seconds',
  'epoch-milliseconds',
] as const
export type DateFormat = (typeof dateFormats)[number]

export const strengthUnits = ['T', 'mT', 'G'] as const

const Converted = z.strictObject({
  from: z.union([TemplateText, z.array(TemplateText).min(1)]),
  /** Only what follows the last of these: `/` makes `b` of `a/b`. */
  after: z.string().min(1).optional(),
  /** Only what stands before the first of these. */
  before: z.string().min(1).optional(),
  /** Several values in one text. */
  split: z.string().min(1).optional(),
  /** What raw values mean, whatever their case. */
  map: z.record(z.string(), z.union([z.string().min(1), z.boolean()])).optional(),
  /** What those mean that `map` does not have; null: nothing. Left out: they stay as they are. */
  else: z.union([z.string().min(1), z.boolean(), z.null()]).optional(),
  /** How a date is written. Default `iso`. */
  date: z.enum(dateFormats).optional(),
  /** That times without a zone are in UTC; without it they are not known. */
  zone: z.literal('UTC').optional(),
  /** The unit of a field strength. Default `T`. */
  unit: z.enum(strengthUnits).optional(),
})
export type Converted = z.output<typeof Converted>

/** One way to a value, or several: the first that gives one, in a list all that give some. */
const Value = z.union([TemplateText, Converted, z.array(z.union([TemplateText, Converted])).min(1)])
export type Value = z.output<typeof Value>

export const singleSlots = [
  'title',
  'description',
  'version',
  'isVersionOf',
  'landingPage',
  'license',
  'licenseUrl',
  'access',
  'accessNote',
  'dataLevel',
  'fieldStrength',
  'released',
  'modified',
  'upstream',
] as const
export const listSlots = [
  'parents',
  'sameAs',
  'keywords',
  'creators',
  'publications',
  'viewers',
] as const
export const termSlots = [
  'species',
  'modality',
  'structure',
  'technique',
  'referenceSpace',
] as const
export type SingleSlot = (typeof singleSlots)[number]
export type ListSlot = (typeof listSlots)[number]
export type TermSlot = (typeof termSlots)[number]

const slots = Object.fromEntries(
  [...singleSlots, ...listSlots, ...termSlots].map((slot) => [slot, Value.optional()]),
) as Record<SingleSlot | ListSlot | TermSlot, z.ZodOptional<typeof Value>>

const RecordSpec = z.strictObject({
  kind: RecordKind,
  domain: Domain.optional(),
  ...slots,
  title: Value,
  /** Whether everybody may find the record and open its files. Where credentials are wanted it must be said. */
  public: z.union([z.boolean(), Value]).optional(),
  subjects: z
    .strictObject({
      count: Value.optional(),
      ageMin: Value.optional(),
      ageMax: Value.optional(),
      ageUnit: Value.optional(),
    })
    .optional(),
  /** One value an axis, as numbers. */
  resolution: z.strictObject({ values: Value, unit: z.string().min(1) }).optional(),
})
export type RecordSpec = z.output<typeof RecordSpec>

const AssetsSpec = z.strictObject({
  /** Where they are: a path in the row or, as `detail:path`, in a detail. */
  rows: FieldPath.optional(),
  /** Or a list of their own for each record. */
  list: ListSpec.optional(),
  fields: Fields,
  name: Value,
  locator: TemplateText,
  size: Value.optional(),
  mediaType: Value.optional(),
  /** Defaults: what the ending of the name says. */
  format: Value.optional(),
  role: z.union([AssetRole, Value]).optional(),
  checksum: z.strictObject({ algorithm: ChecksumAlgorithm, value: Value }).optional(),
})
export type AssetsSpec = z.output<typeof AssetsSpec>

const Listing = z.strictObject({
  /** Lists whose every row has a list of these. Left out: it is read of its own. */
  under: z.array(Name).min(1).optional(),
  list: ListSpec,
  /** Only these are ever read of a row. */
  fields: Fields,
  /** What names the record at this source, unique among all its lists: `dataset:{id}`. */
  id: TemplateText,
  /** Says that a row has changed, so that one that has not is neither asked for nor written again. */
  changed: TemplateText.optional(),
  /** A request for each row, whose answers fields may be read of. */
  details: z.record(Name, RequestSpec).optional(),
  /** Left out: its rows only lead to others. */
  record: RecordSpec.optional(),
  assets: AssetsSpec.optional(),
})
export type Listing = z.output<typeof Listing>

const Address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

export const ManifestShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  /** Where the facts were read. */
  about: z.string().min(1),
  /** Of the API. Left out: there are many installations, and the source names its own. */
  baseUrl: Address.optional(),
  /** Of the pages for people, `{web}`. Left out: the host of the API. */
  webUrl: Address.optional(),
  auth: Auth.default({ type: 'none' }),
  lists: z.record(Name, Listing),
  rules: z.array(ManifestRule).default([]),
})
export type Manifest = z.output<typeof ManifestShape>

/** The shape as JSON Schema, for editors. */
export function manifestSchema(): unknown {
  return z.toJSONSchema(ManifestShape, { io: 'input', unrepresentable: 'any', reused: 'ref' })
}
