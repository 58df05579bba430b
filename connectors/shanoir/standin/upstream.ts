import type { Account } from './accounts.ts'
import type { Clock } from './clock.ts'
import { membership } from './make-members.ts'
import { addAcquired, insert } from './make-world.ts'
import { type Protocol, seriesOf } from './sample.ts'
import type { Sessions } from './sessions.ts'
import type { Site } from './site.ts'
import { counted } from './statistics.ts'
import type { Dataset, Examination, Membership, Right, Study, Subject } from './world.ts'

/** What people do at the upstream between two harvests, or in the middle of one. Unknown names throw. */
export interface Upstream {
  changeStudy(id: number, change: Partial<Omit<Study, 'id'>>): void
  /** With all that hangs below it, and what anybody may do there. */
  removeStudy(id: number): void
  changeSubject(id: number, change: Partial<Omit<Subject, 'id' | 'studyId'>>): void
  changeExamination(id: number, change: Partial<Omit<Examination, 'id' | 'studyId'>>): void
  /** Moves neither the date of the import nor any other. In the index, it comes last from then on. */
  changeDataset(
    id: number,
    change: Partial<Pick<Dataset, 'name' | 'type' | 'nature' | 'tags' | 'creationDate'>>,
  ): void
  removeDataset(id: number): void
  removeExamination(id: number): void
  /** A new data set, like those of the first examination of a study; `importDate` is a day. Returns its id. */
  addDataset(studyId: number, importDate: string, protocol?: Protocol): number
  /** What a user may do in a study; null: the user is no member. A list of centres stays. */
  setRights(username: string, studyId: number, rights: readonly Right[] | null): void
  /** Ids of the only centres; none: all. */
  setCenters(username: string, studyId: number, centers: readonly number[]): void
  /** Puts an agreement before a member, who is nobody until it is signed. */
  demandAgreement(username: string, studyId: number): void
  /** Signs it, as the member would. */
  signAgreement(username: string, studyId: number): void
  /** The search index lacks all but so many of its documents, the first by id, as while it is built anew. */
  cutIndex(keep: number, studyId?: number): void
  restoreIndex(): void
  /** Counts everything anew, as at six in the morning. */
  countStatistics(): void
  /** Puts the clock of the server forward. */
  skip(seconds: number): void
  /** Every access token runs out; refresh tokens do not. */
  expireAccessTokens(): void
  /** Ends every session of a user: refresh tokens are void, access tokens stay good until they run out. */
  revokeSessions(username: string): void
  /** As five wrong passwords do. */
  lockAccount(username: string): void
  unlockAccount(username: string): void
  /** An administrator closes it, or opens it again. */
  setEnabled(username: string, isEnabled: boolean): void
  /** It closes at a day that has passed, which the next login finds out. */
  closeAccount(username: string): void
  expirePassword(username: string): void
  setPassword(username: string, password: string): void
}

export interface UpstreamParts {
  site: Site
  accounts: ReadonlyMap<string, Account>
  sessions: Sessions
  clock: Clock
}

