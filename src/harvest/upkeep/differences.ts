import { isDeepStrictEqual } from 'node:util'
import type { Asset, MetadataRecord, Visibility } from '../../model/index.ts'
import type { StoreStep } from '../../store/harvest-steps.ts'

/** A field of a record that would be another, with both values. */
export interface Difference {
  field: string
  before: unknown
  after: unknown
}

export type PutStep = Extract<StoreStep, { do: 'put' }>

/** Where a record comes from: these change with a row or a connector of which nobody sees anything else. */
const provenance: ReadonlySet<string> = new Set(['connector', 'rowHash'])
/** Assets of each side that a difference tells; lists may have thousands. */
const assetsTold = 5

/**
 * The top-level fields in which a record differs from the one that stands, sorted; values inside are compared deeply, and
 * the order of lists counts. What a row states of visibility is compared, never what came of it.
 *
 * @param before As the catalogue keeps it. A field that it lacks differs, unless there is none after either.
 * @param own What the row of `before` stated; null where it stated none.
 */
export function recordDifferences(
  before: MetadataRecord,
  own: Visibility | null,
  after: PutStep['record'],
): Difference[] {
  const old: Record<string, unknown> = { ...before, visibility: own && sortedGroups(own) }
  // As the catalogue would keep it: without what JSON leaves out.
  const now: Record<string, unknown> = JSON.parse(
    JSON.stringify({ ...after, visibility: after.visibility && sortedGroups(after.visibility) }),
  )
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
  return fields
    .filter((field) => !provenance.has(field) && !isDeepStrictEqual(old[field], now[field]))
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
}

/** As the catalogue keeps groups: each once, sorted. */
function sortedGroups({ discover, retrieve }: Visibility): Visibility {
  const sorted = (groups: readonly string[]) => [...new Set(groups)].sort()
  return { discover: sorted(discover), retrieve: sorted(retrieve) }
}

/** How a list of assets differs; null when it is the same in the same order. Tells only a few that differ. */
export function assetDifference(
  before: readonly Asset[],
  after: readonly Asset[],
): Difference | null {
  if (isDeepStrictEqual(before, after)) return null
  const key = (asset: Asset) => JSON.stringify(Object.entries(asset).sort())
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))]
  const only = (assets: readonly Asset[], others: ReadonlySet<string>) => ({
    count: assets.length,
    differing: assets.filter((asset) => !others.has(key(asset))).slice(0, assetsTold),
  })
  return { field: 'assets', before: only(before, now), after: only(after, old) }
}
