import type { HarvestRun } from '../../model/index.ts'
import type {
  AssetKey,
  Compared,
  FinishRequest,
  HarvestLease,
  LinkToCheck,
  RecordStore,
  SourceConfig,
  SpendingRequest,
  StoreStep,
  Verdict,
} from '../record-store.ts'
import { Batch } from './batch.ts'
import { type BeginRequest, beginHarvest } from './begin-harvest.ts'
import { finishHarvest } from './finish-harvest.ts'
import { findHarvest, type HarvestRow, toHarvestRun } from './harvest-rows.ts'
import { Identities } from './identities.ts'
import { heldHarvest, renewLease } from './leases.ts'
import { saveLinkChecks } from './link-checks.ts'
import { Rights } from './rights.ts'
import { configureSources, findSource } from './sources.ts'
import { reserveSpending } from './spending.ts'
import { SqliteReader } from './sqlite-reader.ts'
import { takeStep } from './steps.ts'
import { takeLinksToCheck } from './take-links.ts'

/** The catalogue over one connection that may write. */
export class SqliteStore extends SqliteReader implements RecordStore {
  async configureSources(sources: readonly SourceConfig[]): Promise<void> {
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

  #write<Result>(work: () => Result): Result {
    try {
      return this.database.write(work)
    } catch (thrown) {
      this.visibilities.forget()
      throw thrown
    }
  }
}
