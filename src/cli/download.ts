import { type Command, InvalidArgumentError } from 'commander'
import type { ExitCode } from './exit.ts'
import { addFilterOptions, type FilterOptions } from './filter-options.ts'

export interface DownloadOptions extends FilterOptions {
  query?: string
  most: number
  to: string
  parallel: number
  credentials?: string
  profile?: string
  keepTokens?: true
  maxCost?: number
  dryRun?: true
  allowPrivate?: true
  json?: true
  format?: string[]
}

/** `download <ids…>`: fetches assets straight from where they are; the gateway at `ATLAS_URL` only says where. */
export function addDownload(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('download')
    .summary('fetch files of records straight from their repositories')
    .description(
      'Fetches assets straight from where they are to <folder>/<source>/<record>/<name>: the gateway at ATLAS_URL says where, and no byte goes through it. Credentials never leave this machine but to the repository that they are for. What was interrupted goes on where it was when the same command is given again.',
    )
    .argument('[ids...]', 'ids of records and assets, as search and show print them')
    .option(
      '--query <words>',
      'all records that a search finds, besides ids; the filters below apply',
    )
    .option(
      '--most <n>',
      'records that the search may find; with more nothing is fetched',
      whole,
      100,
    )
    .option('--to <folder>', 'where to', '.')
    .option('--parallel <n>', 'files at a time, at most 64', parallel, 4)
    .option(
      '--credentials <file>',
      'JSON by source id or by origin of its site: {"xnat": {"user": "…", "password": "…"}}; - is standard input. Without it a terminal is asked',
    )
    .option('--profile <name>', 'profile of AWS whose keys open buckets and are billed')
    .option('--keep-tokens', 'leave tokens that were made for the download as they are')
    .option('--max-cost <dollars>', 'what may be paid; without it a terminal is asked', dollars)
    .option('--dry-run', 'only say what would be fetched, with sizes and cost')
    .option('--allow-private', 'also from this machine and private networks')
    .option('--json', 'the verdicts as JSON')
  addFilterOptions(command).action(async (ids: string[], options: DownloadOptions) => {
    // Only now: other commands need none of it.
    const { download } = await import('./run-download.ts')
    end(await download(ids, options))
  })
}

function parallel(value: string): number {
  const number = whole(value)
  if (number > 64) throw new InvalidArgumentError('Expected a whole number from 1 to 64.')
  return number
}

function whole(value: string): number {
  const number = Number(value)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Expected a whole number above 0.')
}

function dollars(value: string): number {
  const number = Number(value)
  if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw new InvalidArgumentError('Expected an amount in US dollars.')
}
