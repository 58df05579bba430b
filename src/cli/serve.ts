import type { Command } from 'commander'
import { keepCompiledCode, readConfig } from '../config.ts'
import { type ExitCode, exitCodes } from './exit.ts'

/** `serve`: the gateway on `PORT`, until it is told to stop; the same as `npm start`. */
export function addServe(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('serve')
    .summary('start the gateway')
    .description(
      'Starts the gateway over the catalogue in ATLAS_DATA, and harvests the sources of ATLAS_SOURCES when they are due. Ctrl-C or SIGTERM ends it in good order; a second one at once.',
    )
    .action(async () => {
      const config = readConfig()
      keepCompiledCode(config)
      // Only now: other commands need none of it.
      const { serve } = await import('./run-serve.ts')
      await serve(config)
      end(exitCodes.OK)
    })
}
