import type { AnyConnector } from '../sdk/connector.ts'
import { expectNone, expectSame, expectWhole, told } from './check.ts'
import { byId, evolution, evolve, expectSeen, expectWholeOrSame } from './promise-incremental.ts'
import type { ConnectorSetup } from './setup.ts'
import { Trial } from './trial.ts'

const day = 86_400_000

/**
 * Whether the gateway's clock is a day ahead of the upstream's or behind it: what it last read by is never taken for what the
 * upstream means, so nothing is lost for good, and nothing that is there is removed.
 */
export async function losesNothingByClocks(connector: AnyConnector, setup: ConnectorSetup) {
  for (const off of [day, -day]) {
    await Trial.run(connector, setup, async (trial) => {
      const now = () => new Date(Date.now() + off)
      const { url } = trial.standin
      expectWhole(await trial.harvest({ now }), setup)
      const before = byId(await trial.held(), url)
      const unchanged = await trial.harvest({ full: false, now, allowRemovals: true })
      expectSame(unchanged.removed, 0, `removed; ${told(unchanged)}`)
      await evolve(trial)
      expectWholeOrSame(await trial.harvest({ full: false, allowRemovals: true }), setup)
      const between = new Set(await trial.ids())
      expectWholeOrSame(await trial.harvest({ allowRemovals: true }), setup)
      const after = byId(await trial.held(), url)
      expectNone(
        [...before.keys()].filter((id) => after.has(id) && !between.has(id)),
        'removed although they are there',
      )
      expectSeen(evolution(before, after), before, after, () => true)
      const again = await trial.harvest()
      expectSame(again.written, 0, `written by one more harvest; ${told(again)}`)
    })
  }
}
