import { z } from 'zod'
import { defineConnector, s3Locator, unknownRecord } from '#sdk'

/** One record with many objects of a requester-pays bucket. Asks nobody. */
export default defineConnector({
  type: 'bench-bucket',
  title: 'Synthetic bucket',
  version: 1,
  options: z.strictObject({
    /** How many. */
    objects: z.int().positive().default(1_000),
  }),
  origins: () => [],
  rows: { bucket: z.object({ id: z.string(), objects: z.int() }) },
  async *harvest({ options: { objects } }) {
    yield { row: { id: 'bucket', objects }, entity: 'bucket', nativeId: 'bucket' }
    yield { partitionDone: 'all' }
  },
  map: {
    bucket: ({ objects }) => ({
      record: {
        ...unknownRecord,
        kind: 'DATASET',
        title: 'Synthetic bucket',
        access: 'REQUESTER_PAYS',
      },
      assets: Array.from({ length: objects }, (_, at) => ({
        name: `object-${at}.ome.tif`,
        role: 'IMAGE' as const,
        format: 'OME-TIFF',
        mediaType: 'image/tiff',
        size: 1_000_000_000 + at,
        sizeIsExact: true,
        checksum: null,
        availability: 'ONLINE' as const,
        locator: s3Locator('synthetic-bucket', `folder ${at % 20}/object-${at}.ome.tif`),
        region: 'us-east-1',
        payer: 'CALLER' as const,
      })),
    }),
  },
})
