import {
  isMember,
  readsProject,
  readsSession,
  readsSubject,
  readsType,
  seesProject,
} from './accounts.ts'
import {
  experimentShortcuts,
  projectShortcuts,
  scanShortcuts,
  subjectShortcuts,
} from './columns.ts'
import { contentOf } from './content.ts'
import { tableReply } from './envelope.ts'
import {
  assessorFields,
  type Cell,
  projectFields,
  scanFields,
  scansOf,
  sessionFields,
  subjectFields,
} from './fields.ts'
import { QueryError } from './filter.ts'
import { type Reply, restletPage, swallowed } from './pages.ts'
import { type Asked, personal } from './site.ts'
import { type Candidate, type ListShape, runList } from './table.ts'
import { extendsType } from './types.ts'
import { isIn, labelIn, type Project, type Session, type Subject } from './world.ts'

const experimentDefaults = ['ID', 'project', 'date', 'xsiType', 'label', 'insert_date']

const siteExperiments: ListShape = {
  root: 'xnat:experimentData',
  shortcuts: experimentShortcuts,
  defaults: (root) => [
    ...experimentDefaults,
    ...(extendsType(root, 'xnat:subjectAssessorData') ? ['subject_ID', 'subject_label'] : []),
    ...(extendsType(root, 'xnat:imageAssessorData') ? ['session_ID', 'session_label'] : []),
  ],
  uri: '/data/experiments/',
  pageable: true,
}

const projectExperiments: ListShape = {
  ...siteExperiments,
  root: 'xnat:subjectAssessorData',
  defaults: () => experimentDefaults,
}

const subjectList: ListShape = {
  root: 'xnat:subjectData',
  shortcuts: subjectShortcuts,
  defaults: () => ['ID', 'project', 'label', 'insert_date', 'insert_user'],
  uri: '/data/subjects/',
  pageable: true,
}

const projectList: ListShape = {
  root: 'xnat:projectData',
  shortcuts: projectShortcuts,
  defaults: () => ['ID', 'secondary_ID', 'name', 'description', 'pi_firstname', 'pi_lastname'],
  uri: '/data/projects/',
  pageable: false,
}

export function listProjects(asked: Asked): Reply {
  const { world, quirks } = asked.site
  const candidates = [...world.projects.values()].map((project) => ({
    xsiType: 'xnat:projectData',
    fields: projectFields(project),
    readable:
      readsProject(asked.reader, project) ||
      (quirks.listsProtected && seesProject(asked.reader, project)),
  }))
  return listed(asked, projectList, candidates, restletPage(500))
}

export function listSubjects(asked: Asked): Reply {
  const { world } = asked.site
  const projects = [...world.projects.values()]
  // Without any project to read from, the query is refused, and with it the request.
  if (!projects.some((project) => readsProject(asked.reader, project))) return restletPage(500)
  const candidates = [...world.subjects.values()].map((subject) => subjectRow(asked, subject))
  return listed(asked, subjectList, candidates, restletPage(500))
}

export function listProjectSubjects(asked: Asked, project: Project): Reply {
  const { world } = asked.site
  if (!readsType(world, asked.reader, project.id, 'xnat:subjectData')) {
    return restletPage(403, `Unable to read subjects for Project: ${project.id}`)
  }
  const candidates = [...world.subjects.values()]
    .filter((subject) => isIn(project.id, subject))
    .map((subject) => subjectRow(asked, subject))
  return listed(asked, subjectList, candidates, restletPage(500), {
    finish: (row) => {
      const subject = world.subjects.get(String(row.ID))
      return 'label' in row && subject ? { ...row, label: labelIn(project.id, subject) } : row
    },
  })
}

function subjectRow(asked: Asked, subject: Subject): Candidate {
  return {
    xsiType: 'xnat:subjectData',
    fields: subjectFields(subject, personal(asked)),
    readable: readsSubject(asked.site.world, asked.reader, subject),
  }
}

/** Sessions of the whole site, and what was derived from them. */
export function listExperiments(asked: Asked): Reply {
  const { world } = asked.site
  const candidates = [...world.sessions.values()].flatMap((session) => {
    const readable = readsSession(world, asked.reader, session)
    const derived = contentOf(world, session).assessors.map((assessor) => ({
      xsiType: assessor.xsiType,
      fields: assessorFields(assessor, session, personal(asked)),
      joined: { 'xnat:imagesessiondata': sessionRow(asked, session).fields },
      readable: readable && readsType(world, asked.reader, session.project, assessor.xsiType),
    }))
    return [sessionRow(asked, session), ...derived]
  })
  return listed(asked, siteExperiments, candidates, restletPage(500), {
    title: 'Matching experiments',
  })
}

