import { z } from 'zod'
import { defineConnector } from '#sdk'
import { Dataset, toRecord } from './map.ts'

const Page = z.object({
  total: z.int(),
  rows: z.array(z.unknown()),
  next: z.int().nullable(),
})
const Identified = z.object({ id: z.string() })
const Structures = z.object({
  structures: z.array(
    z.object({ id: z.string(), label: z.string(), parent: z.string().nullable() }),
  ),
})

/** The synthetic archive of the benches. */
export default defineConnector({
  type: 'bench',
  title: 'Synthetic archive',
  version: 1,
  options: z.strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Rows asked for at a time. */
    pageSize: z.int().positive().default(500),
  }),
  origins: ({ baseUrl }) => [new URL(baseUrl).origin],
  // The upstream is ours: what is measured is the harvest, not its politeness.
  http: { requestsPerSecond: 10_000, concurrency: 16 },
  rows: { dataset: Dataset },
  async *harvest({ options, http, from }) {
    const { structures } = await http.json(`${options.baseUrl}/structures`, Structures)
    for (const { id, label, parent } of structures) {
      const parents = parent === null ? [] : [parent]
      yield { term: { termId: id, facet: 'structure', label, synonyms: [], parents } }
    }
    let cursor = from('datasets') ?? (from('datasets') === null ? null : 0)
    while (cursor !== null) {
      const url = `${options.baseUrl}/rows?from=${cursor}&size=${options.pageSize}`
      const page: z.infer<typeof Page> = await http.json(url, Page)
      if (cursor === 0) yield { expected: page.total }
      for (const row of page.rows) yield { row, entity: 'dataset', nativeId: idOf(row) }
      cursor = page.next
      yield { checkpoint: cursor, partition: 'datasets' }
    }
    yield { partitionDone: 'datasets' }
  },
  map: { dataset: toRecord },
})

function idOf(row: unknown): string | null {
  const read = Identified.safeParse(row)
  return read.success ? read.data.id : null
}
