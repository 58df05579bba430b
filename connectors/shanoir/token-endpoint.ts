import { z } from 'zod'
import type { HttpRequest } from '#sdk'

/** Where the realm of a server hands out tokens (Keycloak, OpenID Connect Core 1.0 section 3.1.3). */
export function tokenUrl(root: string): string {
  return `${root}/auth/realms/shanoir-ng/protocol/openid-connect/token`
}

const Token = z.string().regex(/^[\x21-\x7e]{1,16384}$/)

/** What it answers. */
export const Grant = z.object({
  access_token: Token,
  /** Seconds. */
  expires_in: z.number().positive().default(60),
  refresh_token: Token.optional(),
  scope: z.string().default(''),
})
export type Grant = z.output<typeof Grant>

/** A request for tokens with these fields. */
export function grantRequest(fields: Record<string, string>): HttpRequest {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
}
