import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

export interface RemapOptions {
  apply?: true
  json?: true
}

/** `remap <source>`: today's mapping over the rows that the catalogue keeps. A gateway may run on the same folder. */
export function addRemap(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('remap')
    .summary('map what is kept of a source again, without asking it')
    .description(
      'Maps the rows that the catalogue in ATLAS_DATA keeps of a source again, after its connector, rules, options or the vocabulary have changed, and tells what would change; with --apply it does. The source is not asked. A gateway may run on the same folder: it follows. Ctrl-C cancels; what was written by then stays.',
    )
    .argument('<source>', 'id of a source')
    .option('--apply', 'write what changes; without it nothing is changed')
    .option('--json', 'the report as JSON')
    .action(async (source: string, options: RemapOptions) => {
      // Only now: other commands need none of it.
      const { remap } = await import('./run-remap.ts')
      end(await remap(source, options))
    })
}
