import { z } from 'zod'
import { Access, printedFault } from '#sdk'
import type { Manifest } from './manifest.ts'
import { loadManifest } from './read-manifest.ts'

const Root = z
  .url({ protocol: /^https?$/ })
  .refine(isPlain, 'expected an address without a login, a query or a fragment')
  .transform((url) => url.replace(/\/+$/, ''))

const Shape = z.strictObject({
  /**
   * What describes the repository: the name of a manifest that comes with the connector (`dandi`, `ebrains`, `girder`, `loris`,
   * `openneuro`, `scitran`), or the path of a file, from the working directory.
   */
  manifest: z.string().transform((name, context): Manifest => {
    const read = loadManifest(name)
    if ('manifest' in read) return read.manifest
    for (const fault of read.faults) {
      context.addIssue({ code: 'custom', message: printedFault(fault) })
    }
    return z.NEVER
  }),
  /** Root of the API. Null: as the manifest says. */
  baseUrl: Root.nullable().default(null),
  /** Root of the pages for people. Null: as the manifest says, else the host of the API. */
  webUrl: Root.nullable().default(null),
  /** Where the login or its tokens come from, if not from `baseUrl`. Null: as the manifest says. */
  loginUrl: Root.nullable().default(null),
  /** Lists of the manifest to leave out, with all below them. */
  withoutLists: z.array(z.string()).default([]),
  /** Rows asked for at a time. Null: as the manifest says. */
  pageSize: z.int().min(2).max(10_000).nullable().default(null),
  /** The group that may find and open what is not public. Null: nobody but operators. */
  group: z.string().min(1).nullable().default(null),
  /** Species where the source says none; told as assumed. Null: unknown. */
  assumedSpecies: z.string().min(1).nullable().default(null),
  /** Licence where the source says none; told as assumed. Null: unknown. */
  assumedLicense: z.string().min(1).nullable().default(null),
  /** How readers get access where the source does not say; told as assumed. */
  assumedAccess: Access.default('UNKNOWN'),
})
export const Options = Shape.superRefine((options, context) => {
  const { manifest, withoutLists } = options
  if (rootOf(options) === null) {
    const message = 'expected an address: the manifest names none'
    context.addIssue({ code: 'custom', path: ['baseUrl'], message })
  }
  withoutLists.forEach((name, at) => {
    if (Object.hasOwn(manifest.lists, name)) return
    const message = `expected one of ${Object.keys(manifest.lists).join(', ')}`
    context.addIssue({ code: 'custom', path: ['withoutLists', at], message })
  })
})
export type Options = z.output<typeof Shape>

const Secret = z.string().regex(/^[\x20-\x7e]+$/, 'expected printable characters')

/** By name, as the manifest's `auth` uses them. */
export const Login = z.strictObject({
  // Basic authentication parts the two at the first colon.
  user: Secret.regex(/^[^:]+$/, 'expected a name without a colon').optional(),
  password: Secret.optional(),
  token: Secret.optional(),
  key: Secret.optional(),
  clientId: Secret.optional(),
  clientSecret: Secret.optional(),
  refreshToken: Secret.optional(),
})

/** Root of the API; null where neither the source nor its manifest names one, which `Options` refuses. */
export function rootOf({
  baseUrl,
  manifest,
}: Pick<Options, 'baseUrl' | 'manifest'>): string | null {
  return baseUrl ?? manifest.baseUrl ?? null
}

/** Root of the pages for people: where none is named, the host of the API. */
export function webRootOf(options: Options): string | null {
  const { webUrl, manifest } = options
  const root = rootOf(options)
  return webUrl ?? manifest.webUrl ?? (root === null ? null : new URL(root).origin)
}

/** Where the login goes; null when there is none, or it is below the root. */
export function loginAddress({ loginUrl, manifest: { auth } }: Options): string | null {
  if (loginUrl !== null) return loginUrl
  return 'url' in auth ? (auth.url ?? null) : null
}

function isPlain(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  return [url.username, url.password, url.search, url.hash].every((part) => part === '')
}
