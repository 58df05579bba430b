import DataLoader from 'dataloader'
import type { HarvestRun, StoredRecord, Viewer } from '../model/index.ts'
import type {
  Page,
  PageRequest,
  RecordReader,
  SourceWithCount,
  StoredAsset,
} from '../store/record-store.ts'

type AssetKey = Pick<StoredAsset, 'record' | 'key'>
interface PageOf {
  id: string
  first: number
  after: string | null
}

/** Reads of one request: what is asked for in the same moment is one read, and what was read is not read again. */
export interface Loaders {
  /** By the catalogue's ids; null for what is absent or hidden. */
  record: DataLoader<string, StoredRecord | null>
  asset: DataLoader<AssetKey, StoredAsset | null, string>
  harvest: DataLoader<string, HarvestRun | null>
  /** Every source that the viewer may see. */
  sources(): Promise<SourceWithCount[]>
  source(name: string): Promise<SourceWithCount | null>
  children: DataLoader<PageOf, Page<StoredRecord>, string>
  assets: DataLoader<PageOf, Page<StoredAsset>, string>
  /** Forgets all that was read: for subscriptions, where one request lives long. */
  forget(): void
}

export function createLoaders(
  viewer: Viewer,
  store: RecordReader,
  read: <Result>(work: Promise<Result>) => Promise<Result>,
): Loaders {
  const options = { maxBatchSize: 1_000 }
  const record = new DataLoader(
    (ids: readonly string[]) => read(store.records(viewer, ids)),
    options,
  )
  const asset = new DataLoader(
    (keys: readonly AssetKey[]) => read(store.assetsByKey(viewer, keys)),
    {
      ...options,
      cacheKeyFn: (key) => JSON.stringify([key.record, key.key]),
    },
  )
  const harvest = new DataLoader(
    (ids: readonly string[]) => read(store.harvestsById(viewer, ids)),
    options,
  )
  const children = pages((ids, page) => read(store.childrenOf(viewer, ids, page)))
  const assets = pages((ids, page) => read(store.assetsOf(viewer, ids, page)))
  let sources: Promise<SourceWithCount[]> | null = null
  const allSources = () => {
    sources ??= read(store.sources(viewer))
    return sources
  }
  return {
    record,
    asset,
    harvest,
    sources: allSources,
    source: async (name) => (await allSources()).find(({ id }) => id === name) ?? null,
    children,
    assets,
    forget() {
      for (const loader of [record, asset, harvest, children, assets]) loader.clearAll()
      sources = null
    },
  }
}

/** Batches pages of many owners: one read for all that ask for the same `first` and `after`. */
function pages<Item>(
  read: (ids: readonly string[], page: PageRequest) => Promise<Page<Item>[]>,
): DataLoader<PageOf, Page<Item>, string> {
  return new DataLoader<PageOf, Page<Item>, string>(
    async (wanted) => {
      const groups = Map.groupBy(wanted, ({ first, after }) => JSON.stringify([first, after]))
      const found = new Map<PageOf, Page<Item>>()
      await Promise.all(
        [...groups.values()].map(async (group) => {
          const { first, after } = group[0] as PageOf
          const answers = await read(
            group.map(({ id }) => id),
            { first, after },
          )
          for (const [at, page] of answers.entries()) found.set(group[at] as PageOf, page)
        }),
      )
      return wanted.map((page) => found.get(page) ?? new Error('The store left out a page.'))
    },
    {
      maxBatchSize: 1_000,
      cacheKeyFn: ({ id, first, after }) => JSON.stringify([id, first, after]),
    },
  )
}
