import { type Standin, type StandinRequest, startStandin } from '#sdk/standin'
import { createDandi } from './standin/dandi.ts'
import { createEbrains } from './standin/ebrains.ts'
import { createGirder } from './standin/girder.ts'
import { createLoris } from './standin/loris.ts'
import { createOpenneuro } from './standin/openneuro.ts'
import { createScitran } from './standin/scitran.ts'
import { drifted, type World } from './standin/world.ts'

export type { World } from './standin/world.ts'

/** A world for each manifest that is shipped, by its name. */
export const worlds: Readonly<Record<string, (times?: number) => World>> = {
  dandi: createDandi,
  ebrains: createEbrains,
  girder: createGirder,
  loris: createLoris,
  openneuro: createOpenneuro,
  scitran: createScitran,
}

export interface RestStandin extends Standin {
  /** Options of a source that reads this stand-in. */
  readonly options: Readonly<Record<string, unknown>>
  readonly world: World
}

export interface RestStandinOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** A world of its own; default: that of the manifest. */
  world?: World
}

/** Starts the stand-in of the upstream that the manifest `name` describes. */
export async function startRestStandin(
  name: string,
  { port = 0, latency = 0, world = worldOf(name) }: RestStandinOptions = {},
): Promise<RestStandin> {
  const standin = await startStandin({
    handle: (request) => world.answer(request, request.headers.host ?? ''),
    port,
    latency,
    pages: {
      empty: (body) => world.empty(body),
      drift: drifted,
      listOf: (request) => listOf(request, world),
    },
  })
  const options = {
    manifest: name,
    baseUrl: standin.url + world.basePath,
    ...world.options?.(standin.url),
  }
  return Object.assign(standin, { world, options })
}

function worldOf(name: string): World {
  const create = worlds[name]
  if (create === undefined) throw new TypeError(`no world of the name ${name}`)
  return create()
}

/** Pages of one list differ in their paging parameters. */
function listOf({ method, path, query, body }: StandinRequest, { paging }: World): string {
  const rest = [...query].filter(([name]) => !paging.includes(name))
  return JSON.stringify([method, path, rest, withoutPaging(body, paging)])
}

function withoutPaging(body: Buffer, paging: readonly string[]): string {
  return body
    .toString()
    .replaceAll(/"(\w+)":("[^"]*"|\d+)/g, (pair, name: string) =>
      paging.includes(name) ? '' : pair,
    )
}
