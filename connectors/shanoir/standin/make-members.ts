import { type Account, newAccount } from './accounts.ts'
import { studyIds } from './sample.ts'
import type { Membership, World } from './world.ts'

export interface Members {
  /** An ordinary account: in each study in another way. */
  member: Account
  /** Another one, with a second factor: signed what the member did not, sees all centres, and one study more. */
  colleague: Account
  /** A member of nothing. */
  stranger: Account
  /** Sees everything, member or not. */
  admin: Account
}

export function makeMembers(): Members {
  return {
    member: newAccount('mharvest', 41),
    colleague: newAccount('ckolleg', 42, {
      role: 'ROLE_EXPERT',
      totpSecret: 'jdV3SmHlqbZ0v0xk8Qx4',
    }),
    stranger: newAccount('sfremd', 43),
    admin: newAccount('shanoir-admin', 1, { role: 'ROLE_ADMIN' }),
  }
}

export function makeMemberships({ member, colleague }: Members, world: World): Membership[] {
  const see = ['CAN_SEE_ALL'] as const
  const download = ['CAN_SEE_ALL', 'CAN_DOWNLOAD'] as const
  const of = (account: Account, studyId: number, rights: readonly Membership['rights'][number][]) =>
    membership(account.userId, studyId, rights)
  const all = [
    of(member, studyIds.open, download),
    {
      ...of(member, studyIds.pending, download),
      confirmed: false,
      agreement: { id: 71, isAccepted: false },
    },
    of(member, studyIds.closed, see),
    { ...of(member, studyIds.centers, download), centers: [1, 2] },
    of(member, studyIds.animals, [...download, 'CAN_IMPORT']),
    of(member, studyIds.importOnly, ['CAN_IMPORT']),
    of(member, studyIds.synthetic, download),
    { ...of(colleague, studyIds.pending, download), agreement: { id: 72, isAccepted: true } },
    of(colleague, studyIds.closed, [...download, 'CAN_IMPORT', 'CAN_ADMINISTRATE']),
    of(colleague, studyIds.centers, see),
    of(colleague, studyIds.hidden, download),
  ]
  return all.filter(({ studyId }) => world.studies.has(studyId))
}

export function membership(
  userId: number,
  studyId: number,
  rights: readonly Membership['rights'][number][],
): Membership {
  return {
    id: studyId * 100 + userId,
    studyId,
    userId,
    rights: [...rights],
    confirmed: true,
    centers: [],
    agreement: null,
  }
}
