import shanoir from '../../../connectors/shanoir/index.ts'
import {
  offlineTokens,
  type ShanoirStandin,
  type ShanoirStandinOptions,
  startShanoirStandin,
} from '../../../connectors/shanoir/standin.ts'
import type { ConnectorSetup } from '../../../src/conform/setup.ts'
import { type Held, Trial, type TrialRequest } from '../../../src/conform/trial.ts'
import type { Credentials, HarvestRun, Mapped } from '../../../src/sdk/index.ts'
import type { StandinVisit } from '../../../src/sdk/standin/index.ts'

type Entity = keyof typeof shanoir.rows

/** Where links lead, the same for every stand-in. */
export const publicUrl = 'https://shanoir.example.org'

/** What a harvest that goes on asks again: lists and counts; pages of the index it does not. */
export function again({ path }: StandinVisit): boolean {
  return !path.endsWith('/solr')
}

export interface TrialOptions extends ShanoirStandinOptions {
  /** Over what reads the stand-in. */
  source?: Record<string, unknown>
  /** Null: anonymously. Default: the member's token. */
  token?: string | null
  policy?: ConnectorSetup['policy']
  patience?: number
}

export interface SiteTrial {
  site: ShanoirStandin
  trial: Trial
  harvest(request?: TrialRequest): Promise<HarvestRun>
  held(): Promise<Map<string, Held>>
  /** All that was logged since the start. */
  logged(): string
  /** What harvests log in with from now on. */
  setToken(token: string | null): void
  /** Requests since the last call, as `METHOD path`. */
  asked(): string[]
}

/** A stand-in and a catalogue for as long as `use` takes; every harvest goes the way of real ones. */
export async function withSite<T>(
  { source = {}, token = offlineTokens.member, policy, patience, ...options }: TrialOptions,
  use: (trial: SiteTrial) => Promise<T>,
): Promise<T> {
  let site: ShanoirStandin | undefined
  const setup: ConnectorSetup = {
    play: async () => {
      site = await startShanoirStandin(options)
      return site
    },
    options: (baseUrl) => ({ baseUrl, publicUrl, ...source }),
    ids: 0,
    // A busy machine is no fault of the site.
    policy: { headersTimeout: 20_000, bodyTimeout: 20_000, totalTimeout: 30_000, ...policy },
    patience: patience ?? 60_000,
  }
  const setToken = (given: string | null) => {
    if (given === null) delete setup.credentials
    else setup.credentials = { refreshToken: given } as Credentials
  }
  setToken(token)
  return await Trial.run(shanoir, setup, async (trial) => {
    let told = 0
    return await use({
      site: site as ShanoirStandin,
      trial,
      harvest: (request) => trial.harvest(request),
      held: () => trial.held(),
      setToken,
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
  const parsed = shanoir.rows[entity].parse(row)
  const checked = shanoir.options.parse({ baseUrl: publicUrl, ...options })
  const map = shanoir.map[entity] as (row: unknown, options: unknown) => Mapped | null
  const mapped = map(parsed, checked)
  if (mapped === null) throw new Error('the row is no record')
  return mapped
}
