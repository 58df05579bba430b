import type { SourceQuality } from '../registry.ts'
import type { Database } from './database.ts'
import { findSource } from './sources.ts'
import { beginning, recordsAfter } from './walk-records.ts'

/** Records that are read at once: some hundredths of a second. */
const sliceSize = 1_000
const mostExamples = 3
const columns = `id, json -> '$.quality' AS quality, json ->> '$.license.class' AS license`

interface Row {
  id: string
  /** JSON. */
  quality: string
  license: string
}

/**
 * See `SourceInsight.sourceQuality`. Read in slices, between which others are served: what a harvest writes meanwhile is
 * counted in part.
 */
export async function readQuality(database: Database, source: string): Promise<SourceQuality> {
  const found = new Found()
  for (let place = beginning; ; ) {
    const rows = database.read(() =>
      recordsAfter<Row>(database, columns, findSource(database, source).key, place, sliceSize),
    )
    for (const row of rows) found.add(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < sliceSize) return found.sum()
    place = last
    await new Promise((resolve) => setImmediate(resolve))
  }
}

interface Tally {
  records: number
  examples: string[]
}

class Found {
  #records = 0
  #scores = 0
  readonly #missing = new Map<string, Tally>()
  readonly #problems = new Map<string, Tally>()
  readonly #licenses = new Map<string, number>()

  add({ id, quality, license }: Row): void {
    const { score, missing, problems } = JSON.parse(quality) as {
      score: number
      missing: string[]
      problems: string[]
    }
    this.#records += 1
    this.#scores += score
    for (const field of new Set(missing)) count(this.#missing, field, id)
    for (const problem of new Set(problems)) count(this.#problems, problem, id)
    this.#licenses.set(license, (this.#licenses.get(license) ?? 0) + 1)
  }

  sum(): SourceQuality {
    return {
      records: this.#records,
      score: this.#records === 0 ? null : this.#scores / this.#records,
      missing: worstFirst(this.#missing).map(([field, tally]) => ({ field, ...tally })),
      problems: worstFirst(this.#problems).map(([problem, tally]) => ({ problem, ...tally })),
      licenses: [...this.#licenses]
        .map(([name, records]) => ({ class: name, records }))
        .sort((one, other) => other.records - one.records || compare(one.class, other.class)),
    }
  }
}

function count(tallies: Map<string, Tally>, name: string, id: string): void {
  const tally = tallies.get(name) ?? { records: 0, examples: [] }
  tally.records += 1
  if (tally.examples.length < mostExamples) tally.examples.push(id)
  tallies.set(name, tally)
}

function worstFirst(tallies: Map<string, Tally>): [string, Tally][] {
  return [...tallies].sort(
    ([name, one], [otherName, other]) => other.records - one.records || compare(name, otherName),
  )
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
