import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ErrorCode, GatewayError, type Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import { generationPath, generationsIn, removeFile, setAside } from '../forward/schema.ts'
import type { GivenVector } from '../forward/vectors.ts'
import { modelWanted } from '../query.ts'
import { type CursorCodec, createCursorCodec } from '../rank/cursor.ts'
import { stopWords } from '../rank/stop-words.ts'
import type {
  FacetBucket,
  FacetValuesRequest,
  IndexBatch,
  IndexStats,
  MatchesRequest,
  MatchPage,
  SearchIndex,
  SearchRequest,
  SearchResult,
  Suggestion,
  VectorRequest,
  WhyNot,
  WhyNotRequest,
} from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { applyBatch } from './apply-batch.ts'
import { facetValues } from './facet-values.ts'
import { embeddedFile, Generation } from './generation.ts'
import { keepPlaces } from './match.ts'
import { matches } from './matches.ts'
import { RememberedOrders } from './pages.ts'
import { type SearchContext, search } from './search.ts'
import { similar } from './similar.ts'
import { suggest } from './suggest.ts'
import { whyNot } from './why-not.ts'

export interface EmbeddedIndexOptions {
  /** Holds the files of the index and nothing else; made when it is missing. */
  folder: string
  /** Told what happened to files, without their paths. Default: nobody. */
  log?: (message: string, cause?: unknown) => void
  /** Milliseconds since 1970-01-01; for the age of cursors. Default: the clock. */
  now?: () => number
}

/** Of an index of this many records the places of so many words are read before anybody asks. */
const smallestWarmed = 5_000
const wordsWarmed = 100

interface Settings {
  vocabulary: Vocabulary
  cursors: CursorCodec
}

/**
 * The search index inside of the process: FTS5 finds words, typed arrays in memory count and filter. It is
 * synchronous under its promises, so it belongs into a thread of its own (`startSearchWorker`).
 *
 * Its file is derived from the catalogue: one that is damaged, foreign or of another version is taken away and
 * the index starts empty at position 0, to be filled again.
 */
export class EmbeddedIndex implements SearchIndex {
  readonly #folder: string
  readonly #log: (message: string, cause?: unknown) => void
  readonly #now: () => number
  readonly #orders = new RememberedOrders()
  #generation: Generation
  #settings: Settings | null = null
  #error: ErrorCode | null = null
  #rebuilding = false
  #closed = false

  private constructor(options: EmbeddedIndexOptions) {
    this.#folder = options.folder
    this.#log = options.log ?? (() => {})
    this.#now = options.now ?? Date.now
    this.#generation = this.#openNewest()
  }

  static async open(options: EmbeddedIndexOptions): Promise<EmbeddedIndex> {
    return new EmbeddedIndex(options)
  }

  /** Opens the newest finished generation, or makes an empty one, and tidies up. */
  #openNewest(): Generation {
    const numbers = generationsIn(this.#folder, embeddedFile)
    let opened: Generation | null = null
    for (const number of numbers) {
      const path = generationPath(this.#folder, embeddedFile, number)
      if (opened !== null) removeFile(path)
      else opened = this.#tryOpen(path, number)
    }
    // A new number, so that cursors of a lost generation say that they expired.
    return opened ?? this.#makeEmpty((numbers[0] ?? 0) + 1)
  }

  #tryOpen(path: string, number: number): Generation | null {
    try {
      const generation = new Generation(path, number)
      if (generation.forward.isComplete) return generation
      generation.close()
      removeFile(path)
      this.#log('an unfinished index file was taken away')
    } catch (error) {
      this.#log('the index file cannot be used; the index is made again from the catalogue', error)
      setAside(this.#folder, path)
    }
    return null
  }

  #makeEmpty(number: number): Generation {
    const path = generationPath(this.#folder, embeddedFile, number)
    removeFile(path)
    const generation = new Generation(path, number)
    generation.forward.complete()
    return generation
  }

  async configure({
    vocabulary,
    cursorKey,
  }: {
    vocabulary: Vocabulary
    cursorKey: string
  }): Promise<void> {
    this.#open()
    const catalogue = createHash('sha256').update(`catalogue\0${cursorKey}`).digest('base64url')
    const { catalogue: before, number } = this.#generation.forward
    if (before !== null && before !== catalogue) {
      this.#log('the index is of another catalogue; it is made again')
      this.#replace(this.#makeEmpty(number + 1))
    }
    this.#generation.forward.setCatalogue(catalogue)
    this.#settings = { vocabulary, cursors: createCursorCodec(cursorKey) }
  }

  async apply(batch: IndexBatch): Promise<void> {
    const generation = this.#open()
    const { vocabulary } = this.#configured()
    try {
      applyBatch(generation, batch, vocabulary.version)
      this.#error = null
    } catch (error) {
      this.#error = 'INDEX_UNAVAILABLE'
      if (isDamage(error)) {
        this.#log('the index file is damaged; the index is made again from the catalogue', error)
        const empty = this.#makeEmpty(generation.number + 1)
        empty.forward.setCatalogue(generation.forward.catalogue ?? '')
        this.#replace(empty)
      }
      throw new GatewayError('INDEX_UNAVAILABLE', { cause: error })
    }
  }

  modelWanted(viewer: Viewer, request: VectorRequest): string | null {
    return this.#read(({ generation: { forward }, vocabulary }) =>
      modelWanted({ forward, vocabulary }, viewer, request),
    )
  }

