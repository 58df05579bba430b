/**
 * On whose behalf something is read. Every read of store, index, suggester and resolver takes one as
 * its first argument; only `gateway/viewer.ts` and the command line make them.
 */
export interface Viewer {
  /** Who it is, for the audit; null when anonymous. Never a name or an address. */
  readonly subject: string | null
  /** Groups that may open records; everybody has `public`. */
  readonly groups: readonly string[]
  readonly roles: readonly Role[]
}

export type Role = 'operator' | 'owner' | 'reader'

/** The group that everybody is in. */
export const PUBLIC = 'public'

export const anonymous: Viewer = { subject: null, groups: [PUBLIC], roles: [] }

/** Sees every record, hidden ones too. For the operator's own tools. */
export const operator: Viewer = { subject: 'operator', groups: [PUBLIC], roles: ['operator'] }

export function isOperator(viewer: Viewer): boolean {
  return viewer.roles.includes('operator')
}

/** Whether a thing granted to `groups` is open to the viewer. Operators see everything. */
export function mayDiscover(viewer: Viewer, groups: readonly string[]): boolean {
  return isOperator(viewer) || groups.some((group) => viewer.groups.includes(group))
}

/** A short, stable key of what the viewer can see, the first part of every cache key. */
export function viewerKey(viewer: Viewer): string {
  return isOperator(viewer) ? '*' : JSON.stringify([...new Set(viewer.groups)].sort())
}
