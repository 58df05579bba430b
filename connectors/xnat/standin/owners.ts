import { readsProject } from './accounts.ts'
import { contentOf } from './content.ts'
import { ofAll, ofAssessors, ofProject, ofScans, ofSession, type Placed } from './files.ts'
import { findProject, findScans, findSession, findSubject } from './find.ts'
import type { Asked } from './site.ts'

/** What resources can hang on. */
export type Owner = 'project' | 'subject' | 'session' | 'scans' | 'assessors'

/** Resources of what the address names; null when that is not there, or not for this reader. */
export function placedBelow(asked: Asked, owner: Owner): Placed[] | null {
  const { params, query } = asked
  const project = params.project === undefined ? null : findProject(asked, params.project)
  if (params.project !== undefined && project === null) return null
  // A protected project is known to all, and what it holds is not.
  if (owner === 'project')
    return project && readsProject(asked.reader, project) ? ofProject(project) : []
  const subject = params.subject === undefined ? null : findSubject(asked, params.subject, project)
  if (params.subject !== undefined && subject === null) return null
  if (owner === 'subject') return []
  const session = findSession(asked, params.experiment ?? '', project)
  if (session === null) return null
  if (owner === 'session') {
    const all = query.get('all')
    return all !== null && !/^(false|0)$/i.test(all)
      ? ofAll(asked, session)
      : ofSession(asked, session)
  }
  if (owner === 'scans') {
    const scans = findScans(asked, session, params.scan ?? '')
    return scans.length === 0 ? null : ofScans(session, scans)
  }
  const name = params.assessor ?? ''
  const every = name === 'ALL' || name === '*'
  const known = contentOf(asked.site.world, session).assessors.some(
    ({ id, label }) => every || id === name || label === name,
  )
  return known ? ofAssessors(asked, session, every ? undefined : name) : null
}

/** Those of them that the address goes on to name, by label or number. */
export function placedIn(asked: Asked, owner: Owner): Placed[] | null {
  const wanted = (asked.params.resource ?? '').split(',')
  const list = placedBelow(asked, owner)
  return (
    list?.filter(
      ({ resource }) =>
        wanted.includes(String(resource.key)) || wanted.includes(resource.label ?? ''),
    ) ?? null
  )
}
