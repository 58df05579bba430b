import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PUBLIC } from '../../src/model/index.ts'
import type { AnyConnector, Credentials } from '../../src/sdk/index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../src/search/vocabulary/seed.ts'
import { openStore } from '../../src/store/index.ts'
import { quickHarvest } from '../harvest/quick-harvest.ts'

/** An upstream that is harvested into a catalogue to be searched. */
export interface Upstream {
  /** Id of its source. */
  id: string
  connector: AnyConnector
  /** Starts what is read. */
  start(): Promise<StartedUpstream>
}

export interface StartedUpstream {
  options: Record<string, unknown>
  /** Default null: it is read as anybody reads it. */
  credentials?: Credentials | null
  close(): Promise<unknown>
}

/** Something that is there already, and is not started. */
export function upstreamOf(
  id: string,
  connector: AnyConnector,
  options: Record<string, unknown>,
): Upstream {
  return { id, connector, start: async () => ({ options, close: async () => {} }) }
}

/**
 * Harvests upstreams into a new catalogue in `folder`, one after the other: each is normalised with the terms that
 * those before it delivered, so that the catalogue is the same in every run.
 *
 * @returns The catalogue's file.
 * @throws {Error} When a harvest is not a whole one: figures over half a collection would mean nothing.
 */
export async function makeCatalogue(
  folder: string,
  upstreams: readonly Upstream[],
): Promise<string> {
  const file = join(folder, 'catalogue.db')
  await openStore(file, 'write').close()
  fixKey(file, upstreams.map(({ id }) => id).join())
  const store = openStore(file, 'write')
  try {
    await store.configureSources(upstreams.map(({ id, connector }) => sourceOf(id, connector.type)))
    for (const { id, connector, start } of upstreams) {
      const upstream = await start()
      try {
        const { terms } = await store.vocabulary()
        const run = await quickHarvest(store, {
          source: id,
          connector: unhurried(connector),
          options: connector.options.parse(upstream.options),
          credentials: upstream.credentials ?? null,
          vocabulary: createVocabulary([...seedTerms, ...terms]),
        })
        if (run.state !== 'SUCCEEDED') {
          throw new Error(`The harvest of ${id} ended as ${run.state}: ${run.error}.`)
        }
      } finally {
        await upstream.close()
      }
    }
  } finally {
    await store.close()
  }
  return file
}

/** Nobody has to be spared: what is read is on this machine. */
function unhurried(connector: AnyConnector): AnyConnector {
  return { ...connector, http: { ...connector.http, requestsPerSecond: 10_000 } }
}

/** Pseudonyms are made with the key, and are words of records: they are to be the same in every run. */
function fixKey(file: string, of: string): void {
  const key = createHash('sha256').update(of).digest('base64url')
  const database = new DatabaseSync(file)
  try {
    database.prepare(`UPDATE meta SET value = ? WHERE name = 'installation-key'`).run(key)
  } finally {
    database.close()
  }
}

function sourceOf(id: string, type: string) {
  return {
    id,
    type,
    title: id,
    homepage: null,
    discover: ['public'],
    staleAfterSeconds: null,
    // What a viewer may see is not what is measured: everything is for everybody.
    visibility: { discover: [PUBLIC], retrieve: [PUBLIC] },
  }
}
