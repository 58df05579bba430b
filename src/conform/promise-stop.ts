import type { AnyConnector } from '../sdk/connector.ts'
import type { StandinVisit } from '../sdk/standin/index.ts'
import {
  expectAbove,
  expectAtMost,
  expectIds,
  expectNone,
  expectSame,
  expectWhole,
  told,
} from './check.ts'
import type { ConnectorSetup } from './setup.ts'
import { comparable, Trial } from './trial.ts'
import { cutAtCheckpoint, wrapped } from './wrap.ts'

/** Checkpoints at which a harvest is interrupted: all of them, or so many that are spread over all. */
const mostCuts = 8

export async function goesOnWhereItStood(connector: AnyConnector, setup: ConnectorSetup) {
  const { wanted, checkpoints } = await Trial.run(connector, setup, async (trial) => {
    let checkpoints = 0
    const counting = wrapped(connector, async function* (items) {
      for await (const item of items) {
        if ('checkpoint' in item) checkpoints++
        yield item
      }
    })
    const run = await trial.harvest({ connector: counting })
    expectWhole(run, setup)
    return { wanted: { run, held: comparable(await trial.held(), trial.standin.url) }, checkpoints }
  })
  expectAbove(checkpoints, 0, 'checkpoints of a harvest')
  for (const nth of spread(checkpoints)) {
    await Trial.run(connector, setup, async (trial) => {
      const abort = new AbortController()
      const cut = await trial.harvest({
        connector: cutAtCheckpoint(connector, nth, abort),
        signal: abort.signal,
      })
      expectSame(cut.state, 'RUNNING', `interrupted at checkpoint ${nth}; ${told(cut)}`)
      const run = await trial.harvest()
      expectWhole(run, setup)
      expectSame(run.id, cut.id, 'the harvest that went on')
      expectSame(
        [run.seen, run.written],
        [wanted.run.seen, wanted.run.written],
        'rows met and written',
      )
      const held = comparable(await trial.held(), trial.standin.url)
      expectSame(held, wanted.held, `after checkpoint ${nth}`)
      expectNone(readTwice(trial.standin.requests, setup), `read twice after checkpoint ${nth}`)
    })
  }
}

function spread(count: number): number[] {
  if (count <= mostCuts) return Array.from({ length: count }, (_, index) => index + 1)
  const step = (count - 1) / (mostCuts - 1)
  return Array.from({ length: mostCuts }, (_, index) => 1 + Math.round(index * step))
}

/** Requests made more than once that may not be. */
function readTwice(requests: readonly StandinVisit[], { again }: ConnectorSetup): string[] {
  const pages = requests.filter((visit) => visit.method !== 'POST' && !again?.(visit))
  const asked = pages.map(({ method, path, search }) => `${method} ${path}${search}`)
  return asked.filter((page, index) => asked.indexOf(page) < index)
}

export async function stopsWhenCancelled(trial: Trial) {
  expectWhole(await trial.harvest(), trial.setup)
  const before = trial.standin.requests.length
  const hang = trial.standin.faults.add({ kind: 'hang-headers' })
  const abort = new AbortController()
  const running = trial.harvest({ signal: abort.signal, allowRemovals: true })
  while (hang.hits === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  const cancelled = performance.now()
  abort.abort()
  const run = await running
  expectAtMost(performance.now() - cancelled, 1_500, 'milliseconds to stop in')
  expectSame(run.state, 'CANCELLED', told(run))
  expectSame(run.removed, 0, `removed; ${told(run)}`)
  await expectIds(trial)
  expectAbove(trial.standin.requests.length - before, 0, 'requests')
}
