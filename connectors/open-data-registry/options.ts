import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { WebUrl } from '#sdk'

/** Names as AWS allows them, and the older ones with capitals and underscores. */
const BucketName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$/, 'expected the name of a bucket')

const Root = WebUrl.refine(isPlain, 'expected an address without a login, a query or a fragment')
  // Without a slash at its end.
  .transform((url) => url.replace(/\/+$/, ''))

const Shape = z.strictObject({
  /** Absolute path of a folder or git checkout on this machine. Null: the entries are read from `bucket`. */
  folder: z.string().refine(isAbsolute, 'expected an absolute path').nullable().default(null),
  /** Bucket that holds the entries. Null: they are read from `folder`. */
  bucket: BucketName.nullable().default(null),
  /** What the keys of the bucket start with, before `datasets/` or the entries themselves. */
  prefix: z
    .string()
    .refine((prefix) => prefix === '' || prefix.endsWith('/'), 'expected a slash at the end')
    .default(''),
  /** Region of the bucket. Null: it is asked for. */
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'expected a region like us-west-2')
    .nullable()
    .default(null),
  /** Root of an S3 service other than AWS. Null: AWS. */
  endpoint: Root.nullable().default(null),
  /** Whether reading the bucket is billed to whoever reads; it then needs credentials. */
  requesterPays: z.boolean().default(false),
  /** US dollars that one harvest may cost. */
  maxCost: z.number().nonnegative().default(1),
  /** Only data sets with one of these tags; upper and lower case are the same. Empty: all. */
  tags: z
    .array(z.string().trim().toLowerCase().min(1))
    .transform((tags) => [...new Set(tags)].sort())
    .default([]),
  /** Root of the pages that show the entries to people. Null: there are none. */
  webUrl: Root.nullable().default('https://registry.opendata.aws'),
})

export const Options = Shape.superRefine(({ folder, bucket }, context) => {
  if ((folder === null) !== (bucket === null)) return
  const message = 'expected either a folder or a bucket'
  context.addIssue({ code: 'custom', path: ['folder'], message })
})
export type Options = z.output<typeof Shape>

function isPlain(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  return [url.username, url.password, url.search, url.hash].every((part) => part === '')
}
