import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConnectorSetup } from '../../src/conform/setup.ts'
import { type Held, Trial, type TrialRequest } from '../../src/conform/trial.ts'
import { operator } from '../../src/model/index.ts'
import type { AnyConnector } from '../../src/sdk/connector.ts'
import type { HarvestRun } from '../../src/sdk/index.ts'
import type { Standin } from '../../src/sdk/standin/index.ts'

export interface SiteRequest<Site extends Standin> {
  /** Told of the setup, which may get its credentials from the stand-in. */
  start(setup: ConnectorSetup): Promise<Site>
  /** Of the source. */
  options(baseUrl: string): Record<string, unknown>
  /** What the first harvest logs in with. Default: nothing. */
  credentials?: Readonly<Record<string, string>> | null
  policy?: ConnectorSetup['policy']
  patience?: number | undefined
}

export interface SiteTrial<Site extends Standin = Standin> {
  site: Site
  trial: Trial
  harvest(request?: TrialRequest): Promise<HarvestRun>
  held(): Promise<Map<string, Held>>
  /** All that was logged since the start. */
  logged(): string
  /** What harvests log in with from now on; null: nothing. */
  setCredentials(credentials: Readonly<Record<string, string>> | null): void
  /** Requests since the last call, as `METHOD path`. */
  asked(): string[]
}

/** A stand-in and a catalogue for as long as `use` takes; every harvest goes the way of real ones. */
export async function trySite<Site extends Standin, Result>(
  connector: AnyConnector,
  { start, options, credentials = null, policy, patience }: SiteRequest<Site>,
  use: (trial: SiteTrial<Site>) => Promise<Result>,
): Promise<Result> {
  let site: Site | undefined
  const setup: ConnectorSetup = {
    play: async () => {
      site = await start(setup)
      return site
    },
    options,
    ids: 0,
    // A busy machine is no fault of the site.
    policy: { headersTimeout: 20_000, bodyTimeout: 20_000, totalTimeout: 30_000, ...policy },
    patience: patience ?? 60_000,
  }
  const setCredentials = (given: Readonly<Record<string, string>> | null) => {
    if (given === null) delete setup.credentials
    else setup.credentials = { ...given }
  }
  setCredentials(credentials)
  return await Trial.run(connector, setup, async (trial) => {
    let told = 0
    return await use({
      site: site as Site,
      trial,
      harvest: (request) => trial.harvest(request),
      held: () => trial.held(),
      setCredentials,
      logged: () => JSON.stringify(trial.logged),
      asked() {
        const since = trial.standin.requests.slice(told)
        told = trial.standin.requests.length
        return since.map(({ method, path }) => `${method} ${path}`)
      },
    })
  })
}

/** Everything that a harvest leaves behind, as one text. */
export async function tracesOf({
  trial,
  held,
  logged,
}: Pick<SiteTrial, 'trial' | 'held' | 'logged'>): Promise<string> {
  const runs = await trial.store.harvests(operator, null, { first: 50 })
  const rejections = await Promise.all(
    runs.items.map(({ id }) => trial.store.rejections(operator, id, 1_000)),
  )
  const names = await readdir(trial.folder)
  const files = await Promise.all(names.map((name) => readFile(join(trial.folder, name), 'latin1')))
  return [JSON.stringify([runs, rejections, [...(await held())]]), logged(), ...files].join('\n')
}
