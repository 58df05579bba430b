import { z } from 'zod'

/*
 * What may be kept of an entry of the registry. Never `Contact` and the authors of tutorials and publications: they are
 * people. Addresses of mail inside texts are taken out. Shapes give the same for their own output, so that a kept row can
 * go through them again.
 */

/** Bounded, so that a long run of letters is not searched from each of them. */
const mailAddress =
  /(?:mailto:)?(?<![\w.%+-])[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi

/** YAML takes `2020` for a number and `yes` for a text: both are words here. Blank and absent are the same. */
const Text = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((text) => withoutMail(String(text ?? '')).trim() || null)
/** A part whose form is not documented, or not kept to: passed over where it is no text. */
const MaybeText = Text.catch(null)

function list<Shape extends z.ZodType>(shape: Shape) {
  return z
    .array(shape)
    .nullish()
    .transform((all) => all ?? [])
}

const Texts = list(MaybeText).transform((all) => all.filter((text) => text !== null))

/** Entries say `True`, and now and then `"True"`. */
const Flag = z
  .union([z.boolean(), z.stringbool()])
  .nullish()
  .transform((flag) => flag ?? null)

const Resource = z.object({
  Description: Text,
  /** Of a bucket, a prefix in one, an access point, a topic; null where a `Host` stands for it. */
  ARN: Text,
  /** Of a CloudFront distribution. */
  Host: Text,
  Region: Text,
  /** `S3 Bucket`, `CloudFront Distribution`, `SNS Topic`, `EBS Snapshot`, `DB Snapshot`. */
  Type: Text,
  RequesterPays: Flag,
  /** Whether it wants an account of AWS. */
  AccountRequired: Flag,
  /** Where access is given: an address, seldom words. */
  ControlledAccess: Text,
  /** Markdown links. */
  Explore: Texts,
})
export type Resource = z.output<typeof Resource>

/** Absent, null and empty are one. */
const Publications = list(z.object({ Title: MaybeText, URL: MaybeText }))

/** An entry of the registry: one data set. Source: `schema.yaml` of the Registry of Open Data on AWS. */
export const Dataset = z.object({
  /** Name of its file without `.yaml`, which the registry has as the data set's id. */
  id: z.string().min(1),
  Name: z
    .union([z.string(), z.number()])
    .transform((name) => withoutMail(String(name)).trim())
    .pipe(z.string().min(1)),
  Description: Text,
  Documentation: Text,
  ManagedBy: Text,
  UpdateFrequency: Text,
  Citation: Text,
  License: Text,
  Tags: Texts,
  Deprecated: Flag,
  DeprecatedNotice: Text,
  /** The Amazon Sustainability Data Initiative. */
  Collabs: z
    .object({ ASDI: z.object({ Tags: Texts }).nullish() })
    .nullish()
    .transform((collabs) => collabs ?? null),
  Resources: list(Resource),
  DataAtWork: z
    .object({ Publications })
    .nullish()
    .transform((work) => work ?? null),
})
export type Dataset = z.output<typeof Dataset>

/** Why a file is no entry, so that it is told and its old record kept. */
export const Unreadable = z.object({
  problem: z.enum([
    'NOT_UTF8',
    'NOT_YAML',
    'TOO_MANY_ALIASES',
    'REPEATED_KEY',
    'NOT_AN_ENTRY',
    'TOO_LARGE',
    'LEADS_OUTSIDE',
    'NOT_READABLE',
    'ARCHIVED',
  ]),
  /** Line of a fault of YAML, from 1. */
  line: z.int().positive().nullable(),
})
export type Unreadable = z.output<typeof Unreadable>

function withoutMail(text: string): string {
  return text.replace(mailAddress, '(address of mail)')
}
