import { type Command, Option } from 'commander'
import type { EngineName } from '../search/engine.ts'
import type { ExitCode } from './exit.ts'

export interface MigrateIndexOptions {
  to: EngineName
  json?: true
}

const engines: readonly EngineName[] = ['embedded', 'meilisearch']

/** `migrate-index --to meilisearch`: fills the index of an engine from the catalogue, before a gateway uses it. */
export function addMigrateIndex(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('migrate-index')
    .summary('fill the index of another engine from the catalogue')
    .description(
      'Fills the index of an engine from the catalogue in ATLAS_DATA, without asking any source, and compares the counts. A gateway may search with the other engine meanwhile. When the command is cancelled, the next one goes on from there. It ends with 3 when the counts differ, and with 5 when the engine cannot be reached.',
    )
    .addOption(
      new Option('--to <engine>', 'engine that the gateway is to search with')
        .choices(engines)
        .makeOptionMandatory(),
    )
    .option('--json', 'the counts as JSON')
    .action(async (options: MigrateIndexOptions) => {
      // Only now: other commands need none of it.
      const { migrateIndex } = await import('./run-migrate-index.ts')
      end(await migrateIndex(options))
    })
}
