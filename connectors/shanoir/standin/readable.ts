import { type Account, finds, hasRight, hasRightOn, visibleStudies } from './accounts.ts'
import { allDatasets, type World } from './world.ts'

/** What somebody reads, to compare a harvest with. Ids by rising number. */
export interface Readable {
  /** Cards that are for everybody. */
  cards: number[]
  /** Studies of the lists of a member. */
  studies: number[]
  /** Studies whose agreement waits for a signature. */
  pending: number[]
  /** Studies whose data may be fetched. */
  downloadable: number[]
  /** Data sets that the search finds, in whatever study, also where its index lacks them for the moment. */
  found: number[]
  /** Those of them that detail calls show. */
  datasets: number[]
  /** Their examinations. */
  examinations: number[]
}

export function readableBy(world: World, account: Account | null | undefined): Readable {
  const byNumber = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b)
  const all = [...world.studies.values()]
  const cards = all.filter((study) => study.visibleByDefault && !study.isDraft)
  const nobody = { studies: [], pending: [], downloadable: [], found: [], datasets: [] }
  if (!account) return { ...nobody, cards: byNumber(cards.map(({ id }) => id)), examinations: [] }
  const found = allDatasets(world).filter(finds(world, account))
  const datasets = found.filter((one) => hasRightOn(world, account, one, 'CAN_SEE_ALL'))
  const waiting = world.memberships.filter(
    (one) => one.userId === account.userId && one.agreement?.isAccepted === false,
  )
  return {
    cards: byNumber(cards.map(({ id }) => id)),
    studies: byNumber(visibleStudies(world, account).map(({ id }) => id)),
    pending: byNumber(waiting.map(({ studyId }) => studyId)),
    downloadable: byNumber(
      all.filter(({ id }) => hasRight(world, account, id, 'CAN_DOWNLOAD')).map(({ id }) => id),
    ),
    found: found.map(({ id }) => id),
    datasets: datasets.map(({ id }) => id),
    examinations: byNumber(datasets.flatMap((one) => one.acquisition?.examinationId ?? [])),
  }
}
