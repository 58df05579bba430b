import { z } from 'zod'
import { type MappedRecord, unknownRecord } from '../../src/model/index.ts'
import type { AnyConnector } from '../../src/sdk/connector.ts'

const unknown = unknownRecord as unknown as MappedRecord
const Row = z.object({ id: z.string() })

/** A connector of the type `example` whose rows come when the test lets them. */
export function gated(rows: number) {
  const gate = Promise.withResolvers<void>()
  const connector = {
    type: 'example',
    title: 'Example',
    version: 1,
    options: z.strictObject({}),
    origins: () => ['https://alpha.example.org'],
    rows: { thing: Row },
    async *harvest({ from, signal }: { from(partition: string): unknown; signal: AbortSignal }) {
      from('all')
      const stopped = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      )
      yield { expected: rows }
      await Promise.race([gate.promise, stopped])
      for (let at = 0; at < rows; at++) {
        yield { row: { id: `${at}` }, entity: 'thing', nativeId: `${at}` }
      }
      yield { partitionDone: 'all' }
    },
    map: {
      thing: ({ id }: { id: string }) => ({
        record: { ...structuredClone(unknown), kind: 'DATASET', title: `Thing ${id}` },
      }),
    },
  } as unknown as AnyConnector
  return { connector, open: gate.resolve }
}
