import { z } from 'zod'
import { parsePath } from './paths.ts'
import { parseTemplate } from './templates.ts'

/*
 * The parts of a manifest that say how something is asked for.
 */

/** A name of the manifest's own making. */
export const Name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/, 'expected a name of letters and digits')

export const PathText = z
  .string()
  .refine((text) => parsePath(text) !== null, 'expected a path such as results[*] or a.b[0]["c d"]')

export const TemplateText = z
  .string()
  .refine((text) => parseTemplate(text) !== null, 'expected a text with places such as {name}')

const Parameter = z.string().regex(/^[\w.\-[\]$]+$/, 'expected the name of a parameter')
const Parameters = z.record(Parameter, z.union([TemplateText, z.number(), z.boolean()]))
const Status = z.int().min(200).max(499)

/** What is sent as JSON: texts in it may have places. */
const Json: z.ZodType<JsonTemplate> = z.lazy(() =>
  z.union([
    TemplateText,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(Json),
    z.record(z.string(), Json),
  ]),
)
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | JsonTemplate[]
  | { [key: string]: JsonTemplate }

const asked = {
  /** Below `baseUrl`: `/items/{id}`. A whole template such as `{+link}` may lead there too. */
  path: TemplateText,
  query: Parameters.optional(),
  headers: z.record(z.string().regex(/^[A-Za-z][\w-]*$/), z.string()).optional(),
  /** A POST with this as JSON. */
  body: Json.optional(),
  /** A POST with this GraphQL query; what pages it goes into its variables. */
  graphql: z
    .strictObject({ query: z.string().min(1), variables: z.record(z.string(), Json).optional() })
    .optional(),
  /** A path to something that is there only when the answer tells of a failure, whatever its status. */
  failsOn: PathText.optional(),
}

export const RequestSpec = z.strictObject({
  ...asked,
  /** Statuses, 204 and 404 mostly, that say that there is nothing; elsewhere they are a failed read. */
  nothingOn: z.array(Status).optional(),
})
export type RequestSpec = z.output<typeof RequestSpec>

const size = {
  /** The parameter that says how many rows to send. */
  limit: Parameter.optional(),
  /** How many. */
  size: z.int().min(2).max(10_000).default(100),
}

/** How a list goes on after its first page, and what says that it has ended. */
export const Pager = z.discriminatedUnion('type', [
  /** All at once. */
  z.strictObject({ type: z.literal('none'), total: PathText.optional() }),
  /**
   * By a count of rows to pass over. Each page starts with the last row of the one before, so that a list which moves
   * meanwhile is noticed. `end: short`: a page that is not full is the last one, where the source's documentation says so.
   */
  z.strictObject({
    type: z.literal('offset'),
    offset: Parameter,
    ...size,
    total: PathText.optional(),
    end: z.enum(['empty', 'short']).default('empty'),
  }),
  /** By a number of the page. What ends it must be said, since pages cannot overlap. */
  z.strictObject({
    type: z.literal('page'),
    page: Parameter,
    first: z.int().min(0).max(1).default(1),
    ...size,
    total: PathText.optional(),
    pages: PathText.optional(),
  }),
  /** By the key of the last row. */
  z.strictObject({
    type: z.literal('keyset'),
    after: Parameter,
    key: TemplateText,
    ...size,
    total: PathText.optional(),
    end: z.enum(['empty', 'short']).default('empty'),
  }),
  /** By a mark that the answer holds; it has ended where there is none, or where `more` is false. */
  z.strictObject({
    type: z.literal('cursor'),
    param: Parameter,
    cursor: PathText,
    more: PathText.optional(),
    ...size,
    total: PathText.optional(),
  }),
  /** By an address: a path into the answer, or `header:link` for `Link: <…>; rel="next"` (RFC 8288). */
  z.strictObject({
    type: z.literal('next'),
    next: z.union([z.literal('header:link'), PathText]),
    ...size,
    total: PathText.optional(),
  }),
])
export type Pager = z.output<typeof Pager>

export const noPager: Pager = { type: 'none' }

/** A request for a list, its rows and its pages. */
export const ListSpec = z.strictObject({
  ...RequestSpec.shape,
  /** Where the rows are: `results[*]`, `.*` after an object whose values they are. */
  rows: PathText,
  pager: Pager.default(noPager),
  /** Where what pages it goes. Default: where the rest of the request is, the query, the body or GraphQL's variables. */
  paging: z.literal('query').optional(),
  /** The parameter that leaves out what has not changed since a time; then nothing is removed. */
  since: Parameter.optional(),
})
export type ListSpec = z.output<typeof ListSpec>

const login = {
  path: z.string().startsWith('/').optional(),
  /** A whole address, where the login is somewhere else. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** One of these says how the login is sent; `basic` is HTTP Basic with `user` and `password`. */
  json: z.record(z.string(), z.string()).optional(),
  form: z.record(z.string(), z.string()).optional(),
  basic: z.boolean().optional(),
}
const optional = {
  /** Whether the source can be read without credentials too. */
  optional: z.boolean().default(false),
}
const HeaderName = z.string().regex(/^[A-Za-z][\w-]*$/, 'expected the name of a header')

export const Auth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  /** `value: Bearer {token}`. */
  z.strictObject({
    type: z.literal('header'),
    header: HeaderName,
    value: TemplateText,
    ...optional,
  }),
  /** A login gives a token that goes with each request. */
  z.strictObject({
    type: z.literal('session'),
    ...login,
    token: PathText,
    header: HeaderName.default('Authorization'),
    value: TemplateText.default('Bearer {token}'),
    ...optional,
  }),
  /** A login sets cookies. */
  z.strictObject({ type: z.literal('cookie'), ...login, ...optional }),
  /** A token endpoint of OAuth 2 (RFC 6749), by refresh token or client credentials. */
  z.strictObject({
    type: z.literal('oauth'),
    url: z.url({ protocol: /^https?$/ }),
    grant: z.enum(['refresh_token', 'client_credentials']),
    scope: z.string().optional(),
    ...optional,
  }),
])
export type Auth = z.output<typeof Auth>
