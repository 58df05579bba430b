import { z } from 'zod'

/** One query of a multi-search, in Meilisearch's own words. */
export interface MeiliQuery {
  indexUid: string
  q?: string
  /** A list: all of them. */
  filter: string | readonly string[]
  sort?: string[]
  offset?: number
  limit: number
  facets?: string[]
  attributesToRetrieve: string[]
  attributesToSearchOn?: string[]
  matchingStrategy?: 'all'
  hybrid?: { embedder: string; semanticRatio: number }
  vector?: readonly number[]
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null
/** Looked at no deeper: an answer may hold ten thousand counts, and this is on every search's way. */
const Hits = z.custom<Record<string, unknown>[]>(
  (value) => Array.isArray(value) && value.every(isObject),
)
const Distribution = z.custom<Record<string, Record<string, number>>>(
  (value) => isObject(value) && Object.values(value as object).every(isObject),
)
const Stats = z.record(z.string(), z.object({ min: z.number(), max: z.number() }))
/** What a multi-search answers. */
export const Results = z.object({
  results: z.array(
    z.object({
      hits: Hits,
      estimatedTotalHits: z.int().nonnegative(),
      facetDistribution: Distribution.optional(),
      facetStats: Stats.optional(),
    }),
  ),
})
/** What one of its queries found. */
export type MeiliResult = z.infer<typeof Results>['results'][number]
