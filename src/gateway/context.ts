import type { Viewer } from '../model/index.ts'
import type { Reader, Resolver } from '../resolve/index.ts'
import type { EngineName } from '../search/engine.ts'
import type { SearchService } from '../search/worker.ts'
import type { RecordReader } from '../store/record-store.ts'
import type { AuditTrail, SourceInsight } from '../store/registry.ts'
import type { ConnectorType } from './connector-type.ts'
import { within } from './deadline.ts'
import type { HarvestControl } from './harvest-control.ts'
import type { HarvestPace } from './harvest-pace.ts'
import { createLoaders, type LinksOf, type Loaders } from './loaders.ts'
import type { SourceControl } from './source-control.ts'
import type { UnansweredSearches } from './unanswered.ts'
import { keepLooking, lasting, type Standing } from './viewer/standing.ts'

/** The index, as far as the gateway uses it: read, and rebuilt from the catalogue by an operator. */
export type GatewayIndex = Omit<SearchService, 'rebuild' | 'caughtUp' | 'embedded'> & {
  rebuild(): Promise<unknown>
}

/** The catalogue, as far as the gateway uses it. */
export type GatewayStore = RecordReader &
  AuditTrail &
  Pick<SourceInsight, 'harvestChanges' | 'noteUnanswered'>

/** What the field resolvers work with; the same for every request. */
export interface Services {
  store: GatewayStore
  index: GatewayIndex
  /** For operators: `/ready` tells it. */
  engine: EngineName
  harvests: HarvestControl
  pace: HarvestPace
  registrar: SourceControl
  unanswered: UnansweredSearches
  resolver: Resolver
  connectorTypes: readonly ConnectorType[]
  /** Milliseconds that one read of store or index may take. */
  readTimeout: number
  /** Milliseconds between looks at whether a stream may go on. */
  lookEvery: number
  now: () => Date
  /** Aborted when the gateway closes. */
  closing: AbortSignal
}

/** What the field resolvers of one request work with. */
export interface GatewayContext extends Services {
  viewer: Viewer
  /** The viewer with the credentials that the request carries for upstreams. */
  reader: Reader
  loaders: Loaders
  /** Aborted when whoever asked has gone, or the gateway closes: streams end then. */
  gone: AbortSignal
  /** Begins to look whether a stream of the viewer may go on; whoever streams ends that. */
  standing(): Standing
  /** Waits for a read. Throws `TIMEOUT` after `readTimeout`. */
  read<Result>(work: Promise<Result>): Promise<Result>
}

/**
 * @param request Aborted when whoever asked has gone.
 * @param prove Takes the credentials of the request again; throws as the first time.
 */
export function createContext(
  reader: Reader,
  services: Services,
  request: AbortSignal,
  prove: () => Promise<Viewer>,
): GatewayContext {
  const { viewer } = reader
  const { store, registrar } = services
  const read = <Result>(work: Promise<Result>) => within(services.readTimeout, work)
  const gone = AbortSignal.any([request, services.closing])
  const links: LinksOf = (requests) => services.resolver.links(reader, requests, gone)
  return {
    ...services,
    viewer,
    reader,
    loaders: createLoaders({ viewer, store, registrar, read, links }),
    gone,
    standing: () =>
      viewer.subject === null
        ? lasting
        : keepLooking(() => read(prove()), services.lookEvery, gone),
    read,
  }
}
