import { inspect, isDeepStrictEqual } from 'node:util'
import type { HarvestRun } from '../model/index.ts'
import type { ConnectorSetup } from './setup.ts'
import type { Trial } from './trial.ts'

/** What a broken promise is told with: one line, since it stands in a table. Runners of tests show both values as well. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
  readonly actual: unknown
  readonly expected: unknown

  constructor(message: string, actual: unknown, expected: unknown) {
    super(message)
    this.actual = actual
    this.expected = expected
  }
}

/** Characters of a value that a message shows. */
const longest = 200

function shown(value: unknown): string {
  const text = inspect(value, { breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 20 })
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function broken(message: string, actual: unknown, expected: unknown): never {
  throw new BrokenPromise(message, actual, expected)
}

/** `actual` is deeply `expected`; else the message says `what` it was and what it should have been. */
export function expectSame<T>(actual: T, expected: T, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  broken(`${what}: ${shown(actual)} instead of ${shown(expected)}`, actual, expected)
}

export function expectAbove(actual: number, bound: number, what: string): void {
  if (!(actual > bound)) broken(`${what}: ${actual}, not above ${bound}`, actual, bound)
}

export function expectAtMost(actual: number, bound: number, what: string): void {
  if (!(actual <= bound)) broken(`${what}: ${Math.ceil(actual)}, above ${bound}`, actual, bound)
}

export function expectOneOf<T>(actual: T, allowed: readonly T[], what: string): void {
  if (allowed.includes(actual)) return
  broken(`${what}: ${shown(actual)} is none of ${shown(allowed)}`, actual, allowed)
}

/** What a verdict says, for messages: no run is judged without its counts. */
export function told({ state, error, message, seen, written, rejected, removed }: HarvestRun) {
  return JSON.stringify({ state, error, message, seen, written, rejected, removed })
}

/** The harvest came to its end, and took every row but those that are bad on purpose. */
export function expectWhole(run: HarvestRun, { rejected = 0 }: ConnectorSetup): void {
  expectSame(run.error, null, `the harvest's error; ${told(run)}`)
  expectSame(run.rejected, rejected, `rows rejected; ${told(run)}`)
  expectSame(run.state, rejected > 0 ? 'PARTIAL' : 'SUCCEEDED', `the harvest's end; ${told(run)}`)
}

/** The catalogue holds exactly the records that the setup names. */
export async function expectIds(trial: Trial): Promise<void> {
  expectHeld(await trial.ids(), trial.setup.ids)
}

export function expectHeld(ids: readonly string[], wanted: readonly string[] | number): void {
  if (typeof wanted === 'number') {
    expectSame(ids.length, wanted, 'records in the catalogue')
    return
  }
  const missing = wanted.filter((id) => !ids.includes(id))
  const strange = ids.filter((id) => !wanted.includes(id))
  expectSame({ missing, strange }, { missing: [], strange: [] }, 'records in the catalogue')
}

/** Nothing was found wrong; else the message says what, not only how much. */
export function expectNone(found: readonly string[], what: string): void {
  if (found.length === 0) return
  const few = [...new Set(found)].slice(0, 5)
  broken(`${what}: ${few.join('; ')} (${found.length})`, found, [])
}
