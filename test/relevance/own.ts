import { fileURLToPath } from 'node:url'
import { type Collection, type JudgedQuery, readQueries } from './collection.ts'
import { ownUpstreams } from './own-upstreams.ts'

export const ownFolder = fileURLToPath(new URL('./own', import.meta.url))

/** Our own judged set over the samples of all stand-ins. */
export async function ownCollection(): Promise<Collection> {
  return {
    name: 'own',
    upstreams: ownUpstreams,
    queries: await readQueries(ownFolder),
    nameOf: (recordId) => recordId,
  }
}

export type Half = 'tuning' | 'held-out'

/**
 * Weights are chosen on one half of our own queries and reported on the other. Queries are numbered within their kind
 * (`anatomy-07`): the odd ones are for tuning, the even ones are held out, so that each half has as many of a kind.
 *
 * @throws {Error} For an id that has no number.
 */
export function halfOf({ id }: Pick<JudgedQuery, 'id'>): Half {
  const [, number] = /-(\d+)$/.exec(id) ?? []
  if (number === undefined) throw new Error(`The query ${id} has no number.`)
  return Number(number) % 2 === 1 ? 'tuning' : 'held-out'
}
