import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  createGateway,
  type Gateway,
  type GatewayIndex,
  type GatewayOptions,
} from '../../src/gateway/index.ts'
import { Harvester, type HarvesterRequest } from '../../src/harvest/harvester.ts'
import { anonymous, operator, PUBLIC, type Viewer } from '../../src/model/index.ts'
import { createResolver } from '../../src/resolve/index.ts'
import { silentLog } from '../../src/sdk/log.ts'
import { toDocument } from '../../src/search/document.ts'
import { EmbeddedIndex } from '../../src/search/embedded/embedded-index.ts'
import type { IndexBatch } from '../../src/search/search-index.ts'
import { searchRecords } from '../../src/search/search-records.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../src/search/vocabulary/seed.ts'
import type { RecordStore } from '../../src/store/record-store.ts'
import { file, fill, human, mouse, openCatalogue, term } from './catalogue.ts'

export const token = 'a-token-for-the-operator'
export const asOperator = { authorization: `Bearer ${token}` }
/** Heads of a request by somebody of the group `lab`, where the world has `groupsOf` for its viewers. */
export const asLab = { 'x-groups': 'lab' }

export interface World {
  store: RecordStore
  index: GatewayIndex
  harvester: Harvester
  /** Brings the index up to the catalogue. */
  follow(): Promise<void>
  gateway(options?: Partial<GatewayOptions>): Gateway
}

/** A catalogue, an index that follows it, and a harvester, all real, with `close` to end them. */
export async function startWorld(
  harvest: Partial<HarvesterRequest> = {},
): Promise<World & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'atlas-gateway-test-'))
  const store = await openCatalogue(join(folder, 'catalogue.db'))
  const vocabulary = createVocabulary(seedTerms)
  const index = await EmbeddedIndex.open({ folder: join(folder, 'index') })
  await index.configure({ vocabulary, cursorKey: await store.installationKey() })
  async function* batches(from: number): AsyncGenerator<IndexBatch> {
    for (let position = from; ; ) {
      const changes = await store.changes(position, 500)
      if (changes.length === 0) return
      position = changes.at(-1)?.position ?? position
      yield {
        documents: changes.flatMap(({ record }) =>
          record ? [toDocument(record, vocabulary)] : [],
        ),
        removed: changes.flatMap(({ id, record }) => (record ? [] : [id])),
        position,
      }
    }
  }
  const harvester = new Harvester({ store, connectors: new Map(), sources: [], ...harvest })
  const open: Gateway[] = []
  const resolver = createResolver({ sources: [] })
  const forGateway: GatewayIndex = {
    search: (viewer, request) => index.search(viewer, request),
    searchRecords: (viewer, request) => searchRecords(index, store, viewer, request),
    matches: (viewer, request) => index.matches(viewer, request),
    facetValues: (viewer, request) => index.facetValues(viewer, request),
    suggest: (viewer, prefix, first) => index.suggest(viewer, prefix, first),
    similar: (viewer, id, first) => index.similar(viewer, id, first),
    whyNot: (viewer, request, id) => index.whyNot(viewer, request, id),
    stats: () => index.stats(),
    rebuild: () => index.rebuild(batches(0)),
  }
  return {
    store,
    index: forGateway,
    harvester,
    async follow() {
      for await (const batch of batches((await index.stats()).position)) await index.apply(batch)
    },
    gateway(options = {}) {
      const gateway = createGateway({
        store,
        index: forGateway,
        harvests: harvester,
        resolver,
        connectorTypes: [],
        operatorToken: token,
        production: false,
        corsOrigins: ['*'],
        log: silentLog,
        ...options,
      })
      open.push(gateway)
      return gateway
    },
    async close() {
      await Promise.all(open.map((gateway) => gateway.close()))
      await harvester.close()
      await index.close()
      await store.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A world that is gone when the test has finished. */
export async function openWorld(harvest: Partial<HarvesterRequest> = {}): Promise<World> {
  const world = await startWorld(harvest)
  onTestFinished(world.close)
  return world
}

/** Viewers by a header of groups: what tokens with groups will be. */
export function groupsOf(request: Request): Viewer {
  if (request.headers.get('authorization') === asOperator.authorization) return operator
  const groups = request.headers.get('x-groups')
  return groups
    ? { subject: 'somebody', groups: [PUBLIC, ...groups.split(',')], roles: ['reader'] }
    : anonymous
}

/**
 * An open catalogue with things that only the group `lab` may know: in `beta` a study above an open record, and all
 * of `gamma`.
 */
export async function furnish(world: World): Promise<void> {
  const { store } = world
  await fill(store, 'alpha', [
    {
      nativeId: 'atlas',
      title: 'Mouse brain atlas',
      kind: 'ATLAS',
      species: [mouse],
      structure: [term('hippocampal formation', 'MBA:1089')],
      description: 'Reference atlas with the hippocampus at 25 um.',
      released: '2017',
      landingPage: 'https://alpha.example.org/atlas',
      sameAs: ['10.1016/j.cell.2020.04.007'],
      resolution: { values: [25], unit: 'um', micrometres: [25] },
      assets: [file('annotation.nrrd', 4_000_000_000), file('template.nrrd', null)],
    },
    {
      nativeId: 'parcels',
      title: 'Parcellation of the hippocampus',
      kind: 'PARCELLATION',
      parents: ['atlas'],
      species: [mouse],
      assets: [file('parcels.nrrd')],
    },
  ])
  await fill(store, 'beta', [
    { nativeId: 'study', title: 'Zebra study of the hippocampus', kind: 'STUDY', hidden: true },
    {
      nativeId: 'session',
      title: 'Human hippocampus session',
      kind: 'SESSION',
      parents: ['study', 'open'],
      isVersionOf: 'study',
      species: [human],
    },
    { nativeId: 'open', title: 'Open collection', kind: 'COLLECTION' },
  ])
  await fill(store, 'gamma', [
    {
      nativeId: 'secret',
      title: 'Quokka hippocampus',
      species: [term('Setonix brachyurus', 'NCBITaxon:30645')],
      assets: [file('secret.nrrd')],
      hidden: true,
    },
  ])
  await world.follow()
}
