import type {
  Asset,
  HarvestKind,
  HarvestRun,
  KeptRejection,
  LinkCheck,
  SourceInfo,
  StoredRecord,
  Viewer,
  Visibility,
  VocabularyTerm,
} from '../model/index.ts'
import type { Compared, FinishRequest, HarvestLease, StoreStep } from './harvest-steps.ts'
import type { AccessTokens, AuditTrail, SourceInsight, SourceRegistry } from './registry.ts'
import type { SpendingLedger } from './spending-ledger.ts'

/** A part of an ordered list. `after` is the `end` of the page before. */
export interface PageRequest {
  first: number
  after?: string | null | undefined
}

export interface Page<Item> {
  items: Item[]
  /** One opaque position an item, for `after`. */
  cursors: string[]
  hasNext: boolean
  /** Everything that the viewer may see, not only this page. */
  total: number
}

export interface StoredAsset extends Asset {
  record: string
  /** Names the asset inside its record across harvests; made from the locator. `A-Za-z0-9_-`. */
  key: string
  /** What the last look at its link has shown; null when nobody has looked. */
  lastCheck: LinkCheck | null
}

/** Names an asset of the catalogue. */
export type AssetKey = Pick<StoredAsset, 'record' | 'key'>

/** What one look at a link has shown; see `LinkHealth`. */
export type Verdict = 'OK' | 'CHANGED' | 'UNREACHABLE' | 'GONE'

/** How the links of one source fare: its assets by what the last look at each has shown. */
export interface SourceHealth {
  source: string
  /** Assets that were looked at; the sum of the others. */
  checked: number
  ok: number
  changed: number
  unreachable: number
  missing: number
  gone: number
  /** RFC 3339: of the least recent look. */
  oldest: string
}

/** Assets of a record that cost alike. */
export interface AssetSum {
  /** Whether they lie in a bucket of S3. */
  inBucket: boolean
  region: string | null
  payer: Asset['payer']
  isArchived: boolean
  count: number
  /** How many of them have a size. */
  sized: number
  /** Sum of the known sizes in bytes, as they stand. */
  bytes: number
  /** The same as reading them may be billed: printed sizes are taken as the larger of what they may mean. */
  billedBytes: number
}

export interface SourceWithCount extends SourceInfo {
  /** Records that the viewer may discover. */
  records: number
}

/** One step of the outbox: a record was written, hidden, shown or removed, or is the same as others than before. */
export interface Change {
  position: number
  id: string
  /**
   * Null: it is gone. Hidden records are here, with the groups that may see them: an index keeps those. `sameAs` is as the
   * source states it.
   */
  record: StoredRecord | null
}

/**
 * Reads of the catalogue. All take the viewer first; what it may not discover is not there: a record's `parents`
 * and `isVersionOf` name only what the viewer may discover, and a record is hidden along with its source. `sameAs`
 * names, besides what the source states, the pages of other records that are the same thing and the viewer may discover.
 */
