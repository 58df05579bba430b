import { isOperator, type Viewer } from '../../model/index.ts'
import type { Condition } from '../filter.ts'
import type { Values } from '../forward/values.ts'
import type { ReadQuery } from '../query.ts'
import { mostMatches } from '../rank/frequency.ts'
import { isEnough, type MatchRule } from '../rank/match-rule.ts'
import type { PlanGroup, QueryPlan, TermGroup } from '../rank/plan.ts'
import { comparable, exactly, field, idOf, type Place } from './fields.ts'

/** No record. */
const nothing = `${field.id} IN []`
/** Every record, but not the marker. */
const everything = `${field.record} EXISTS`

/**
 * A value between quotation marks, whatever is in it: inside of them Meilisearch reads `\` as the beginning of an
 * escape. The one place where text becomes part of a filter. Halves of characters are as in documents.
 */
export function quote(value: string): string {
  return `"${value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

export function oneOf(attribute: string, values: readonly string[]): string {
  return values.length === 0 ? nothing : `${attribute} IN [${values.map(quote).join(', ')}]`
}

/** All of them; of none, every record. */
export function all(filters: readonly string[]): string {
  return filters.length === 0 ? everything : joined(filters, ' AND ')
}

export function any(filters: readonly string[]): string {
  return filters.length === 0 ? nothing : joined(filters, ' OR ')
}

/** One alone stays as it is: the server reads brackets in brackets to a small depth only. */
function joined(filters: readonly string[], operator: string): string {
  const [only] = filters
  return only !== undefined && filters.length === 1
    ? only
    : filters.map((filter) => `(${filter})`).join(operator)
}

/** Records that the viewer may discover; part of every query. */
export function viewerFilter(viewer: Viewer): string {
  return isOperator(viewer) ? everything : oneOf(field.discover, viewer.groups.map(exactly))
}

/** Words and names stand in the same attributes. */
function standsIn(place: Place, { alternatives }: TermGroup): string {
  return oneOf(
    field.words(place),
    alternatives.map(({ words }) => words.join(' ')),
  )
}

/** A phrase that was typed: it stands in no list of names, so its words are asked for, and itself by `q`. */
export function isPhrase({ isRequired, alternatives }: PlanGroup): boolean {
  return isRequired && alternatives.some(({ words }) => words.length > 1)
}

/** Each word of a phrase as a group of its own. */
function wordsOf(group: PlanGroup): TermGroup[] {
  if (!isPhrase(group)) return [group]
  return group.alternatives.flatMap(({ words, ...alternative }) =>
    words.map((word) => ({ queried: word, alternatives: [{ ...alternative, words: [word] }] })),
  )
}

/** Values of facets that are what a group asks for. */
function heldFilters(held: ReadonlySet<number>, { kinds }: Pick<Values, 'kinds'>): string[] {
  const byKind = Map.groupBy(held, (value) => kinds[value] as number)
  return [...byKind].map(([kind, values]) => oneOf(field.kind(kind), values.map(String)))
}

/** Shares of a query's information by which matches are parted, best first, where too many match. */
const betterShares = [1, 0.8, 0.65]

/** What a record has to be and to hold to match a query. */
export class QueryFilters {
  readonly #read: ReadQuery
  readonly #values: Values
  /** By group: its words anywhere, or what it means as a value. */
  readonly #met: readonly string[]

  constructor(read: ReadQuery, values: Values) {
    this.#read = read
    this.#values = values
    this.#met = read.plan.groups.map((group, at) => this.#stands(group, at, ['any']))
  }

  #stands(group: PlanGroup, at: number, inside: readonly Place[]): string {
    const held = heldFilters(this.#read.held[at] ?? new Set(), this.#values)
    const words = wordsOf(group).map((one) => any(inside.map((place) => standsIn(place, one))))
    return any([all(words), ...held])
  }

  /** What no record that matches may be, whatever it holds; none where the query states no species. */
  get guard(): string[] {
    const { guard } = this.#read
    return guard === null ? [] : [conditionFilter(guard)]
  }

  /** No more visible records than this meet the query at any step. */
  get most(): number {
    const { plan, rule, held, lexicon, visible } = this.#read
    if (plan.impossible) return 0
    const mostOf = (at: number) =>
      [...(held[at] ?? [])].reduce(
        (sum, value) => sum + this.#values.frequency(value, visible),
        mostMatches(plan.groups[at] as PlanGroup, lexicon),
      )
    const anyOf = rule.deciding.reduce((sum, at) => sum + mostOf(at), 0)
    const required = rule.required.map(mostOf)
    return Math.min(...required, ...(rule.required.length > 0 ? [] : [anyOf]))
  }

  /** What the words of the query ask for at a step of its rule, phrases aside. */
  atStep(step: number, rule: MatchRule = this.#read.rule): string[] {
    const { plan } = this.#read
    if (plan.impossible) return [nothing]
    const required = rule.required.map((at) => this.#met[at] as string)
    const enough = enoughOf(
      rule.deciding.map((at) => this.#met[at] as string),
      (set) => isEnough(rule, set, step),
    )
    if (enough === false) return [nothing]
    return enough === true ? required : [...required, enough]
  }

  /** Matches that hold more than a step asks for, or hold it where it says more: the best first. */
  better(step: number): string[] {
    const { plan, rule, lexicon } = this.#read
    if (plan.impossible) return []
    const asked = [...rule.required, ...rule.deciding]
    const rarest = asked.reduce<number | null>((before, at) => {
      const count = (group: number) => mostMatches(plan.groups[group] as PlanGroup, lexicon)
      return before === null || count(at) < count(before) ? at : before
    }, null)
    const inPlace = (at: number) =>
      this.#stands(plan.groups[at] as PlanGroup, at, at === rarest ? ['title'] : ['title', 'short'])
    const better = betterShares.map((share) => all(this.atStep(0, { ...rule, steps: [share] })))
    const wanted = all(this.atStep(step))
    return [...new Set([all(asked.map(inPlace)), ...better])].filter((one) => one !== wanted)
  }
}

/** A filter for the sets of filters that are enough; false: none is, true: even none of them. */
function enoughOf(
  filters: readonly string[],
  isSetEnough: (set: number) => boolean,
  at = 0,
  set = 0,
): string | boolean {
  if (isSetEnough(set)) return true
  const filter = filters[at]
  if (filter === undefined) return false
  const having = enoughOf(filters, isSetEnough, at + 1, set | (1 << at))
  const lacking = enoughOf(filters, isSetEnough, at + 1, set)
  // Whatever is enough without it is enough with it.
  if (having === false || lacking === true) return lacking
  const met = having === true ? filter : all([filter, having])
  return lacking === false ? met : any([met, lacking])
}

/** Phrases of a plan, as `q` takes them: adjacent, in this order, in one attribute. Empty when there is none. */
export function phrasesOf(plan: QueryPlan): string {
  return plan.groups
    .filter(isPhrase)
    .flatMap(({ alternatives }) => alternatives.map(({ words }) => `"${words.join(' ')}"`))
    .join(' ')
}

export function conditionFilter(condition: Condition): string {
  switch (condition.is) {
    case 'holding':
      return oneOf(field.kind(condition.kind), condition.values.map(String))
    case 'overlapping': {
      const { min, max } = condition
      const from = field.number(condition.from)
      const to = field.number(condition.to)
      if (Number.isNaN(min) || Number.isNaN(max)) return nothing
      const ends = [
        ...(max === Number.POSITIVE_INFINITY ? [] : [`${from} <= ${quote(comparable(max))}`]),
        ...(min === Number.NEGATIVE_INFINITY ? [] : [`${to} >= ${quote(comparable(min))}`]),
      ]
      return ends.length === 0 ? `${from} EXISTS` : all(ends)
    }
    case 'lacking':
      return oneOf(field.missing, [condition.facet])
    case 'oneOf':
      return oneOf(field.id, condition.ids.map(idOf))
    case 'all':
      return all(condition.of.map(conditionFilter))
    case 'any':
      return any(condition.of.map(conditionFilter))
    case 'not':
      return `NOT (${conditionFilter(condition.of)})`
  }
}

/** Comes after a key and, among those with the same key, after an id. Null: after all that have a key. */
export function afterFilter(
  attribute: string,
  direction: 'asc' | 'desc',
  key: string | number | null,
  order: string,
): string {
  const behind = `${field.order} > ${quote(order)}`
  const unknown = `${attribute} NOT EXISTS`
  if (key === null) return all([unknown, behind])
  const value = quote(String(key))
  return any([
    `${attribute} ${direction === 'asc' ? '>' : '<'} ${value}`,
    all([`${attribute} = ${value}`, behind]),
    unknown,
  ])
}
