import { isDeepStrictEqual } from 'node:util'
import type { Settings } from 'meilisearch'

/** Settings whose order means nothing; the server gives them sorted. */
const sets: ReadonlySet<string> = new Set([
  'sortableAttributes',
  'stopWords',
  'dictionary',
  'separatorTokens',
  'nonSeparatorTokens',
])

/**
 * Those of the wanted settings that an index does not have yet. What is not wanted is left as it is, also inside
 * `typoTolerance`, `faceting` and `pagination`.
 */
export function settingsToChange(wanted: Settings, present: Settings): Settings {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) =>
        value !== undefined && !agrees(name, value, present[name as keyof Settings]),
    ),
  )
}

function agrees(name: string, wanted: unknown, present: unknown): boolean {
  if (Array.isArray(wanted) && Array.isArray(present)) {
    if (name === 'filterableAttributes') {
      return isDeepStrictEqual(wanted.map(completeRule), present.map(completeRule))
    }
    return sets.has(name) || name.startsWith('disableOn')
      ? isDeepStrictEqual([...new Set(wanted)].sort(), [...present].sort())
      : isDeepStrictEqual(wanted, present)
  }
  // A synonym that is no longer wanted is a change.
  if (name === 'synonyms' || !isObject(wanted) || !isObject(present)) {
    return isDeepStrictEqual(wanted, present)
  }
  return Object.entries(wanted).every(([part, value]) => agrees(part, value, present[part]))
}

/** A rule with what it leaves out: the server gives it whole. */
function completeRule(rule: unknown): unknown {
  if (!isObject(rule)) return rule
  const features = isObject(rule.features) ? rule.features : {}
  const filter = isObject(features.filter) ? features.filter : {}
  return {
    attributePatterns: rule.attributePatterns,
    features: {
      facetSearch: features.facetSearch ?? false,
      filter: { equality: filter.equality ?? true, comparison: filter.comparison ?? false },
    },
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
