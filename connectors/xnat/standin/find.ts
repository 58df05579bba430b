import { readsSession, readsSubject, seesProject } from './accounts.ts'
import { contentOf } from './content.ts'
import type { Asked } from './site.ts'
import {
  isIn,
  labelIn,
  type Project,
  projectOf,
  type Scan,
  type Session,
  type Subject,
} from './world.ts'

/** The project, if the reader may know of it. */
export function findProject({ site, reader }: Asked, name: string): Project | null {
  const project = projectOf(site.world, name)
  return project !== null && seesProject(reader, project) ? project : null
}

/** By label inside the project, or by accession id where it belongs to the project. */
export function findSubject(asked: Asked, name: string, project: Project | null): Subject | null {
  const { world } = asked.site
  const labelled = project && inProject(world.subjects.values(), project, name)
  const subject = labelled ?? world.subjects.get(name) ?? null
  if (subject === null || (project !== null && !isIn(project.id, subject))) return null
  return readsSubject(world, asked.reader, subject) ? subject : null
}

/** By accession id, whatever the project says, or by label inside the project. */
export function findSession(asked: Asked, name: string, project: Project | null): Session | null {
  const { world } = asked.site
  const labelled = project && inProject(world.sessions.values(), project, name)
  const session = world.sessions.get(name) ?? labelled ?? null
  return session !== null && readsSession(world, asked.reader, session) ? session : null
}

function inProject<Thing extends Session | Subject>(
  things: Iterable<Thing>,
  project: Project,
  label: string,
): Thing | null {
  for (const thing of things) {
    if (isIn(project.id, thing) && labelIn(project.id, thing) === label) return thing
  }
  return null
}

/** By ids or by types, one or many, or `ALL`. A slash or a comma of a type is written out. */
export function findScans({ site }: Asked, session: Session, names: string): Scan[] {
  const { scans } = contentOf(site.world, session)
  if (names === 'ALL' || names === '*') return scans
  const wanted = names
    .split(',')
    .map((name) => name.replaceAll('[SLASH]', '/').replaceAll('[COMMA]', ','))
  return scans.filter(({ id, type }) => wanted.includes(id) || wanted.includes(type ?? 'NULL'))
}
