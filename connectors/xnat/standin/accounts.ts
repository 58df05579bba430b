import type { Project, Session, Share, Subject, World } from './world.ts'

export interface Account {
  user: string
  password: string
  /** The number of the user in the database. */
  id: number
  /** Projects that the user is a member of. */
  projects: Set<string>
  /** Whether the user reads everything, as site administrators do. */
  allData: boolean
  /** `<project> <xsiType>` that a custom user group hides from the user. */
  hidden: Set<string>
  /** Wrong passwords since the last right one. */
  failures: number
  /** Epoch milliseconds until which every login is refused. */
  lockedUntil: number
  passwordExpired: boolean
}

/** Nobody in particular: what is left to those who have not logged in. */
export type Reader = Account | null

export function newAccount(
  user: string,
  id: number,
  projects: readonly string[],
  allData = false,
): Account {
  return {
    user,
    password: `secret of ${user}`,
    id,
    projects: new Set(projects),
    allData,
    hidden: new Set(),
    failures: 0,
    lockedUntil: 0,
    passwordExpired: false,
  }
}

export const isMember = (reader: Reader, project: Project) =>
  reader !== null && (reader.allData || reader.projects.has(project.id))

/** Title and description: those of public and protected projects are for everybody. */
export function seesProject(reader: Reader, project: Project): boolean {
  return project.accessibility !== 'private' || isMember(reader, project)
}

/** What lies inside. */
export function readsProject(reader: Reader, project: Project): boolean {
  return project.accessibility === 'public' || isMember(reader, project)
}

export function readsType(
  world: World,
  reader: Reader,
  projectId: string,
  xsiType: string,
): boolean {
  const project = world.projects.get(projectId)
  if (project === undefined || !readsProject(reader, project)) return false
  return reader === null || reader.allData || !reader.hidden.has(`${projectId} ${xsiType}`)
}

/** Through any of the projects that it belongs to. */
function readsThrough(
  world: World,
  reader: Reader,
  thing: { project: string; shares: Share[] },
  xsiType: string,
): boolean {
  const projects = [thing.project, ...thing.shares.map(({ project }) => project)]
  return projects.some((project) => readsType(world, reader, project, xsiType))
}

export function readsSession(world: World, reader: Reader, session: Session): boolean {
  return readsThrough(world, reader, session, session.xsiType)
}

export function readsSubject(world: World, reader: Reader, subject: Subject): boolean {
  return readsThrough(world, reader, subject, 'xnat:subjectData')
}
