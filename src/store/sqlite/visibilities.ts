import type { Viewer, Visibility } from '../../model/index.ts'
import { mayDiscover, PUBLIC } from '../../model/viewer.ts'
import type { Database } from './database.ts'

interface Row {
  key: number
  discover: string
  retrieve: string
}

/** The distinct visibilities of a catalogue by their key. They never change, so those once read are kept. */
export class Visibilities {
  readonly #database: Database
  readonly #byKey = new Map<number, Visibility>()
  readonly #byText = new Map<string, number>()
  readonly #circles = new Map<string, number>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Forgets what was read: a transaction was undone, and with it perhaps some of them. */
  forget(): void {
    this.#byKey.clear()
    this.#byText.clear()
    this.#circles.clear()
  }

  get(key: number): Visibility {
    if (!this.#byKey.has(key)) this.#readNew()
    const visibility = this.#byKey.get(key)
    if (visibility === undefined) throw new Error(`visibility ${key} is missing`)
    return visibility
  }

  /** The key of a visibility; adds it where it is new, for which a write has to be under way. */
  keyOf(visibility: Visibility): number {
    const discover = JSON.stringify([...new Set(visibility.discover)].sort())
    const retrieve = JSON.stringify([...new Set(visibility.retrieve)].sort())
    const known = this.#byText.get(discover + retrieve)
    if (known !== undefined) return known
    this.#database.run(
      'INSERT INTO visibility (discover, retrieve) VALUES (?, ?) ON CONFLICT DO NOTHING',
      discover,
      retrieve,
    )
    this.#readNew()
    return this.#byText.get(discover + retrieve) as number
  }

  /** The same number for all that the same viewers may discover; 0 where that is everybody. */
  circleOf(key: number): number {
    const { discover } = this.get(key)
    return discover.includes(PUBLIC) ? 0 : (this.#circles.get(JSON.stringify(discover)) as number)
  }

  /** The keys of those that the viewer may discover, as a JSON list for `json_each`. */
  discoverable(viewer: Viewer): string {
    this.#readNew()
    const keys: number[] = []
    for (const [key, { discover }] of this.#byKey) if (mayDiscover(viewer, discover)) keys.push(key)
    return JSON.stringify(keys)
  }

  /** The same of those that everybody may discover and open. */
  open(): string {
    this.#readNew()
    const everybody = [...this.#byKey].filter(
      ([, { discover, retrieve }]) => discover.includes(PUBLIC) && retrieve.includes(PUBLIC),
    )
    return JSON.stringify(everybody.map(([key]) => key))
  }

  #readNew(): void {
    const rows = this.#database.all<Row>(
      'SELECT key, discover, retrieve FROM visibility WHERE key > ? ORDER BY key',
      this.#byKey.size,
    )
    for (const { key, discover, retrieve } of rows) {
      this.#byKey.set(key, { discover: JSON.parse(discover), retrieve: JSON.parse(retrieve) })
      this.#byText.set(discover + retrieve, key)
      if (!this.#circles.has(discover)) this.#circles.set(discover, key)
    }
  }
}
