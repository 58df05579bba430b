import { expect } from 'vitest'
import type { ErrorCode, HarvestRun } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import { allFaultKinds, type Fault, type FaultKind, faultKinds } from '../sdk/standin/index.ts'
import { expectIds, expectWhole, told } from './check.ts'
import type { ConnectorPromise, ConnectorSetup } from './setup.ts'
import { Trial } from './trial.ts'

/** They end when the client has lost its patience. */
const waitedFor: readonly FaultKind[] = ['hang-connect', 'hang-headers', 'hang-body', 'slow-drip']

/** A promise for every way in which an upstream can misbehave. */
export function faultPromises(connector: AnyConnector, setup: ConnectorSetup): ConnectorPromise[] {
  return allFaultKinds.flatMap((kind) => {
    const { title, recoverable, expects, needs } = faultKinds[kind]
    const skip = setup.spared?.[kind] ?? null
    const whileIt = `an upstream that ${title}`
    const waits = waitedFor.includes(kind)
    const stays: ConnectorPromise = {
      name:
        expects === null
          ? `${whileIt} does no harm (${kind})`
          : `${whileIt} is told as it is, and nothing is removed (${kind})`,
      check: () => Trial.run(connector, setup, (trial) => staysFaulty(trial, kind)),
      waits,
      skip,
    }
    const passes: ConnectorPromise = {
      name: `${whileIt} once is got over (${kind})`,
      check: () => Trial.run(connector, setup, (trial) => passesBy(trial, kind)),
      waits,
      skip,
    }
    return recoverable && expects !== null && needs === null ? [stays, passes] : [stays]
  })
}

/** The fault strikes in the middle of a second harvest, or from its start where a page alone could be true. */
async function staysFaulty(trial: Trial, kind: FaultKind): Promise<void> {
  expectWhole(await trial.harvest(), trial.setup)
  const requests = trial.standin.requests.length
  const after = kind === 'empty-page' ? 0 : Math.floor(requests / 2)
  const active = trial.standin.faults.add(faultOf(kind, { after }))
  const before = performance.now()
  // Even with an operator's word: what could not be read is not gone. But that all is gone may be true.
  const run = await trial.harvest({ allowRemovals: kind !== 'empty-page' })
  const took = performance.now() - before
  trial.standin.faults.clear()
  expect(run.removed, `removed; ${told(run)}`).toBe(0)
  await expectIds(trial)
  expect(took, 'milliseconds').toBeLessThan(trial.setup.patience ?? 10_000)
  const { expects } = faultKinds[kind]
  if (expects === null || active.hits === 0 || isLoggedInAgain(kind, run))
    expectWhole(run, trial.setup)
  else expectHonest(run, expects)
}

async function passesBy(trial: Trial, kind: FaultKind): Promise<void> {
  expectWhole(await trial.harvest(), trial.setup)
  const after = Math.floor(trial.standin.requests.length / 2)
  trial.standin.faults.add(faultOf(kind, { after, times: 1 }))
  const run = await trial.harvest({ allowRemovals: true })
  expectWhole(run, trial.setup)
  expect(run.removed, told(run)).toBe(0)
  await expectIds(trial)
}

function faultOf(kind: FaultKind, reach: { after: number; times?: number }): Fault {
  if (kind === 'status-429' || kind === 'status-503') return { kind, retryAfter: 0, ...reach }
  return { kind, ...reach } as Fault
}

/** Not SUCCEEDED, and the code says what happened; a partition that failed leaves the run without one. */
function expectHonest(run: HarvestRun, expects: ErrorCode): void {
  const codes: (ErrorCode | null)[] = [expects, ...(isAboutReading(expects) ? also : [])]
  // What struck may have been the login: one that is not let in is refused.
  if (expects === 'SOURCE_FORBIDDEN') codes.push('SOURCE_REFUSED')
  if (run.state === 'PARTIAL') codes.push(null)
  expect(['PARTIAL', 'FAILED'], told(run)).toContain(run.state)
  expect(codes, told(run)).toContain(run.error)
}

/** A broken read may show as one or the other, by where it breaks. */
const also: ErrorCode[] = ['SOURCE_UNREACHABLE', 'ANSWER_INVALID', 'TIMEOUT']

function isAboutReading(code: ErrorCode): boolean {
  return also.includes(code) || code === 'ROW_INVALID'
}

function isLoggedInAgain(kind: FaultKind, run: HarvestRun): boolean {
  return kind === 'token-expired' && run.error === null
}
