import type { Dataset, Membership, Right, Study, World } from './world.ts'
import { examinationOf } from './world.ts'

export interface Account {
  username: string
  password: string
  /** The claim that rights hang on. */
  userId: number
  role: 'ROLE_USER' | 'ROLE_EXPERT' | 'ROLE_ADMIN'
  /** Enrolled secret of the second factor; null: none is asked for. */
  totpSecret: string | null
  /** Time steps whose codes were used. */
  usedSteps: Set<number>
  enabled: boolean
  /** Whether it is wrong passwords that it was disabled for. */
  locked: boolean
  /** Wrong logins since the last right one. */
  failures: number
  /** Epoch milliseconds of the last wrong one. */
  failedAt: number
  /** Epoch milliseconds until which every login is refused, after two wrong ones in quick succession. */
  refusedUntil: number
  /** Epoch milliseconds from which on the account is closed; null: never. */
  closesAt: number | null
  /** Whether the password must be changed first, after 365 days. */
  passwordExpired: boolean
}

export function newAccount(
  username: string,
  userId: number,
  given: Partial<Pick<Account, 'role' | 'totpSecret'>> = {},
): Account {
  return {
    username,
    userId,
    password: `Secret-of-${username}-1`,
    role: 'ROLE_USER',
    totpSecret: null,
    usedSteps: new Set(),
    enabled: true,
    locked: false,
    failures: 0,
    failedAt: 0,
    refusedUntil: 0,
    closesAt: null,
    passwordExpired: false,
    ...given,
  }
}

export const isAdmin = ({ role }: Account) => role === 'ROLE_ADMIN'

export function membershipOf(
  world: World,
  account: Account,
  studyId: number,
): Membership | undefined {
  return world.memberships.find((one) => one.userId === account.userId && one.studyId === studyId)
}

/** What the services check: a membership that is not confirmed gives nothing. */
export function hasRight(world: World, account: Account, studyId: number, right: Right): boolean {
  if (isAdmin(account)) return true
  const membership = membershipOf(world, account, studyId)
  return membership?.confirmed === true && membership.rights.includes(right)
}

/** The same for one centre. */
export function hasRightAt(
  world: World,
  account: Account,
  { studyId, centerId }: { studyId: number; centerId: number },
  right: Right,
): boolean {
  if (!hasRight(world, account, studyId, right)) return false
  const centers = membershipOf(world, account, studyId)?.centers ?? []
  return isAdmin(account) || centers.length === 0 || centers.includes(centerId)
}

/** Detail calls: what was processed stands at the centre of what it was made of. */
export function hasRightOn(
  world: World,
  account: Account,
  dataset: Dataset,
  right: Right,
): boolean {
  const [input] = dataset.processing?.inputs ?? []
  const source = dataset.acquisition === null ? world.datasets.get(input ?? -1) : dataset
  const examination = source === undefined ? null : examinationOf(world, source)
  const { studyId } = dataset
  return examination === null
    ? hasRight(world, account, studyId, right)
    : hasRightAt(world, account, { studyId, centerId: examination.centerId }, right)
}

/** Studies that the lists of the service name. */
export function visibleStudies(world: World, account: Account): Study[] {
  return [...world.studies.values()]
    .filter(({ id }) => hasRight(world, account, id, 'CAN_SEE_ALL'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Whether the search shows a dataset: it asks for a confirmed membership and for the centre, and for no right at all.
 * What was processed has no centre, so a member with a list of centres does not find it.
 */
export function finds(world: World, account: Account): (dataset: Dataset) => boolean {
  if (isAdmin(account)) return () => true
  const own = new Map(
    world.memberships
      .filter(({ userId, confirmed }) => userId === account.userId && confirmed)
      .map(({ studyId, centers }) => [studyId, centers]),
  )
  return (dataset) => {
    const centers = own.get(dataset.studyId)
    if (centers === undefined || centers.length === 0) return centers !== undefined
    const examination = examinationOf(world, dataset)
    return examination !== null && centers.includes(examination.centerId)
  }
}