export interface RecordReader {
  /** In the order asked for; null for what is absent or hidden. */
  records(viewer: Viewer, ids: readonly string[]): Promise<(StoredRecord | null)[]>
  children(viewer: Viewer, id: string, page: PageRequest): Promise<Page<StoredRecord>>
  /** The same page of several records' children at once, in the order of `ids`; a hidden record has an empty page. */
  childrenOf(
    viewer: Viewer,
    ids: readonly string[],
    page: PageRequest,
  ): Promise<Page<StoredRecord>[]>
  /**
   * The other records that are the same thing as each of `ids`, at most `first` of each, in the order of their ids; none
   * for what is absent or hidden.
   */
  sameRecordsOf(viewer: Viewer, ids: readonly string[], first: number): Promise<StoredRecord[][]>
  assets(viewer: Viewer, record: string, page: PageRequest): Promise<Page<StoredAsset>>
  /** The same page of several records' assets at once, in the order of `records`; a hidden record has an empty page. */
  assetsOf(
    viewer: Viewer,
    records: readonly string[],
    page: PageRequest,
  ): Promise<Page<StoredAsset>[]>
  /** In the order asked for; null for what is absent or belongs to a hidden record. */
  assetsByKey(viewer: Viewer, keys: readonly AssetKey[]): Promise<(StoredAsset | null)[]>
  /**
   * The same bytes elsewhere, at most 20 places each, in the order asked for; none for what is absent or belongs to a
   * hidden record. Assets are the same when they lie at the same place however it is written, have a checksum in common,
   * or have the same name and size in records that say that they are the same thing; unless sizes or checksums that
   * both state contradict it.
   *
   * An identifier that several records of one source bear is that of a collection, and says nothing.
   */
  mirrorsOf(viewer: Viewer, assets: readonly AssetKey[]): Promise<StoredAsset[][]>
  /** Of the assets that the viewer may discover; sources of which none was looked at are left out. By id. */
  linkHealth(viewer: Viewer): Promise<SourceHealth[]>
  /**
   * Sums over the assets of several records, in the order of `records`, apart by what they cost: however many there are,
   * none is held. Null for what is absent or hidden.
   */
  assetSums(viewer: Viewer, records: readonly string[]): Promise<(AssetSum[] | null)[]>
  /** In the order of their ids: those that the viewer may discover, and those that it owns. */
  sources(viewer: Viewer): Promise<SourceWithCount[]>
  /** Newest first, of the sources that the viewer may see. Runs of every kind. */
  harvests(viewer: Viewer, source: string | null, page: PageRequest): Promise<Page<HarvestRun>>
  harvestsById(viewer: Viewer, ids: readonly string[]): Promise<(HarvestRun | null)[]>
  /**
   * For operators and owners; the caller checks that. Kept for the 20 newest harvests of a source; a replay that rejects a row of
   * the newest one once more puts its reason in the place of the one before.
   */
  rejections(viewer: Viewer, harvest: string, first: number): Promise<KeptRejection[]>

  /** Every term that sources delivered, and the number that changes with them. */
  vocabulary(): Promise<{ version: number; terms: VocabularyTerm[] }>
  /** Only that number: cheap enough to ask many times a second. */
  vocabularyVersion(): Promise<number>
  /** Steps after `position`, oldest first. A record stands in the outbox once, at its newest step. */
  changes(position: number, limit: number): Promise<Change[]>
  /** The newest step about one record; null where there never was one. For operators; the caller checks that. */
  lastChange(id: string): Promise<{ position: number; isGone: boolean } | null>
  /** The newest position in the outbox; 0 when nothing was ever written. */
  position(): Promise<number>
  /** 32 random bytes made once an installation, as base64url: signs cursors, keys pseudonyms. */
  installationKey(): Promise<string>
  close(): Promise<void>
}

