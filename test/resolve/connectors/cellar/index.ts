import { z } from 'zod'
import { defineConnector, s3Locator, unknownRecord } from '#sdk'

/** A repository that keeps its files in requester-pays buckets of AWS, or of one other service. */
export default defineConnector({
  type: 'cellar',
  title: 'Cellar',
  version: 1,
  options: z.strictObject({
    endpoint: z.string().nullable().default(null),
    origins: z.array(z.string()).default([]),
    /** Keys of its objects, of a gigabyte each. */
    bottles: z.array(z.string()).default([]),
  }),
  origins: ({ origins }) => origins,
  s3Endpoint: (_, { endpoint }) => endpoint,
  rows: { bottle: z.object({ id: z.string() }) },
  async *harvest({ options }) {
    for (const id of options.bottles) yield { row: { id }, entity: 'bottle', nativeId: id }
    yield { partitionDone: 'all' }
  },
  map: {
    bottle: ({ id }) => ({
      record: { ...unknownRecord, kind: 'DATASET', title: id, access: 'REQUESTER_PAYS' },
      assets: [
        {
          name: id,
          role: 'VOLUME',
          format: null,
          mediaType: null,
          size: 2 ** 30,
          sizeIsExact: true,
          checksum: null,
          availability: 'ONLINE',
          locator: s3Locator('wine-1', id),
          region: 'us-west-2',
          payer: 'CALLER',
        },
      ],
    }),
  },
})
