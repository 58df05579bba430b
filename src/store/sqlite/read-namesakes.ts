import { globalIdentifiers } from '../identifier.ts'
import type { Database } from './database.ts'
import type { Pair, WantedRow } from './read-mirrors.ts'
import { isStanding } from './sources.ts'

/** Records looked at for one identifier: one that more of them bear is that of a collection. */
const mostBearers = 64

/**
 * Assets of the same name in records that say that they are the same thing, by `at` of those they may be mirrors of.
 * Counted are visible records alone: a hidden one takes no part in what makes an identifier ambiguous.
 */
export function namesakesOf(
  database: Database,
  allowed: string,
  wanted: readonly WantedRow[],
): Map<number, Pair[]> {
  const records = [...new Set(wanted.map(({ record }) => record))]
  const same = sameRecords(database, allowed, records)
  const wishes = wanted.flatMap(({ at, record, name }) =>
    [...(same.get(record) ?? [])].map((other) => [at, other, name] as const),
  )
  if (wishes.length === 0) return new Map()
  const rows = database.all<{ at: number; record: number; ordinal: number }>(
    `SELECT w.value ->> '$[0]' AS at, a.record, a.ordinal FROM json_each(?) w
     CROSS JOIN asset a ON a.record = w.value ->> '$[1]' AND a.name = w.value ->> '$[2]'`,
    JSON.stringify(wishes),
  )
  const found = new Map<number, Pair[]>()
  for (const [at, each] of Map.groupBy(rows, (row) => row.at)) {
    // Two files of that name in one record: nobody knows which.
    const byRecord = [...Map.groupBy(each, ({ record }) => record).values()]
    const alone = byRecord.filter((one) => one.length === 1).flat()
    found.set(
      at,
      alone.map(({ record, ordinal }) => [record, ordinal]),
    )
  }
  return found
}

/** For each record those of other sources that bear one of its identifiers, where no two of one source do. */
function sameRecords(
  database: Database,
  allowed: string,
  records: readonly number[],
): Map<number, Set<number>> {
  const declared = database.all<{ record: number; same: string }>(
    `SELECT r.key AS record, r.json -> '$.sameAs' AS same FROM json_each(?) w
     JOIN record r ON r.key = w.value WHERE r.json -> '$.sameAs' <> '[]'`,
    JSON.stringify(records),
  )
  const identifiers = new Set<string>()
  for (const { same } of declared) {
    for (const identifier of globalIdentifiers(JSON.parse(same))) identifiers.add(identifier)
  }
  if (identifiers.size === 0) return new Map()
  const rows = database.all<{ bearers: string }>(
    `SELECT (
       SELECT json_group_array(json_array(record, source)) FROM (
         SELECT r.key AS record, r.source FROM identity i JOIN record r ON r.key = i.record
         WHERE i.identifier = w.value AND r.visibility IN (SELECT value FROM json_each(?2))
           AND ${isStanding}
         LIMIT ${mostBearers + 1})) AS bearers
     FROM json_each(?1) w`,
    JSON.stringify([...identifiers]),
    allowed,
  )
  const same = new Map<number, Set<number>>()
  for (const row of rows) {
    const bearers = JSON.parse(row.bearers) as [record: number, source: number][]
    const bySource = Map.groupBy(bearers, ([, source]) => source)
    const alone = [...bySource.values()].filter((each) => each.length === 1).flat()
    if (bearers.length > mostBearers) continue
    for (const [record] of alone) {
      const others = same.get(record) ?? new Set()
      for (const [other] of alone) if (other !== record) others.add(other)
      same.set(record, others)
    }
  }
  return same
}
