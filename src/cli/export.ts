import { type Command, Option } from 'commander'
import type { ExitCode } from './exit.ts'
import { addFilterOptions, type FilterOptions } from './filter-options.ts'

export const exportFormats = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportOptions extends FilterOptions {
  fileFormat?: string[]
  filter?: string
  format?: ExportFormat
  fields?: string
  output?: string
  resume?: true
}

/** `export <words…>`: every match of the gateway at `ATLAS_URL`, as NDJSON or CSV. */
export function addExport(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('export')
    .summary('write every match of a running gateway to a file or to stdout')
    .description(
      'Writes every record that a search at the gateway at ATLAS_URL finds, in the order of ids, as NDJSON (one JSON object a line) or CSV. Options that filter are those of search. A connection that breaks off is made again; what was stopped in the middle goes on with --resume, even days later.',
    )
    .argument('[words...]', 'what to look for; without words everything is exported')
  addFilterOptions(command, '--file-format')
    .option('--filter <json>', "any other filter: the JSON of the API's RecordFilter")
    .addOption(
      new Option(
        '--format <format>',
        'what is written; default csv for a file that is named so, else ndjson',
      ).choices(exportFormats),
    )
    .option('--fields <names>', 'fields of the API to write, with commas between; default all')
    .option('-o, --output <file>', 'where to; written as <file>.part until it is complete')
    .option('--resume', 'go on with the <file>.part of the same export')
    .action(async (words: string[], options: ExportOptions) => {
      // Only now: other commands need none of it.
      const { exportRecords } = await import('./run-export.ts')
      end(await exportRecords(words, options))
    })
}
