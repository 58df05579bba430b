import type {
  HarvestRun,
  KeptRejection,
  StoredRecord,
  Viewer,
  VocabularyTerm,
} from '../../model/index.ts'
import type {
  AssetKey,
  AssetSum,
  Change,
  Page,
  PageRequest,
  SourceHealth,
  SourceWithCount,
  StoredAsset,
  StoreReader,
} from '../record-store.ts'
import type {
  AccessToken,
  AuditTrail,
  KeptRow,
  RegisteredSource,
  SourceInsight,
  SourceQuality,
  UnansweredSearch,
} from '../registry.ts'
import { readTokenByHash, readTokens } from './access-tokens.ts'
import { readAssetSums } from './asset-sums.ts'
import { readAudit } from './audit.ts'
import type { Database } from './database.ts'
import { linksFor } from './find-visible.ts'
import { readKeptRows, readRejectedRows } from './kept-rows.ts'
import { readLinkHealth } from './link-checks.ts'
import { readHarvestChanges } from './read-changes.ts'
import { readMirrors } from './read-mirrors.ts'
import { readAssets, readAssetsByKey, readChildren } from './read-pages.ts'
import { readSameRecords } from './read-same.ts'
import { readHarvests, readHarvestsById, readRejections, readSources } from './read-sources.ts'
import { type RecordRow, recordColumns, toRecord } from './record-rows.ts'
import { readRegistered, readRegistryVersion } from './registered-rows.ts'
import { readQuality } from './source-insight.ts'
import { isStanding } from './sources.ts'
import { readUnanswered } from './unanswered.ts'
import { Visibilities } from './visibilities.ts'
import { readVocabulary, readVocabularyVersion } from './vocabulary.ts'

/** Reads of the catalogue over one connection; each of them sees one moment of it. */
export class SqliteReader implements StoreReader {
  protected readonly database: Database
  protected readonly visibilities: Visibilities

  constructor(database: Database) {
    this.database = database
    this.visibilities = new Visibilities(database)
  }

