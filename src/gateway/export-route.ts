import type { GraphQLSchema } from 'graphql'
import { GatewayError, toGatewayError } from '../model/index.ts'
import type { Log } from '../sdk/log.ts'
import type { GatewayContext } from './context.ts'
import { exportFormats } from './export-format.ts'
import { exportRequest } from './export-request.ts'
import { exportRows, matchesOf } from './export-rows.ts'
import { streamOf } from './export-stream.ts'
import { problemOf } from './problem.ts'

export const exportPath = '/export'

/** Says how many records follow; some fewer come when they are hidden or removed meanwhile. */
export const totalHeader = 'Atlas-Total'

/** Seconds after which whoever was refused may ask again. */
const retryAfter = 10

export interface ExportOptions {
  schema: GraphQLSchema
  /** No "Did you mean" in messages. */
  hideSuggestions: boolean
  /** Exports at the same time, of all callers together. */
  atOnce: number
  /** Milliseconds that a client may take for 64 KiB. */
  patience: number
  log: Pick<Log, 'warn'>
}

/** What an export goes out by. */
export interface Connection {
  /** Ends it at once; false when there is none. */
  breakOff(): boolean
}

export type ExportRecords = (
  url: URL,
  request: Request,
  context: GatewayContext,
  connection: Connection,
) => Promise<Response>

/**
 * `GET /export`: every match of a query and filter that the viewer may discover, in the order of ids, as NDJSON or CSV.
 * `after` goes on behind the last record of an answer that broke off, whenever that was. A body that ends in good order
 * is complete: credentials that are refused meanwhile break it off. `HEAD` only counts.
 *
 * @throws {GatewayError} `BAD_INPUT` naming the parameter; as `SearchReader.matches`.
 */
export function createExport(options: ExportOptions): ExportRecords {
  const { schema, hideSuggestions, atOnce, patience, log } = options
  let running = 0

  return async (url, { method }, context, connection) => {
    const request = exportRequest(url, schema, hideSuggestions)
    const head = (left: number) => ({
      'Content-Type': exportFormats[request.format].type(request.after === null),
      'Content-Disposition': `attachment; filename="records.${request.format}"`,
      'Cache-Control': 'no-store',
      [totalHeader]: String(left),
    })
    if (method === 'HEAD') {
      const { left } = await matchesOf(context, request, request.after)
      return new Response(null, { headers: head(left) })
    }
    if (running >= atOnce) return busy()
    running++
    const leave = () => {
      running--
    }
    try {
      const page = await matchesOf(context, request, request.after)
      const { lost, end } = context.standing()
      const body = streamOf(exportRows(context, request, page), {
        gone: context.gone,
        lost,
        patience,
        breakOff: () => connection.breakOff(),
        onFault(fault) {
          const { cause, code } = toGatewayError(fault)
          log.warn('an export broke off', { err: cause, code })
        },
        onEnd() {
          end()
          leave()
        },
      })
      return new Response(body, { headers: head(page.left) })
    } catch (thrown) {
      leave()
      throw thrown
    }
  }
}

function busy(): Response {
  const response = problemOf(new GatewayError('RATE_LIMITED'))
  response.headers.set('Retry-After', String(retryAfter))
  return response
}
