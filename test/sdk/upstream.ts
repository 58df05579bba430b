import { afterEach } from 'vitest'
import { z } from 'zod'
import {
  createHttpClient,
  type HttpClientOptions,
  type HttpPolicy,
  type OwnedHttpClient,
  silentLog,
} from '#sdk'
import { type Standin, type StandinOptions, startStandin } from '#sdk/standin'

export const Item = z.object({ id: z.string(), list: z.array(z.string()) })

/** Quick manners, so that a test that waits for a deadline does not wait long. */
export const quick: Partial<HttpPolicy> = {
  connectTimeout: 400,
  headersTimeout: 400,
  bodyTimeout: 400,
  totalTimeout: 800,
  attempts: 2,
  backoff: 2,
  requestsPerSecond: 10_000,
}

/** For tests that wait for no deadline: a busy machine is no upstream that hangs. */
export const patient: Partial<HttpPolicy> = {
  ...quick,
  connectTimeout: 10_000,
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
  totalTimeout: 10_000,
}

/** Stand-ins and clients that end with the test. */
export function upstreams(manners = quick) {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()))
  })
  return {
    async standin(options: StandinOptions = {}): Promise<Standin> {
      const server = await startStandin({
        handle: ({ path }) => ({ json: { id: path.slice(1), list: Array(20).fill('value') } }),
        ...options,
      })
      open.push(server)
      return server
    },
    client(
      origins: string | string[],
      policy: Partial<HttpPolicy> = {},
      options: Partial<HttpClientOptions> = {},
    ): OwnedHttpClient {
      const client = createHttpClient({
        origins: [origins].flat(),
        allowPrivateAddresses: true,
        policy: { ...manners, ...policy },
        log: silentLog,
        source: 'demo',
        ...options,
      })
      open.push(client)
      return client
    },
    /** Ends with the test, too. */
    own<T extends { close(): Promise<void> }>(one: T): T {
      open.push(one)
      return one
    },
  }
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`resolved with ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )
}
