import type { Account } from './accounts.ts'
import { editedContent } from './content.ts'
import { addSession } from './make-world.ts'
import { serverTime } from './times.ts'
import type { AliasToken, Tokens } from './tokens.ts'
import type {
  Accessibility,
  Demographics,
  Make,
  Project,
  Resource,
  Session,
  Subject,
  World,
} from './world.ts'

/** What people do at the upstream between two harvests. Unknown names throw. */
export interface Upstream {
  /** Changes fields of a session, and the time of its last change. */
  changeSession(
    id: string,
    change: Partial<Pick<Session, 'label' | 'date' | 'modality' | 'xsiType' | 'project'>>,
  ): void
  /** Only moves the time of its last change. */
  touchSession(id: string): void
  /** A new session of the first subject that a project owns. Returns its id. */
  addSession(project: string, make: Make): string
  /** Changes a subject and what is known of the person, and the time of the last change. */
  changeSubject(id: string, change: Partial<Pick<Subject, 'label' | 'group'> & Demographics>): void
  /** Projects do not say when they were changed. */
  changeProject(
    id: string,
    change: Partial<Pick<Project, 'name' | 'description' | 'keywords' | 'pi' | 'secondaryId'>>,
  ): void
  removeSession(id: string): void
  /** With its sessions. */
  removeSubject(id: string): void
  /** With all that it owns; what it only shows goes on living elsewhere. */
  removeProject(id: string): void
  removeScan(session: string, scan: string): void
  /** Scan 90, with a DICOM resource of five files. */
  addScan(session: string, type: string | null): void
  /** Shows a session, and its subject, or a subject alone, in another project. */
  share(id: string, project: string, label?: string | null): void
  unshare(id: string, project: string): void
  setAccessibility(project: string, accessibility: Accessibility): void
  setMember(user: string, project: string, isMember: boolean): void
  /** A user group that hides a data type of a project. */
  hideType(user: string, project: string, xsiType: string): void
  showType(user: string, project: string, xsiType: string): void
  /** Deletes a resource of a session or of one of its scans and makes it anew: same label, other number. */
  recreateResource(session: string, label: string): void
  /** Statistics of every resource of that label in a session; the time of its last change stays. */
  setStatistics(
    session: string,
    label: string,
    fileCount: number | null,
    fileSize: number | null,
  ): void
  /** Every session of everybody ends, as when the server starts again. */
  expireSessions(): void
  issueToken(user: string): AliasToken
  revokeToken(alias: string): void
  setPassword(user: string, password: string): void
  expirePassword(user: string): void
  /** Takes the lock off an account. */
  unlock(user: string): void
}

export interface UpstreamParts {
  world: World
  accounts: Map<string, Account>
  tokens: Tokens
  expireSessions(): void
}

