import rest from '../../../connectors/rest/index.ts'
import { startRestStandin, worlds } from '../../../connectors/rest/standin.ts'
import { testConnector } from '../../../src/conform/index.ts'

/** Holds the connector with a shipped manifest to the promises of every connector. */
export function testManifest(name: string, pageSize: number): void {
  const world = worlds[name]?.()
  if (world === undefined) throw new Error(`no world ${name}`)
  testConnector(rest, {
    play: () => startRestStandin(name),
    options: (baseUrl) => ({
      manifest: name,
      baseUrl: `${baseUrl}${world.basePath}`,
      pageSize,
      ...world.options?.(baseUrl),
    }),
    ...(world.credentials === null ? {} : { credentials: world.credentials }),
    ids: world.ids,
    again: (visit) => world.isListOfIds(visit),
    planted: world.planted,
  })
}
