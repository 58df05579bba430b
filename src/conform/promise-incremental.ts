import { isDeepStrictEqual } from 'node:util'
import type { AnyConnector } from '../sdk/connector.ts'
import { expectAbove, expectNone, expectSame, expectWhole } from './check.ts'
import type { ConnectorSetup, Evolution } from './setup.ts'
import { comparable, type Held, Trial } from './trial.ts'

/** Fewer requests, or fewer bytes where it asks about each thing whether it is the same. */
export async function readsLess(trial: Trial) {
  expectWhole(await trial.harvest(), trial.setup)
  const first = trial.read
  expectWholeOrSame(await trial.harvest({ full: false }), trial.setup)
  const { requests, bytes } = trial.read
  const isLess = requests < first.requests || bytes < first.bytes
  expectSame(
    isLess,
    true,
    `a second harvest reads less (${requests} requests, ${bytes} bytes; the first ${first.requests} and ${first.bytes})`,
  )
  expectAbove(requests, 0, 'requests of a second harvest')
}

/** Rows that are bad on purpose need not be read again, so they may be missing from the verdict. */
export function expectWholeOrSame(
  run: Parameters<typeof expectWhole>[0],
  setup: ConnectorSetup,
): void {
  expectWhole(run, run.rejected === 0 ? { ...setup, rejected: 0 } : setup)
}

/**
 * What an incremental harvest can know of comes with it, the rest with the next sweep; then the catalogue is what a first
 * harvest of the changed upstream gives.
 */
export async function bringsWhatHappened(connector: AnyConnector, setup: ConnectorSetup) {
  const fresh = await Trial.run(connector, setup, async (trial) => {
    await evolve(trial)
    expectWholeOrSame(await trial.harvest(), setup)
    return { held: await trial.held(), url: trial.standin.url }
  })
  await Trial.run(connector, setup, async (trial) => {
    expectWhole(await trial.harvest(), setup)
    const { url } = trial.standin
    const before = await trial.held()
    const happened = evolution(byId(before, url), byId(fresh.held, fresh.url))
    for (const [what, ids] of Object.entries(happened))
      expectAbove(ids.length, 0, `records ${what}`)
    await evolve(trial)
    expectWholeOrSame(await trial.harvest({ full: false, allowRemovals: true }), setup)
    const { bySweep = {} } = setup
    expectSeen(
      happened,
      byId(before, url),
      byId(await trial.held(), url),
      (what) => !(what in bySweep),
    )
    expectWholeOrSame(await trial.harvest({ allowRemovals: true }), setup)
    const held = byId(await trial.held(), url)
    expectSeen(happened, byId(before, url), held, () => true)
    const differing = evolution(byId(fresh.held, fresh.url), held)
    const nothing: Evolution = { changed: [], appeared: [], vanished: [] }
    expectSame(differing, nothing, 'the catalogue, compared with a first harvest')
  })
}

/** @throws when the setup does not say how its upstream changes. */
export async function evolve({ setup, standin }: Trial): Promise<void> {
  if (setup.evolve === undefined) {
    throw new Error('the setup has no evolve, and does not say why (spared.evolution)')
  }
  await setup.evolve(standin)
}

/** Records as they can be compared from one stand-in to the next, by native id. */
export function byId(held: ReadonlyMap<string, Held>, baseUrl: string): Map<string, unknown> {
  return new Map([...held].map(([id, one]) => [id, comparable(new Map([[id, one]]), baseUrl)]))
}

export function evolution(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Evolution {
  return {
    changed: [...after.keys()].filter(
      (id) => before.has(id) && !isDeepStrictEqual(before.get(id), after.get(id)),
    ),
    appeared: [...after.keys()].filter((id) => !before.has(id)),
    vanished: [...before.keys()].filter((id) => !after.has(id)),
  }
}

export function expectSeen(
  { changed, appeared, vanished }: Evolution,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  counts: (what: keyof Evolution) => boolean,
): void {
  const wanted = (what: keyof Evolution, ids: readonly string[]) => (counts(what) ? ids : [])
  expectNone(
    wanted('appeared', appeared).filter((id) => !after.has(id)),
    'what appeared upstream is not in the catalogue',
  )
  expectNone(
    wanted('vanished', vanished).filter((id) => after.has(id)),
    'what vanished upstream is still in the catalogue',
  )
  expectNone(
    wanted('changed', changed).filter((id) => isDeepStrictEqual(before.get(id), after.get(id))),
    'what changed upstream is as it was in the catalogue',
  )
}
