import type { ErrorCode, Facet, Ranking, RecordFilter, RecordSort, Viewer } from '../model/index.ts'
import type { IndexDocument } from './document.ts'
import type { Vocabulary } from './vocabulary/vocabulary.ts'

export interface FacetRequest {
  facet: Facet
  /** Buckets wanted, at most 1,000. Selected values come on top of them. */
  first: number
}

export interface SearchRequest {
  /** As typed; empty browses. */
  query: string
  filter: RecordFilter | null
  facets: readonly FacetRequest[]
  sort: RecordSort
  ranking: Ranking
  first: number
  after: string | null
  /** Whether hits say why they matched; costs a little. */
  explain: boolean
}

/** The smallest question about everything there is: how much, and one of it. */
export const anything: SearchRequest = {
  query: '',
  filter: null,
  facets: [],
  sort: 'RELEVANCE',
  ranking: 'LEXICAL',
  first: 1,
  after: null,
  explain: false,
}

export type MatchKind = 'EXACT' | 'FORM' | 'TYPO' | 'PREFIX' | 'SYNONYM' | 'NARROWER' | 'VECTOR'

export interface Explanation {
  legs: { leg: 'LEXICAL' | 'CONCEPT' | 'VECTOR'; rank: number | null; score: number | null }[]
  terms: { queried: string; matched: string; how: MatchKind }[]
}

export interface Highlight {
  field: string
  /** HTML: matches between `<mark>` and `</mark>`, everything else escaped. */
  fragment: string
}

export interface Hit {
  id: string
  cursor: string
  /** Null when the order is not by relevance. Comparable inside one answer only. */
  score: number | null
  highlights: Highlight[]
  /** Null unless asked for. */
  explanation: Explanation | null
}

export interface FacetBucket {
  /** What a filter takes. */
  value: string
  label: string
  count: number
  selected: boolean
  /** Ends of a range bucket; null for others. */
  from: string | null
  to: string | null
}

/** Counts leave out the facet's own filter (disjunctive). */
export interface FacetResult {
  facet: Facet
  buckets: FacetBucket[]
  /** Matches without a value. */
  missing: number
  /** Values in all; null when not known. */
  distinct: number | null
  /** Ends of what there is, for facets of numbers and dates; else null. */
  min: string | null
  max: string | null
}

export type InterpretationKind = 'IDENTIFIER' | 'PHRASE' | 'CONCEPT' | 'NUMBER' | 'WORD' | 'DROPPED'

export interface Interpretation {
  text: string
  as: InterpretationKind
  label: string
  termId: string | null
}

export interface SearchWarning {
  code: ErrorCode
  argument: string | null
  message: string
}

export interface SearchResult {
  hits: Hit[]
  hasNext: boolean
  hasPrevious: boolean
  total: number
  totalIsExact: boolean
  facets: FacetResult[]
  /** Matches of each source; a source that is not here has none. */
  bySource: Record<string, number>
  /** The ranking that was applied: HYBRID without vectors says LEXICAL. */
  ranking: Ranking
  interpretation: Interpretation[]
  warnings: SearchWarning[]
  /** Milliseconds inside the engine. */
  tookMs: number
}

export interface FacetValuesRequest {
  facet: Facet
  /** Part of a label or value, folded (case and accents do not count). */
  matching: string
  query: string
  filter: RecordFilter | null
  first: number
}

export interface Suggestion {
  text: string
  kind: 'TERM' | 'TITLE' | 'IDENTIFIER'
  /** Records that the viewer would find; null when not counted. */
  count: number | null
  /** Id of the record, for titles and identifiers. */
  record: string | null
}

export interface MatchesRequest {
  /** As typed; empty: whatever the filter leaves. */
  query: string
  filter: RecordFilter | null
  /** Id behind which to go on, whether or not there is such a record; null: from the first. */
  after: string | null
  /** Ids wanted, at least 1. */
  first: number
}

/** A part of all matches, in the order of ids: no write and no rebuild changes it, so any id is a place to go on from. */
export interface MatchPage {
  ids: string[]
  /** The `after` of the next page; null: nothing follows. */
  end: string | null
  /** Matches behind `after`, those of this page among them. */
  left: number
  /** Outbox position of the index; lower than a page before said when the index is being made again, and lacks records. */
  position: number
}

export interface IndexStats {
  documents: number
  /** Outbox position up to which the index has followed. */
  position: number
  generation: number
  /** True while some documents may be made with another vocabulary than configured: all of them are due again. */
  outdated: boolean
  /** Records of the catalogue that the engine would not take; they are found again when they change. */
  refused: number
  /** Null when all is well. */
  error: ErrorCode | null
}

/** What callers of the gateway's search need. Every read takes the viewer first and counts only what it may discover. */
export interface SearchReader {
  /**
   * @throws {GatewayError} `BAD_INPUT` naming the argument; `CURSOR_EXPIRED` for a cursor of another query,
   *   viewer or generation, or one older than ten minutes of writes; `INDEX_UNAVAILABLE`.
   */
  search(viewer: Viewer, request: SearchRequest): Promise<SearchResult>
  /** What `search` counts, to its last match, without an order by relevance. Throws as `search` does. */
  matches(viewer: Viewer, request: MatchesRequest): Promise<MatchPage>
  facetValues(viewer: Viewer, request: FacetValuesRequest): Promise<FacetBucket[]>
  suggest(viewer: Viewer, prefix: string, first: number): Promise<Suggestion[]>
  /** Ids of the records most like one, best first; empty when the record is absent or hidden. */
  similar(viewer: Viewer, id: string, first: number): Promise<string[]>
  stats(): Promise<IndexStats>
}

export interface IndexBatch {
  /** To add or replace, by id. */
  documents: readonly IndexDocument[]
  /** Ids to take out; unknown ones do no harm. */
  removed: readonly string[]
  /** Outbox position that the index has reached with this batch; committed together with it. */
  position: number
  /** Set by the last batch of a pass over the whole catalogue: all documents now have the configured vocabulary. */
  refreshed?: boolean
}

/** Reason of an abort that lets the next process go on where this one stopped. */
export const processEnds: unique symbol = Symbol('the process ends')

/** An engine. Both pass one suite: `test/search/search-index.suite.ts`. */
export interface SearchIndex extends SearchReader {
  /**
   * Called before the first batch and whenever the vocabulary changed. The key is the catalogue's own: an index
   * that was filled under another one is of another catalogue, and is emptied.
   */
  configure(settings: { vocabulary: Vocabulary; cursorKey: string }): Promise<void>
  /** Says what `apply` will get next, so that an engine may prepare it while it waits for its server. */
  expect?(batch: IndexBatch): Promise<void>
  /** All of the batch or nothing of it. */
  apply(batch: IndexBatch): Promise<void>
  /**
   * Builds a new generation from `batches`, which hold the whole catalogue, and switches over at once when they
   * end. Searches go on in the old generation until then; a failure or abort leaves it serving.
   *
   * @param from What `unfinished` said, when `batches` begin there; default 0, the whole catalogue.
   */
  rebuild(batches: AsyncIterable<IndexBatch>, signal?: AbortSignal, from?: number): Promise<void>
  /** Outbox position up to which a rebuild had come that the end of a process interrupted; 0: there is none. */
  unfinished(): Promise<number>
  close(): Promise<void>
}
