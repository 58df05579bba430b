import type { HarvestRun } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import { allFaultKinds, type Fault, type FaultKind, faultKinds } from '../sdk/standin/index.ts'
import { expectAtMost, expectIds, expectSame, expectWhole, told } from './check.ts'
import { expectHonest } from './honest.ts'
import { stormPromises } from './promise-storms.ts'
import { type ConnectorPromise, type ConnectorSetup, usualPatience } from './setup.ts'
import { Trial } from './trial.ts'

/** They end when the client has lost its patience. */
const waitedFor: readonly FaultKind[] = ['hang-connect', 'hang-headers', 'hang-body', 'slow-drip']

/** A promise for every way in which an upstream can misbehave. */
export function faultPromises(connector: AnyConnector, setup: ConnectorSetup): ConnectorPromise[] {
  return [...allFaultKinds.flatMap(promisesAbout), ...stormPromises(connector, setup)]

  function promisesAbout(kind: FaultKind): ConnectorPromise[] {
    const { title, recoverable, expects, needs } = faultKinds[kind]
    const skip = setup.spared?.[kind] ?? null
    const whileIt = `an upstream that ${title}`
    const waits = waitedFor.includes(kind)
    const stays: ConnectorPromise = {
      group: 'faults',
      name:
        expects === null
          ? `${whileIt} does no harm (${kind})`
          : `${whileIt} is told as it is, and nothing is removed (${kind})`,
      check: () => Trial.run(connector, setup, (trial) => staysFaulty(trial, kind)),
      waits,
      skip,
    }
    const passes: ConnectorPromise = {
      group: 'faults',
      name: `${whileIt} once is got over (${kind})`,
      check: () => Trial.run(connector, setup, (trial) => passesBy(trial, kind)),
      waits,
      skip,
    }
    return recoverable && expects !== null && needs === null ? [stays, passes] : [stays]
  }
}

/** The fault strikes in the middle of a second harvest, or from its start where a page alone could be true. */
async function staysFaulty(trial: Trial, kind: FaultKind): Promise<void> {
  expectWhole(await trial.harvest(), trial.setup)
  const requests = trial.standin.requests.length
  const after = kind === 'empty-page' ? 0 : Math.floor(requests / 2)
  const active = trial.standin.faults.add(faultOf(kind, { after }))
  const before = performance.now()
  // Even with an operator's word: what could not be read is not gone. But that all is gone may be true.
  const run = await trial.harvest({
    allowRemovals: kind !== 'empty-page',
    isImpatient: true,
  })
  const took = performance.now() - before
  trial.standin.faults.clear()
  expectSame(run.removed, 0, `removed; ${told(run)}`)
  await expectIds(trial)
  expectAtMost(took, trial.setup.patience ?? usualPatience, 'milliseconds')
  const { expects } = faultKinds[kind]
  if (expects === null || active.hits === 0 || isLoggedInAgain(kind, run))
    expectWhole(run, trial.setup)
  else expectHonest(run, expects)
}

async function passesBy(trial: Trial, kind: FaultKind): Promise<void> {
  expectWhole(await trial.harvest(), trial.setup)
  const after = Math.floor(trial.standin.requests.length / 2)
  trial.standin.faults.add(faultOf(kind, { after, times: 1 }))
  const run = await trial.harvest({ allowRemovals: true, isImpatient: true })
  expectWhole(run, trial.setup)
  expectSame(run.removed, 0, `removed; ${told(run)}`)
  await expectIds(trial)
}

function faultOf(kind: FaultKind, reach: { after: number; times?: number }): Fault {
  if (kind === 'status-429' || kind === 'status-503') return { kind, retryAfter: 0, ...reach }
  return { kind, ...reach } as Fault
}

function isLoggedInAgain(kind: FaultKind, run: HarvestRun): boolean {
  return kind === 'token-expired' && run.error === null
}
