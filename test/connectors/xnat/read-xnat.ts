import xnat from '../../../connectors/xnat/index.ts'
import {
  startXnatStandin,
  type XnatStandin,
  type XnatStandinOptions,
} from '../../../connectors/xnat/standin.ts'
import type { ConnectorSetup } from '../../../src/conform/setup.ts'
import { type Held, Trial, type TrialRequest } from '../../../src/conform/trial.ts'
import type { HarvestRun, Mapped } from '../../../src/sdk/index.ts'
import type { StandinVisit } from '../../../src/sdk/standin/index.ts'

type Entity = keyof typeof xnat.rows

/** Where links lead, the same for every stand-in. */
export const publicUrl = 'https://xnat.example.org'

/** What a harvest that goes on asks again: a login, and lists, which are read before any session. */
export function again({ path }: StandinVisit): boolean {
  return !/\/experiments\/[^/]+$/.test(path)
}

export interface TrialOptions extends XnatStandinOptions {
  /** Over what reads the stand-in. */
  source?: Record<string, unknown>
  /** Null: anonymously. Default: the stand-in's ordinary account. */
  login?: { user: string; password: string } | null
  policy?: ConnectorSetup['policy']
  patience?: number
}

export interface SiteTrial {
  site: XnatStandin
  trial: Trial
  harvest(request?: TrialRequest): Promise<HarvestRun>
  held(): Promise<Map<string, Held>>
  /** All that was logged since the start. */
  logged(): string
  /** What harvests log in with from now on. */
  setLogin(login: { user: string; password: string }): void
  /** Requests since the last call, as `METHOD path`. */
  asked(): string[]
}

/** A stand-in and a catalogue for as long as `use` takes; every harvest goes the way of real ones. */
export async function withSite<T>(
  { source = {}, login, policy, patience, ...options }: TrialOptions,
  use: (trial: SiteTrial) => Promise<T>,
): Promise<T> {
  let site: XnatStandin | undefined
  const setup: ConnectorSetup = {
    play: async () => {
      site = await startXnatStandin(options)
      if (login !== null) setup.credentials = { ...(login ?? loginOf(site.account)) }
      return site
    },
    options: (baseUrl) => ({
      baseUrl: `${baseUrl}${options.contextPath ?? ''}`,
      publicUrl,
      ...source,
    }),
    ids: 0,
    // A busy machine is no fault of the site.
    policy: { headersTimeout: 20_000, bodyTimeout: 20_000, totalTimeout: 30_000, ...policy },
    patience: patience ?? 60_000,
  }
  return await Trial.run(xnat, setup, async (trial) => {
    let told = 0
    return await use({
      site: site as XnatStandin,
      trial,
      harvest: (request) => trial.harvest(request),
      held: () => trial.held(),
      setLogin: (one) => {
        setup.credentials = loginOf(one)
      },
      logged: () => JSON.stringify(trial.logged),
      asked() {
        const since = trial.standin.requests.slice(told)
        told = trial.standin.requests.length
        return since.map(({ method, path }) => `${method} ${path}`)
      },
    })
  })
}

/** A row as it came, through its shape and into a record. */
export function mapRow(entity: Entity, row: unknown, options: object = {}): Mapped {
  const given = xnat.options.parse({ baseUrl: publicUrl, ...options })
  const mapper = xnat.map[entity] as (row: unknown, options: object) => Mapped | null
  const mapped = mapper(xnat.rows[entity].parse(row), given)
  if (mapped === null) throw new Error('the row made no record')
  return mapped
}

function loginOf({ user, password }: { user: string; password: string }) {
  return { user, password }
}
