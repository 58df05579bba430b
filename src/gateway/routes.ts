import type { ServerResponse } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import { toGatewayError } from '../model/index.ts'
import type { Log } from '../sdk/log.ts'
import { isAssetPath, redirectToAsset } from './asset-route.ts'
import type { GatewayContext, Services } from './context.ts'
import { type Connection, type ExportRecords, exportPath } from './export-route.ts'
import { liveness, readiness } from './health.ts'
import { problemOf } from './problem.ts'
import { describeRecord, isRecordPath } from './record-route.ts'

export const endpoint = '/graphql'

export interface RouteOptions {
  services: Services
  production: boolean
  exportRecords: ExportRecords
  /** What a request outside of the API works with. May throw `UNAUTHENTICATED` and `BAD_INPUT`. */
  contextOf(request: Request): Promise<GatewayContext>
  log: Pick<Log, 'warn'>
}

/** What is answered beside the API. */
export function useRoutes({
  services,
  production,
  exportRecords,
  contextOf,
  log,
}: RouteOptions): Plugin {
  /** Answers with `work`, HEAD without the body; what it throws is a problem, of which only the log learns the cause. */
  async function asked(request: Request, work: Work): Promise<Response> {
    try {
      return headless(request, await work(await contextOf(request)))
    } catch (thrown) {
      const error = toGatewayError(thrown)
      if (error.cause !== undefined) {
        log.warn('a request failed', { err: error.cause, code: error.code })
      }
      return headless(request, problemOf(error))
    }
  }

  return {
    async onRequest({ url, request, serverContext, endResponse }) {
      if (url.pathname === endpoint) return
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        endResponse(nothing())
      } else if (url.pathname === '/health') {
        endResponse(liveness())
      } else if (url.pathname === '/ready') {
        endResponse(await readiness(services))
      } else if (isAssetPath(url.pathname)) {
        endResponse(await asked(request, (context) => redirectToAsset(url, context)))
      } else if (isRecordPath(url.pathname)) {
        endResponse(await asked(request, (context) => describeRecord(url, request, context)))
      } else if (url.pathname === exportPath) {
        const connection = connectionOf(serverContext)
        endResponse(
          await asked(request, (context) => exportRecords(url, request, context, connection)),
        )
      } else if (url.pathname === '/') {
        endResponse(production ? directory() : redirectTo(endpoint))
      } else {
        endResponse(nothing())
      }
    },
  }
}

/** What HEAD is answered with: all but the body. */
function headless({ method }: Request, response: Response): Response {
  return method === 'HEAD' ? new Response(null, response) : response
}

/** The connection of a request that came over HTTP. */
function connectionOf(serverContext: object): Connection {
  // Yoga's types leave out what its listener for node:http adds.
  const { res } = serverContext as { res?: ServerResponse }
  return {
    breakOff() {
      res?.destroy()
      return res !== undefined
    },
  }
}

type Work = (context: GatewayContext) => Promise<Response>

const nothing = () => Response.json({ error: 'NOT_FOUND' }, { status: 404 })

const directory = () =>
  Response.json({
    name: 'atlas-gateway',
    graphql: endpoint,
    export: exportPath,
    health: '/health',
    ready: '/ready',
  })

const redirectTo = (location: string) =>
  new Response(null, { status: 302, headers: { Location: location } })
