import { randomBytes } from 'node:crypto'
import { Meilisearch } from 'meilisearch'
import { request } from 'undici'
import { inject, onTestFinished } from 'vitest'
import { findBinary, type OwnMeilisearch, spawnMeilisearch } from './meilisearch-process.ts'
import type { Told } from './meilisearch-setup.ts'

export interface TestMeilisearch {
  url: string
  /** Null when the server was given by `MEILI_TEST_URL` without `MEILI_TEST_KEY`. */
  masterKey: string | null
}

/**
 * The Meilisearch server of this run: `MEILI_TEST_URL` with `MEILI_TEST_KEY`, or one that is started from `MEILI_BIN`
 * or the `PATH` when the first test file asks. Null where there is none; the run has then said so.
 *
 *     const server = await meilisearch()
 *     describe.skipIf(server === null)('…', () => {})
 */
export async function meilisearch(): Promise<TestMeilisearch | null> {
  const answer = await request(inject('meilisearch'))
  if (answer.statusCode !== 200) throw new Error(await answer.body.text())
  const told = (await answer.body.json()) as Told
  return 'skipped' in told ? null : told
}

/** A prefix for the uids of one test's indexes; what begins with it is deleted when the test has finished. */
export function testPrefix(server: TestMeilisearch | null): string {
  const prefix = `test-${randomBytes(6).toString('hex')}`
  onTestFinished(() => dropIndexes(server, prefix))
  return prefix
}

/** Deletes the indexes whose uids begin with `prefix`. */
export async function dropIndexes(server: TestMeilisearch | null, prefix: string): Promise<void> {
  if (server === null) return
  const client = clientOf(server)
  const { results } = await client.getRawIndexes({ limit: 10_000 })
  for (const { uid } of results.filter((index) => index.uid.startsWith(prefix))) {
    await client.deleteIndex(uid).waitTask({ timeout: 30_000 })
  }
}

/** Meilisearch's own client with every right, to look behind what is tested. */
export function clientOf({ url, masterKey }: TestMeilisearch): Meilisearch {
  return new Meilisearch({ host: url, ...(masterKey === null ? {} : { apiKey: masterKey }) })
}

/** Whether a server of one's own can be started: to be killed, or with options. */
export const hasBinary = findBinary() !== null

/** A server for one test, which ends with it. */
export async function ownMeilisearch(...args: string[]): Promise<OwnMeilisearch> {
  const binary = findBinary()
  if (binary === null) throw new Error('There is no binary of Meilisearch.')
  const own = await spawnMeilisearch({ binary, args })
  onTestFinished(() => own.remove())
  return own
}
