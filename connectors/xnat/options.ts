import { z } from 'zod'

/** How far down a site is read; each depth includes those before it. */
export const depths = ['projects', 'sessions', 'scans', 'resources', 'files'] as const
export type Depth = (typeof depths)[number]

const SiteRoot = z
  .url({ protocol: /^https?$/ })
  .refine(isPlain, 'expected an address without a login, a query or a fragment')
  .transform((url) => url.replace(/\/+$/, ''))

const ProjectId = z.string().regex(/^[^\s/?#&%]+$/, 'expected the id of a project')

export const Options = z.strictObject({
  /** Root of the site with its context path, without `/data`: `https://xnat.example.org/xnat`. */
  baseUrl: SiteRoot,
  /** Root that links are built on, where readers reach the site by another address. Default: `baseUrl`. */
  publicUrl: SiteRoot.nullable().default(null),
  /** IANA name of the zone of the server's clock, whose times name none; null: times of change stay unknown. */
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected a time zone such as Europe/Paris')
    .nullable()
    .default(null),
  /** Ids of the projects to read. Empty: all that the account may see. */
  projects: z.array(ProjectId).default([]),
  /** Ids of projects to leave out. */
  withoutProjects: z.array(ProjectId).default([]),
  /**
   * How far down to read. `resources`: labels, counts and sizes out of one request a session. `files`: also single
   * files with their sizes and digests, one request more for each session and each of its own resources.
   */
  depth: z.enum(depths).default('resources'),
  /** Types of sessions to read, as XNAT writes them: `xnat:mrSessionData`. Empty: every `…SessionData`. */
  xsiTypes: z
    .array(z.string().regex(/^[\w-]+:[\w-]+$/, 'expected a type such as xnat:mrSessionData'))
    .default([]),
  /** Species of the site's subjects, which XNAT does not say; shown as assumed. Null: unknown. */
  assumedSpecies: z.string().min(1).nullable().default(null),
  /** Licence of what has no other, which XNAT does not say; shown as assumed. Null: unknown. */
  assumedLicense: z.string().min(1).nullable().default(null),
  /** Licences of single projects, by id; before `assumedLicense`. */
  projectLicenses: z.record(ProjectId, z.string().min(1)).default({}),
})
export type Options = z.output<typeof Options>

// Basic authentication parts the two at the first colon.
export const Name = z.string().regex(/^[^:]+$/, 'expected a name without a colon')
export const Secret = z.string().min(1)

/** What the account logs in with: user and password, or alias and secret of a token. Both are sent the same way. */
export const Login = z.union(
  [
    z.strictObject({ user: Name, password: Secret }),
    z
      .strictObject({ alias: Name, secret: Secret })
      .transform(({ alias, secret }) => ({ user: alias, password: secret })),
  ],
  'expected user and password, or alias and secret',
)

/** Root that links are built on. */
export function publicRoot({ publicUrl, baseUrl }: Options): string {
  return publicUrl ?? baseUrl
}

/** Whether `depth` is reached. */
export function reaches({ depth }: Pick<Options, 'depth'>, wanted: Depth): boolean {
  return depths.indexOf(depth) >= depths.indexOf(wanted)
}

function isPlain(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  )
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
