import { type Asset, operator } from '../../model/index.ts'
import type { RecordReader, StoredAsset } from '../../store/record-store.ts'

/** Assets of each record that are read at a time. */
const first = 100

/** All assets that the catalogue holds of these records, by the record's id, as a source would state them. */
export async function heldAssets(
  store: Pick<RecordReader, 'assets' | 'assetsOf'>,
  records: readonly string[],
): Promise<Map<string, Asset[]>> {
  const held = new Map<string, Asset[]>()
  if (records.length === 0) return held
  const pages = await store.assetsOf(operator, records, { first })
  for (const [at, record] of records.entries()) {
    const assets: Asset[] = []
    for (let page = pages[at]; page !== undefined; ) {
      for (const asset of page.items) assets.push(stated(asset))
      const after = page.hasNext ? page.cursors.at(-1) : undefined
      page =
        after === undefined ? undefined : await store.assets(operator, record, { first, after })
    }
    held.set(record, assets)
  }
  return held
}

function stated({ record: _, key: __, lastCheck: ___, ...asset }: StoredAsset): Asset {
  return asset
}
