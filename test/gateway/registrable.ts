import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { describeConnector, type Gateway } from '../../src/gateway/index.ts'
import type { SourceControl } from '../../src/gateway/source-control.ts'
import { plainSource } from '../../src/harvest/harvest-source.ts'
import { Registrar } from '../../src/harvest/registration/registrar.ts'
import { SourceChecker } from '../../src/harvest/registration/source-checker.ts'
import { SourceRoll } from '../../src/harvest/registration/source-roll.ts'
import { remapSource } from '../../src/harvest/upkeep/remap.ts'
import { replayRejections } from '../../src/harvest/upkeep/replay.ts'
import { sourceReport } from '../../src/harvest/upkeep/report-source.ts'
import { GatewayError, type MappedRecord, unknownRecord } from '../../src/model/index.ts'
import type { AnyConnector } from '../../src/sdk/connector.ts'
import { silentLog } from '../../src/sdk/log.ts'
import { type Standin, startStandin } from '../../src/sdk/standin/index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../src/search/vocabulary/seed.ts'
import { openTokenStore } from '../../src/store/tokens/token-store.ts'
import { callerOf } from './callers.ts'
import { openWorld, type World } from './world.ts'

const unknown = unknownRecord as unknown as MappedRecord
const Thing = z.object({ id: z.string(), title: z.string(), released: z.string().nullish() })

/** What the stand-in wants to see; it is not to be found anywhere else. */
export const upstreamToken = 'zq-token-of-the-shelf'

/** How the mapping reads dates, which a test may mend while it runs. */
export interface Mapping {
  released(text: string | null | undefined): string | null
  domain: MappedRecord['domain']
}

function shelf(mapping: Mapping): AnyConnector {
  return {
    type: 'shelf',
    title: 'Shelf',
    version: 1,
    options: z.strictObject({ baseUrl: z.url(), limit: z.int().positive().default(100) }),
    credentials: z.strictObject({ token: z.string().min(1) }),
    origins: ({ baseUrl }: { baseUrl: string }) => [new URL(baseUrl).origin],
    http: { attempts: 1 },
    rows: { thing: Thing },
    async *harvest({ options, credentials, http, from }) {
      from('all')
      const headers: Record<string, string> =
        credentials === null ? {} : { authorization: `Bearer ${credentials.token}` }
      const page = await http.json(
        `${options.baseUrl}/things`,
        z.object({ things: z.array(z.unknown()) }),
        {
          headers,
        },
      )
      yield { expected: page.things.length }
      for (const row of page.things) {
        const { id } = Object(row) as { id?: unknown }
        yield { row, entity: 'thing', nativeId: typeof id === 'string' ? id : null }
      }
      yield { partitionDone: 'all' }
    },
    map: {
      thing: ({ title, released }: z.output<typeof Thing>) => ({
        record: {
          ...structuredClone(unknown),
          ...{ kind: 'DATASET', title, domain: mapping.domain },
          released: mapping.released(released),
        },
      }),
    },
  } as AnyConnector
}

export interface Registrable extends World {
  service: Gateway
  standin: Standin
  /** What it holds; may be changed. */
  things: { id: string; title?: string; released?: string | null }[]
  mapping: Mapping
  /** Options of a source that reads it. */
  options: { baseUrl: string }
  /** Folder of the file that secrets lie in. */
  folder: string
}

/**
 * A gateway where sources can be registered, with an upstream; `alpha`, `beta` and `gamma` are those of a sources file. All of
 * it is real, but the harvests run in this thread. Gone when the test has finished.
 */
export async function openRegistrable({
  keys = [Buffer.alloc(32, 7)],
  viewerOf = callerOf,
} = {}): Promise<Registrable> {
  const things: Registrable['things'] = [
    { id: 'a', title: 'Mouse hippocampus', released: '2020' },
    { id: 'b', title: 'Rat cortex', released: null },
  ]
  const standin = await startStandin({
    routes: {
      'GET /api/things': ({ headers }) =>
        headers.authorization === `Bearer ${upstreamToken}`
          ? { json: { things } }
          : { status: 401, json: {} },
    },
  })
  onTestFinished(() => standin.close())
  const privateOrigins = [new URL(standin.url).origin]
  const folder = await mkdtemp(join(tmpdir(), 'atlas-registration-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

  const mapping: Mapping = { released: (text) => text ?? null, domain: null }
  const connector = shelf(mapping)
  const connectors = new Map([['shelf', connector]])
  const world = await openWorld({ connectors })
  const { store, harvester, index } = world
  const tokens = openTokenStore(join(folder, 'tokens.db'), keys)
  onTestFinished(() => tokens.close())
  const fromFile = ['alpha', 'beta', 'gamma'].map((id) => ({
    ...{
      id,
      options: { path: '/srv/secret' },
      schedule: null,
      visibility: null,
      credentials: null,
    },
  }))
  const roll = new SourceRoll({
    ...{ store, connectors, tokens, privateOrigins, log: silentLog },
    inFile: new Set(fromFile.map(({ id }) => id)),
    onChange: (sources) =>
      harvester.configure(sources.filter(({ isHarvested }) => isHarvested).map(plainSource)),
  })
  onTestFinished(() => roll.close())
  await roll.open()
  const checker = new SourceChecker({ store, connectorOf: async () => connector })
  const registrar = new Registrar({
    ...{ store, roll, tokens, connectors, privateOrigins, fromFile, log: silentLog },
    keepsSecrets: keys.length > 0,
    check: (order) => checker.check(order),
  })
  const vocabulary = createVocabulary(seedTerms)
  const again = (source: string, by: string) => {
    const options = roll.sources().find(({ id }) => id === source)?.options
    if (options === undefined) throw new GatewayError('NOT_FOUND', { source })
    return { connector, options, source, by, store, vocabulary }
  }
  const control: SourceControl = {
    managed: () => registrar.managed(),
    check: (draft, request) => registrar.check(draft, request),
    register: (draft, by) => registrar.register(draft, by),
    update: (id, change, request) => registrar.update(id, change, request),
    approve: (id, by, revision) => registrar.approve(id, by, revision),
    pause: (id, by) => registrar.pause(id, by),
    resume: (id, by) => registrar.resume(id, by),
    remove: (id, request) => registrar.remove(id, request),
    remap: async (source, { apply, by }) => remapSource({ ...again(source, by), apply }),
    replay: async (source, by) => replayRejections(again(source, by)),
    report: (source) => sourceReport({ store, index }, source),
  }
  const service = world.gateway({
    registrar: control,
    viewerOf,
    connectorTypes: [describeConnector(connector)],
  })
  const options = { baseUrl: `${standin.url}/api` }
  return { ...world, service, standin, things, mapping, options, folder }
}
