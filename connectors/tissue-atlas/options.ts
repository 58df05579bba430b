import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { type Credentials, isBucketName, S3Login } from '#sdk'

const WebRoot = z
  .url({ protocol: /^https?$/ })
  .refine(isPlainRoot, 'expected an address without user, query and fragment')
const Printable = z.string().regex(/^[\x21-\x7e]+$/, 'expected printable characters')

/** A login of either kind, or both: a token for the git host, and keys of S3 to list buckets with. */
export const Login: z.ZodType<Credentials> = z
  .strictObject({
    /** May read the repository; raises the rate limit of the git host. */
    token: Printable.optional(),
    accessKeyId: Printable.optional(),
    secretAccessKey: Printable.optional(),
    sessionToken: Printable.optional(),
    profile: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
  })
  .superRefine(({ token: _, ...keys }, context) => {
    const problems = Object.keys(keys).length === 0 ? [] : S3Login.safeParse(keys).error?.issues
    for (const { path, message } of problems ?? []) {
      context.addIssue({ code: 'custom', path, message })
    }
  })
  .transform(
    (login): Credentials =>
      Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)),
  )

/** What is known of a bucket that the pages name. */
const Bucket = z.strictObject({
  /** As the pages name it: `hta-melatlas-1`. */
  name: z.string().refine(isBucketName, 'expected the name of a bucket'),
  /** As assets are told to lie in. Null: unknown, and asked for where the bucket is listed. */
  region: z.string().min(1).nullable().default(null),
  /** Root of a service other than AWS. Null: AWS. */
  endpoint: WebRoot.nullable().default(null),
  /** Whether it is listed for exact sizes, with keys of whoever pays. */
  list: z.boolean().default(false),
})

export const Options = z.strictObject({
  /** Repository of the site at a git host: `owner/name`. */
  repository: z
    .string()
    .regex(/^[A-Za-z0-9][\w-]*\/[\w.-]+$/, 'expected owner/name')
    .default('labsyspharm/harvardtissueatlas'),
  branch: z
    .string()
    .regex(/^(?!.*\.\.)[\w][\w./-]*$/, 'expected the name of a branch')
    .default('main'),
  /** Root of the git host's REST API, as GitHub's is. */
  apiUrl: WebRoot.default('https://api.github.com'),
  /** Where files are read, as `<rawUrl>/<repository>/<commit>/<path>`. Null: from the API, as blobs. */
  rawUrl: WebRoot.nullable().default('https://raw.githubusercontent.com'),
  /** A checkout of the repository on this machine, in place of the git host. */
  folder: z
    .string()
    .refine((path) => isAbsolute(path), 'expected an absolute path')
    .nullable()
    .default(null),
  /** Root of the published site: landing pages are below it. */
  siteUrl: WebRoot.default('https://www.tissue-atlas.org'),
  /** Root of the site's images: thumbnails that are named by path are below it. */
  imagesUrl: WebRoot.default('https://tissue-atlas-org.imgix.net'),
  /** Page that says how to be let into the buckets. */
  instructionsUrl: WebRoot.default('https://doi.org/10.5281/zenodo.10223574'),
  /** Files read between two checkpoints. */
  pageSize: z.int().min(1).max(500).default(40),
  /** Buckets that more is known of. Sizes of those that are not listed are those that the pages print. */
  buckets: z.array(Bucket).default([]),
  /** US dollars that listing may cost a run. */
  maxCost: z.number().nonnegative().default(1),
})
export type Options = z.output<typeof Options>

/** `path` below a root that may or may not end with a slash. */
export function below(root: string, path: string): string {
  return `${root.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
}

function isPlainRoot(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  return [url.username, url.password, url.search, url.hash].every((part) => part === '')
}
