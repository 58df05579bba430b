import { GatewayError } from '../../model/error.ts'
import type { HarvestRun } from '../../model/index.ts'
import type { Compared, FinishRequest, HarvestLease, StoreStep } from '../harvest-steps.ts'
import type { AssetKey, LinkToCheck, RecordStore, SourceConfig, Verdict } from '../record-store.ts'
import type {
  AccessToken,
  AccessTokens,
  AuditEntry,
  RegisteredSource,
  Registration,
} from '../registry.ts'
import type { SpendingRequest } from '../spending-ledger.ts'
import { addAccessToken, isUseNew, noteTokenUse, revokeAccessToken } from './access-tokens.ts'
import { noteAudit } from './audit.ts'
import { Batch } from './batch.ts'
import { type BeginRequest, beginHarvest } from './begin-harvest.ts'
import type { Database } from './database.ts'
import { finishHarvest } from './finish-harvest.ts'
import { findHarvest, type HarvestRow, toHarvestRun } from './harvest-rows.ts'
import { Identities } from './identities.ts'
import { heldHarvest, renewLease } from './leases.ts'
import { saveLinkChecks } from './link-checks.ts'
import { configureSources } from './place-source.ts'
import { Registry } from './registered-sources.ts'
import { findRemoval, hideLeftover, hideSource, removeStep } from './remove-source.ts'
import { Rights } from './rights.ts'
import { findSource } from './sources.ts'
import { reserveSpending } from './spending.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { takeStep } from './steps.ts'
import { takeLinksToCheck } from './take-links.ts'
import { noteUnanswered } from './unanswered.ts'

/** The catalogue over one connection that may write. */
export class SqliteStore extends SqliteReader implements RecordStore {
  #isClosed = false

  constructor(database: Database) {
    super(database)
    // What a crash has cut off. Should it fail here, the next removal goes on with it.
    if (findRemoval(database) !== undefined) this.#finishRemovals().catch(() => {})
  }

  async configureSources(sources: readonly SourceConfig[]): Promise<void> {
    // An id that is still being removed can be given to nobody.
    const { id } = findRemoval(this.database) ?? {}
    if (sources.some((source) => source.id === id)) await this.#finishRemovals()
    this.#write(() => configureSources(this.database, this.visibilities, sources))
  }

  async beginHarvest(source: string, request: BeginRequest): Promise<HarvestLease> {
    return this.#write(() => beginHarvest(this.database, source, request))
  }

