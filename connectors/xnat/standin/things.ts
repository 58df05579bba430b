import { readsType } from './accounts.ts'
import { contentOf } from './content.ts'
import { tableReply } from './envelope.ts'
import { findProject, findScans, findSession, findSubject } from './find.ts'
import { assessorAsItem, itemReply, scanAsItem, sessionItem, subjectItem } from './items.ts'
import { listAccessible, listProjectExperiments, listProjects, listScans } from './lists.ts'
import { type Reply, restletPage } from './pages.ts'
import type { Asked } from './site.ts'
import type { Project, Session } from './world.ts'

const missing = 'Unable to find the specified experiment.'
/** Any of these turns the list of projects into another one. */
const filters = ['accessible', 'data', 'prearc_code', 'owner', 'member', 'collaborator']
const moreFilters = ['activeSince', 'recent', 'favorite', 'admin']

export function accessible(asked: Asked): Reply {
  const filtered = [...filters, ...moreFilters].some((name) => asked.query.has(name))
  return filtered ? listAccessible(asked) : listProjects(asked)
}

export function experiments(asked: Asked): Reply {
  const name = asked.params.project ?? ''
  const project = findProject(asked, name)
  if (project === null) return restletPage(404, `Unable to identify project ${name}`)
  const { subject: label } = asked.params
  const subject = label === undefined ? null : findSubject(asked, label, project)
  if (label !== undefined && subject === null) {
    return restletPage(404, `Unable to identify subject ${label}`)
  }
  return listProjectExperiments(asked, project, subject)
}

export function subject(asked: Asked): Reply {
  const project = named(asked)
  const found =
    project === undefined ? null : findSubject(asked, asked.params.subject ?? '', project)
  if (found === null) return restletPage(404, 'Unable to find the specified subject.')
  return itemReply(asked, subjectItem(asked.site, asked.reader, found))
}

export function experiment(asked: Asked): Reply {
  const session = sessionOf(asked)
  if (session !== null) return itemReply(asked, sessionItem(asked.site, asked.reader, session))
  // What was derived is an experiment too, with an id of its own.
  return derived(asked) ?? restletPage(404, missing)
}

function derived(asked: Asked): Reply | null {
  const { world } = asked.site
  const owner = /^(\w+?_E\d+)_/.exec(asked.params.experiment ?? '')?.[1] ?? ''
  const session = findSession(asked, owner, null)
  const found =
    session && contentOf(world, session).assessors.find(({ id }) => id === asked.params.experiment)
  if (!found || !readsType(world, asked.reader, session.project, found.xsiType)) return null
  return itemReply(asked, assessorAsItem(asked.site, session, found))
}

export function scans(asked: Asked): Reply {
  const session = sessionOf(asked)
  if (session === null) return restletPage(404)
  // A visit is no imaging session, and the server stumbles over the difference.
  return session.make === null ? restletPage(500) : listScans(asked, session)
}

export function scan(asked: Asked): Reply {
  const session = sessionOf(asked)
  const [found] = session === null ? [] : findScans(asked, session, asked.params.scan ?? '')
  if (session === null || found === undefined) {
    return restletPage(404, 'Unable to find the specified scan.')
  }
  return itemReply(asked, scanAsItem(asked.site, session, found))
}

/** The list of what was derived from a session, or one of it. */
export function assessors(asked: Asked): Reply {
  const session = sessionOf(asked)
  if (session === null) return restletPage(404)
  const { world } = asked.site
  const visible = contentOf(world, session).assessors.filter(({ xsiType }) =>
    readsType(world, asked.reader, session.project, xsiType),
  )
  const name = asked.params.assessor
  if (name !== undefined) {
    const found = visible.find(({ id, label }) => id === name || label === name)
    if (found === undefined) return restletPage(404, missing)
    return itemReply(asked, assessorAsItem(asked.site, session, found))
  }
  const rows = visible.map((one) => ({
    ID: one.id,
    project: session.project,
    date: one.date,
    xsiType: one.xsiType,
    label: one.label,
    insert_date: one.inserted,
    session_ID: session.id,
    session_label: session.label,
    URI: `/data/experiments/${one.id}`,
  }))
  return tableReply(asked, rows, { totalRecords: rows.length })
}

/** Undefined: the address names a project that is not there. */
function named(asked: Asked): Project | null | undefined {
  const { project } = asked.params
  return project === undefined ? null : (findProject(asked, project) ?? undefined)
}

function sessionOf(asked: Asked): Session | null {
  const project = named(asked)
  if (project === undefined) return null
  if (
    asked.params.subject !== undefined &&
    findSubject(asked, asked.params.subject, project) === null
  ) {
    return null
  }
  return findSession(asked, asked.params.experiment ?? '', project)
}
