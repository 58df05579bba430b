import type { Facet, Viewer } from '../../model/index.ts'
import { nearestInWindow } from '../answer.ts'
import type { GivenVector } from '../forward/vectors.ts'
import { browses, type ReadQuery, readQuery } from '../query.ts'
import type { SearchRequest } from '../search-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import {
  type AskedQuery,
  type Decision,
  type DecisionContext,
  decide,
  decisionKey,
  type RememberedDecisions,
} from './decision.ts'
import { countedAttributes } from './facets.ts'
import { field, idOf } from './fields.ts'
import {
  all,
  any,
  conditionFilter,
  oneOf,
  phrasesOf,
  QueryFilters,
  viewerFilter,
} from './filter.ts'
import { nearestQuery } from './nearest.ts'
import type { MeiliQuery } from './server.ts'

/** What one query asks of a match set. */
export interface Asked {
  /** Further filters. */
  narrowed?: readonly string[]
  /** The facet whose own part of the filter is left out. */
  without?: Facet
  counted?: readonly Facet[]
  limit?: number
  sort?: string[]
}

export interface MatchContext extends DecisionContext {
  vocabulary: Vocabulary
  decisions: RememberedDecisions
  /** The query's vector, where a server of embeddings had to be asked for it. */
  given: GivenVector | null
}

/** What a search, a count or an export asks for. */
export type MatchRequest = Pick<SearchRequest, 'query' | 'filter'> &
  Partial<Pick<SearchRequest, 'ranking'>>

/** The records that a viewer's query and filter match: every query of one search is made from it. */
export class MatchSet {
  readonly read: ReadQuery
  readonly #context: MatchContext
  readonly #asked: AskedQuery
  /** Null where nothing is to be decided. */
  readonly #decision: Decision | null
  readonly #isInside: boolean
  readonly #base: readonly string[]
  readonly #phrases: string
  /** Records that carry an identifier of the plan. */
  readonly #carriers: readonly string[]

  /** The match set of a query and filter, decided without the filter. */
  static async of(context: MatchContext, viewer: Viewer, request: MatchRequest): Promise<MatchSet> {
    const { decisions } = context
    const read = readFor(context, viewer, request)
    const asked = { viewer, read, query: request.query }
    const { plan } = read
    if (browses(plan) || plan.identifiers.length > 0)
      return new MatchSet(context, asked, null, false)
    const clauses = clausesOf(read)
    const isInside = decisions.isInside(decisionKey(context, asked, clauses))
    const decision = await decided(context, asked, isInside ? clauses : [])
    return new MatchSet(context, asked, decision, isInside)
  }

  private constructor(
    context: MatchContext,
    asked: AskedQuery,
    decision: Decision | null,
    isInside: boolean,
  ) {
    const { viewer, read } = asked
    const { plan, visible } = read
    const { forward } = context.generation
    this.read = read
    this.#context = context
    this.#asked = asked
    this.#decision = decision
    this.#isInside = isInside
    this.#phrases = phrasesOf(plan)
    this.#carriers = [
      ...new Set(plan.identifiers.flatMap((folded) => forward.idsByIdentifier(visible, folded))),
    ]
    this.#base = [viewerFilter(viewer), ...this.#matching()]
  }

  #matching(): readonly string[] {
    if (this.#decision === null) {
      return browses(this.read.plan) ? [] : [oneOf(field.id, this.#carriers.map(idOf))]
    }
    const { filters, nearest } = this.#decision
    return nearest.length === 0
      ? filters
      : [any([all(filters), oneOf(field.id, nearest.map(idOf))])]
  }

  query({ narrowed = [], without, counted = [], limit = 0, sort = [] }: Asked): MeiliQuery {
    const clauses = this.read.filter.clauses
      .filter(({ facet }) => without === undefined || facet !== without)
      .map(({ condition }) => conditionFilter(condition))
    return {
      indexUid: this.#context.generation.uid,
      // All of them. As a list they are parsed one by one, which long ones are much sooner.
      filter: [...this.#base, ...clauses, ...narrowed],
      limit,
      attributesToRetrieve: [field.record],
      ...(this.#phrases === '' ? {} : { q: this.#phrases, matchingStrategy: 'all' }),
      ...(sort.length === 0 ? {} : { sort }),
      ...(counted.length === 0 ? {} : { facets: countedAttributes(counted) }),
    }
  }

  /** Whether the filter may leave nothing of what matches although something inside of it does. */
  get mayBeInside(): boolean {
    return this.#decision !== null && !this.#isInside && this.read.filter.clauses.length > 0
  }

  /**
   * Where the filter leaves nothing of what matches: what matches among the records that it leaves; null when nothing of them
   * does either.
   */
  async inside(): Promise<MatchSet | null> {
    const { server, decisions } = this.#context
    const clauses = clausesOf(this.read)
    const decision = await decided(this.#context, this.#asked, clauses)
    const set = new MatchSet(this.#context, this.#asked, decision, true)
    const [found] = decision.nearest.length > 0 ? [] : await server.search([set.query({})])
    if (found?.estimatedTotalHits === 0) return null
    decisions.noteInside(decisionKey(this.#context, this.#asked, clauses))
    return set
  }

  /** Asks for the matches whose vectors are nearest; null where there are no vectors. A phrase is only asked for by its words. */
  nearest(): MeiliQuery | null {
    const { filter } = this.query({})
    return nearestQuery(this.#context.generation, this.read, {
      filter: filter as readonly string[],
      most: nearestInWindow,
    })
  }

  /** Whether the top level of the filter says something about the facet. */
  selects(facet: Facet): boolean {
    return this.read.filter.clauses.some((clause) => clause.facet === facet)
  }

  /** The step of the query's rule; null where nothing was to be decided. */
  get step(): number | null {
    return this.#decision?.step ?? null
  }

  /** Filters for the matches that come first, the best first. */
  get better(): string[] {
    if (this.#decision === null) return []
    const { values } = this.#context.generation.forward
    return new QueryFilters(this.read, values).better(this.#decision.step)
  }

  /** No more records than this match the query, whatever the filter. */
  get most(): number {
    return this.#decision === null
      ? this.#carriers.length
      : this.#decision.most + this.#decision.nearest.length
  }
}

/** A query as it is read; without a vector while the server cannot be asked for what is nearest to one. */
export function readFor(
  { generation, vocabulary, given }: Pick<MatchContext, 'generation' | 'vocabulary' | 'given'>,
  viewer: Viewer,
  request: MatchRequest,
): ReadQuery {
  const { forward, hasVectors } = generation
  const read = readQuery({ forward, vocabulary }, viewer, request, given)
  return hasVectors ? read : { ...read, vector: null, ranking: 'LEXICAL' }
}

function clausesOf({ filter }: ReadQuery): string[] {
  return filter.clauses.map(({ condition }) => conditionFilter(condition))
}

function decided(context: MatchContext, asked: AskedQuery, inside: string[]): Promise<Decision> {
  const key = decisionKey(context, asked, inside)
  return context.decisions.decide(key, () => decide(context, asked, inside))
}
