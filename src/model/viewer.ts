/**
 * On whose behalf something is read. Every read of store, index, suggester and resolver takes one as
 * its first argument; only `gateway/viewer/` and the command line make them.
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

/**
 * Whether a text can name a group that is granted to some and not to all: no `public`, no spaces, at most 200 characters.
 * Paths (`/lab/imaging`) and URNs are names.
 */
export function isGroupName(text: string): boolean {
  return text !== PUBLIC && /^[\p{L}\p{N}_/][\p{L}\p{N}._:/@#+-]{0,199}$/u.test(text)
}

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

/** Whether the viewer may see and change what `owners` own: subjects, and groups as `group:<name>`. */
export function mayManage(viewer: Viewer, owners: readonly string[]): boolean {
  if (isOperator(viewer)) return true
  if (!viewer.roles.includes('owner') || viewer.subject === null) return false
  const { subject, groups } = viewer
  return owners.some(
    (owner) =>
      owner === subject || groups.some((group) => group !== PUBLIC && owner === `group:${group}`),
  )
}
