import { isDeepStrictEqual } from 'node:util'
import type { Credentials } from '../sdk/connector.ts'
import type { Schedule } from './schedule-text.ts'

/** A source as a harvester needs it. Plain data: it goes to a worker thread as it is. */
export interface HarvestSource {
  id: string
  type: string
  /** As they were written: what they mean is found out whenever a run begins, since they may name files. */
  options: Record<string, unknown>
  /** As the connector's `credentials` shape gives them; left out or null: it is read anonymously. */
  credentials?: Credentials | null
  /** Null: only when somebody asks for a harvest. */
  schedule: Schedule | null
  /** Whether its HTTP client may call addresses of this machine and of private networks. */
  allowPrivateAddresses: boolean
  /**
   * Of a source that somebody has registered: it reads nothing of this machine, and calls private addresses only where all
   * its origins are among these, whatever stands above. Left out or null: the sources file names it.
   */
  privateOrigins?: readonly string[] | null
  /**
   * When it was last changed what is read, RFC 3339: its schedule takes no harvest from before that for one, and the next
   * reads everything. Left out or null: it never was.
   */
  changedAt?: string | null
}

/** Nothing but what a harvester needs: callers' sources may hold more, which is not for its thread. */
export function plainSource(source: HarvestSource): Required<HarvestSource> {
  const { id, type, options, schedule, allowPrivateAddresses } = source
  const { credentials = null, privateOrigins = null, changedAt = null } = source
  const reading = { id, type, options, credentials, allowPrivateAddresses, privateOrigins }
  return { ...reading, schedule, changedAt }
}

/** Whether both are read in the same way; their schedules may differ. */
export function isReadAlike(one: HarvestSource, other: HarvestSource | undefined): boolean {
  if (other === undefined) return false
  const [a, b] = [one, other].map((source) => ({ ...plainSource(source), schedule: null }))
  return isDeepStrictEqual(a, b)
}
