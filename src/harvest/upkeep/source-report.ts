import type { HarvestRun } from '../../model/index.ts'
import type { SourceHealth } from '../../store/record-store.ts'
import type { SourceQuality } from '../../store/registry.ts'

/** How a source does, for its owner. */
export interface SourceReport {
  source: string
  title: string
  /** RFC 3339. */
  at: string
  /** Completeness of its records, worst fields first, with examples. */
  quality: SourceQuality
  /** 0 to 1: how well its records can be found by what people filter and search by; null without records. */
  findability: number | null
  /** Share of records that have each facet, 0 to 1, worst first. */
  facets: { facet: string; share: number }[]
  /** Of its links; null when none was looked at. */
  links: SourceHealth | null
  freshness: {
    harvestedAt: string | null
    staleAfterSeconds: number | null
    /** Null without a target, or when it was never harvested. */
    isStale: boolean | null
  }
  /** Newest first, at most 10. */
  harvests: readonly HarvestRun[]
  /** Searches that found nothing although the source has records for some of their words. */
  unanswered: { words: string[]; times: number; last: string; records: number }[]
}
