import type { ErrorCode, Facet, Ranking, RecordFilter, RecordSort, Viewer } from '../model/index.ts'
import type { IndexDocument } from './document.ts'
import type { GivenVector } from './forward/vectors.ts'
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
  /** Whether records that are the same thing are one hit, and count as one. */
  collapse: boolean
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
  collapse: false,
  first: 1,
  after: null,
  explain: false,
}

export type MatchKind =
  | 'EXACT'
  | 'FORM'
  | 'TYPO'
  | 'PREFIX'
  | 'SYNONYM'
  | 'NARROWER'
  | 'RANGE'
  | 'VECTOR'

export interface Explanation {
  /** `rank` is a place among the records that were ranked; null, with the score, for a leg that did not find it. */
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
  /**
   * Ids of other matches that are the same thing, in the order of the search, at most `mostAlternates`; empty unless it
   * was collapsed.
   */
  alternates: readonly string[]
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
  /**
   * False: there are no fewer than `total`, counts of facets and sources may be too high, and later pages of a collapsed search
   * may meet a thing again.
   */
  totalIsExact: boolean
  facets: FacetResult[]
  /** Matches of each source; a source that is not here has none. Collapsed, what several have counts for each of them. */
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
  /** Default `HYBRID`. Decides with `query` what matches. */
  ranking?: Ranking
  /** Default false. Whether records that are the same thing count as one. */
  collapse?: boolean
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

/** What `whyNot` asks about: a search by relevance. */
export type WhyNotRequest = Pick<SearchRequest, 'query' | 'filter' | 'ranking'>

/** Why a record is not found, the first that applies, or that it is. */
export type WhyNotState = 'NOT_INDEXED' | 'FILTERED' | 'OTHER_SPECIES' | 'NOT_MATCHING' | 'RANKED'

/** A part of a query, and whether a record meets it. */
export interface QueryPart {
  /** As typed. */
  text: string
  /** Null where the record does not say: a range of numbers that it has none of. */
  isMet: boolean | null
  /** Never done without. */
  isRequired: boolean
  /** How much of what is asked for it is, 0 to 1; null where it only ranks, or is required. */
  share: number | null
}

/** What a record has to do with a search, as far as it is known; all that is not is null or empty. */
export interface WhyNot {
  state: WhyNotState
  /** Fields of the filter that leave the record out, as `filter.species`. */
  filters: string[]
  /** Labels of the species that the query states. */
  species: string[]
  /** In the order typed; those that are only left out of the query are in `interpretation`. */
  parts: QueryPart[]
  /** How much of what decides the record holds, 0 to 1; null where nothing decides. */
  held: number | null
  /** How much of it was asked for; 0: anything was enough. */
  needed: number | null
  /** Cosine of the angle between query and record. */
  cosine: number | null
  /** The cosine from which on a record may match by its vector alone, as one of the nearest; null where none may. */
  neededCosine: number | null
  /** Its place by relevance, from 1; null where that is not known, behind the window of records that were ranked. */
  rank: number | null
  /** Matches in all; null unless RANKED. */
  total: number | null
  /** Null unless RANKED by relevance. */
  explanation: Explanation | null
  ranking: Ranking
  interpretation: Interpretation[]
}

export interface MatchesRequest {
  /** As typed; empty: whatever the filter leaves. */
  query: string
  filter: RecordFilter | null
  /** Default `HYBRID`. Decides with `query` what matches. */
  ranking?: Ranking
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
  vectors: {
    /** Id of the model that serves; null: none does, so that every ranking is LEXICAL. */
    model: string | null
    /** Records of which a new model has vectors; null while none is made. */
    progress: { done: number; total: number } | null
  }
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
  /**
   * What stands between a record and the hits of a search. What the viewer may not discover is NOT_INDEXED, like what is not
   * there. Throws as `search` does.
   */
  whyNot(viewer: Viewer, request: WhyNotRequest, id: string): Promise<WhyNot>
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

/** What decides with the viewer what a query matches. */
export type VectorRequest = Pick<SearchRequest, 'query'> & Partial<Pick<SearchRequest, 'ranking'>>

/**
 * An engine. Both pass one suite: `test/search/search-index.suite.ts`. Where a query's vector comes from a server it is
 * given to the reads that want it; without one, or with one of another model, they rank by words alone.
 */
export interface SearchIndex extends SearchReader {
  /** Id of the model by which somebody else has to make the query's vector; null: none is needed. */
  modelWanted(viewer: Viewer, request: VectorRequest): string | null
  search(viewer: Viewer, request: SearchRequest, given?: GivenVector | null): Promise<SearchResult>
  matches(viewer: Viewer, request: MatchesRequest, given?: GivenVector | null): Promise<MatchPage>
  facetValues(
    viewer: Viewer,
    request: FacetValuesRequest,
    given?: GivenVector | null,
  ): Promise<FacetBucket[]>
  whyNot(
    viewer: Viewer,
    request: WhyNotRequest,
    id: string,
    given?: GivenVector | null,
  ): Promise<WhyNot>
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
