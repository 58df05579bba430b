import type { Visibility } from '../../model/index.ts'
import type { AnyConnector } from '../../sdk/connector.ts'
import type { RegisteredSource } from '../../store/registry.ts'
import type { TokenStore } from '../../store/tokens/token-store.ts'
import { type Schedule, scheduleText } from '../schedule-text.ts'
import { originsOf } from './reach.ts'

/** A source of the sources file, as far as it is told to those who may manage it. */
export interface FileSource {
  id: string
  options: Record<string, unknown>
  schedule: Schedule | null
  visibility: Visibility | null
  /** Null: none. Never told. */
  credentials: object | null
}

/** One of the sources file as those see it who may manage it; see `ManagedSource`. */
export function managedOfFile(source: FileSource) {
  const { id, options, schedule, visibility, credentials } = source
  return {
    id,
    options,
    schedule: scheduleText(schedule),
    visibility,
    hasSecrets: credentials !== null,
    secretNames: null,
    origins: null,
    revision: null,
    awaitsApproval: false,
    paused: false,
    registeredAt: null,
  }
}

/** The same of a registered one. */
export function managedRegistered(
  source: RegisteredSource,
  tokens: Pick<TokenStore, 'hasSecrets' | 'secretNames'>,
  connectors: ReadonlyMap<string, AnyConnector>,
) {
  const { id, type, options, schedule, visibility } = source
  const { revision, approvedAt, paused, registeredAt } = source
  const connector = connectors.get(type)
  return {
    id,
    options,
    schedule,
    visibility,
    hasSecrets: tokens.hasSecrets(id),
    secretNames: tokens.secretNames(id),
    origins: connector === undefined ? null : originsOf(connector, options),
    revision,
    awaitsApproval: approvedAt === null,
    paused,
    registeredAt,
  }
}