  async releaseHarvest(harvest: string, owner: string): Promise<void> {
    this.#write(() =>
      this.database.run(
        `DELETE FROM lease WHERE owner = ? AND harvest = (SELECT key FROM harvest WHERE id = ?)`,
        owner,
        harvest,
      ),
    )
  }

  async compare(
    source: string,
    rows: readonly { nativeId: string; hash: string }[],
  ): Promise<Compared[]> {
    const found = this.database.all<{ hash: string | null }>(
      `SELECT r.hash FROM json_each(?) AS wanted
       LEFT JOIN record r ON r.id = ? || ':' || wanted.value ORDER BY wanted.key`,
      JSON.stringify(rows.map(({ nativeId }) => nativeId)),
      source,
    )
    return found.map(({ hash }, index) => {
      if (hash === null) return 'new'
      return hash === rows[index]?.hash ? 'unchanged' : 'changed'
    })
  }

  async known(
    source: string,
    nativeIds: readonly string[],
  ): Promise<({ etag: string | null } | null)[]> {
    const found = this.database.all<{ key: number | null; etag: string | null }>(
      `SELECT r.key, r.etag FROM json_each(?) AS wanted
       LEFT JOIN record r ON r.id = ? || ':' || wanted.value ORDER BY wanted.key`,
      JSON.stringify(nativeIds),
      source,
    )
    return found.map(({ key, etag }) => (key === null ? null : { etag }))
  }

  async scopes(source: string): Promise<string[]> {
    const found = this.database.all<{ scope: string }>(
      'SELECT DISTINCT scope FROM record WHERE source = ? AND scope IS NOT NULL ORDER BY scope',
      findSource(this.database, source).key,
    )
    return found.map(({ scope }) => scope)
  }

  async refusedCredentials(source: string): Promise<string | null> {
    return findSource(this.database, source).refused
  }

  async apply(harvest: string, owner: string, steps: readonly StoreStep[]): Promise<HarvestRun> {
    return this.#write(() => {
      const run = heldHarvest(this.database, harvest, owner)
      const batch = new Batch(this.database, this.visibilities, run)
      for (const step of steps) takeStep(batch, step)
      batch.end()
      renewLease(this.database, run.source)
      return toHarvestRun(run)
    })
  }

  async finishHarvest(harvest: string, owner: string, request: FinishRequest): Promise<HarvestRun> {
    return this.#write(() => {
      const run = heldHarvest(this.database, harvest, owner)
      finishHarvest(new Batch(this.database, this.visibilities, run), request)
      return toHarvestRun(findHarvest(this.database, harvest) as HarvestRow)
    })
  }

  async expireRights(source: string, before: string): Promise<void> {
    this.#write(() => {
      const { key } = findSource(this.database, source)
      const identities = new Identities(this.database, this.visibilities)
      new Rights(this.database, this.visibilities, identities, key).expire(before)
      identities.settle()
    })
  }

  async reserveSpending(
    request: SpendingRequest,
  ): Promise<{ at: string; until: string; isNew: boolean }> {
    return this.#write(() => reserveSpending(this.database, request))
  }

  async takeLinksToCheck(
    source: string,
    request: { now: string; first: number },
  ): Promise<LinkToCheck[]> {
    return this.#write(() => takeLinksToCheck(this.database, this.visibilities, source, request))
  }

  async saveLinkChecks(
    checks: readonly (AssetKey & { at: string; verdict: Verdict })[],
  ): Promise<void> {
    this.#write(() => saveLinkChecks(this.database, checks))
  }

  async registerSource(registration: Registration, by: string): Promise<RegisteredSource> {
    if (this.#write(() => hideLeftover(this.database, registration.id))) {
      await this.#finishRemovals()
    }
    return this.#write(() => this.#registry(by).register(registration))
  }

  async replaceSource(
    registration: Registration,
    { by, ...request }: { needsApproval: boolean; by: string; revision?: number | null },
  ): Promise<RegisteredSource> {
    return this.#write(() => this.#registry(by).replace(registration, request))
  }

  async approveSource(id: string, by: string, revision?: number | null): Promise<RegisteredSource> {
    return this.#write(() => this.#registry(by).approve(id, revision))
  }

  async pauseSource(id: string, paused: boolean, by: string): Promise<RegisteredSource> {
    return this.#write(() => this.#registry(by).pause(id, paused))
  }

  async removeSource(id: string, request: { confirmRecords: number; by: string }): Promise<number> {
    const records = this.#write(() => hideSource(this.database, id, request))
    await this.#finishRemovals()
    return records
  }

  async addAccessToken(
    token: Parameters<AccessTokens['addAccessToken']>[0],
    by: string,
  ): Promise<AccessToken> {
    return this.#write(() => addAccessToken(this.database, token, by))
  }

  async revokeAccessToken(id: string, by: string): Promise<boolean> {
    return this.#write(() => revokeAccessToken(this.database, id, by))
  }

  async noteTokenUse(id: string, day: string): Promise<void> {
    if (isUseNew(this.database, id, day)) this.#write(() => noteTokenUse(this.database, id, day))
  }

  async noteAudit({ source, ...entry }: Omit<AuditEntry, 'at'>): Promise<void> {
    this.#write(() => {
      const key = source === null ? null : findSource(this.database, source).key
      noteAudit(this.database, { ...entry, source: key })
    })
  }

  async noteUnanswered(words: readonly string[], day: string): Promise<void> {
    this.#write(() => noteUnanswered(this.database, words, day))
  }

  override async close(): Promise<void> {
    this.#isClosed = true
    await super.close()
  }

  #registry(by: string): Registry {
    return new Registry(this.database, this.visibilities, by)
  }

  /** In short steps, between which others are served. */
  async #finishRemovals(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#isClosed) throw new GatewayError('CANCELLED')
      const source = findRemoval(this.database)
      if (source === undefined) return
      removeStep(this.database, this.visibilities, source)
    }
  }

  #write<Result>(work: () => Result): Result {
    try {
      return this.database.write(work)
    } catch (thrown) {
      this.visibilities.forget()
      throw thrown
    }
  }
}
