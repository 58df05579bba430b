import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

export interface HarvestOptions {
  full?: true
  allowRemovals?: true
  json?: true
}

/** `harvest [source]`: reads sources into the catalogue, in this process. A gateway may run on the same folder. */
export function addHarvest(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('harvest')
    .summary('read sources into the catalogue')
    .description(
      'Reads one source, or all that are enabled, into the catalogue in ATLAS_DATA. A gateway may run on the same folder: it follows. Ctrl-C cancels; SIGTERM interrupts, and the next harvest goes on from there.',
    )
    .argument('[source]', 'id in the sources file; default all that are enabled')
    .option('--full', 'read everything again, where the source could tell what has changed')
    .option('--allow-removals', 'remove what is gone, even if it is a large share of a source')
    .option('--json', 'the harvests as JSON')
    .action(async (source: string | undefined, options: HarvestOptions) => {
      // Only now: other commands need none of it.
      const { harvest } = await import('./run-harvest.ts')
      end(await harvest(source, options))
    })
}
