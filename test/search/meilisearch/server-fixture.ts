import { onTestFinished } from 'vitest'
import { GatewayError } from '../../../src/model/index.ts'
import {
  type Line,
  type MeiliQuery,
  MeiliServer,
  type MeiliServerOptions,
} from '../../../src/search/meilisearch/server.ts'
import type { TestMeilisearch } from '../../support/meilisearch.ts'

/** A client with the master key, until the test has finished. */
export function connect(
  server: TestMeilisearch,
  options: Partial<MeiliServerOptions> = {},
): MeiliServer {
  const { url, masterKey } = server
  const client = new MeiliServer({ url, searchKey: masterKey, writeKey: masterKey, ...options })
  onTestFinished(() => client.close())
  return client
}

/** A document with two fields. */
export function line(id: string, title: string = `Title of ${id}`): Line {
  return { id, json: JSON.stringify({ id, title }) }
}

export function lines(count: number, title?: string): Line[] {
  return Array.from({ length: count }, (_, index) => line(`d${index}`, title))
}

export function everything(indexUid: string): MeiliQuery {
  return { indexUid, filter: '', limit: 1_000, attributesToRetrieve: ['id', 'title'] }
}

/** The titles in the index by id, as a search finds them. */
export async function titles(server: MeiliServer, uid: string): Promise<Record<string, unknown>> {
  const [result] = await server.search([everything(uid)])
  return Object.fromEntries(result?.hits.map(({ id, title }) => [id, title]) ?? [])
}

/** The error that the work ends with. */
export async function errorOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('It succeeded.')
}

/** All that an error says, and its causes; not where it was thrown. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? ''
  const fields = Object.entries(error).map(([name, value]) => `${name}: ${textOf(value)}`)
  return [error.name, error.message, ...fields, textOf(error.cause)].join('\n')
}