/** Writes of the catalogue. One writer a file at a time. */
export interface RecordWriter {
  /**
   * Makes the sources of the file those given: new ones are added, known ones updated (state and times are the
   * catalogue's own), and those missing are left with their records and set to PAUSED. Registered sources stay as they
   * are; where one has the id of a given one, that stands in its place as long as it is given.
   */
  configureSources(sources: readonly SourceConfig[]): Promise<void>
  /**
   * Takes the source's lease and starts a harvest, or goes on with the one that was interrupted. A lease lapses
   * `leaseSeconds` after the last `apply`, and at once when its owner, named by `leaseOwner()`, was a process
   * of this machine that is no more (so that a killed harvest goes on as soon as it is started again).
   *
   * A `REMAP` and a `REPLAY` write what is made of kept rows: nothing is removed, the source's state and times stay,
   * and one that was cut off is never gone on with.
   *
   * @param request.kind Default `HARVEST`.
   * @param request.after Only as long as this is the newest `HARVEST` of the source that has ended, or with null as long as
   *   none has: of several who find one due at the same time, one begins it. Left out: in any case.
   * @param request.mapping Tells apart what rows are mapped by: a harvest that was interrupted under another one is not gone on
   *   with, and a full one takes its place. Left out: nobody knows, which is taken for the same.
   * @throws {GatewayError} `CONFLICT` when somebody holds the lease, for a `HARVEST` of a source that is paused or
   *   not approved, and when another one has ended than `after`; `NOT_FOUND` for an unknown source.
   */
  beginHarvest(
    source: string,
    request: {
      full: boolean
      owner: string
      leaseSeconds: number
      kind?: HarvestKind
      after?: string | null
      mapping?: string
    },
  ): Promise<HarvestLease>
  /**
   * Gives up the lease without ending the harvest, so that whoever begins next goes on with it at once: for a
   * shutdown. Does nothing when the lease is somebody else's by now.
   */
  releaseHarvest(harvest: string, owner: string): Promise<void>
  /** In order: how each row compares with the catalogue. */
  compare(source: string, rows: readonly { nativeId: string; hash: string }[]): Promise<Compared[]>
  known(source: string, nativeIds: readonly string[]): Promise<({ etag: string | null } | null)[]>
  /** Every scope that records of the source live under, sorted. */
  scopes(source: string): Promise<string[]>
  /** The fingerprint of the credentials that the source refused last; null when it took them, or had none. */
  refusedCredentials(source: string): Promise<string | null>
  /**
   * Does all of `steps` or none, renews the lease, and gives the harvest's counts.
   *
   * @throws {GatewayError} `CONFLICT` when the lease was lost to somebody else.
   */
  apply(harvest: string, owner: string, steps: readonly StoreStep[]): Promise<HarvestRun>
  /**
   * Ends the harvest: removes what complete partitions no longer hold (unless that is more than
   * `removalShare`), sets the verdict and the source's state, and gives up the lease.
   */
  finishHarvest(harvest: string, owner: string, request: FinishRequest): Promise<HarvestRun>
  /** Hides what lives under rights that are too old, of every source. */
  expireRights(source: string, before: string): Promise<void>
  /**
   * Assets of a source whose links are due to be looked at, at most `first`: those that were not found well, 20 hours
   * later (2, when there was no answer), then one of each record in turn, none oftener than every 7 days. The next call
   * goes on from there, over restarts too. Only web addresses that cost nothing, of records that everybody may open.
   *
   * May give fewer than are due, and none although some are: a call reads at most 500 records.
   *
   * @throws {GatewayError} `NOT_FOUND` for an unknown source.
   */
  takeLinksToCheck(source: string, request: { now: string; first: number }): Promise<LinkToCheck[]>
  /** Keeps what looking has shown, in place of what it showed before. Those of assets that are no more are dropped. */
  saveLinkChecks(checks: readonly (AssetKey & { at: string; verdict: Verdict })[]): Promise<void>
}

/** An asset whose link is due to be looked at, and its record. */
export interface LinkToCheck {
  asset: StoredAsset
  record: StoredRecord
}

export type SourceConfig = Pick<
  SourceInfo,
  'id' | 'type' | 'title' | 'homepage' | 'discover' | 'staleAfterSeconds'
> & {
  /**
   * Groups set by the operator over whatever the rows say; null: as the rows and rights say. Either way only those
   * in `discover` discover the source's records.
   */
  visibility: Visibility | null
  /** Who may watch it besides operators: subjects, and groups as `group:<name>`. Default: nobody. */
  owners?: readonly string[]
}

/** What is read beside a writer, in a thread of its own. */
export type StoreReader = RecordReader &
  Pick<SourceRegistry, 'registeredSources' | 'registryVersion'> &
  Pick<AccessTokens, 'accessTokenByHash' | 'accessTokens'> &
  Pick<AuditTrail, 'audit'> &
  Omit<SourceInsight, 'noteUnanswered'>

export type RecordStore = StoreReader &
  RecordWriter &
  SpendingLedger &
  SourceRegistry &
  AccessTokens &
  AuditTrail &
  SourceInsight