  async records(viewer: Viewer, ids: readonly string[]): Promise<(StoredRecord | null)[]> {
    const found = this.#seenBy(viewer, (allowed) => {
      const rows = this.database.all<RecordRow>(
        `SELECT ${recordColumns} FROM json_each(?) AS wanted
         JOIN record r ON r.id = wanted.value JOIN harvest h ON h.key = r.harvest
         WHERE r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}`,
        JSON.stringify([...new Set(ids)]),
        allowed,
      )
      const records = rows.map((row) => toRecord(row, this.visibilities))
      return linksFor(this.database, allowed, records)
    })
    const byId = new Map(found.map((record) => [record.id, record]))
    return ids.map((id) => byId.get(id) ?? null)
  }

  async children(viewer: Viewer, id: string, page: PageRequest): Promise<Page<StoredRecord>> {
    const [children] = await this.childrenOf(viewer, [id], page)
    return children as Page<StoredRecord>
  }

  async childrenOf(
    viewer: Viewer,
    ids: readonly string[],
    page: PageRequest,
  ): Promise<Page<StoredRecord>[]> {
    return this.#seenBy(viewer, (allowed) =>
      ids.map((id) => readChildren(this.database, this.visibilities, allowed, id, page)),
    )
  }

  async sameRecordsOf(
    viewer: Viewer,
    ids: readonly string[],
    first: number,
  ): Promise<StoredRecord[][]> {
    return this.#seenBy(viewer, (allowed) =>
      ids.map((id) => {
        const same = readSameRecords(this.database, this.visibilities, allowed, id, first)
        return linksFor(this.database, allowed, same)
      }),
    )
  }

  async assets(viewer: Viewer, record: string, page: PageRequest): Promise<Page<StoredAsset>> {
    const [assets] = await this.assetsOf(viewer, [record], page)
    return assets as Page<StoredAsset>
  }

  async assetsOf(
    viewer: Viewer,
    records: readonly string[],
    page: PageRequest,
  ): Promise<Page<StoredAsset>[]> {
    return this.#seenBy(viewer, (allowed) =>
      records.map((record) => readAssets(this.database, allowed, record, page)),
    )
  }

  async assetsByKey(viewer: Viewer, keys: readonly AssetKey[]): Promise<(StoredAsset | null)[]> {
    return this.#seenBy(viewer, (allowed) => readAssetsByKey(this.database, allowed, keys))
  }

  async mirrorsOf(viewer: Viewer, assets: readonly AssetKey[]): Promise<StoredAsset[][]> {
    return this.#seenBy(viewer, (allowed) => readMirrors(this.database, allowed, assets))
  }

  async linkHealth(viewer: Viewer): Promise<SourceHealth[]> {
    return this.#seenBy(viewer, (allowed) => readLinkHealth(this.database, allowed))
  }

  async assetSums(viewer: Viewer, records: readonly string[]): Promise<(AssetSum[] | null)[]> {
    return this.#seenBy(viewer, (allowed) => readAssetSums(this.database, allowed, records))
  }

  async sources(viewer: Viewer): Promise<SourceWithCount[]> {
    return this.database.read(() => readSources(this.database, this.visibilities, viewer))
  }

  async harvests(
    viewer: Viewer,
    source: string | null,
    page: PageRequest,
  ): Promise<Page<HarvestRun>> {
    return this.database.read(() => readHarvests(this.database, viewer, source, page))
  }

  async harvestsById(viewer: Viewer, ids: readonly string[]): Promise<(HarvestRun | null)[]> {
    return this.database.read(() => readHarvestsById(this.database, viewer, ids))
  }

  async rejections(viewer: Viewer, harvest: string, first: number): Promise<KeptRejection[]> {
    return this.database.read(() => readRejections(this.database, viewer, harvest, first))
  }

  async vocabulary(): Promise<{ version: number; terms: VocabularyTerm[] }> {
    return this.database.read(() => readVocabulary(this.database))
  }

  async vocabularyVersion(): Promise<number> {
    return this.database.read(() => readVocabularyVersion(this.database))
  }

  async changes(position: number, limit: number): Promise<Change[]> {
    return this.database.read(() => {
      const rows = this.database.all<
        RecordRow & { position: number; gone: string | null; id: string; standing: number }
      >(
        `SELECT o.position, o.gone, r.id, ${isStanding} AS standing, ${recordColumns} FROM outbox o
         LEFT JOIN record r ON r.key = o.record LEFT JOIN harvest h ON h.key = r.harvest
         WHERE o.position > ? ORDER BY o.position LIMIT ?`,
        position,
        limit,
      )
      return rows.map((row) => ({
        position: row.position,
        id: row.gone ?? row.id,
        record: row.gone === null && row.standing === 1 ? toRecord(row, this.visibilities) : null,
      }))
    })
  }

  async lastChange(id: string): Promise<{ position: number; isGone: boolean } | null> {
    const row = this.database.get<{ position: number; isGone: number }>(
      `SELECT position, 1 AS isGone FROM outbox WHERE gone = ?1
       UNION ALL SELECT o.position, 0 FROM record r JOIN outbox o ON o.record = r.key
         WHERE r.id = ?1 AND o.gone IS NULL
       ORDER BY position DESC LIMIT 1`,
      id,
    )
    return row === undefined ? null : { position: row.position, isGone: row.isGone === 1 }
  }

  async position(): Promise<number> {
    const row = this.database.get<{ position: number | null }>(
      'SELECT max(position) AS position FROM outbox',
    )
    return row?.position ?? 0
  }

  async installationKey(): Promise<string> {
    const row = this.database.get<{ value: string }>(
      `SELECT value FROM meta WHERE name = 'installation-key'`,
    )
    return (row as { value: string }).value
  }

  async registeredSources(): Promise<RegisteredSource[]> {
    return this.database.read(() => readRegistered(this.database))
  }

  async registryVersion(): Promise<number> {
    return this.database.read(() => readRegistryVersion(this.database))
  }

  async accessTokenByHash(hash: string, now: string): Promise<AccessToken | null> {
    return this.database.read(() => readTokenByHash(this.database, hash, now))
  }

  async accessTokens(): Promise<AccessToken[]> {
    return this.database.read(() => readTokens(this.database))
  }

  async audit(request: Parameters<AuditTrail['audit']>[0]): ReturnType<AuditTrail['audit']> {
    return this.database.read(() => readAudit(this.database, request))
  }

  async harvestChanges(
    harvest: string,
    request: Parameters<SourceInsight['harvestChanges']>[1],
  ): ReturnType<SourceInsight['harvestChanges']> {
    return this.database.read(() => readHarvestChanges(this.database, harvest, request))
  }

  async keptRows(source: string, after: number, limit: number): Promise<KeptRow[]> {
    return this.database.read(() =>
      readKeptRows(this.database, this.visibilities, source, after, limit),
    )
  }

  async rejectedRows(source: string, after: number, limit: number): Promise<KeptRow[]> {
    return this.database.read(() => readRejectedRows(this.database, source, after, limit))
  }

  async sourceQuality(source: string): Promise<SourceQuality> {
    return readQuality(this.database, source)
  }

  async unansweredSearches(first: number): Promise<UnansweredSearch[]> {
    return this.database.read(() => readUnanswered(this.database, first))
  }

  async close(): Promise<void> {
    this.database.close()
  }

  /** Reads at one moment, with the visibilities that the viewer may discover at that moment. */
  #seenBy<Result>(viewer: Viewer, read: (allowed: string) => Result): Result {
    return this.database.read(() => read(this.visibilities.discoverable(viewer)))
  }
}
