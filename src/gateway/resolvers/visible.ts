import type { StoredRecord } from '../../model/index.ts'
import type { GatewayContext } from '../context.ts'

/** Those of the records that the viewer may discover, in their order. */
export async function visible(
  ids: readonly string[],
  { loaders }: GatewayContext,
): Promise<StoredRecord[]> {
  const records = await Promise.all(ids.map((id) => loaders.record.load(id)))
  return records.filter((record) => record !== null)
}
