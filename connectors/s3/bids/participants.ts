import { parse } from 'csv-parse/sync'

/** A table of people as numbers: nothing of it that belongs to one of them is kept. */
export interface Participants {
  /** How many are listed; empty rooms are nobody. */
  count: number
  /** Of those with a number, where they are more than one: the range of one would be somebody's age. */
  ageMin: number | null
  ageMax: number | null
  /** Distinct values of the column, at most ten. */
  species: string[]
}

/** What stands for missing in BIDS. */
const missing = /^(?:|n\/a|na|nan|none|null|unknown)$/i
/** Ages beyond are told as this one: rare ages lead to people. */
const oldest = 89

/**
 * Counts the rows of a `participants.tsv` and takes the range of their ages.
 *
 * @throws when it is no table.
 */
export function readParticipants(text: string): Participants {
  const [header = [], ...rows] = parse(text.replace(/^\u{FEFF}/u, ''), {
    delimiter: '\t',
    quote: null,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as string[][]
  const columns = header.map((name) => name.toLowerCase())
  const id = columns.indexOf('participant_id')
  if (id === -1) throw new Error('no column participant_id')
  const people = rows.filter(
    (row) => /^sub-./i.test(row[id] ?? '') && !/emptyroom/i.test(row[id] ?? ''),
  )
  const column = (name: string) => {
    const at = columns.indexOf(name)
    return at === -1 ? [] : people.map((row) => row[at] ?? '').filter((cell) => !missing.test(cell))
  }
  const ages = column('age').flatMap((cell) => ageOf(cell) ?? [])
  const isGroup = ages.length > 1
  const species = new Set(column('species').map((cell) => cell.toLowerCase()))
  return {
    count: new Set(people.map((row) => row[id])).size,
    ageMin: isGroup ? lowest(ages) : null,
    ageMax: isGroup ? highest(ages) : null,
    species: [...species]
      .filter((one) => one.length <= 60)
      .sort()
      .slice(0, 10),
  }
}

/** `34`, `34.5`, `34Y`, `>89` and `89+`; null for the rest. */
function ageOf(cell: string): number | null {
  const match = /^>?=?\s*(\d{1,3}(?:\.\d+)?)\s*(?:\+|y)?$/i.exec(cell)
  return match === null ? null : Math.min(Number(match[1]), oldest)
}

// Spread into Math.min, a hundred thousand arguments would be too many.
function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity)
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
