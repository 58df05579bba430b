import { GatewayError } from '../model/index.ts'

/** How a command ends; the table stands in `--help` and in the README. */
export const exitCodes = {
  OK: 0,
  /** Something went wrong; the message says what. */
  FAILED: 1,
  /** The command line, the environment or the sources file is wrong. */
  USAGE: 2,
  /** Some of it: rejected rows or failed reads of a harvest, files of a download, records that an index does not hold. */
  PARTIAL: 3,
  /** The answer is empty: no match, no such record. */
  NOTHING: 4,
  /** The gateway or Meilisearch did not answer. */
  UNREACHABLE: 5,
  /** Stopped by Ctrl-C or SIGTERM. */
  CANCELLED: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodesHelp = `
Exit codes:
  0    done
  1    failed; the message says why
  2    the command line, the environment or the sources file is wrong
  3    a harvest that came to its end, but with rejected rows or failed reads;
       a download of which some files did not come; an index that does not hold
       every record
  4    nothing found
  5    the gateway or Meilisearch did not answer
  130  cancelled`

/** Ends a command with one line on stderr and this exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.exitCode = exitCode
  }
}

/** The exit code and the message of anything thrown. */
export function ending(thrown: unknown): { exitCode: ExitCode; message: string } {
  if (thrown instanceof CommandError) return { exitCode: thrown.exitCode, message: thrown.message }
  if (!(thrown instanceof GatewayError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return { exitCode: exitCodes.FAILED, message: `Unexpected: ${message}` }
  }
  const { code, message } = thrown
  if (code === 'CONFIG_INVALID' || code === 'BAD_INPUT') {
    return { exitCode: exitCodes.USAGE, message }
  }
  if (code === 'CANCELLED') return { exitCode: exitCodes.CANCELLED, message }
  return { exitCode: exitCodes.FAILED, message }
}
