import { publicUrl } from '../../../connectors/xnat/conform.ts'
import xnat from '../../../connectors/xnat/index.ts'
import {
  startXnatStandin,
  type XnatStandin,
  type XnatStandinOptions,
} from '../../../connectors/xnat/standin.ts'
import type { ConnectorSetup } from '../../../src/conform/setup.ts'
import type { Mapped } from '../../../src/sdk/index.ts'
import { mapRowOf } from '../read-source.ts'
import { type SiteTrial as TrialOf, trySite } from '../try-site.ts'

type Entity = keyof typeof xnat.rows

export interface TrialOptions extends XnatStandinOptions {
  /** Over what reads the stand-in. */
  source?: Record<string, unknown>
  /** Null: anonymously. Default: the stand-in's ordinary account. */
  login?: { user: string; password: string } | null
  policy?: ConnectorSetup['policy']
  patience?: number
}

export interface SiteTrial extends Omit<TrialOf<XnatStandin>, 'setCredentials'> {
  /** What harvests log in with from now on. */
  setLogin(login: { user: string; password: string }): void
}

/** A stand-in and a catalogue for as long as `use` takes; every harvest goes the way of real ones. */
export function withSite<T>(
  { source = {}, login, policy, patience, ...options }: TrialOptions,
  use: (trial: SiteTrial) => Promise<T>,
): Promise<T> {
  const request = {
    async start(setup: ConnectorSetup) {
      const site = await startXnatStandin(options)
      if (login !== null) setup.credentials = { ...(login ?? loginOf(site.account)) }
      return site
    },
    options: (baseUrl: string) => ({
      baseUrl: `${baseUrl}${options.contextPath ?? ''}`,
      publicUrl,
      ...source,
    }),
    policy,
    patience,
  }
  return trySite(xnat, request, (trial) =>
    use({ ...trial, setLogin: (one) => trial.setCredentials(loginOf(one)) }),
  )
}

/** A row as it came, through its shape and into a record. */
export function mapRow(entity: Entity, row: unknown, options: object = {}): Mapped {
  const mapped = mapRowOf(xnat, entity, row, { baseUrl: publicUrl, ...options })
  if (mapped === null) throw new Error('the row made no record')
  return mapped
}

function loginOf({ user, password }: { user: string; password: string }) {
  return { user, password }
}
