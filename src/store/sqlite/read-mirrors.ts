import type { AssetKey, StoredAsset } from '../record-store.ts'
import { isSameFile, isSamePlace, isSameSum } from '../same-bytes.ts'
import type { Database } from './database.ts'
import { namesakesOf } from './read-namesakes.ts'
import { type AssetRow, assetColumns, assetTables, toAsset } from './record-rows.ts'
import { isStanding } from './sources.ts'

/** Places that are given for one asset. */
const mostMirrors = 20
/** Assets looked at for one checksum or place: some may be the asset itself, or contradict it. */
const mostLooked = 64

export interface WantedRow extends AssetRow {
  /** Index in what was asked for. */
  at: number
  record: number
  place: number | null
  sum: number | null
}

interface Found {
  row: AssetRow & { record: number }
  asset: StoredAsset
}

/** See `RecordReader.mirrorsOf`. `allowed`: see `Visibilities.discoverable`. */
export function readMirrors(
  database: Database,
  allowed: string,
  keys: readonly AssetKey[],
): StoredAsset[][] {
  const wanted = readWanted(database, allowed, keys)
  const bySum = lookUp(
    database,
    allowed,
    sums,
    wanted.map(({ sum }) => sum),
  )
  const byPlace = lookUp(
    database,
    allowed,
    places,
    wanted.map(({ place }) => place),
  )
  const namesakes = namesakesOf(database, allowed, wanted)
  const byFile = readFound(database, [...namesakes.values()].flat())
  const mirrors = keys.map((): StoredAsset[] => [])
  for (const row of wanted) {
    const asset = toAsset(row)
    const found = new Map<string, StoredAsset>()
    const add = (candidates: readonly (Found | undefined)[], isSame: typeof isSameSum) => {
      for (const candidate of candidates) {
        if (candidate === undefined || found.size >= mostMirrors) continue
        const { record, key } = candidate.asset
        const isItself = record === asset.record && key === asset.key
        if (!isItself && isSame(asset, candidate.asset))
          found.set(`${record} ${key}`, candidate.asset)
      }
    }
    add(bySum.get(row.sum) ?? [], isSameSum)
    add(byPlace.get(row.place) ?? [], isSamePlace)
    add(
      (namesakes.get(row.at) ?? []).map((one) => byFile.get(placeKey(one))),
      isSameFile,
    )
    mirrors[row.at] = [...found.values()]
  }
  return mirrors
}

function readWanted(database: Database, allowed: string, keys: readonly AssetKey[]): WantedRow[] {
  const rows = database.all<WantedRow>(
    `SELECT w.key AS at, a.record, a.place, a.sum, ${assetColumns}
     FROM json_each(?) w JOIN record r ON r.id = w.value ->> '$[0]'
     JOIN asset a ON a.record = r.key AND a.key = w.value ->> '$[1]'
     LEFT JOIN link_check c ON c.record = a.record AND c.asset = a.key
     WHERE r.visibility IN (SELECT value FROM json_each(?)) AND ${isStanding}`,
    JSON.stringify(keys.map(({ record, key }) => [record, key])),
    allowed,
  )
  // While a reordered list comes in, a key may stand at two places.
  return [...new Map(rows.map((row) => [row.at, row])).values()]
}

const sums = 'a.sum = w.value'
const places = 'a.place = w.value'

/** Visible assets by what they have in common: one query for all values, at most `mostLooked` assets for each. */
function lookUp(
  database: Database,
  allowed: string,
  condition: string,
  values: readonly (number | null)[],
): Map<number | null, Found[]> {
  const distinct = [...new Set(values.filter((value) => value !== null))]
  if (distinct.length === 0) return new Map()
  const rows = database.all<{ value: number; found: string }>(
    `SELECT w.value, (
       SELECT json_group_array(json_array(record, ordinal)) FROM (
         SELECT a.record, a.ordinal FROM asset a JOIN record r ON r.key = a.record
         WHERE ${condition} AND r.visibility IN (SELECT value FROM json_each(?2)) AND ${isStanding}
         LIMIT ${mostLooked})) AS found
     FROM json_each(?1) w`,
    JSON.stringify(distinct),
    allowed,
  )
  const pairs = rows.map(({ value, found }) => ({ value, pairs: JSON.parse(found) as Pair[] }))
  // Most stand alone: what is found is the asset itself.
  const several = pairs.filter((one) => one.pairs.length > 1)
  const found = readFound(
    database,
    several.flatMap((one) => one.pairs),
  )
  return new Map(
    several.map((one) => [one.value, one.pairs.flatMap((pair) => found.get(placeKey(pair)) ?? [])]),
  )
}

/** Record and ordinal. */
export type Pair = readonly [number, number]

const placeKey = ([record, ordinal]: Pair) => `${record} ${ordinal}`

function readFound(database: Database, pairs: readonly Pair[]): Map<string, Found> {
  if (pairs.length === 0) return new Map()
  const rows = database.all<Found['row']>(
    `SELECT a.record, ${assetColumns} FROM json_each(?) w
     CROSS JOIN ${assetTables}
     WHERE a.record = w.value ->> '$[0]' AND a.ordinal = w.value ->> '$[1]'`,
    JSON.stringify([...new Map(pairs.map((pair) => [placeKey(pair), pair])).values()]),
  )
  return new Map(
    rows.map((row) => [placeKey([row.record, row.ordinal]), { row, asset: toAsset(row) }]),
  )
}
