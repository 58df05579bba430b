import { LRUCache } from 'lru-cache'
import { isOperator, type Viewer } from '../../model/index.ts'
import { revisionOf } from '../forward/classes.ts'
import type { ReadQuery } from '../query.ts'
import { enoughMatches, stepFor } from '../rank/match-rule.ts'
import { mayMatchByVector, mostVectorOnly, vectorFloor } from '../rank/vector-only.ts'
import { field, idOf } from './fields.ts'
import { all, oneOf, phrasesOf, QueryFilters, viewerFilter } from './filter.ts'
import type { Generation } from './generation.ts'
import { nearestOf, nearestQuery } from './nearest.ts'
import { recordsOf } from './paging.ts'
import { doubtfulPhrases, mostChecked, withoutPhrases } from './phrases.ts'
import type { MeiliQuery, MeiliResult, MeiliServer } from './server.ts'

/** What matches a query, before any filter. */
export interface Decision {
  /** The step of the query's rule. */
  step: number
  /** What is asked of the words, as filters: all of them. */
  filters: readonly string[]
  /** Ids of the records that match by their vectors alone. */
  nearest: readonly string[]
  /** No more records than this match by their words. */
  most: number
}

export interface DecisionContext {
  server: MeiliServer
  generation: Generation
  /** Whether matches are counted even where all steps of a rule ask for the same. Default false. */
  countsAlways?: boolean
}

/** A query as one viewer asks it. */
export interface AskedQuery {
  viewer: Viewer
  read: ReadQuery
  /** As typed. */
  query: string
}

/**
 * Decides how much of a query a record has to meet, by how many do, and which match by their vectors alone: what the embedded
 * index finds by looking through its columns. One request in the usual case, where the first step finds enough.
 *
 * @param inside Filters of the records that count; none: all that the viewer may see.
 */
export async function decide(
  { server, generation, countsAlways = false }: DecisionContext,
  { viewer, read }: AskedQuery,
  inside: readonly string[],
): Promise<Decision> {
  const { forward, uid } = generation
  const { rule, plan } = read
  const filters = new QueryFilters(read, forward.values)
  const q = phrasesOf(plan)
  const base = [viewerFilter(viewer), ...filters.guard, ...inside]
  const lexical = (filter: readonly string[]): MeiliQuery => ({
    indexUid: uid,
    filter: [...base, ...filter],
    limit: 0,
    attributesToRetrieve: [field.record],
    ...(q === '' ? {} : { q, matchingStrategy: 'all' }),
  })

  // What the server takes for a phrase and is none must not be counted.
  const phrases = doubtfulPhrases(plan)
  if (phrases.length > 0) {
    const least = filters.atStep(rule.steps.length - 1)
    const [result] = await server.search([{ ...lexical(least), limit: mostChecked }])
    const ids = recordsOf(result as MeiliResult)
    const others = withoutPhrases(forward, read.visible, ids, phrases)
    if (others.length > 0) base.push(`NOT ${oneOf(field.id, others.map(idOf))}`)
  }

  const steps = rule.steps.map((_, step) => filters.atStep(step))
  const texts = steps.map(all)
  const counts = new Map<string, number>()
  const ask = async (asked: readonly string[], step: number | null) => {
    const leg = step === null ? null : vectorLeg(step)
    const queries = asked.map((text) => lexical([text]))
    if (leg !== null) queries.push(leg)
    if (queries.length === 0) return []
    const results = await server.search(queries)
    for (const [at, text] of asked.entries()) {
      counts.set(text, results[at]?.estimatedTotalHits ?? 0)
    }
    if (leg === null) return []
    const found = recordsOf(results.at(-1) as MeiliResult)
    return nearestOf(forward, read, found, { most: mostVectorOnly, floor: vectorFloor })
  }
  const vectorLeg = (step: number) =>
    mayMatchByVector(rule)
      ? nearestQuery(generation, read, {
          filter: [...base, `NOT (${texts[step]})`],
          most: mostVectorOnly,
        })
      : null

  const [first = ''] = texts
  const isSure = !countsAlways && texts.every((text) => text === first)
  let nearest = await ask(isSure ? [] : [first], 0)
  let step = 0
  if (!isSure && (counts.get(first) ?? 0) < enoughMatches) {
    const others = [...new Set(texts.slice(1, -1))].filter((text) => text !== first)
    if (others.length > 0) await ask(others, null)
    step = stepFor(rule, (at) => counts.get(texts[at] as string) ?? 0)
    if (texts[step] !== first) nearest = await ask([], step)
  }
  const met = counts.get(texts[step] as string) ?? filters.most
  return { step, filters: [...base.slice(1), ...(steps[step] ?? [])], nearest, most: met }
}

/** Decisions about recent queries: all pages of a search, its counts and its export share one. */
export class RememberedDecisions {
  readonly #decisions = new LRUCache<string, Promise<Decision>>({ max: 2_000 })

  /** Keys of decisions inside of a filter that found something. */
  readonly #inside = new LRUCache<string, true>({ max: 2_000 })

  /** Whether it is known that the filter leaves something only when it is decided inside of it. */
  isInside(key: string): boolean {
    return this.#inside.has(key)
  }

  noteInside(key: string): void {
    this.#inside.set(key, true)
  }

  /** What `make` decides, remembered unless it fails. */
  decide(key: string, make: () => Promise<Decision>): Promise<Decision> {
    const known = this.#decisions.get(key)
    if (known !== undefined) return known
    const deciding = make()
    this.#decisions.set(key, deciding)
    deciding.catch(() => {
      if (this.#decisions.get(key) === deciding) this.#decisions.delete(key)
    })
    return deciding
  }

  clear(): void {
    this.#decisions.clear()
    this.#inside.clear()
  }
}

/** Tells decisions apart: by what is asked, who asks, and what the index holds for them. */
export function decisionKey(
  { generation: { forward }, countsAlways = false }: Omit<DecisionContext, 'server'>,
  { viewer, read, query }: AskedQuery,
  inside: readonly string[],
): string {
  const { vectors } = forward
  const seen = isOperator(viewer) ? null : [...viewer.groups].sort()
  return JSON.stringify([
    forward.number,
    revisionOf(forward.classes, read.visible),
    read.vector === null ? null : [vectors.modelId, vectors.column?.count],
    seen,
    query,
    inside,
    countsAlways,
  ])
}
