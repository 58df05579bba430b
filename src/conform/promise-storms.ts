import type { AnyConnector } from '../sdk/connector.ts'
import {
  expectAbove,
  expectAtMost,
  expectIds,
  expectNone,
  expectSame,
  expectWhole,
  told,
} from './check.ts'
import { expectHonest } from './honest.ts'
import { type ConnectorPromise, type ConnectorSetup, usualPatience } from './setup.ts'
import { Trial } from './trial.ts'

/** Answers of 429 one after the other. */
const length = 12
/** Seconds that each asks to wait for. */
const wait = 0.06
/** Requests that may arrive in spite of it: those that were under way when it was asked for. */
const underWay = 4

/** Promises about upstreams that have had enough, again and again. */
export function stormPromises(connector: AnyConnector, setup: ConnectorSetup): ConnectorPromise[] {
  const promise = (name: string, check: (trial: Trial) => Promise<void>): ConnectorPromise => ({
    name,
    group: 'faults',
    check: () => Trial.run(connector, setup, check),
    waits: true,
    skip: setup.spared?.['status-429'] ?? null,
  })
  return [
    promise('a storm of 429 is waited out, as long as Retry-After says', waitsItOut),
    promise('a storm of 429 that asks for an hour is told, not beaten against', tellsOfIt),
  ]
}

async function waitsItOut(trial: Trial): Promise<void> {
  const { setup, standin } = trial
  expectWhole(await trial.harvest(), setup)
  const before = standin.requests.length
  const storm = standin.faults.add({
    kind: 'status-429',
    retryAfter: String(wait),
    after: Math.floor(before / 2),
    times: length,
  })
  const policy = { attempts: length + 2, maxRetryAfter: 2_000, totalTimeout: 5_000 }
  const run = await trial.harvest({ policy, allowRemovals: true })
  expectAbove(storm.hits, 0, 'answers of 429')
  expectWhole(run, setup)
  expectSame(run.removed, 0, `removed; ${told(run)}`)
  await expectIds(trial)
  const visits = standin.requests.slice(before)
  const impatient = visits.flatMap(({ fault, time }) => {
    if (fault === null) return []
    // Timers may go off a little early, by a clock that counts whole milliseconds.
    const soon = visits.filter((one) => one.time > time && one.time < time + wait * 1_000 - 3)
    return soon.length > underWay ? [`${soon.length} requests`] : []
  })
  expectNone(impatient, 'made before the time that was asked for had passed')
}

async function tellsOfIt(trial: Trial): Promise<void> {
  const { setup, standin } = trial
  expectWhole(await trial.harvest(), setup)
  const after = Math.floor(standin.requests.length / 2)
  const storm = standin.faults.add({ kind: 'status-429', retryAfter: 3_600, after })
  const before = performance.now()
  const run = await trial.harvest({ allowRemovals: true })
  expectAtMost(performance.now() - before, setup.patience ?? usualPatience, 'milliseconds')
  standin.faults.clear()
  expectHonest(run, 'SOURCE_RATE_LIMITED')
  expectSame(run.removed, 0, `removed; ${told(run)}`)
  expectAtMost(storm.hits, 2 * underWay, 'requests refused, one after the other')
  await expectIds(trial)
}
