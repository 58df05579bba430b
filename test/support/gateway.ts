import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { request } from 'undici'
import { onTestFinished } from 'vitest'
import { type AllenStandin, startAllenStandin } from '../../connectors/allen/standin.ts'
import { type Running, run } from './run.ts'
import { until } from './until.ts'

export const operatorToken = 'e2e-operator-token'

export interface RunningGateway extends Running {
  url: string
  /** The whole answer, errors too. */
  ask(query: string, variables?: Record<string, unknown>, token?: string): Promise<GraphQLAnswer>
  get(path: string): Promise<{ status: number; body: string }>
  /** SIGTERM, and waits for the end. */
  stop(): Promise<number | string>
}

export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  data?: any
  errors?: { message: string; extensions?: { code?: string; argument?: string } }[]
}

/** The Allen stand-in, until the test has finished. */
export async function standin(
  options?: Parameters<typeof startAllenStandin>[0],
): Promise<AllenStandin> {
  const started = await startAllenStandin(options)
  onTestFinished(() => started.close())
  return started
}

/** Writes a sources file for one Allen source that reads from `baseUrl`, and gives the environment that uses it. */
export async function environment(
  folder: string,
  baseUrl: string,
  settings: Record<string, unknown> = {},
): Promise<Record<string, string>> {
  const file = join(folder, 'sources.yaml')
  const source = {
    id: 'allen',
    type: 'allen',
    title: 'Allen Brain Map',
    allowPrivateAddresses: true,
    harvestEvery: '7d',
    options: { baseUrl },
    ...settings,
  }
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ sources: [source] }))
  return {
    PORT: '0',
    ATLAS_DATA: join(folder, 'data'),
    ATLAS_SOURCES: file,
    ATLAS_OPERATOR_TOKEN: operatorToken,
  }
}

/** Starts `npm start`'s process, and waits until it listens. `from` is the folder of the project. */
export async function startGateway(
  variables: Record<string, string>,
  from?: string,
): Promise<RunningGateway> {
  const running = run('src/main.ts', [], variables, null, from)
  const [, url = ''] = await running.says(/(http:\/\/[\d.]+:\d+)\/graphql/)
  return {
    ...running,
    url,
    ask: (query, values, token) => ask(url, query, values, token),
    get: async (path) => {
      const answer = await request(url + path)
      return { status: answer.statusCode, body: await answer.body.text() }
    },
    stop: async () => {
      running.child.kill('SIGTERM')
      return running.ended
    },
  }
}

export async function ask(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<GraphQLAnswer> {
  const answer = await request(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await answer.body.json()) as GraphQLAnswer
}

/** Waits until the newest harvest has ended and the index has followed; gives the harvest. */
export async function harvested(
  gateway: RunningGateway,
): Promise<{ state: string; seen: number; written: number }> {
  return until('the harvest has ended and can be searched', async () => {
    const { data } = await gateway.ask(
      '{ sources { records lastHarvest { state seen written finishedAt } } search(first: 1) { totalCount } }',
    )
    const [source] = data.sources
    if (!source?.lastHarvest?.finishedAt || source.records !== data.search.totalCount) return null
    return source.lastHarvest
  })
}
