import { invalid } from './search.ts'
import type { Shanoir } from './shanoir.ts'
import type { Card } from './wire.ts'

/** What an account has to do with a study. `pending`: it would be a member, had it accepted the agreement. */
export type Membership = 'member' | 'pending' | 'none'

/** A study as the lists of a server tell it. */
export interface ListedStudy {
  id: number
  card: Card
  /** Whether its card is shown to everybody. */
  isPublic: boolean
  membership: Membership
  mayDownload: boolean
}

/** Studies by number, in their order. */
export type Listing = ReadonlyMap<number, ListedStudy>

/** What a server shows to everybody. */
export async function listPublic(shanoir: Shanoir): Promise<Listing> {
  return listed(await shanoir.publicStudies(), [], new Map(), [])
}

/**
 * What a server shows to everybody and to an account.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when its lists contradict each other; what a list throws that cannot be read:
 *   without one of them nobody knows who may see what.
 */
export async function listAll(shanoir: Shanoir): Promise<Listing> {
  const own = await shanoir.studies()
  const rights = await shanoir.rights()
  const agreements = await shanoir.pendingAgreements()
  const pending = agreements.filter(({ timestampOfAccepted }) => timestampOfAccepted == null)
  const waiting = new Set(pending.map(({ studyId }) => studyId))
  // Rights without the study itself are those of a member who is not confirmed. But not of all studies at once.
  const unseen = [...rights].filter(([id, all]) => all.includes('CAN_SEE_ALL') && !waiting.has(id))
  if (own.length === 0 && unseen.length > 0) {
    throw invalid('The source tells rights in studies, and then no study.')
  }
  const named = pending.map(({ studyId, studyName }) => ({ id: studyId, name: studyName }))
  return listed(await shanoir.publicStudies(), own, rights, named)
}

function listed(
  open: readonly Card[],
  own: readonly Card[],
  rights: ReadonlyMap<number, readonly unknown[]>,
  pending: readonly Card[],
): Listing {
  const [isOpen, isOwn, isPending] = [byId(open), byId(own), byId(pending)]
  const ids = [...new Set([...isOwn.keys(), ...isOpen.keys(), ...isPending.keys()])]
  return new Map(
    ids
      .sort((a, b) => a - b)
      .map((id) => {
        const isMember = isOwn.has(id)
        const study: ListedStudy = {
          id,
          card: (isOwn.get(id) ?? isOpen.get(id) ?? isPending.get(id)) as Card,
          isPublic: isOpen.has(id),
          membership: isMember ? 'member' : isPending.has(id) ? 'pending' : 'none',
          mayDownload: isMember && (rights.get(id)?.includes('CAN_DOWNLOAD') ?? false),
        }
        return [id, study]
      }),
  )
}

function byId(cards: readonly Card[]): ReadonlyMap<number, Card> {
  return new Map(cards.map((card) => [card.id, card]))
}
