import { z } from 'zod'
import { GatewayError } from '../model/index.ts'
import type { HttpPolicy } from './http.ts'

export const defaultPolicy: HttpPolicy = {
  connectTimeout: 5_000,
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  totalTimeout: 120_000,
  maxBytes: 64 * 1024 * 1024,
  concurrency: 4,
  requestsPerSecond: 20,
  attempts: 4,
  backoff: 500,
  maxRetryAfter: 120_000,
  redirects: 3,
}

/** Node's timers take no more; a longer one would fire at once. */
const longest = 2 ** 31 - 1
const milliseconds = z.int().positive().max(longest)

export const HttpPolicyShape = z.strictObject({
  connectTimeout: milliseconds,
  headersTimeout: milliseconds,
  bodyTimeout: milliseconds,
  totalTimeout: milliseconds,
  maxBytes: z.int().positive(),
  concurrency: z.int().positive().max(256),
  requestsPerSecond: z.number().positive(),
  attempts: z.int().positive().max(100),
  backoff: z.int().nonnegative().max(longest),
  maxRetryAfter: z.int().nonnegative().max(longest),
  redirects: z.int().nonnegative().max(20),
})

/**
 * `policy` over the defaults.
 *
 * @throws {GatewayError} `CONFIG_INVALID` naming the first setting that is not valid.
 */
export function resolvePolicy(policy: Partial<HttpPolicy> = {}): HttpPolicy {
  const given = Object.fromEntries(
    Object.entries(policy).filter(([, value]) => value !== undefined),
  )
  const parsed = HttpPolicyShape.safeParse({ ...defaultPolicy, ...given })
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map(
    (issue) => issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys[0] : ''),
  )
  throw new GatewayError('CONFIG_INVALID', {
    argument: `http.${paths[0]}`,
    message: `The HTTP policy is not valid at ${paths.join(', ')}.`,
    cause: parsed.error,
  })
}
