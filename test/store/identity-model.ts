import { identityId } from '../../src/store/identity-keys.ts'

/** A record as it is to be identified. */
export interface Identifiable {
  id: string
  source: string
  /** Groups that discover it. */
  discover: readonly string[]
  dois: readonly string[]
}

/** The identities of `records` by their ids, worked out the plainest way: from everything, by what an identity is. */
export function identitiesOf(records: readonly Identifiable[]): Record<string, string | null> {
  const isPublic = (one: Identifiable) => one.discover.includes('public')
  const circleOf = (one: Identifiable) => (isPublic(one) ? 'public' : JSON.stringify(one.discover))
  const within = (circle: string) => records.filter((one) => circleOf(one) === circle)
  const joins = (doi: string, circle: string) => {
    const seen = new Set([...within('public'), ...within(circle)])
    const bearers = [...seen].filter(({ dois }) => dois.includes(doi))
    return new Set(bearers.map(({ source }) => source)).size === bearers.length
  }
  const closure = (first: Identifiable) => {
    const circle = circleOf(first)
    const known = new Set(first.dois.filter((doi) => joins(doi, circle)))
    for (let before = -1; before !== known.size; ) {
      before = known.size
      for (const { dois } of within(circle)) {
        if (!dois.some((doi) => known.has(doi))) continue
        for (const doi of dois) if (joins(doi, circle)) known.add(doi)
      }
    }
    return [...known].sort()
  }
  const publicly = new Map<string, string>()
  for (const one of within('public')) {
    const known = closure(one)
    for (const doi of known) publicly.set(doi, known[0] as string)
  }
  const identityOf = (one: Identifiable): string | null => {
    const known = closure(one)
    const given = known.flatMap((doi) => publicly.get(doi) ?? [])
    const name = isPublic(one) ? known[0] : (given.sort()[0] ?? known[0])
    return name === undefined ? null : identityId(`doi:${name}`)
  }
  return Object.fromEntries(records.map((one) => [one.id, identityOf(one)]))
}