/** Of a project, or of one subject in it; an error in the query is swallowed, and nothing is sent. */
export function listProjectExperiments(
  asked: Asked,
  project: Project,
  subject: Subject | null,
): Reply {
  const { world } = asked.site
  if (!readsType(world, asked.reader, project.id, 'xnat:subjectData')) {
    return restletPage(403, `Unable to read experiments for Project: ${project.id}`)
  }
  const candidates = [...world.sessions.values()]
    .filter((session) => isIn(project.id, session))
    .filter((session) => subject === null || session.subject === subject.id)
    .map((session) => ({
      ...sessionRow(asked, session),
      readable: readsType(world, asked.reader, project.id, session.xsiType),
    }))
  const finish = (row: Row) => renamedRow(asked, project, row)
  return listed(asked, projectExperiments, candidates, swallowed(), { finish })
}

type Row = Record<string, Cell>

/**
 * A shared row under the names that the project gives it, written over those that were found and filtered. It is
 * looked up by the column that is named after the type listed: where that column has a short name of its own, as it
 * has for `xnat:imageSessionData`, or where no label was asked for, nothing is written over.
 */
function renamedRow({ site }: Asked, project: Project, row: Row): Row {
  const key = Object.keys(row).find((name) => /^[^/]+\/id$/.test(name))
  const session = key === undefined ? undefined : site.world.sessions.get(String(row[key]))
  if (session === undefined || session.project === project.id || !('label' in row)) return row
  const subject = site.world.subjects.get(session.subject)
  return {
    ...row,
    label: labelIn(project.id, session),
    ...(site.quirks.sharedRowsName === 'lister' ? { project: project.id } : {}),
    ...('subject_label' in row && subject ? { subject_label: labelIn(project.id, subject) } : {}),
  }
}

function sessionRow(asked: Asked, session: Session): Candidate {
  const { world, quirks } = asked.site
  const subject = world.subjects.get(session.subject)
  return {
    xsiType: session.xsiType,
    fields: sessionFields(session, personal(asked), quirks.milliseconds),
    joined: {
      'xnat:subjectdata': { label: subject?.label ?? null, project: subject?.project ?? null },
    },
    readable: readsSession(world, asked.reader, session),
  }
}

export function listScans(asked: Asked, session: Session): Reply {
  const { world, quirks } = asked.site
  const shape: ListShape = {
    root: 'xnat:imageScanData',
    shortcuts: scanShortcuts,
    defaults: () => [
      ...['xnat_imagescandata_id', 'ID', 'type', 'quality', 'xsiType', 'note'],
      'series_description',
    ],
    uri: `/data/experiments/${session.id}/scans/`,
    key: 'xnat_imagescandata_id',
    pageable: false,
  }
  const candidates = scansOf(world, session).map((scan) => ({
    xsiType: scan.xsiType,
    fields: scanFields(scan, session, personal(asked), quirks.milliseconds),
    readable: true,
  }))
  return listed(asked, shape, candidates, restletPage(500))
}

/** `?accessible=true` and its like: another engine, other names, no address. */
export function listAccessible(asked: Asked): Reply {
  const { reader, query, site } = asked
  const id = reader?.id ?? 2
  const member = (project: Project) => isMember(reader, project)
  const rows = [...site.world.projects.values()]
    .filter((project) => seesProject(reader, project))
    .filter((project) => !query.has('data') || readsProject(reader, project))
    .filter((project) => query.get('accessible') !== 'false' || !member(project))
    .filter((project) => query.get('collaborator') !== 'true' || member(project))
    .filter(() => query.get('owner') !== 'true' && query.get('member') !== 'true')
    .toSorted((a, b) => (a.secondaryId < b.secondaryId ? -1 : 1))
    .map((project) => {
      const people = [project.pi, ...project.investigators].filter((one) => one !== null)
      return {
        id: project.id,
        name: project.name,
        description: project.description,
        secondary_id: project.secondaryId,
        pi: project.pi && `${project.pi.first} ${project.pi.last}`,
        project_invs: people.map(({ first, last }) => `${first} ${last}`).join(' <br/> '),
        project_access: project.accessibility,
        project_access_img: `/@WEBAPPimages/${project.accessibility === 'public' ? 'globe' : 'key'}.gif`,
        insert_date: project.inserted,
        insert_user: personal(asked).insertUser,
        [`user_role_${id}`]: member(project) ? 'Collaborators' : '',
        [`last_accessed_${id}`]: '',
        quarantine_status: 'active',
      }
    })
  const others = { xdat_user_id: String(id) }
  return tableReply(asked, rows, { title: 'Projects', totalRecords: rows.length, others })
}

function listed(
  asked: Asked,
  shape: ListShape,
  candidates: Iterable<Candidate>,
  failure: Reply,
  { title, finish = (row) => row }: { title?: string; finish?: (row: Row) => Row } = {},
): Reply {
  try {
    const { rows, paged } = runList(shape, candidates, asked.query, {
      quirks: asked.site.quirks,
      turn: asked.turn,
    })
    return tableReply(asked, rows.map(finish), {
      ...(title === undefined ? {} : { title }),
      ...(paged ? {} : { totalRecords: rows.length }),
    })
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown
    return failure
  }
}
