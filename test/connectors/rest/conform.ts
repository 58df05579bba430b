import { setupOf } from '../../../connectors/rest/conform.ts'
import rest from '../../../connectors/rest/index.ts'
import { testConnector } from '../../../src/conform/index.ts'

/** Holds the connector with a shipped manifest to the promises of every connector. */
export function testManifest(name: string): void {
  testConnector(rest, setupOf(name))
}