export function createUpstream({ site, accounts, sessions, clock }: UpstreamParts): Upstream {
  const { world } = site
  const accountOf = (username: string) => known(accounts.get(username), `user ${username}`)
  const studyOf = (id: number) => known(world.studies.get(id), `study ${id}`)
  const datasetOf = (id: number) => known(world.datasets.get(id), `data set ${id}`)

  function membershipOf(username: string, studyId: number): Membership {
    const { userId } = accountOf(username)
    const found = world.memberships.find((one) => one.userId === userId && one.studyId === studyId)
    return known(found, `membership of ${username} in study ${studyId}`)
  }

  function removeDatasets(isGone: (dataset: Dataset) => boolean): void {
    for (const dataset of [...world.datasets.values()]) {
      if (isGone(dataset)) world.datasets.delete(dataset.id)
    }
    world.revision += 1
  }

  return {
    changeStudy: (id, change) => void Object.assign(studyOf(id), change),
    removeStudy(id) {
      studyOf(id)
      removeDatasets(({ studyId }) => studyId === id)
      for (const list of [world.examinations, world.subjects]) {
        for (const one of [...list.values()]) if (one.studyId === id) list.delete(one.id)
      }
      world.memberships = world.memberships.filter(({ studyId }) => studyId !== id)
      world.studies.delete(id)
    },
    changeSubject(id, change) {
      Object.assign(known(world.subjects.get(id), `subject ${id}`), change)
    },
    changeExamination(id, change) {
      Object.assign(known(world.examinations.get(id), `examination ${id}`), change)
    },
    changeDataset(id, change) {
      const changed = { ...datasetOf(id), ...change }
      world.datasets.delete(id)
      insert(world, changed)
    },
    removeDataset(id) {
      datasetOf(id)
      removeDatasets((dataset) => dataset.id === id)
    },
    removeExamination(id) {
      known(world.examinations.get(id), `examination ${id}`)
      removeDatasets(({ acquisition }) => acquisition?.examinationId === id)
      world.examinations.delete(id)
    },
    addDataset(studyId, importDate, protocol = 'brain') {
      const own = [...world.examinations.values()].find((one) => one.studyId === studyId)
      const examination = known(own, `examination in study ${studyId}`)
      const series = known(seriesOf(protocol)[1], `series of ${protocol}`)
      const dataset = addAcquired(world, examination, series, 90)
      dataset.name = 'added later'
      if (dataset.acquisition !== null) dataset.acquisition.importDate = importDate
      return dataset.id
    },
    setRights(username, studyId, rights) {
      studyOf(studyId)
      const { userId } = accountOf(username)
      const old = world.memberships.find((one) => one.userId === userId && one.studyId === studyId)
      if (rights === null) world.memberships = world.memberships.filter((one) => one !== old)
      else if (old !== undefined) old.rights = [...rights]
      else world.memberships.push(membership(userId, studyId, rights))
    },
    setCenters(username, studyId, centers) {
      membershipOf(username, studyId).centers = [...centers]
    },
    demandAgreement(username, studyId) {
      const own = membershipOf(username, studyId)
      Object.assign(own, { confirmed: false, agreement: { id: own.id, isAccepted: false } })
    },
    signAgreement(username, studyId) {
      const own = membershipOf(username, studyId)
      known(own.agreement ?? undefined, `agreement in study ${studyId}`).isAccepted = true
      own.confirmed = true
    },
    cutIndex(keep, studyId) {
      const ids = [...world.datasets.values()]
        .filter((dataset) => studyId === undefined || dataset.studyId === studyId)
        .map(({ id }) => id)
        .sort((a, b) => a - b)
      for (const id of ids.slice(keep)) world.unindexed.add(id)
    },
    restoreIndex: () => world.unindexed.clear(),
    countStatistics() {
      site.statistics = counted(world, clock.now())
    },
    skip: clock.skip,
    expireAccessTokens: sessions.expireAccess,
    revokeSessions: (username) => sessions.end(accountOf(username)),
    lockAccount: (username) =>
      void Object.assign(accountOf(username), { locked: true, enabled: false, failures: 5 }),
    unlockAccount: (username) =>
      void Object.assign(accountOf(username), {
        locked: false,
        enabled: true,
        failures: 0,
        failedAt: 0,
        refusedUntil: 0,
      }),
    setEnabled(username, isEnabled) {
      accountOf(username).enabled = isEnabled
    },
    closeAccount(username) {
      accountOf(username).closesAt = clock.now()
    },
    expirePassword(username) {
      accountOf(username).passwordExpired = true
    },
    setPassword: (username, password) =>
      void Object.assign(accountOf(username), { password, passwordExpired: false }),
  }
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the stand-in has no ${what}`)
  return value
}
