import { z } from 'zod'
import { GatewayError, type HttpHead, type HttpRequest } from '#sdk'
import type { JsonTemplate, RequestSpec } from './manifest-requests.ts'
import { pathOf, valueAt } from './paths.ts'
import { filled, type Scalar, templateOf, type Values } from './templates.ts'

/** A request as it goes out. */
export interface Ready {
  url: string
  request: HttpRequest
}

/** Parameters that page a list; they go where the request takes them. */
export type Paging = Readonly<Record<string, Scalar>>

/**
 * A request with its places filled.
 *
 * @returns Null when a place of its address has no value: then there is nothing to ask for.
 */
export function readyRequest(
  spec: RequestSpec & { paging?: 'query' | undefined },
  root: string,
  values: Values,
  paging: Paging = {},
): Ready | null {
  const [path] = filled(templateOf(spec.path), values, true)
  if (path === undefined) return null
  const url = new URL(belowRoot(root, String(path)))
  const isQuery = spec.body === undefined && spec.graphql === undefined
  const query: [string, Scalar][] = [
    ...Object.entries(spec.query ?? {}).flatMap(([name, value]): [string, Scalar][] => {
      if (typeof value !== 'string') return [[name, value]]
      return filled(templateOf(value), values).map((one) => [name, one])
    }),
    ...(isQuery || spec.paging === 'query' ? Object.entries(paging) : []),
  ]
  const inBody = spec.paging === 'query' ? {} : paging
  for (const [name, value] of query) url.searchParams.append(name, String(value))
  const headers = { ...spec.headers }
  if (isQuery) return { url: url.href, request: { headers } }
  const body =
    spec.graphql === undefined
      ? withPaging(filledJson(spec.body ?? {}, values), inBody)
      : {
          query: spec.graphql.query,
          variables: withPaging(filledJson(spec.graphql.variables ?? {}, values), inBody),
        }
  return {
    url: url.href,
    request: {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // It asks and changes nothing.
      idempotent: true,
    },
  }
}

/** A whole address stays as it is: the client knows which origins it may go to. */
export function belowRoot(root: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path
  return `${root}/${path.replace(/^\/+/, '')}`
}

function withPaging(value: unknown, paging: Paging): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return { ...value, ...paging }
}

function filledJson(value: JsonTemplate, values: Values): unknown {
  if (typeof value === 'string') return filled(templateOf(value), values)[0] ?? null
  if (Array.isArray(value)) return value.map((inner) => filledJson(inner, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, filledJson(inner, values)]),
  )
}

/** An answer, and what came with it. */
export interface Answer {
  /** Null when a status said that there is nothing. */
  body: unknown
  head: HttpHead | null
  url: string
  /** Whether it says itself that something is missing in it. */
  isPartial: boolean
}

const jsonTypes = ['application/json', 'text/json', '+json'] as const

/** What sends a request within the login of the source. */
export interface Sender {
  json<T>(url: string, shape: z.ZodType<T>, request: HttpRequest): Promise<T>
  request: (url: string, request: HttpRequest) => Promise<{ status: number; body: Uint8Array }>
}

/**
 * Sends it and reads the answer.
 *
 * @throws {GatewayError} as `HttpClient.json`; `ANSWER_INVALID` when the answer tells of a failure, also under 200.
 */
export async function ask(sender: Sender, spec: RequestSpec, ready: Ready): Promise<Answer> {
  const { url } = ready
  let head: HttpHead | null = null
  const request: HttpRequest = {
    ...ready.request,
    onHead: (one) => {
      head = one
    },
    retryInvalid: (body) => isFailure(spec, body),
  }
  const shape = z.unknown().refine((body) => !isFailure(spec, body))
  if (spec.nothingOn !== undefined) {
    const { status, body } = await sender.request(url, {
      ...request,
      accept: jsonTypes,
      statuses: spec.nothingOn,
    })
    if (spec.nothingOn.includes(status)) return { body: null, head, url, isPartial: false }
    const parsed = shape.safeParse(parsedJson(body))
    if (parsed.success && parsed.data !== undefined) {
      return { body: parsed.data, head, url, isPartial: isPartial(spec, parsed.data) }
    }
    // What is no answer is asked for once more, in the way that tells what is wrong with it.
  }
  const body = await sender.json(url, shape, request)
  return { body, head, url, isPartial: isPartial(spec, body) }
}

/** GraphQL tells of failures under 200, in the place of data. */
function isFailure({ failsOn, graphql }: RequestSpec, body: unknown): boolean {
  if (graphql !== undefined && Object(body).data == null) return true
  if (failsOn === undefined) return false
  const told = valueAt(pathOf(failsOn), body)
  return told !== undefined && told !== null && told !== false
}

/** Or beside data: what is missing then is not gone. */
function isPartial({ graphql }: RequestSpec, body: unknown): boolean {
  if (graphql === undefined) return false
  const { errors } = Object(body) as { errors?: unknown }
  return Array.isArray(errors) && errors.length > 0
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

export function invalid(message: string): GatewayError {
  return new GatewayError('ANSWER_INVALID', { message })
}
