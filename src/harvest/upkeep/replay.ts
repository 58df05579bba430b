import { GatewayError, operator, type Rejection } from '../../model/index.ts'
import type { StoreStep } from '../../store/harvest-steps.ts'
import type { RecordReader, RecordWriter } from '../../store/record-store.ts'
import type { AuditTrail, KeptRow, SourceInsight } from '../../store/registry.ts'
import { keptPages } from './kept-rows.ts'
import { type MappedAgain, type MappingOfToday, RowsAgain } from './map-again.ts'
import { mostRejections } from './remap-tally.ts'
import type { ReplayReport } from './remapped.ts'
import { inRun, type UpkeepRunRequest } from './upkeep-run.ts'

export interface ReplayRequest extends MappingOfToday, Omit<UpkeepRunRequest, 'store'> {
  store: Pick<RecordWriter, 'beginHarvest' | 'apply' | 'finishHarvest'> &
    Pick<RecordReader, 'harvests' | 'rejections' | 'sources'> &
    Pick<SourceInsight, 'rejectedRows'> &
    Pick<AuditTrail, 'noteAudit'>
  /** The subject that the audit names. */
  by: string
}

/**
 * Maps the rows again that the newest harvest of a source rejected, after the mapping was mended, and keeps what they
 * become; these leave the quarantine, and the others stand there with the reason of today. Those that failed their shape are not kept: a harvest has to read them again.
 *
 * Assets that are streamed are not here either, so such a record is read anew by the next harvest. It is a run of the kind
 * REPLAY, which holds the source's lease; one that was cancelled or cut off leaves what it had done.
 *
 * @throws {GatewayError} `NOT_FOUND`; `CONFLICT` while the source is being harvested; `CANCELLED`.
 */
export async function replayRejections(request: ReplayRequest): Promise<ReplayReport> {
  const { source, store, by } = request
  const known = (await store.sources(operator)).some(({ id }) => id === source)
  if (!known) throw new GatewayError('NOT_FOUND', { source })
  const rows = new RowsAgain(request)
  return inRun(
    'REPLAY',
    request,
    async (run) => {
      await store.noteAudit({
        by,
        source,
        action: 'quarantine.replayed',
        detail: { harvest: run.id },
      })
      const counts: Counts = { rows: 0, accepted: 0, rejected: 0, rejections: [] }
      const all = await countRejections(request)
      const pages = keptPages((after, limit) => store.rejectedRows(source, after, limit))
      for await (const page of pages) {
        const again = await rows.map(page.map((kept) => ({ kept, old: null })))
        await run.apply(page.flatMap((kept, at) => stepsOf(kept, again[at] ?? null, counts)))
      }
      await run.drain()
      return { source, ...counts, unreadable: Math.max(0, all - counts.rows) }
    },
    () => rows.shortfall(),
  )
}

type Counts = Pick<ReplayReport, 'rows' | 'accepted' | 'rejected'> & { rejections: Rejection[] }

function stepsOf(kept: KeptRow, again: MappedAgain, report: Counts): StoreStep[] {
  report.rows++
  const leaves: StoreStep = { do: 'accept', key: kept.key }
  // A harvest of today would not have rejected it.
  if (again === null) return [leaves]
  if ('rejection' in again) {
    report.rejected++
    const { rejection } = again
    if (report.rejections.length < mostRejections) report.rejections.push(rejection)
    return [{ do: 'rejectAgain', key: kept.key, rejection }]
  }
  report.accepted++
  const { put } = again
  // With its etag the source would answer that nothing has changed, and its assets would never come.
  return [put.assets === null ? { ...put, etag: null } : put, leaves]
}

/** Rejections of the newest harvest that are counted. */
const mostCounted = 100_000

/** Everything that the newest harvest of the source has rejected and nobody has mended since. */
async function countRejections({ store, source }: ReplayRequest): Promise<number> {
  const { items } = await store.harvests(operator, source, { first: 20 })
  const newest = items.find(({ kind }) => kind === 'HARVEST')
  if (newest === undefined) return 0
  return (await store.rejections(operator, newest.id, mostCounted)).length
}
