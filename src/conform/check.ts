import { expect } from 'vitest'
import type { HarvestRun } from '../model/index.ts'
import type { ConnectorSetup } from './setup.ts'
import type { Trial } from './trial.ts'

/** What a verdict says, for messages: no run is judged without its counts. */
export function told({ state, error, message, seen, written, rejected, removed }: HarvestRun) {
  return JSON.stringify({ state, error, message, seen, written, rejected, removed })
}

/** The harvest came to its end, and took every row but those that are bad on purpose. */
export function expectWhole(run: HarvestRun, { rejected = 0 }: ConnectorSetup): void {
  expect(run.error, told(run)).toBeNull()
  expect(run.rejected, `rows rejected; ${told(run)}`).toBe(rejected)
  expect(run.state, told(run)).toBe(rejected > 0 ? 'PARTIAL' : 'SUCCEEDED')
}

/** The catalogue holds exactly the records that the setup names. */
export async function expectIds(trial: Trial): Promise<void> {
  const ids = await trial.ids()
  const wanted = trial.setup.ids
  if (typeof wanted === 'number') expect(ids, 'records in the catalogue').toHaveLength(wanted)
  else expect(ids).toEqual([...wanted].sort())
}

/** Nothing was found wrong; else the message says what, not only how much. */
export function expectNone(found: readonly string[], what: string): void {
  const few = [...new Set(found)].slice(0, 5)
  expect(found, `${what}: ${few.join('; ')}`).toHaveLength(0)
}
