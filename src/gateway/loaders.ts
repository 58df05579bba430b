import DataLoader from 'dataloader'
import { type HarvestRun, operator, type StoredRecord, type Viewer } from '../model/index.ts'
import type { LinkRequest } from '../resolve/index.ts'
import type { ResolvedLink } from '../sdk/links.ts'
import type {
  Page,
  PageRequest,
  RecordReader,
  SourceWithCount,
  StoredAsset,
} from '../store/record-store.ts'
import type { ManagedSource, SourceControl } from './source-control.ts'

type AssetKey = Pick<StoredAsset, 'record' | 'key'>
interface FirstOf {
  id: string
  first: number
}
interface PageOf extends FirstOf {
  after: string | null
}

/** Reads of one request: what is asked for in the same moment is one read, and what was read is not read again. */
export interface Loaders {
  /** By the catalogue's ids; null for what is absent or hidden. */
  record: DataLoader<string, StoredRecord | null>
  asset: DataLoader<AssetKey, StoredAsset | null, string>
  harvest: DataLoader<string, HarvestRun | null>
  /** Links to assets, batched by source; null when the asset's record is gone or hidden since. */
  link: DataLoader<StoredAsset, ResolvedLink | null, string>
  /** Where else the bytes of an asset are, in no order. */
  mirrors: DataLoader<StoredAsset, StoredAsset[], string>
  /** Every source that the viewer may see. */
  sources(): Promise<SourceWithCount[]>
  source(name: string): Promise<SourceWithCount | null>
  /** How a source is configured, whoever asks; null when it is not. */
  managed(name: string): Promise<ManagedSource | null>
  /** Records of a source, whoever may see them. */
  recordsInAll(name: string): Promise<number>
  /** The other records that are the same thing. */
  sameRecords: DataLoader<FirstOf, StoredRecord[], string>
  children: DataLoader<PageOf, Page<StoredRecord>, string>
  assets: DataLoader<PageOf, Page<StoredAsset>, string>
  /** Forgets all that was read: for subscriptions, where one request lives long. */
  forget(): void
}

/** Makes links for whoever the request is made on behalf of, in order. */
export type LinksOf = (requests: readonly LinkRequest[]) => Promise<ResolvedLink[]>

export interface LoaderParts {
  viewer: Viewer
  store: RecordReader
  registrar: Pick<SourceControl, 'managed'>
  read: <Result>(work: Promise<Result>) => Promise<Result>
  links: LinksOf
}

export function createLoaders(parts: LoaderParts): Loaders {
  const { viewer, store, read, links } = parts
  const sources = createSourceReads(parts)
  const options = { maxBatchSize: 1_000 }
  const byAsset = {
    ...options,
    cacheKeyFn: ({ record, key }: AssetKey) => JSON.stringify([record, key]),
  }
  const record = new DataLoader(
    (ids: readonly string[]) => read(store.records(viewer, ids)),
    options,
  )
  const asset = new DataLoader(
    (keys: readonly AssetKey[]) => read(store.assetsByKey(viewer, keys)),
    byAsset,
  )
  const harvest = new DataLoader(
    (ids: readonly string[]) => read(store.harvestsById(viewer, ids)),
    options,
  )
  const link = new DataLoader<StoredAsset, ResolvedLink | null, string>(async (assets) => {
    const records = await record.loadMany(assets.map((one) => one.record))
    const requests = assets.map((asset, at) => {
      const found = records[at]
      if (found instanceof Error) throw found
      return found == null ? null : { asset, record: found }
    })
    const made = await links(requests.filter((one) => one !== null))
    let next = 0
    return requests.map((one) => (one === null ? null : (made[next++] ?? null)))
  }, byAsset)
  const mirrors = new DataLoader<StoredAsset, StoredAsset[], string>(
    (assets) =>
      read(
        store.mirrorsOf(
          viewer,
          assets.map(({ record, key }) => ({ record, key })),
        ),
      ),
    byAsset,
  )
  const sameRecords = new DataLoader<FirstOf, StoredRecord[], string>(
    (wanted) =>
      together(
        wanted,
        (one) => one.first,
        (ids, { first }) => read(store.sameRecordsOf(viewer, ids, first)),
      ),
    { ...options, cacheKeyFn: ({ id, first }) => JSON.stringify([id, first]) },
  )
  const children = pages((ids, page) => read(store.childrenOf(viewer, ids, page)))
  const assets = pages((ids, page) => read(store.assetsOf(viewer, ids, page)))
  return {
    record,
    asset,
    harvest,
    link,
    mirrors,
    sources: sources.all,
    source: async (name) => (await sources.all()).find(({ id }) => id === name) ?? null,
    managed: sources.managed,
    recordsInAll: sources.recordsInAll,
    sameRecords,
    children,
    assets,
    forget() {
      for (const loader of [record, asset, harvest, link, mirrors, sameRecords, children, assets])
        loader.clearAll()
      sources.forget()
    },
  }
}

/** Reads of sources, each done once. */
function createSourceReads({ viewer, store, registrar, read }: LoaderParts) {
  let visible: Promise<SourceWithCount[]> | null = null
  let every: Promise<SourceWithCount[]> | null = null
  let configured: Promise<ManagedSource[]> | null = null
  return {
    all() {
      visible ??= read(store.sources(viewer))
      return visible
    },
    async managed(name: string) {
      configured ??= read(registrar.managed())
      return (await configured).find(({ id }) => id === name) ?? null
    },
    async recordsInAll(name: string) {
      every ??= read(store.sources(operator))
      return (await every).find(({ id }) => id === name)?.records ?? 0
    },
    forget() {
      visible = null
      every = null
      configured = null
    },
  }
}

/** Batches pages of many owners: one read for all that ask for the same `first` and `after`. */
function pages<Item>(
  read: (ids: readonly string[], page: PageRequest) => Promise<Page<Item>[]>,
): DataLoader<PageOf, Page<Item>, string> {
  return new DataLoader<PageOf, Page<Item>, string>(
    (wanted) =>
      together(
        wanted,
        ({ first, after }) => JSON.stringify([first, after]),
        (ids, { first, after }) => read(ids, { first, after }),
      ),
    {
      maxBatchSize: 1_000,
      cacheKeyFn: ({ id, first, after }) => JSON.stringify([id, first, after]),
    },
  )
}

/** One read for all of `wanted` that are alike, in the order of `wanted`. */
async function together<Wanted extends { id: string }, Answer>(
  wanted: readonly Wanted[],
  alike: (one: Wanted) => string | number,
  read: (ids: readonly string[], like: Wanted) => Promise<Answer[]>,
): Promise<(Answer | Error)[]> {
  const found = new Map<Wanted, Answer>()
  await Promise.all(
    [...Map.groupBy(wanted, alike).values()].map(async (group) => {
      const answers = await read(
        group.map(({ id }) => id),
        group[0] as Wanted,
      )
      for (const [at, answer] of answers.entries()) found.set(group[at] as Wanted, answer)
    }),
  )
  return wanted.map((one) => found.get(one) ?? new Error('The store left out an answer.'))
}
