import type { HarvestItem, Visibility } from '#sdk'
import { PUBLIC } from '#sdk'
import type { Accessibility } from './xnat.ts'

/*
 * XNAT shows title and description of a protected project to everybody, its data to its members only. So a project has
 * two scopes: one for its own record and one for those of its sessions.
 */

export function projectScope(project: string): string {
  return `project:${project}`
}

export function dataScope(project: string): string {
  return `project:${project}/data`
}

/** The project that a scope belongs to; null for a scope that is not of this connector's making. */
export function projectOfScope(scope: string): string | null {
  return /^project:([^/]+)(\/data)?$/.exec(scope)?.[1] ?? null
}

const everybody: Visibility = { discover: [PUBLIC], retrieve: [PUBLIC] }
const nobody: Visibility = { discover: [], retrieve: [] }
const titleOnly: Visibility = { discover: [PUBLIC], retrieve: [] }

const visibilities: Record<Accessibility, readonly [project: Visibility, data: Visibility]> = {
  public: [everybody, everybody],
  protected: [titleOnly, nobody],
  private: [nobody, nobody],
}

/** The rights of a project; null: they could not be read this time. */
export function rightsOf(project: string, accessibility: Accessibility | null): HarvestItem[] {
  const [own, data] = accessibility === null ? [null, null] : visibilities[accessibility]
  return [
    // Data first: what is narrower hides sooner.
    { rights: dataScope(project), visibility: data },
    { rights: projectScope(project), visibility: own },
  ]
}
