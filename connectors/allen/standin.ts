import { type Standin, type StandinRequest, startStandin } from '#sdk/standin'
import { answer, type Reply, refusal } from './standin/answers.ts'
import type { Parameters } from './standin/grammar.ts'
import type { World } from './standin/models.ts'
import type { Manners } from './standin/query.ts'
import { createWorld } from './standin/world.ts'

export { planted } from './standin/noise.ts'
export { type AllenBuckets, type AllenBucketsOptions, startAllenBuckets } from './standin/s3.ts'
export { plantedInAssets } from './standin/s3-aind.ts'
export { firstSyntheticId } from './standin/world.ts'

/** How this warehouse behaves; may be changed while it runs. Beside it there is the fault layer, under `faults`. */
export interface Quirks extends Manners {
  /** Status of a refusal, `success: false`: the manual says one that fits, users meet 200 as well. Default 400. */
  refusalStatus: number
  /** Requests that are refused with `success: false` and this text, though nothing is wrong with them. */
  refuse: ((request: StandinRequest) => string | null) | null
  /** Requests that are answered with the ids of what was asked for, and nothing else of it. */
  givesIdsOnly: ((request: StandinRequest) => boolean) | null
  /** Whether `start_row` is ignored, so that every page is the first. */
  ignoresStartRow: boolean
  /** Ids that are enumerated, and then never found again. */
  vanished: ReadonlySet<number>
}

export interface AllenStandin extends Standin {
  /** Options of a source that reads this stand-in instead of the real service. Links stay the real ones. */
  readonly options: { baseUrl: string }
  readonly quirks: Quirks
  /** Its tables; rows may come, change and go while it runs. */
  readonly world: World
}

export interface AllenStandinOptions {
  /** Default 0: any that is free. */
  port?: number
  /** How many invented data sets to add to the real ones. Default 0. */
  synthetic?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  quirks?: Partial<Quirks>
}

/**
 * Starts a warehouse that speaks RMA over the sample. Like the real one it counts joined rows, drops objects that
 * lack an included association, promises no order without `order`, and serves noise and particulars of donors.
 */
export async function startAllenStandin({
  port = 0,
  synthetic = 0,
  latency = 0,
  quirks: given = {},
}: AllenStandinOptions = {}): Promise<AllenStandin> {
  const world = createWorld(synthetic)
  const quirks: Quirks = {
    pageCap: 2000,
    joins: 'inner',
    counts: 'rows',
    refusalStatus: 400,
    refuse: null,
    givesIdsOnly: null,
    ignoresStartRow: false,
    vanished: new Set(),
    ...given,
  }

  function handle(request: StandinRequest): Reply | null {
    const path = request.path.replace(/^\/api\/v2(?=\/)/, '')
    if (path === request.path) return null
    const refused = quirks.refuse?.(request) ?? null
    if (refused !== null) return refusal(refused, quirks.refusalStatus)
    const parameters = parametersOf(request)
    if (quirks.ignoresStartRow) delete parameters.start_row
    if (quirks.givesIdsOnly?.(request)) {
      delete parameters.include
      parameters.only = 'id'
    }
    const reply = answer(world, quirks, path, parameters, request.nth)
    return reply && (parameters.only === undefined ? without(reply, quirks.vanished) : reply)
  }

  const standin = await startStandin({
    handle,
    port,
    latency,
    pages: {
      empty: (body) => ({ ...(body as object), num_rows: 0, msg: [] }),
      drift: drifted,
      listOf: (request) => {
        const { start_row: _, ...rest } = parametersOf(request)
        return JSON.stringify([request.path, rest])
      },
    },
  })
  return Object.assign(standin, { quirks, world, options: { baseUrl: standin.url } })
}

/** The same parameters may come in the address or, for those too long for it, as a JSON object. */
function parametersOf({ query, method, body }: StandinRequest): Parameters {
  const parameters: Parameters = Object.fromEntries(query)
  if (method !== 'POST' || body.length === 0) return parameters
  try {
    const posted: unknown = JSON.parse(body.toString())
    for (const [key, value] of Object.entries(posted ?? {})) parameters[key] = String(value)
  } catch {
    // Not JSON: the warehouse sees a query without parameters, and refuses it.
  }
  return parameters
}

function without(reply: Reply, vanished: ReadonlySet<number>): Reply {
  const { msg, ...rest } = reply.json as { msg: unknown }
  if (vanished.size === 0 || !Array.isArray(msg)) return reply
  return { ...reply, json: { ...rest, msg: msg.filter((row) => !vanished.has(row.id)) } }
}

/** Rows whose names have become objects and whose numbers have become texts; ids stay readable. */
function drifted(body: unknown): unknown {
  const { msg, ...rest } = body as { msg: unknown }
  if (!Array.isArray(msg)) return body
  const rows = msg.map((row) => ({
    ...row,
    ...('name' in row ? { name: { text: row.name } } : {}),
    ...('section_thickness' in row ? { section_thickness: 'thick' } : {}),
  }))
  return { ...rest, msg: rows }
}
