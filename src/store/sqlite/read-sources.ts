import { GatewayError } from '../../model/error.ts'
import type { HarvestRun, KeptRejection, Viewer } from '../../model/index.ts'
import { mayDiscover, mayManage } from '../../model/viewer.ts'
import type { Page, PageRequest, SourceWithCount } from '../record-store.ts'
import type { Database } from './database.ts'
import { findHarvest, type HarvestRow, selectHarvest, toHarvestRun } from './harvest-rows.ts'
import { liveSources } from './leases.ts'
import { textAfter, toPage } from './pages.ts'
import { isKept, type SourceRow, stateOf } from './sources.ts'
import type { Visibilities } from './visibilities.ts'

function visibleSources(database: Database, viewer: Viewer): SourceRow[] {
  return database
    .all<SourceRow>(`SELECT * FROM source WHERE ${isKept} ORDER BY id`)
    .filter(
      ({ discover, owners }) =>
        mayDiscover(viewer, JSON.parse(discover)) || mayManage(viewer, JSON.parse(owners)),
    )
}

export function readSources(
  database: Database,
  visibilities: Visibilities,
  viewer: Viewer,
): SourceWithCount[] {
  const allowed = visibilities.discoverable(viewer)
  const live = liveSources(database)
  return visibleSources(database, viewer).map((source) => {
    const owners: string[] = JSON.parse(source.owners)
    const { records, last } = database.get<{ records: number | null; last: string | null }>(
      `SELECT
         (SELECT sum(records) FROM record_count
          WHERE source = ?1 AND visibility IN (SELECT value FROM json_each(?2))) AS records,
         (SELECT id FROM harvest WHERE source = ?1 AND kind = 'HARVEST'
          ORDER BY key DESC LIMIT 1) AS last`,
      source.key,
      allowed,
    ) as { records: number | null; last: string | null }
    return {
      id: source.id,
      type: source.type,
      title: source.title,
      homepage: source.homepage,
      state: stateOf(source, live.has(source.key)),
      discover: JSON.parse(source.discover),
      staleAfterSeconds: source.stale_after,
      harvestedAt: source.harvested_at,
      lastHarvest: last,
      origin: source.origin,
      owners: mayManage(viewer, owners) ? owners : [],
      records: records ?? 0,
    }
  })
}

export function readHarvests(
  database: Database,
  viewer: Viewer,
  source: string | null,
  page: PageRequest,
): Page<HarvestRun> {
  const sources = visibleSources(database, viewer)
    .filter(({ id }) => source === null || id === source)
    .map(({ key }) => key)
  const among = 'h.source IN (SELECT value FROM json_each(?))'
  const rows = database.all<HarvestRow>(
    `${selectHarvest} WHERE ${among} AND h.key < ? ORDER BY h.key DESC LIMIT ?`,
    JSON.stringify(sources),
    keyAfter(database, page),
    page.first + 1,
  )
  const { total } = database.get<{ total: number }>(
    `SELECT count(*) AS total FROM harvest h WHERE ${among}`,
    JSON.stringify(sources),
  ) as { total: number }
  // By id: keys would tell how many harvests of hidden sources lie between.
  return toPage(rows, page, total, toHarvestRun, (row) => row.id)
}

function keyAfter(database: Database, page: PageRequest): number {
  const id = textAfter(page)
  if (id === null) return Number.MAX_SAFE_INTEGER
  const run = findHarvest(database, id)
  if (run === undefined) throw new GatewayError('BAD_INPUT', { argument: 'after' })
  return run.key
}

export function readHarvestsById(
  database: Database,
  viewer: Viewer,
  ids: readonly string[],
): (HarvestRun | null)[] {
  const sources = new Set(visibleSources(database, viewer).map(({ key }) => key))
  return ids.map((id) => {
    const run = findHarvest(database, id)
    return run !== undefined && sources.has(run.source) ? toHarvestRun(run) : null
  })
}

export function readRejections(
  database: Database,
  viewer: Viewer,
  harvest: string,
  first: number,
): KeptRejection[] {
  const run = findHarvest(database, harvest)
  const sources = visibleSources(database, viewer)
  if (run === undefined || !sources.some(({ key }) => key === run.source)) return []
  return database
    .all<KeptRejection>(
      `SELECT native_id AS nativeId, entity, path, reason, first_at AS firstAt, last_at AS lastAt, times
       FROM quarantine
       WHERE harvest = ? ORDER BY key LIMIT ?`,
      run.key,
      first,
    )
    .map((rejection) => ({ ...rejection }))
}
