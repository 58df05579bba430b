import { publicUrl } from '../../../connectors/shanoir/conform.ts'
import shanoir from '../../../connectors/shanoir/index.ts'
import {
  offlineTokens,
  type ShanoirStandin,
  type ShanoirStandinOptions,
  startShanoirStandin,
} from '../../../connectors/shanoir/standin.ts'
import type { ConnectorSetup } from '../../../src/conform/setup.ts'
import type { Mapped } from '../../../src/sdk/index.ts'
import { mapRowOf } from '../read-source.ts'
import { type SiteTrial as TrialOf, trySite } from '../try-site.ts'

type Entity = keyof typeof shanoir.rows

export interface TrialOptions extends ShanoirStandinOptions {
  /** Over what reads the stand-in. */
  source?: Record<string, unknown>
  /** Null: anonymously. Default: the member's token. */
  token?: string | null
  policy?: ConnectorSetup['policy']
  patience?: number
}

export interface SiteTrial extends Omit<TrialOf<ShanoirStandin>, 'setCredentials'> {
  /** What harvests log in with from now on. */
  setToken(token: string | null): void
}

/** A stand-in and a catalogue for as long as `use` takes; every harvest goes the way of real ones. */
export function withSite<T>(
  { source = {}, token = offlineTokens.member, policy, patience, ...options }: TrialOptions,
  use: (trial: SiteTrial) => Promise<T>,
): Promise<T> {
  const credentialsOf = (refreshToken: string | null) =>
    refreshToken === null ? null : { refreshToken }
  const request = {
    start: () => startShanoirStandin(options),
    options: (baseUrl: string) => ({ baseUrl, publicUrl, ...source }),
    credentials: credentialsOf(token),
    policy,
    patience,
  }
  return trySite(shanoir, request, (trial) =>
    use({ ...trial, setToken: (given) => trial.setCredentials(credentialsOf(given)) }),
  )
}

/** A row as it came, through its shape and into a record. */
export function mapRow(entity: Entity, row: unknown, options: object = {}): Mapped {
  const mapped = mapRowOf(shanoir, entity, row, { baseUrl: publicUrl, ...options })
  if (mapped === null) throw new Error('the row is no record')
  return mapped
}
