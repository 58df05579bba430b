import type { Viewer } from '../model/index.ts'
import { GatewayError, isOperator } from '../model/index.ts'
import type { EngineName } from '../search/engine.ts'
import type { SearchService } from '../search/worker.ts'
import type { RecordReader } from '../store/record-store.ts'
import type { ConnectorType } from './connector-type.ts'
import { within } from './deadline.ts'
import type { HarvestControl } from './harvest-control.ts'
import { createLoaders, type Loaders } from './loaders.ts'

/** The index, as far as the gateway uses it: read, and rebuilt from the catalogue by an operator. */
export type GatewayIndex = Omit<SearchService, 'rebuild' | 'caughtUp'> & {
  rebuild(): Promise<unknown>
}

/** What the field resolvers work with; the same for every request. */
export interface Services {
  store: RecordReader
  index: GatewayIndex
  /** For operators: `/ready` tells it. */
  engine: EngineName
  harvests: HarvestControl
  connectorTypes: readonly ConnectorType[]
  /** Milliseconds that one read of store or index may take. */
  readTimeout: number
  now: () => Date
  /** Aborted when the gateway closes. */
  closing: AbortSignal
}

/** What the field resolvers of one request work with. */
export interface GatewayContext extends Services {
  viewer: Viewer
  loaders: Loaders
  /** Aborted when whoever asked has gone, or the gateway closes: streams end then. */
  gone: AbortSignal
  /** Waits for a read. Throws `TIMEOUT` after `readTimeout`. */
  read<Result>(work: Promise<Result>): Promise<Result>
}

export function createContext(
  viewer: Viewer,
  services: Services,
  request: AbortSignal,
): GatewayContext {
  const read = <Result>(work: Promise<Result>) => within(services.readTimeout, work)
  return {
    ...services,
    viewer,
    loaders: createLoaders(viewer, services.store, read),
    gone: AbortSignal.any([request, services.closing]),
    read,
  }
}

/** @throws {GatewayError} `FORBIDDEN` unless the viewer is an operator. */
export function needOperator({ viewer }: GatewayContext): void {
  if (!isOperator(viewer)) throw new GatewayError('FORBIDDEN')
}
