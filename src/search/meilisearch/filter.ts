import { isOperator, type Viewer } from '../../model/index.ts'
import type { Condition } from '../filter.ts'
import type { QueryPlan, TermGroup } from '../rank/plan.ts'
import { comparable, exactly, field, idOf, type Place, places } from './fields.ts'

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
export function isPhrase({ alternatives }: TermGroup): boolean {
  return alternatives.some(({ how, words }) => how === 'EXACT' && words.length > 1)
}

/** Each word of a phrase as a group of its own. */
function wordsOf(group: TermGroup): TermGroup[] {
  if (!isPhrase(group)) return [group]
  return group.alternatives.flatMap(({ words, ...alternative }) =>
    words.map((word) => ({ queried: word, alternatives: [{ ...alternative, words: [word] }] })),
  )
}

/** What a record has to hold to match a plan, phrases aside; `identifiers` are the ids of those that carry them. */
export function planFilters(plan: QueryPlan, identifiers: readonly string[]): string[] {
  if (plan.impossible) return [nothing]
  if (plan.identifiers.length > 0) return [oneOf(field.id, identifiers.map(idOf))]
  return plan.groups
    .flatMap(wordsOf)
    .map((group) => any(places.map((place) => standsIn(place, group))))
}

/** Phrases of a plan, as `q` takes them: adjacent, in this order, in one attribute. Empty when there is none. */
export function phrasesOf(plan: QueryPlan): string {
  return plan.groups
    .filter(isPhrase)
    .flatMap(({ alternatives }) => alternatives.map(({ words }) => `"${words.join(' ')}"`))
    .join(' ')
}

/** The best of what matches a plan: the rarest group stands in the title, all others at least beside it. */
export function bestFilter(plan: QueryPlan, frequency: (group: TermGroup) => number): string {
  const groups = plan.groups.flatMap(wordsOf)
  const rarest = groups.reduce<TermGroup | null>(
    (before, group) => (before === null || frequency(group) < frequency(before) ? group : before),
    null,
  )
  return all(
    groups.map((group) =>
      group === rarest
        ? standsIn('title', group)
        : any([standsIn('title', group), standsIn('short', group)]),
    ),
  )
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
