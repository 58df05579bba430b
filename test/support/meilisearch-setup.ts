import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { findBinary, type OwnMeilisearch, spawnMeilisearch } from './meilisearch-process.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test files ask for the Meilisearch server of this run; nothing is started before one does. */
    meilisearch: string
  }
}

/** What a test file is told: a server, or why there is none. */
export type Told = { url: string; masterKey: string | null } | { skipped: string }

function say(which: string, why: string): void {
  process.stderr.write(`Tests ${which} are skipped: ${why}.\n`)
}

/** One server for all test files of a run, started when the first one asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let own: OwnMeilisearch | undefined
  let told: Promise<Told> | undefined

  async function find(): Promise<Told> {
    const { MEILI_TEST_URL: url, MEILI_TEST_KEY: masterKey } = process.env
    const binary = findBinary()
    if (url !== undefined) {
      if (binary === null)
        say('that kill a server or start it with options', 'MEILI_BIN is not set')
      return { url, masterKey: masterKey ?? null }
    }
    if (binary === null) {
      const skipped =
        'no server: MEILI_TEST_URL and MEILI_BIN are not set, and no meilisearch is on the PATH'
      say('with Meilisearch', skipped)
      return { skipped }
    }
    own = await spawnMeilisearch({ binary })
    return { url: own.url, masterKey: own.masterKey }
  }

  const desk = createServer((_, response) => {
    told ??= find()
    told.then(
      (answer) => response.end(JSON.stringify(answer)),
      (fault) => response.writeHead(500).end(String(fault)),
    )
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  desk.unref()
  project.provide('meilisearch', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`)
  return async () => {
    desk.close()
    desk.closeAllConnections()
    await told?.catch(() => {})
    await own?.remove()
  }
}
