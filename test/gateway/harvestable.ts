import { expect } from 'vitest'
import { z } from 'zod'
import type { Gateway } from '../../src/gateway/index.ts'
import { type MappedRecord, unknownRecord } from '../../src/model/index.ts'
import type { AnyConnector, Connector } from '../../src/sdk/connector.ts'
import { openWorld, type World } from './world.ts'

/** Its lists are constants, which a record's are not. */
const unknown = unknownRecord as unknown as MappedRecord

const Row = z.object({ id: z.string(), title: z.string() })
const Options = z.strictObject({
  baseUrl: z.url(),
  password: z.string().meta({ writeOnly: true }).optional(),
})

/** A connector of one row at a time, each when the test lets it. */
export function stepwise() {
  const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
  const connector: Connector<typeof Options, { thing: typeof Row }> = {
    type: 'example',
    title: 'Example',
    version: 1,
    options: Options,
    origins: () => ['https://alpha.example.org'],
    rows: { thing: Row },
    async *harvest({ from, signal }) {
      from('all')
      for (const [at, gate] of gates.entries()) {
        await Promise.race([gate.promise, aborted(signal)])
        yield { row: { id: `${at}`, title: `Thing ${at}` }, entity: 'thing', nativeId: `${at}` }
        yield { checkpoint: at, partition: 'all' }
      }
      yield { partitionDone: 'all' }
    },
    map: {
      thing: (row) => ({
        record: { ...structuredClone(unknown), kind: 'DATASET', title: row.title },
      }),
    },
  }
  return { connector, gates }
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

/** A world whose source `alpha` is harvested in three steps, each when it is let. */
export async function openHarvestable(): Promise<World & { let: (step: number) => void }> {
  const { connector, gates } = stepwise()
  const world = await openWorld({
    connectors: new Map([['example', connector as AnyConnector]]),
    sources: [
      {
        id: 'alpha',
        type: 'example',
        options: { baseUrl: 'https://alpha.example.org' },
        schedule: null,
        allowPrivateAddresses: false,
      },
    ],
  })
  return { ...world, let: (step) => gates[step]?.resolve() }
}

/** Begins a harvest of it. */
export const start =
  'mutation { startHarvest(source: "alpha", full: true) { harvest { id state full source { name } } problems { code message } } }'

/** A gateway that listens at `url`, for `follow`. */
export function overHttp(url: string, signal: AbortSignal | null = null): Pick<Gateway, 'fetch'> {
  return {
    fetch: ({ url: asked, headers, body }) =>
      fetch(asked.replace('http://gateway.test', url), {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
        signal,
      } as RequestInit),
  }
}

/** Events of a subscription, as they come over SSE. */
export async function* follow(
  gateway: Pick<Gateway, 'fetch'>,
  id: string,
  selection: string,
  headers: Record<string, string> = {},
) {
  const response = await gateway.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({
        query: `subscription ($id: ID!) { harvest(id: $id) { ${selection} } }`,
        variables: { id },
      }),
    }),
  )
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = text.slice(0, end)
      text = text.slice(end + 2)
      const data = /^data: (.+)$/m.exec(event)?.[1]
      if (data) yield JSON.parse(data)
    }
  }
}
