import type { Access } from '#sdk'
import { type Demand, demands, type Place } from './resources.ts'

export interface AccessFound {
  access: Access
  note: string | null
  /** Null where the access of all places is the same. */
  rule: string | null
}

/**
 * The access of a data set is that of its most demanding place: OPEN means that all of it is open, and whoever looks for
 * what costs money finds everything that may. The note says how much of it is less demanding; each asset says its own.
 */
export function accessOf(places: readonly Place[]): AccessFound {
  const met = demands.filter((demand) => places.some((place) => place.demand === demand))
  const access = met.at(-1)
  if (access === undefined) return { access: 'UNKNOWN', note: null, rule: null }
  const how = [...new Set(places.flatMap(({ note }) => note ?? []))]
  if (met.length === 1) return { access, note: how.join('\n') || null, rule: null }
  const shares = met.map((demand) => shareOf(places, demand))
  return { access, note: [...shares, ...how].join('\n'), rule: 'most-demanding' }
}

/** Names told of one share. */
const mostNames = 5

function shareOf(places: readonly Place[], demand: Demand): string {
  const names = places.filter((place) => place.demand === demand).map(({ asset }) => asset.name)
  const more = names.length > mostNames ? '; …' : ''
  const told = names.slice(0, mostNames).join('; ') + more
  return `${inWords[demand]} (${names.length} of ${places.length}): ${told}`
}

const inWords: Readonly<Record<Demand, string>> = {
  OPEN: 'Open',
  UNKNOWN: 'Not told',
  REGISTERED: 'With an account',
  REQUESTER_PAYS: 'Requester pays',
  ON_REQUEST: 'On request',
}
