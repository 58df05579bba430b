import { z } from 'zod'
import { Access } from '#sdk'

const WebRoot = z
  .url({ protocol: /^https?$/ })
  .refine(isPlainRoot, 'expected an address without user, query and fragment')

/** A modality as DICOM codes it (0008,0060): `MR`, `PT`. */
const Modality = z.string().regex(/^[A-Z0-9_]{1,16}$/, 'expected a DICOM modality such as MR')
const Secret = z.string().regex(/^[\x20-\x7e]+$/, 'expected printable characters')

/** HTTP Basic with user and password, or a bearer token; without either the archive is read anonymously. */
export const Login = z.union(
  [
    z.strictObject({
      // Basic authentication parts the two at the first colon.
      user: Secret.regex(/^[^:]+$/, 'expected a name without a colon'),
      password: Secret,
    }),
    z.strictObject({ token: Secret }),
  ],
  'expected user and password, or token',
)

export const Options = z.strictObject({
  /** Root of the DICOMweb service with its path, e.g. `https://pacs.example.org/dicom-web`. */
  baseUrl: WebRoot,
  /** Root that links for readers are built on. Null: `baseUrl`. */
  publicUrl: WebRoot.nullable().default(null),
  /** A page where a study can be looked at, with `{study}` for its UID. Null: there is none. */
  viewerUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{study}'), 'expected an address with {study} in it')
    .nullable()
    .default(null),
  /**
   * What becomes of series: `assets` of the record of their study, `records` of their own (IMAGE) below it, or
   * `none`: they are not read, which spares a request a study.
   */
  series: z.enum(['assets', 'records', 'none']).default('assets'),
  /** Rows asked for at a time; a server may give fewer. */
  pageSize: z.int().min(2).max(5000).default(100),
  modalities: z
    .strictObject({
      /** Only studies and series of these. Empty: of all. */
      include: z.array(Modality).default([]),
      /** No series of these; no studies that hold nothing else. */
      exclude: z.array(Modality).default([]),
    })
    .default({ include: [], exclude: [] }),
  /**
   * How much is kept of the free text of descriptions, in which people write names. `known-words`: of series, the words
   * that say how an image was made; of studies, nothing. `whole`: all of it, for archives that are free of names.
   */
  descriptions: z.enum(['known-words', 'whole']).default('known-words'),
  /** How much is kept of the date of a study: it may lead to a person. */
  studyDate: z.enum(['none', 'year', 'day']).default('year'),
  /** Species of subjects where the archive does not say it, as it does of animals; told as assumed. Null: unknown. */
  assumedSpecies: z.string().min(1).nullable().default(null),
  /** Licence of everything, which DICOM does not say; told as assumed. Null: unknown. */
  assumedLicense: z.string().min(1).nullable().default(null),
  /** How readers get access, which DICOM does not say; told as assumed. */
  assumedAccess: Access.default('UNKNOWN'),
})
export type Options = z.output<typeof Options>

/** `path` below a root that may or may not end with a slash. */
export function below(root: string, path: string): string {
  return `${root.replace(/\/+$/, '')}/${path}`
}

function isPlainRoot(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  return [url.username, url.password, url.search, url.hash].every((part) => part === '')
}
