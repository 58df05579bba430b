import type { Visibility } from '../model/index.ts'
import { PUBLIC } from '../model/viewer.ts'

export const everybody: Visibility = { discover: [PUBLIC], retrieve: [PUBLIC] }
export const nobody: Visibility = { discover: [], retrieve: [] }

/** What is known of the rights of the scope that a record lives under. */
export interface ScopeRights {
  /** Null: they could never be read. */
  visibility: Visibility | null
  /** True when they were last read too long ago to go by. */
  expired: boolean
}

/** What the operator says of a source. */
export interface SourceRights {
  /** Groups that may know that the source exists. */
  discover: string[]
  /** Stands over whatever rows and scopes say; null: as they say. */
  visibility: Visibility | null
}

/**
 * Who may see a record. The operator's word stands over all else. Then the rights of the record's scope and what
 * its row states both have to agree; where neither says anything, everybody may. Nobody discovers a record whose
 * source is hidden.
 *
 * @param scope Null when the record has no scope, or nothing was ever heard of its rights.
 */
export function effectiveVisibility(
  source: SourceRights,
  scope: ScopeRights | null,
  own: Visibility | null,
): Visibility {
  const stated = source.visibility ?? statedVisibility(scope, own)
  return { discover: both(stated.discover, source.discover), retrieve: stated.retrieve }
}

function statedVisibility(scope: ScopeRights | null, own: Visibility | null): Visibility {
  if (scope === null) return own ?? everybody
  // Rights that exist and are not known (any more) open nothing.
  if (scope.expired || scope.visibility === null) return nobody
  if (own === null) return scope.visibility
  return {
    discover: both(own.discover, scope.visibility.discover),
    retrieve: both(own.retrieve, scope.visibility.retrieve),
  }
}

/** The groups that are in both lists, where `public` holds every group. */
function both(one: string[], other: string[]): string[] {
  if (one.includes(PUBLIC)) return other
  if (other.includes(PUBLIC)) return one
  return one.filter((group) => other.includes(group))
}
