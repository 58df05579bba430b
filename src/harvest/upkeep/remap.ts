import { type Asset, GatewayError, type MetadataRecord, operator } from '../../model/index.ts'
import type { StoreStep } from '../../store/harvest-steps.ts'
import type { RecordReader, RecordWriter } from '../../store/record-store.ts'
import type { AuditTrail, KeptRow, SourceInsight } from '../../store/registry.ts'
import { assetDifference, type Difference, type PutStep, recordDifferences } from './differences.ts'
import { heldAssets } from './held-assets.ts'
import { keptPages } from './kept-rows.ts'
import { type MappedAgain, type MappingOfToday, RowsAgain } from './map-again.ts'
import { RemapTally } from './remap-tally.ts'
import type { RemapReport } from './remapped.ts'
import { inRun, type UpkeepRunRequest } from './upkeep-run.ts'

/** What is done is told by `apply` besides. */
export interface RemapParts extends MappingOfToday, Omit<UpkeepRunRequest, 'store'> {
  store: Pick<RecordWriter, 'beginHarvest' | 'apply' | 'finishHarvest'> &
    Pick<RecordReader, 'assets' | 'assetsOf' | 'sources'> &
    Pick<SourceInsight, 'keptRows'> &
    Pick<AuditTrail, 'noteAudit'>
  /** The subject that the audit names. */
  by: string
}

export interface RemapRequest extends RemapParts {
  /** False: tells what would change, and changes nothing. */
  apply: boolean
}

const noRecord = 'it is not a record of its own any more'

/**
 * Maps the rows that the catalogue keeps of a source as a harvest would map them today, without asking the source: after
 * the mapping, its rules, the options or the vocabulary have changed. A harvest that follows finds everything unchanged.
 *
 * Rows pass their shape again: of those of a shape that got narrower less is kept. A row that becomes no record keeps the one
 * it has, and counts as rejected. Assets that `map` gives are written; those that were streamed stay as they are.
 *
 * Applied, it is a run of the kind REMAP, which holds the source's lease. One that is cancelled, or cut off, leaves what it
 * had written: doing it again goes on with the rest.
 *
 * @throws {GatewayError} `NOT_FOUND`; `CANCELLED`; and applied `CONFLICT` while the source is being harvested.
 */
export async function remapSource(request: RemapRequest): Promise<RemapReport> {
  const { source, store, apply, by, signal } = request
  const known = (await store.sources(operator)).find(({ id }) => id === source)
  if (known === undefined) throw new GatewayError('NOT_FOUND', { source })
  const tally = new RemapTally(source)
  const remap = new Remap(request, tally)
  const pages = () => keptPages((after, limit) => store.keptRows(source, after, limit))
  if (!apply) {
    for await (const page of pages()) {
      if (signal?.aborted) throw new GatewayError('CANCELLED')
      await remap.steps(page)
    }
    return tally.report(false)
  }
  return inRun(
    'REMAP',
    request,
    async (run) => {
      // Before anything is written: what was cut off is told, too.
      await store.noteAudit({ by, source, action: 'remap.applied', detail: { harvest: run.id } })
      await run.apply([{ do: 'expected', rows: known.records }])
      for await (const page of pages()) await run.apply(await remap.steps(page))
      await run.drain()
      return tally.report(true)
    },
    () => remap.shortfall(),
  )
}

class Remap {
  readonly #store: Pick<RecordReader, 'assets' | 'assetsOf'>
  readonly #rows: RowsAgain
  readonly #tally: RemapTally

  constructor(request: RemapRequest, tally: RemapTally) {
    this.#store = request.store
    this.#rows = new RowsAgain(request)
    this.#tally = tally
  }

  shortfall(): string | null {
    return this.#rows.shortfall()
  }

  /** What has to be written for these rows; all of it is counted. */
  async steps(page: readonly KeptRow[]): Promise<StoreStep[]> {
    const rows = page.map((kept) => {
      const old = kept.record === null ? null : (JSON.parse(kept.record) as MetadataRecord)
      return { kept, old }
    })
    const made = await this.#rows.map(rows)
    const mapped = rows.map((row, at) => ({ ...row, again: made[at] ?? null }))
    const giving = mapped.flatMap(({ again }) =>
      again !== null && 'put' in again && again.put.assets !== null ? [again.put.record.id] : [],
    )
    const assets = await heldAssets(this.#store, giving)
    return mapped.map(({ kept, old, again }) => this.#step(kept, old, again, assets))
  }

  #step(
    kept: KeptRow,
    old: MetadataRecord | null,
    again: MappedAgain,
    assets: ReadonlyMap<string, readonly Asset[]>,
  ): StoreStep {
    const { nativeId, entity, partition } = kept
    if (again === null || 'rejection' in again) {
      const rejection = again?.rejection ?? { nativeId, entity, path: null, reason: noRecord }
      this.#tally.reject(rejection)
      const row = again === null ? kept.row : again.row
      return { do: 'reject', rejection, partition, row }
    }
    const { put } = again
    const differences = old === null ? [] : differencesOf(old, kept, put, assets)
    this.#tally.record(put.record, differences)
    // The hash holds where a record comes from besides; with another one the next harvest would map the row once more.
    const isSame = old !== null && differences.length === 0 && kept.hash === put.hash
    return isSame ? { do: 'seen', nativeId, partition } : put
  }
}

function differencesOf(
  old: MetadataRecord,
  kept: KeptRow,
  { record, row, assets }: PutStep,
  held: ReadonlyMap<string, readonly Asset[]>,
): Difference[] {
  const differences = recordDifferences(old, kept.ownVisibility, record)
  if (assets !== null) {
    const difference = assetDifference(held.get(record.id) ?? [], assets)
    if (difference !== null) differences.push(difference)
  }
  if (row !== kept.row) {
    // Not shown anywhere, so only how long it is.
    differences.push({ field: 'row', before: kept.row.length, after: row.length })
  }
  return differences
}
