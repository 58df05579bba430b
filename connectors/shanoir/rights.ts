import { type HarvestItem, PUBLIC, type Visibility } from '#sdk'
import type { ListedStudy } from './listing.ts'

/*
 * Shanoir shows the card of some studies to everybody, and data to confirmed members only. So a study has two scopes: one
 * for its own record and one for those of its examinations and datasets.
 */

export function studyScope(study: number): string {
  return `study:${study}`
}

export function dataScope(study: number): string {
  return `study:${study}/data`
}

/** The study that a scope belongs to; null for a scope that is not of this connector's making. */
export function studyOfScope(scope: string): number | null {
  const id = /^study:(\d+)(\/data)?$/.exec(scope)?.[1]
  return id === undefined ? null : Number(id)
}

/** What is swept of a study: its own record, and those of its data. */
export function partitionsOf(study: number): readonly [own: string, data: string] {
  return [studyScope(study), dataScope(study)]
}

/** The group of those who may see what the members of a study see: `shanoir:study:17` for the source `shanoir`. */
export function groupOf(source: string, study: number): string {
  return `${source}:study:${study}`
}

const nobody: Visibility = { discover: [], retrieve: [] }

/** Who may see a study and its data; a study that the account does not see is seen by nobody for its sake. */
export function rightsOf(source: string, study: ListedStudy): HarvestItem[] {
  const { id, isPublic, membership, mayDownload } = study
  const isMember = membership === 'member'
  const members = isMember ? [groupOf(source, id)] : []
  const retrieve = mayDownload && isMember ? members : []
  return [
    // Data first: what is narrower hides sooner.
    { rights: dataScope(id), visibility: { discover: members, retrieve } },
    { rights: studyScope(id), visibility: { discover: isPublic ? [PUBLIC] : members, retrieve } },
  ]
}

/** A study that is in no list any more. */
export function noRights(study: number): HarvestItem[] {
  return [
    { rights: dataScope(study), visibility: nobody },
    { rights: studyScope(study), visibility: nobody },
  ]
}
