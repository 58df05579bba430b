import type { HarvestRun, StoredRecord } from '../model/index.ts'
import type { ResolvedLink } from '../sdk/links.ts'
import type { Hit, SearchResult, Suggestion, WhyNot } from '../search/search-index.ts'
import type { Page, SourceWithCount, StoredAsset } from '../store/record-store.ts'
import type { AuditEntry, HarvestChange } from '../store/registry.ts'
import type { WhyNotState } from './schema.generated.ts'

/** What the field resolvers of a type are given, where that is not a type of the model. */

export interface RecordHit {
  hit: Hit
  record: StoredRecord
}

/** A link and the asset that it leads to. */
export interface LinkedAsset {
  asset: StoredAsset
  link: ResolvedLink
  /** True for an alternate: it has none of its own. Left out: false. */
  isAlternate?: boolean
}

export interface SearchAnswer {
  result: SearchResult
  hits: RecordHit[]
  /** Names of the sources that the filter asks for; null for all. */
  sources: readonly string[] | null
}

export interface SourceAnswer {
  source: SourceWithCount
  /** Null when the source did not answer. */
  total: number | null
}

/** A page and where it began. */
export type PageAfter<Item> = Page<Item> & { after: string | null }

export type RecordPage = PageAfter<StoredRecord>
export type AssetPage = PageAfter<StoredAsset>
export type HarvestPage = PageAfter<HarvestRun>
export type HarvestChangePage = PageAfter<HarvestChange>

/** How long it is in all is not counted. */
export type AuditPage = Omit<PageAfter<AuditEntry>, 'total'>

/** The catalogue's id of a record that is an example; it may be hidden from whoever asks. */
export type ExampleId = string

/** What is known of a record that the catalogue may not have, and so not the index. */
export interface WhyNotAnswer {
  state: WhyNotState
  /** The catalogue's id. */
  id: string
  record: StoredRecord | null
  known: WhyNot
}

export type FoundSuggestion = Omit<Suggestion, 'record'> & { record: StoredRecord | null }
