import type { Facet, Viewer } from '../../model/index.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { ReadQuery } from '../query.ts'
import { mostMatches } from '../rank/frequency.ts'
import { countedAttributes } from './facets.ts'
import { field, idOf } from './fields.ts'
import {
  bestFilter,
  conditionFilter,
  oneOf,
  phrasesOf,
  planFilters,
  viewerFilter,
} from './filter.ts'
import type { Generation } from './generation.ts'
import { recordsOf } from './paging.ts'
import { doubtfulPhrases, mostChecked, withoutPhrases } from './phrases.ts'
import type { MeiliQuery, MeiliResult, MeiliServer } from './server.ts'

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

/** The records that a viewer's query and filter match: every query of one search is made from it. */
export class MatchSet {
  readonly #uid: string
  readonly #read: ReadQuery
  readonly #base: string[]
  readonly #phrases: string
  /** Records that carry an identifier of the plan. */
  readonly #carriers: number

  /**
   * The match set of a query and filter. Only where the query has a long phrase is the server asked, for matches that
   * are none.
   */
  static async of(
    { server, generation }: { server: MeiliServer; generation: Generation },
    viewer: Viewer,
    read: ReadQuery,
  ): Promise<MatchSet> {
    const { forward, uid } = generation
    const set = new MatchSet(uid, forward, viewer, read)
    const phrases = doubtfulPhrases(read.plan)
    if (phrases.length === 0) return set
    const filter = set.#base
    const [result] = await server.search([{ ...set.query({}), filter, limit: mostChecked }])
    const ids = recordsOf(result as MeiliResult)
    const others = withoutPhrases(forward, read.visible, ids, phrases)
    if (others.length > 0) set.#base.push(`NOT ${oneOf(field.id, others.map(idOf))}`)
    return set
  }

  private constructor(uid: string, forward: ForwardIndex, viewer: Viewer, read: ReadQuery) {
    const { plan, visible } = read
    const carriers = new Set(
      plan.identifiers.flatMap((folded) => forward.idsByIdentifier(visible, folded)),
    )
    this.#uid = uid
    this.#read = read
    this.#base = [viewerFilter(viewer), ...planFilters(plan, [...carriers])]
    this.#carriers = carriers.size
    this.#phrases = phrasesOf(plan)
  }

  query({ narrowed = [], without, counted = [], limit = 0, sort = [] }: Asked): MeiliQuery {
    const clauses = this.#read.filter.clauses
      .filter(({ facet }) => without === undefined || facet !== without)
      .map(({ condition }) => conditionFilter(condition))
    return {
      indexUid: this.#uid,
      // All of them. As a list they are parsed one by one, which long ones are much sooner.
      filter: [...this.#base, ...clauses, ...narrowed],
      limit,
      attributesToRetrieve: [field.record],
      ...(this.#phrases === '' ? {} : { q: this.#phrases, matchingStrategy: 'all' }),
      ...(sort.length === 0 ? {} : { sort }),
      ...(counted.length === 0 ? {} : { facets: countedAttributes(counted) }),
    }
  }

  /** Whether the top level of the filter says something about the facet. */
  selects(facet: Facet): boolean {
    return this.#read.filter.clauses.some((clause) => clause.facet === facet)
  }

  /** A filter for the matches that come first. */
  get best(): string {
    const { plan, lexicon } = this.#read
    return bestFilter(plan, (group) => mostMatches(group, lexicon))
  }

  /** No more records than this match the query, whatever the filter. */
  get most(): number {
    const { plan, lexicon } = this.#read
    if (plan.impossible || plan.identifiers.length > 0) return this.#carriers
    return Math.min(...plan.groups.map((group) => mostMatches(group, lexicon)))
  }
}