export function createUpstream({
  world,
  accounts,
  tokens,
  expireSessions,
}: UpstreamParts): Upstream {
  const sessionOf = (id: string) => known(world.sessions.get(id), `session ${id}`)
  const projectOf = (id: string) => known(world.projects.get(id), `project ${id}`)
  const accountOf = (user: string) => known(accounts.get(user), `user ${user}`)
  const shareable = (id: string): Session | Subject =>
    world.sessions.get(id) ?? known(world.subjects.get(id), `session or subject ${id}`)
  let made = 0

  function touch(thing: { modified: string | null }): void {
    world.clock += 60_000
    thing.modified = serverTime(world.clock, 6)
  }

  function removeSession(id: string): void {
    sessionOf(id)
    world.sessions.delete(id)
    world.edited.delete(id)
  }

  function removeSubject(id: string): void {
    known(world.subjects.get(id), `subject ${id}`)
    for (const session of [...world.sessions.values()]) {
      if (session.subject === id) removeSession(session.id)
    }
    world.subjects.delete(id)
  }

  function resourcesNamed(session: string, label: string): Resource[] {
    const { scans, resources } = editedContent(world, sessionOf(session))
    const all = [...resources, ...scans.flatMap((scan) => scan.resources)]
    const found = all.filter((resource) => resource.label === label)
    known(found[0], `resource ${label}`)
    return found
  }

  return {
    changeSession(id, change) {
      Object.assign(sessionOf(id), change)
      touch(sessionOf(id))
    },
    touchSession: (id) => touch(sessionOf(id)),
    addSession(project, make) {
      const owned = [...world.subjects.values()].find((subject) => subject.project === project)
      const subject = known(owned, `subject in project ${project}`)
      made += 1
      const session = addSession(world, subject, { make }, 900 + made)
      world.clock += 60_000
      Object.assign(session, { inserted: serverTime(world.clock, 3), modified: null })
      return session.id
    },
    changeSubject(id, { label, group, ...person }) {
      const subject = known(world.subjects.get(id), `subject ${id}`)
      if (label !== undefined) subject.label = label
      if (group !== undefined) subject.group = group
      subject.demographics = { ...subject.demographics, ...person }
      touch(subject)
    },
    changeProject: (id, change) => void Object.assign(projectOf(id), change),
    removeSession,
    removeSubject,
    removeProject(id) {
      projectOf(id)
      for (const session of [...world.sessions.values()]) {
        if (session.project === id) removeSession(session.id)
        else session.shares = session.shares.filter(({ project }) => project !== id)
      }
      for (const subject of [...world.subjects.values()]) {
        if (subject.project === id) removeSubject(subject.id)
        else subject.shares = subject.shares.filter(({ project }) => project !== id)
      }
      world.projects.delete(id)
    },
    removeScan(session, scan) {
      const content = editedContent(world, sessionOf(session))
      known(
        content.scans.find(({ id }) => id === scan),
        `scan ${scan}`,
      )
      content.scans = content.scans.filter(({ id }) => id !== scan)
      touch(sessionOf(session))
    },
    addScan(session, type) {
      const content = editedContent(world, sessionOf(session))
      const model = known(content.scans[0], 'scan to make another like')
      made += 1
      const key = 90_000_000 + made
      const resource: Resource = {
        key: key + 1_000_000,
        label: 'DICOM',
        format: 'DICOM',
        content: 'RAW',
        fileCount: 5,
        fileSize: 1_000_000,
        files: 5,
        digests: true,
      }
      const uid = `${model.uid}.90`
      content.scans.push({
        ...model,
        id: '90',
        key,
        type,
        series: type,
        uid,
        resources: [resource],
      })
      touch(sessionOf(session))
    },
    share(id, project, label = null) {
      projectOf(project)
      const thing = shareable(id)
      thing.shares = [...thing.shares.filter((one) => one.project !== project), { project, label }]
      const subject = 'subject' in thing ? world.subjects.get(thing.subject) : undefined
      if (subject && !subject.shares.some((one) => one.project === project)) {
        subject.shares = [...subject.shares, { project, label: null }]
      }
      touch(thing)
    },
    unshare(id, project) {
      const thing = shareable(id)
      thing.shares = thing.shares.filter((one) => one.project !== project)
      touch(thing)
    },
    setAccessibility(project, accessibility) {
      projectOf(project).accessibility = accessibility
    },
    setMember(user, project, isMember) {
      projectOf(project)
      if (isMember) accountOf(user).projects.add(project)
      else accountOf(user).projects.delete(project)
    },
    hideType: (user, project, type) => void accountOf(user).hidden.add(`${project} ${type}`),
    showType: (user, project, type) => void accountOf(user).hidden.delete(`${project} ${type}`),
    recreateResource(session, label) {
      for (const resource of resourcesNamed(session, label)) {
        made += 1
        resource.key = 99_000_000 + made
      }
      touch(sessionOf(session))
    },
    setStatistics(session, label, fileCount, fileSize) {
      for (const resource of resourcesNamed(session, label))
        Object.assign(resource, { fileCount, fileSize })
    },
    expireSessions,
    issueToken: (user) => tokens.issue(accountOf(user)),
    revokeToken: (alias) => tokens.revoke(alias),
    setPassword(user, password) {
      Object.assign(accountOf(user), { password, passwordExpired: false })
    },
    expirePassword(user) {
      accountOf(user).passwordExpired = true
    },
    unlock(user) {
      Object.assign(accountOf(user), { failures: 0, lockedUntil: 0 })
    },
  }
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the stand-in has no ${what}`)
  return value
}
