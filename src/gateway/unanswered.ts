import { LRUCache } from 'lru-cache'
import { anonymous } from '../model/index.ts'
import type { Log } from '../sdk/log.ts'
import { isWeakWord, stopWords } from '../search/rank/stop-words.ts'
import { foldText } from '../search/rank/words.ts'
import { anything, type Interpretation, type SearchResult } from '../search/search-index.ts'
import { seedTerms } from '../search/vocabulary/seed.ts'
import type { SourceInsight } from '../store/registry.ts'
import type { GatewayIndex } from './context.ts'

export interface UnansweredParts {
  store: Pick<SourceInsight, 'noteUnanswered'>
  index: Pick<GatewayIndex, 'searchRecords' | 'stats'>
  log: Partial<Pick<Log, 'debug'>>
  now: () => Date
}

/** What there is to know of a search, besides its answer. */
export interface AskedSearch {
  /** As typed. */
  query: string
  /** Whether a filter was set: then it may be what left nothing. */
  isFiltered: boolean
  /** Whether this is the first page. */
  isFirst: boolean
}

const mostWords = 6
/** Words of one name, such as `anterograde tracing`. */
const longestName = 4
const longest = 60
/** Searches that may be noted in a row, and milliseconds after which one more may. */
const burst = 20
const refill = 3_000
/** Milliseconds in which the same words count once: pages ask again while somebody types or scrolls. */
const pause = 60_000
/** Public records that are looked at for a word, best first: one that has it in its title stands in front. */
const looked = 10

/**
 * Keeps what was searched and not found, for owners who may have it: single words, never who asked, never the query.
 *
 * Of a query only those words are kept which our vocabulary has, or which stand in the title or keywords of a record that
 * everybody may discover; so no name, address or identifier that somebody typed. Numbers and what looks like an address
 * of mail or of the web are never kept. Nobody waits for it, and what goes wrong stands in the debug log alone.
 */
export class UnansweredSearches {
  readonly #parts: UnansweredParts
  readonly #noted = new LRUCache<string, true>({ max: 500, ttl: pause })
  #left = burst
  #refilledAt: number
  #work: Promise<void> = Promise.resolve()
  #seedNames: ReadonlySet<string> | null = null

  constructor(parts: UnansweredParts) {
    this.#parts = parts
    this.#refilledAt = parts.now().getTime()
  }

  /** Notes a search if it found nothing and says something. Returns at once. */
  note(asked: AskedSearch, result: Pick<SearchResult, 'total' | 'interpretation'>): void {
    const { query, isFiltered, isFirst } = asked
    if (result.total > 0 || isFiltered || !isFirst) return
    if (/@|:\/\//.test(query)) return
    const names = namesIn(result.interpretation)
    if (names.length === 0 || !this.#mayWork()) return
    this.#work = this.#work.then(() =>
      this.#keep(names).catch((thrown: unknown) => {
        // The words are left out: nobody has said yet that they may be kept.
        const name = thrown instanceof Error ? thrown.name : typeof thrown
        this.#parts.log.debug?.('a search without a result was not noted', { name })
      }),
    )
  }

  /** Resolves when what was noted so far is kept. */
  settled(): Promise<void> {
    return this.#work
  }

  async #keep(names: readonly (readonly string[])[]): Promise<void> {
    const { store, index, now } = this.#parts
    // An index that is still being filled has answered nothing.
    if ((await index.stats()).documents === 0) return
    const words = new Set<string>()
    for (const readings of names) {
      for (const name of readings) {
        if (!(await this.#isKnown(name))) continue
        words.add(name)
        break
      }
      if (words.size === mostWords) break
    }
    const sorted = [...words].sort()
    const key = JSON.stringify(sorted)
    if (sorted.length === 0 || this.#noted.has(key)) return
    await store.noteUnanswered(sorted, now().toISOString().slice(0, 10))
    this.#noted.set(key, true)
  }

  /** Whether a name may be kept. Words that sources deliver count where everybody may see them, as all others. */
  async #isKnown(name: string): Promise<boolean> {
    this.#seedNames ??= new Set(
      seedTerms.flatMap(({ label, synonyms }) => [label, ...synonyms].map(foldText)),
    )
    if (this.#seedNames.has(name)) return true
    const request = { ...anything, query: `"${name}"`, first: looked }
    const { records } = await this.#parts.index.searchRecords(anonymous, request)
    return records.some((record) => {
      const texts = record === null ? [] : [record.title, ...record.keywords]
      return texts.some((text) => ` ${foldText(text)} `.includes(` ${name} `))
    })
  }

  #mayWork(): boolean {
    const now = this.#parts.now().getTime()
    const refilled = Math.floor((now - this.#refilledAt) / refill)
    if (refilled > 0) {
      this.#left = Math.min(burst, this.#left + refilled)
      this.#refilledAt += refilled * refill
    }
    if (this.#left === 0) return false
    this.#left -= 1
    return true
  }
}

/** The names and words of a query, folded: of each part what was typed, then what it was taken for. */
function namesIn(interpretation: readonly Interpretation[]): string[][] {
  return interpretation
    .flatMap(({ as, text, label }) => {
      // A phrase was looked for as a whole; what it is about are its words.
      if (as === 'PHRASE')
        return foldText(text)
          .split(' ')
          .map((word) => [word])
      return as === 'WORD' || as === 'CONCEPT' ? [[foldText(text), foldText(label)]] : []
    })
    .map((readings) => [...new Set(readings)].filter(isName))
    .filter((readings) => readings.length > 0)
}

/** Whether it may say what somebody looked for. */
function isName(name: string): boolean {
  return (
    name.length >= 2 &&
    name.length <= longest &&
    name.split(' ').length <= longestName &&
    /\p{L}/u.test(name) &&
    !/\d{4}/.test(name) &&
    !stopWords.has(name) &&
    !isWeakWord(name)
  )
}
