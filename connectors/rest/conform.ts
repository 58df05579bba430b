import type { ConnectorSetup } from '#sdk/testing'
import { type RestStandin, startRestStandin, type World, worlds } from './standin.ts'

/** What only a sweep of these upstreams tells. */
const bySweep: Readonly<Record<string, ConnectorSetup['bySweep']>> = {
  loris: {
    changed: 'images asked for since a day are those that were inserted since',
    vanished: 'images asked for since a day do not tell of those that are gone',
  },
}

/** What these upstreams cannot be asked for. */
const spared: Readonly<Record<string, ConnectorSetup['spared']>> = {
  ebrains: { incremental: 'a query tells all of a dataset with its page, changed or not' },
  scitran: { incremental: 'its lists are whole, and tell all of what is in them' },
}

/** The promises with a manifest that is shipped. */
export function setupOf(name: string): ConnectorSetup<RestStandin> {
  const world = worlds[name]?.()
  if (world === undefined) throw new Error(`no world ${name}`)
  return {
    name,
    play: () => startRestStandin(name),
    options: (baseUrl) => ({
      manifest: name,
      baseUrl: `${baseUrl}${world.basePath}`,
      // So small that there are several pages.
      pageSize: 3,
      ...world.options?.(baseUrl),
    }),
    ...(world.credentials === null ? {} : { credentials: world.credentials }),
    ids: world.ids,
    again: (visit) => world.isListOfIds(visit),
    planted: world.planted,
    bySweep: bySweep[name] ?? {},
    spared: spared[name] ?? {},
    evolve: ({ world: own }) => own.evolve(),
    async playLarger() {
      const larger = worlds[name]?.(10) as World
      return { standin: await startRestStandin(name, { world: larger }), ids: larger.ids }
    },
  }
}

export default Object.keys(worlds).map(setupOf)
