import type { Plugin } from 'graphql-yoga'
import { credentialsHeader } from './reader-credentials.ts'

/** What every answer tells browsers. GraphiQL is the one page, and the one that runs scripts. */
const common = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
}
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"
const pagePolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob: data:",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' blob: data:",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of all answers: what browsers may do with them, and who may keep them. */
export function useHeaders(): Plugin {
  return {
    onResponse({ request, response }) {
      const { headers } = response
      for (const [name, value] of Object.entries(common)) headers.set(name, value)
      const isPage = headers.get('content-type')?.startsWith('text/html') === true
      headers.set('Content-Security-Policy', isPage ? pagePolicy : dataPolicy)
      headers.append('Vary', 'Authorization, X-Source-Credentials')
      const isPrivate =
        request.headers.has('authorization') || request.headers.has(credentialsHeader)
      if (isPrivate) headers.set('Cache-Control', 'no-store')
      else if (!headers.has('cache-control')) headers.set('Cache-Control', 'no-cache')
    },
  }
}