  async search(
    viewer: Viewer,
    request: SearchRequest,
    given: GivenVector | null = null,
  ): Promise<SearchResult> {
    return this.#read((context) => search(context, viewer, request), given)
  }

  async matches(
    viewer: Viewer,
    request: MatchesRequest,
    given: GivenVector | null = null,
  ): Promise<MatchPage> {
    return this.#read((context) => matches(context, viewer, request), given)
  }

  async facetValues(
    viewer: Viewer,
    request: FacetValuesRequest,
    given: GivenVector | null = null,
  ): Promise<FacetBucket[]> {
    return this.#read((context) => facetValues(context, viewer, request), given)
  }

  async suggest(viewer: Viewer, prefix: string, first: number): Promise<Suggestion[]> {
    return this.#read((context) => suggest(context, viewer, prefix, first))
  }

  async similar(viewer: Viewer, id: string, first: number): Promise<string[]> {
    return this.#read((context) => similar(context, viewer, id, first))
  }

  async whyNot(
    viewer: Viewer,
    request: WhyNotRequest,
    id: string,
    given: GivenVector | null = null,
  ): Promise<WhyNot> {
    return this.#read((context) => whyNot(context, viewer, request, id), given)
  }

  async stats(): Promise<IndexStats> {
    const { alive, position, number, vocabulary, vectors } = this.#open().forward
    const wanted = this.#settings?.vocabulary.version
    return {
      documents: alive,
      position,
      generation: number,
      outdated: alive > 0 && wanted !== undefined && vocabulary !== wanted,
      vectors: { model: vectors.modelId, progress: vectors.progress },
      refused: 0,
      error: this.#error,
    }
  }

  /** @throws {GatewayError} `CONFLICT` while another rebuild goes on; `CANCELLED` when `signal` aborts. */
  async rebuild(batches: AsyncIterable<IndexBatch>, signal?: AbortSignal): Promise<void> {
    const { vocabulary } = this.#configured()
    if (this.#rebuilding) throw new GatewayError('CONFLICT')
    this.#rebuilding = true
    const number = this.#open().number + 1
    const path = generationPath(this.#folder, embeddedFile, number)
    removeFile(path)
    let building: Generation | null = new Generation(path, number)
    const { model } = this.#open().forward.vectors
    if (model !== null) building.forward.vectors.adopt(model)
    try {
      for await (const batch of batches) {
        if (signal?.aborted) break
        applyBatch(building, { ...batch, refreshed: true }, vocabulary.version)
      }
      if (signal?.aborted) throw new GatewayError('CANCELLED', { cause: signal.reason })
      building.forward.setCatalogue(this.#open().forward.catalogue ?? '')
      building.forward.complete()
      this.#replace(building)
      building = null
    } finally {
      this.#rebuilding = false
      if (building !== null) {
        building.close()
        removeFile(path)
      }
    }
  }

  /** Of the generation that serves now. */
  get forward(): ForwardIndex {
    return this.#open().forward
  }

  /** Always begins anew: a rebuild takes no longer than a start. */
  async unfinished(): Promise<number> {
    return 0
  }

  /** Does, in small steps, what the first searches would otherwise wait for. */
  async warmUp(): Promise<void> {
    const generation = this.#open()
    const isCurrent = () => !this.#closed && this.#generation === generation
    while (isCurrent() && generation.words.unformed > 0) {
      generation.words.formSome(1_000)
      await nextTurn()
    }
    // Takes a while at once, so it comes when whoever waited for the start has been answered.
    if (isCurrent()) void generation.forward.vectors.column
    await nextTurn()
    if (!isCurrent() || generation.forward.alive < smallestWarmed) return
    for (const word of generation.words.mostFrequent(wordsWarmed)) {
      if (!isCurrent()) return
      if (stopWords.has(generation.words.words[word] as string)) continue
      if (generation.postings.get(word) === undefined) keepPlaces(generation, word)
      await nextTurn()
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#orders.clear()
    this.#generation.close()
  }

  #replace(generation: Generation): void {
    const old = this.#generation
    this.#generation = generation
    this.#orders.clear()
    old.close()
    removeFile(old.forward.path)
  }

  #open(): Generation {
    if (this.#closed) throw new GatewayError('INDEX_UNAVAILABLE')
    return this.#generation
  }

  #configured(): Settings {
    if (this.#settings === null) throw new GatewayError('INDEX_UNAVAILABLE')
    return this.#settings
  }

  #read<Answer>(
    read: (context: SearchContext) => Answer,
    given: GivenVector | null = null,
  ): Answer {
    const { vocabulary, cursors } = this.#configured()
    const context = {
      generation: this.#open(),
      vocabulary,
      cursors,
      orders: this.#orders,
      now: this.#now,
      given,
    }
    try {
      return read(context)
    } catch (error) {
      if (!isSqlite(error)) throw error
      throw new GatewayError('INDEX_UNAVAILABLE', { cause: error })
    }
  }
}

function isSqlite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}

/** SQLITE_CORRUPT with its extended codes, and SQLITE_NOTADB. */
function isDamage(error: unknown): boolean {
  if (!isSqlite(error)) return false
  const code = Number((error as { errcode?: unknown }).errcode) & 0xff
  return code === 11 || code === 26
}
