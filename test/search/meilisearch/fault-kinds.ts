import type { MeiliServer } from '../../../src/search/meilisearch/server.ts'
import { type Fault, type FaultyProxy, faultyProxy } from '../../support/faulty-proxy.ts'
import type { TestMeilisearch } from '../../support/meilisearch.ts'
import { connect } from './server-fixture.ts'

/** Milliseconds that a client of these tests gives a request. */
export const deadline = 250

/** What a server, or what is before it, may do; told after its name. */
export const faults: Record<string, Fault> = {
  'never answers': 'hang',
  'resets the connection': 'reset',
  'is not reached by a proxy': 'bad gateway',
  'is overloaded and asks for ten seconds': { overloaded: 10 },
  'ends the connection after the request': 'lose the answer',
  'stops in the middle of its answer': 'hang in the body',
  'ends the connection in the middle of its answer': 'cut the body',
  'sends half of its answer as if it were all': 'truncate',
  'sends a page': 'page',
  'answers too late': { late: 3_000 },
}

/** A client behind a proxy that does what the test chooses. */
export async function behindProxy(
  server: TestMeilisearch,
): Promise<{ proxy: FaultyProxy; client: MeiliServer }> {
  const proxy = await faultyProxy(server.url)
  const client = connect(
    { ...server, url: proxy.url },
    {
      searchDeadlineMs: deadline,
      requestDeadlineMs: deadline,
      patienceMs: 5_000,
      limits: { bodyBytes: 2_000, waitingBodies: 4 },
    },
  )
  return { proxy, client }
}
