import { GatewayError, type HarvestContext, type HarvestItem } from '#sdk'
import { projectId } from './common.ts'
import { type ListedProject, listSessions, type SessionList } from './listing.ts'
import { codesIn, codesOf } from './modalities.ts'
import { type Options, reaches } from './options.ts'
import type { Progress } from './progress.ts'
import { harvestSessions } from './project-sessions.ts'
import { dataScope, projectScope } from './rights.ts'
import type { ScanRules } from './rules.ts'
import type { Site } from './site.ts'
import { groupOf } from './subjects.ts'
import { byId, type TableRow, textOf } from './tables.ts'
import type { Accessibility, Xnat } from './xnat.ts'

type Context = HarvestContext<Options, ScanRules>

const subjectColumns = 'ID,project,age,yob,dob'

/** What the lists of a project say; null where the account may not read its data. */
interface Lists extends SessionList {
  subjects: ReadonlyMap<string, TableRow>
}

/**
 * One project: its own record, then its sessions in the order of their ids. Gives where the harvest stands then.
 *
 * @throws {GatewayError} when a list could not be read, or too many sessions in a row.
 */
export async function* harvestProject(
  context: Context,
  site: Site,
  project: ListedProject,
  before: Progress,
): AsyncGenerator<HarvestItem, Progress> {
  const { options } = context
  const { id } = project
  const accessibility = site.rights.get(id) as Accessibility
  const lists = await readLists(site.xnat, project, accessibility, options)
  site.expected += 1 + (lists?.sessions.size ?? 0)
  yield { expected: site.expected }
  yield projectRow(project, accessibility, site.isOpen, lists)
  if (lists === null) {
    // What was read before, by a member then, is not known to be gone; its rights hide it.
    yield { partitionDone: projectScope(id) }
    return before
  }

  let progress = before.project === id ? before : { ...before, project: id, last: '', failed: 0 }
  if (reaches(options, 'sessions')) {
    progress = yield* harvestSessions(context, site, project, lists.sessions, progress)
  }
  const lost = new GatewayError('ANSWER_INVALID', {
    message: 'The source listed sessions that it then did not give.',
  })
  const fault = lists.fault ?? (progress.failed > 0 ? lost : null)
  for (const partition of [projectScope(id), dataScope(id)]) {
    yield fault === null
      ? { partitionDone: partition }
      : { partitionFailed: partition, error: fault }
  }
  return progress
}

async function readLists(
  xnat: Xnat,
  { id, isMember }: ListedProject,
  accessibility: Accessibility,
  options: Options,
): Promise<Lists | null> {
  // Of a protected project the title is all that others see: asking for its data would only be refused.
  if (accessibility !== 'public' && isMember !== true && !(await xnat.shows(id, 'subjects'))) {
    return null
  }
  const steps = ['projects', id, 'subjects']
  const subjects = byId(
    await xnat.table(steps, { columns: subjectColumns, limit: '*' }, ['ID', 'project']),
  )
  if (!reaches(options, 'sessions')) return { subjects, sessions: new Map(), fault: null }
  return { subjects, ...(await listSessions(xnat, id, options)) }
}

function projectRow(
  { isMember: _, ...project }: ListedProject,
  accessibility: Accessibility,
  isOpen: boolean,
  lists: Lists | null,
): HarvestItem {
  const { id } = project
  const sessions = [...(lists?.sessions.values() ?? [])]
  return {
    row: {
      ...project,
      accessibility,
      isOpen,
      modalities: [...new Set(sessions.flatMap(listedCodes))].sort(),
      subjects: lists === null ? null : groupOf(lists.subjects, sessions),
    },
    entity: 'project',
    nativeId: projectId(id),
    scope: projectScope(id),
    partition: projectScope(id),
  }
}

function listedCodes({ modality, xsiType }: TableRow): readonly string[] {
  const stated = codesIn(textOf(modality))
  return stated.length > 0 ? stated : codesOf(textOf(xsiType))
}
