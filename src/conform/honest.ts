import type { ErrorCode, HarvestRun } from '../model/index.ts'
import { expectOneOf, told } from './check.ts'

/** Not SUCCEEDED, and the code says what happened; a partition that failed leaves the run without one. */
export function expectHonest(run: HarvestRun, expects: ErrorCode): void {
  const codes: (ErrorCode | null)[] = [expects, ...(isAboutReading(expects) ? also : [])]
  // What struck may have been the login: one that is not let in is refused.
  if (expects === 'SOURCE_FORBIDDEN') codes.push('SOURCE_REFUSED')
  if (run.state === 'PARTIAL') codes.push(null)
  expectOneOf(run.state, ['PARTIAL', 'FAILED'], `the harvest's end; ${told(run)}`)
  expectOneOf(run.error, codes, `the harvest's error; ${told(run)}`)
}

/** A broken read may show as one or the other, by where it breaks. */
const also: ErrorCode[] = ['SOURCE_UNREACHABLE', 'ANSWER_INVALID', 'TIMEOUT']

function isAboutReading(code: ErrorCode): boolean {
  return also.includes(code) || code === 'ROW_INVALID'
}
