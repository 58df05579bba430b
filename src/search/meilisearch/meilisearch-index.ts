import { GatewayError, type Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { GivenVector } from '../forward/vectors.ts'
import { modelWanted } from '../query.ts'
import { type CursorCodec, createCursorCodec } from '../rank/cursor.ts'
import {
  type FacetBucket,
  type FacetValuesRequest,
  type IndexBatch,
  type IndexStats,
  type MatchesRequest,
  type MatchPage,
  processEnds,
  type SearchIndex,
  type SearchRequest,
  type SearchResult,
  type Suggestion,
  type VectorRequest,
  type WhyNot,
  type WhyNotRequest,
} from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { Applier, countRefused, type Making } from './apply.ts'
import { RememberedDecisions } from './decision.ts'
import { Files } from './files.ts'
import type { Generation } from './generation.ts'
import { matches } from './matches.ts'
import { meet } from './meet.ts'
import { nameFinder } from './names.ts'
import { beginRebuild, fill } from './rebuild.ts'
import { facetValues, type SearchContext, search } from './search.ts'
import { isMissingIndex, isWrongEmbedders, MeiliServer } from './server.ts'
import { Serving } from './serving.ts'
import { similar } from './similar.ts'
import { suggest } from './suggest.ts'
import { catalogueOf } from './uids.ts'
import { VectorCarrier } from './vector-carrier.ts'
import { whyNot } from './why-not.ts'
import { RememberedWindows } from './window.ts'

export interface MeilisearchIndexOptions {
  /** Holds the files of the forward index and nothing else; made when it is missing. */
  folder: string
  server: { url: string; searchKey: string | null; writeKey: string | null }
  /** What the names of our indexes begin with. Default `atlas`. */
  prefix?: string
  /** Told what happened to index and server, without their paths and addresses. Default: nobody. */
  log?: (message: string, cause?: unknown) => void
  /** Milliseconds since 1970-01-01; for the age of cursors. Default: the clock. */
  now?: () => number
}

interface Settings {
  vocabulary: Vocabulary
  making: Making
  cursors: CursorCodec
}

/** Milliseconds that a read waits for a server that was not met yet. */
const meetingDeadline = 5_000
/** Milliseconds between two attempts to meet a server that could not be met, while nobody asks for anything. */
const attemptEvery = 1_000

/**
 * The search index in Meilisearch. The server finds, filters, counts and sorts; what records hold is known here, in
 * a forward index, from which queries are planned, hits ranked and highlighted, and values named, as in the
 * embedded index. Synchronous in parts, so it belongs into a thread of its own, like the embedded one.
 *
 * Both are derived from the catalogue. A forward index that is lost, or a server that lost something, makes the index
 * start empty at position 0, to be filled again. While the server cannot be reached every read is
 * `INDEX_UNAVAILABLE`.
 */
export class MeilisearchIndex implements SearchIndex {
  readonly #server: MeiliServer
  readonly #files: Files
  readonly #serving: Serving
  readonly #log: (message: string, cause?: unknown) => void
  readonly #now: () => number
  readonly #windows = new RememberedWindows()
  readonly #decisions = new RememberedDecisions()
  readonly #appliers = new WeakMap<Generation, Applier>()
  readonly #carrier: VectorCarrier
  #settings: Settings | null = null
  #lastAttempt = 0
  /** What became of the last write, and of the last read. */
  #failed = { write: false, read: false }
  #closed = false

  private constructor(options: MeilisearchIndexOptions) {
    const { folder, server, prefix = 'atlas', log = () => {}, now = Date.now } = options
    this.#server = new MeiliServer(server)
    this.#files = new Files(folder, log)
    this.#serving = new Serving({ server: this.#server, files: this.#files, prefix, log })
    this.#carrier = new VectorCarrier({
      server: this.#server,
      applierOf: (generation) => this.#applierOf(generation),
      onBrought: () => this.#forgetAnswers(),
      log,
    })
    this.#log = log
    this.#now = now
  }

  /** Reads what is here; does not wait for the server. */
  static async open(options: MeilisearchIndexOptions): Promise<MeilisearchIndex> {
    return new MeilisearchIndex(options)
  }

  async configure({
    vocabulary,
    cursorKey,
  }: {
    vocabulary: Vocabulary
    cursorKey: string
  }): Promise<void> {
    if (this.#closed) throw new GatewayError('INDEX_UNAVAILABLE')
    await this.#serving.configure(catalogueOf(cursorKey))
    this.#settings = {
      vocabulary,
      making: { vocabulary: vocabulary.version, findNames: nameFinder(vocabulary) },
      cursors: createCursorCodec(cursorKey),
    }
  }

  async apply(batch: IndexBatch): Promise<void> {
    try {
      const generation = await this.#ready()
      const { making } = this.#configured()
      await generation.use(() => this.#applierOf(generation).apply(batch, making))
      this.#failed = { write: false, read: false }
    } catch (error) {
      this.#failed.write = true
      if (isMissingIndex(error) || isWrongEmbedders(error)) this.#serving.forget()
      throw this.#told(error)
    }
  }

  async expect(batch: IndexBatch): Promise<void> {
    const generation = this.#serving.generation
    if (this.#closed || generation === null || !this.#serving.isMet) return
    const { making } = this.#configured()
    await generation.use(() => this.#applierOf(generation).expect(batch, making))
  }

  modelWanted(viewer: Viewer, request: VectorRequest): string | null {
    const { vocabulary } = this.#configured()
    if (this.#closed) throw new GatewayError('INDEX_UNAVAILABLE')
    return modelWanted({ forward: this.#serving.forward, vocabulary }, viewer, request)
  }

  search(
    viewer: Viewer,
    request: SearchRequest,
    given: GivenVector | null = null,
  ): Promise<SearchResult> {
    return this.#read((context) => search(context, viewer, request), given)
  }

  matches(
    viewer: Viewer,
    request: MatchesRequest,
    given: GivenVector | null = null,
  ): Promise<MatchPage> {
    return this.#read((context) => matches(context, viewer, request), given)
  }

  facetValues(
    viewer: Viewer,
    request: FacetValuesRequest,
    given: GivenVector | null = null,
  ): Promise<FacetBucket[]> {
    return this.#read((context) => facetValues(context, viewer, request), given)
  }

  suggest(viewer: Viewer, prefix: string, first: number): Promise<Suggestion[]> {
    return this.#read((context) => suggest(context, viewer, prefix, first))
  }

  similar(viewer: Viewer, id: string, first: number): Promise<string[]> {
    return this.#read((context) => similar(context, viewer, id, first))
  }

  whyNot(
    viewer: Viewer,
    request: WhyNotRequest,
    id: string,
    given: GivenVector | null = null,
  ): Promise<WhyNot> {
    return this.#read((context) => whyNot(context, viewer, request, id), given)
  }

  async stats(): Promise<IndexStats> {
    if (this.#closed) throw new GatewayError('INDEX_UNAVAILABLE')
    const { forward } = this.#serving
    const { alive, position, number, vocabulary, vectors } = forward
    const wanted = this.#settings?.vocabulary.version
    this.#attempt()
    return {
      documents: alive,
      position,
      generation: number,
      outdated: alive > 0 && wanted !== undefined && vocabulary !== wanted,
      vectors: { model: vectors.modelId, progress: vectors.progress },
      refused: countRefused(forward),
      error: this.#failed.write || this.#failed.read ? 'INDEX_UNAVAILABLE' : null,
    }
  }

  /** Of the generation that serves now. */
  get forward(): ForwardIndex {
    return this.#serving.forward
  }

  /** Looks for the server in the background, when it was not met yet or the last thing asked of it failed. */
  #attempt(): void {
    const isWell = this.#serving.isMet && !this.#failed.read
    if (isWell || this.#settings === null || Date.now() - this.#lastAttempt < attemptEvery) return
    this.#lastAttempt = Date.now()
    const looking = this.#serving.isMet ? this.#server.search([]) : this.#ready()
    looking.then(
      () => {
        this.#failed.read = false
      },
      () => {
        this.#failed.read = true
      },
    )
  }

  async unfinished(): Promise<number> {
    const { forward, isBuilding } = this.#serving
    const left = isBuilding ? null : this.#files.openUnfinished(forward.number + 1)
    if (left === null) return 0
    const position = left.catalogue === forward.catalogue ? left.position : 0
    left.close()
    return position
  }

  /**
   * @throws {GatewayError} `CONFLICT` while another rebuild goes on, or when nothing is left of the one to go on
   *   with; `CANCELLED` when `signal` aborts.
   */
  async rebuild(batches: AsyncIterable<IndexBatch>, signal?: AbortSignal, from = 0): Promise<void> {
    // Of now: whatever is configured meanwhile makes the new generation outdated.
    const settings = this.#configured()
    if (this.#serving.isBuilding) throw new GatewayError('CONFLICT')
    this.#serving.isBuilding = true
    let building: Generation | null = null
    try {
      await this.#ready()
      building = await beginRebuild(
        { server: this.#server, files: this.#files, serving: this.#serving },
        from,
      )
      await fill(building, this.#applierOf(building), batches, settings.making, signal)
      // The server says itself that it has every document.
      if (!(await meet(this.#server, building))) throw new GatewayError('INDEX_UNAVAILABLE')
      building.forward.complete()
      this.#forgetAnswers()
      const built = building
      building = null
      await this.#serving.switchTo(built)
    } catch (error) {
      throw signal?.aborted ? new GatewayError('CANCELLED', { cause: error }) : this.#told(error)
    } finally {
      // A process that ends leaves it to the next one.
      if (signal?.reason === processEnds) await building?.close()
      else if (building !== null) await this.#serving.takeAway(building)
      // Not sooner: the next one has the same name.
      this.#serving.isBuilding = false
    }
  }

  #applierOf(generation: Generation): Applier {
    let applier = this.#appliers.get(generation)
    if (applier === undefined) {
      applier = new Applier(generation, this.#server, (count, codes) =>
        this.#log(`Meilisearch refused records: ${count} (${codes.join(', ')})`),
      )
      this.#appliers.set(generation, applier)
    }
    return applier
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#carrier.close()
    this.#forgetAnswers()
    await this.#server.close()
    await this.#serving.close()
  }

  async #ready(): Promise<Generation> {
    this.#configured()
    if (this.#closed) throw new GatewayError('INDEX_UNAVAILABLE')
    const generation = await this.#serving.ready()
    this.#carrier.mend(generation)
    return generation
  }

  /**
   * Lets the model that was begun serve as soon as the server has all of its vectors. What waits for that goes on as before.
   *
   * @param finish Makes it the one that serves.
   */
  async switchModel(forward: ForwardIndex, finish: () => void): Promise<void> {
    const generation = await this.#ready()
    const { nextId } = forward.vectors
    // Another generation has taken over.
    if (generation.forward !== forward || nextId === null) return
    await this.#carrier.switchTo(generation, nextId, finish)
  }

  /** Takes vectors of the model that serves to the server, of records that got theirs later than they were written. */
  async bringAdded(forward: ForwardIndex, docs: readonly number[]): Promise<void> {
    const generation = await this.#ready()
    if (generation.forward === forward) await this.#carrier.bringAdded(generation, docs)
  }

  /** What was remembered of searches holds no more. */
  #forgetAnswers(): void {
    this.#windows.clear()
    this.#decisions.clear()
  }

  #configured(): Settings {
    if (this.#settings === null) throw new GatewayError('INDEX_UNAVAILABLE')
    return this.#settings
  }

  async #read<Answer>(
    read: (context: SearchContext) => Promise<Answer>,
    given: GivenVector | null = null,
  ): Promise<Answer> {
    const { vocabulary, cursors } = this.#configured()
    try {
      const generation = await soon(this.#ready())
      const context = {
        ...{ server: this.#server, generation, vocabulary, cursors },
        ...{ windows: this.#windows, decisions: this.#decisions, given, now: this.#now },
      }
      const answer = await generation.use(() => read(context))
      this.#failed.read = false
      return answer
    } catch (error) {
      if (isWrongEmbedders(error)) {
        // An embedder is lost: until its vectors are there again, nothing is asked of them.
        const { generation } = this.#serving
        const isNews = generation?.hasVectors === true
        if (isNews) generation.hasVectors = false
        this.#serving.forget()
        if (isNews) return this.#read(read, given)
      }
      // The server was emptied: whoever comes next finds out.
      if (isMissingIndex(error)) this.#serving.forget()
      const told = this.#told(error)
      if (told.code === 'INDEX_UNAVAILABLE') this.#failed.read = true
      throw told
    }
  }

  #told(error: unknown): GatewayError {
    if (this.#closed) return new GatewayError('INDEX_UNAVAILABLE', { cause: error })
    if (error instanceof GatewayError) return error
    return new GatewayError('INDEX_UNAVAILABLE', { cause: error })
  }
}

/** Meeting a server may take longer than anybody who searches wants to wait. */
async function soon<Result>(work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new GatewayError('INDEX_UNAVAILABLE')),
    meetingDeadline,
  )
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
