import { errorOfPart, type GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { harvestAbcAtlas } from '../abc/harvest.ts'
import { harvestAind } from '../aind/harvest.ts'
import type { Options } from '../options.ts'
import { harvestVisualBehavior } from '../visual-behavior/harvest.ts'
import { type BucketPart, bucketId, openBuckets } from './buckets.ts'
import { bucketRows } from './map.ts'

type Context = HarvestContext<Options>

/** Where a bucket is read, which is swept as a whole. */
interface Step {
  partition: string
  items: () => AsyncIterable<HarvestItem>
}

/** Whether one of the open buckets could be read, and what came of the first that could not. */
export interface BucketsRead {
  isAnswering: boolean
  firstError: GatewayError | null
}

/** The parts that are in open buckets. Each bucket fails alone. */
export async function* harvestBuckets(
  context: Context,
  read: BucketsRead,
): AsyncGenerator<HarvestItem> {
  for (const { partition, items } of stepsOf(context)) {
    if (context.from(partition) === null) {
      read.isAnswering = true
      continue
    }
    try {
      yield* items()
      read.isAnswering = true
    } catch (thrown) {
      const error = errorOfPart(thrown)
      read.firstError ??= error
      yield { partitionFailed: partition, error }
    }
  }
}

function stepsOf(context: Context): Step[] {
  const { include } = context.options
  const wants = (part: BucketPart) => include.includes(part)
  const visual = openBuckets.filter(({ part }) => part === 'visualBehavior')
  return [
    ...(wants('abcAtlas')
      ? [{ partition: 'abc-atlas', items: () => harvestAbcAtlas(context, 'abc-atlas') }]
      : []),
    ...(wants('aind') ? [{ partition: 'aind', items: () => harvestAind(context, 'aind') }] : []),
    ...(wants('visualBehavior')
      ? visual.map(({ name }) => ({
          partition: name,
          items: () => harvestVisualBehavior(context, name, name),
        }))
      : []),
  ]
}

/** Buckets of which only their being there is told: those that no part reads. */
export async function* harvestCuratedBuckets(context: Context): AsyncGenerator<HarvestItem> {
  const partition = 'buckets'
  const { include } = context.options
  if (context.from(partition) === null) return
  const rows = bucketRows(({ part }) => part === 'buckets' || !include.includes(part))
  for (const row of rows) {
    const nativeId = bucketId(row.name, row.folder ?? undefined)
    yield { row, entity: 'bucket', nativeId, partition }
  }
  yield { partitionDone: partition }
}
