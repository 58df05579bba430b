import type { Plugin } from 'graphql-yoga'
import type { Services } from './context.ts'
import { liveness, readiness } from './health.ts'

export const endpoint = '/graphql'

/** What is answered beside the API. */
export function useRoutes(services: Services, production: boolean): Plugin {
  return {
    async onRequest({ url, request, endResponse }) {
      if (url.pathname === endpoint) return
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        endResponse(problem(404))
      } else if (url.pathname === '/health') {
        endResponse(liveness())
      } else if (url.pathname === '/ready') {
        endResponse(await readiness(services))
      } else if (url.pathname === '/') {
        endResponse(production ? directory() : redirectTo(endpoint))
      } else {
        endResponse(problem(404))
      }
    },
  }
}

const problem = (status: number) => Response.json({ error: 'NOT_FOUND' }, { status })

const directory = () =>
  Response.json({ name: 'atlas-gateway', graphql: endpoint, health: '/health', ready: '/ready' })

const redirectTo = (location: string) =>
  new Response(null, { status: 302, headers: { Location: location } })
