import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from './exit.ts'
import { addPageOptions, type PageOptions } from './page-options.ts'

/** What says what a source is; see `sourceInput`. */
export interface DraftOptions {
  file?: string
  id?: string
  type?: string
  title?: string
  homepage?: string
  option: string[]
  secret: string[]
  secretEnv: string[]
  secretFile: string[]
  schedule?: string
  visibility: string[]
  owner: string[]
  discover: string[]
  staleAfter?: string
  json?: true
}
export type CheckOptions = DraftOptions & { sample: number }
export interface JsonOption {
  json?: true
}
export type ApproveOptions = JsonOption & { revision?: number }
export type RemoveOptions = JsonOption & { confirmRecords?: number }
export type RemoteHarvestOptions = JsonOption & { full?: true; follow?: true }
export type ChangesOptions = JsonOption & PageOptions & { harvest?: string; change?: string }
export type RemapOptions = JsonOption & { apply?: true }

const more = (value: string, values: string[]) => [...values, value]
const idArgument = 'id of the source'
const jsonHelp = 'the answer as JSON'

/** `source …`: what owners and operators do with sources of the gateway at `ATLAS_URL`, as the bearer of `ATLAS_TOKEN`. */
export function addSource(program: Command, end: (code: ExitCode) => void): void {
  const source = program
    .command('source')
    .summary('check, register, watch and mend sources of a running gateway')
    .description(
      'What owners and operators do with sources of the gateway at ATLAS_URL, as the bearer of the token in ATLAS_TOKEN (or ATLAS_OPERATOR_TOKEN).',
    )

  withDraft(source.command('check'))
    .summary('read a sample of a source, store nothing, and tell what would come of it')
    .description(
      'Reads a sample through the connector and stores nothing: records, rejected rows and why, how complete they are, and what to do. It ends with 3 when rows were rejected, with 1 when the source cannot be harvested like this.',
    )
    .option('--sample <rows>', 'rows to read, 1 to 100', wholeNumber, 20)
    .option('--json', jsonHelp)
    .action(async (options: CheckOptions) => {
      const { checkSource } = await import('./run-source-check.ts')
      end(await checkSource(options))
    })
  withDraft(source.command('add'))
    .summary('register a source; an operator approves it before it is harvested')
    .option('--json', jsonHelp)
    .action(async (options: DraftOptions) => {
      const { addOne } = await import('./run-source-change.ts')
      end(await addOne(options))
    })
  withDraft(source.command('update').argument('<id>', idArgument))
    .summary('change what is given of a source; in a file, null clears')
    .option('--json', jsonHelp)
    .action(async (id: string, options: DraftOptions) => {
      const { updateOne } = await import('./run-source-change.ts')
      end(await updateOne(id, options))
    })

  source
    .command('approve')
    .summary('let a registered source be harvested as it is shown; for operators')
    .description(
      'Shows what a registered source reads, and lets it be harvested like that once its revision is typed. What its owner has changed meanwhile is not approved.',
    )
    .argument('<id>', idArgument)
    .option(
      '--revision <n>',
      'the revision that was looked at, in place of being shown it and asked',
      wholeNumber,
    )
    .option('--json', jsonHelp)
    .action(async (id: string, options: ApproveOptions) => {
      const { approveOne } = await import('./run-source-approve.ts')
      end(await approveOne(id, options))
    })
  for (const [name, summary] of [
    ['pause', 'cancel its harvest and begin none until it is resumed'],
    ['resume', 'take a pause back'],
  ] as const) {
    source
      .command(name)
      .summary(summary)
      .argument('<id>', idArgument)
      .option('--json', jsonHelp)
      .action(async (id: string, options: JsonOption) => {
        const { changeOne } = await import('./run-source-change.ts')
        end(await changeOne(name, id, options))
      })
  }
  source
    .command('remove')
    .summary('remove a registered source with its records')
    .description(
      'Removes a registered source with its records, harvests and secrets. Asks for the number of records that go with it.',
    )
    .argument('<id>', idArgument)
    .option('--confirm-records <n>', 'that number, in place of being asked', wholeNumber)
    .option('--json', jsonHelp)
    .action(async (id: string, options: RemoveOptions) => {
      const { removeOne } = await import('./run-source-remove.ts')
      end(await removeOne(id, options))
    })

  source
    .command('list')
    .summary('list the sources that are yours')
    .option('--json', jsonHelp)
    .action(async (options: JsonOption) => {
      const { listOwn } = await import('./run-source-list.ts')
      end(await listOwn(options))
    })
  source
    .command('report')
    .summary('tell how a source does: what its records lack, links, freshness, searches in vain')
    .argument('<id>', idArgument)
    .option('--json', jsonHelp)
    .action(async (id: string, options: JsonOption) => {
      const { report } = await import('./run-source-report.ts')
      end(await report(id, options))
    })
  source
    .command('harvest')
    .summary('begin a harvest in the gateway')
    .description(
      'Begins a harvest in the gateway. With --follow it shows how the harvest goes on (or the one that is under way) and ends as it does; Ctrl-C then ends the watching, not the harvest.',
    )
    .argument('<id>', idArgument)
    .option('--full', 'read everything again, where the source could tell what has changed')
    .option('--follow', 'watch it to its end')
    .option('--json', jsonHelp)
    .action(async (id: string, options: RemoteHarvestOptions) => {
      const { harvestOne } = await import('./run-source-harvest.ts')
      end(await harvestOne(id, options))
    })
  source
    .command('cancel')
    .summary('stop the harvest in the gateway; what it has written stays')
    .description(
      'Stops the harvest of a source that is under way in the gateway, and waits until it has ended. It ends with 4 when there is none.',
    )
    .argument('<id>', idArgument)
    .option('--json', jsonHelp)
    .action(async (id: string, options: JsonOption) => {
      const { cancelOne } = await import('./run-source-cancel.ts')
      end(await cancelOne(id, options))
    })
  const changes = source
    .command('changes')
    .summary('list what the newest harvest added, changed and removed')
    .description(
      'Lists what the newest run over a source (a harvest, remap or replay) did, record by record, or what one of the 20 newest did. It ends with 4 when that is nothing.',
    )
    .argument('<id>', idArgument)
    .addOption(new Option('--change <kind>', 'only these').choices(['added', 'changed', 'removed']))
    .option('--harvest <id>', 'another run, by its id (run.…), as "source report --json" tells')
  addPageOptions(changes, 'changes', 1_000)
    .option('--json', jsonHelp)
    .action(async (id: string, options: ChangesOptions) => {
      const { listChanges } = await import('./run-source-changes.ts')
      end(await listChanges(id, options))
    })
  source
    .command('remap')
    .summary('map the rows that are kept once more, and tell which records differ')
    .argument('<id>', idArgument)
    .option('--apply', 'change the records; without it nothing is changed')
    .option('--json', jsonHelp)
    .action(async (id: string, options: RemapOptions) => {
      const { remapOne } = await import('./run-source-remap.ts')
      end(await remapOne(id, options))
    })
  source
    .command('replay')
    .summary('map the rows once more that the newest harvest rejected')
    .argument('<id>', idArgument)
    .option('--json', jsonHelp)
    .action(async (id: string, options: JsonOption) => {
      const { replayOne } = await import('./run-source-remap.ts')
      end(await replayOne(id, options))
    })
}

function withDraft(command: Command): Command {
  return command
    .option('--file <path>', 'YAML or JSON, as an entry of a sources file; options go over it')
    .option('--id <id>', 'name of the source, for good: lower-case letters, digits and hyphens')
    .option('--type <type>', 'type of its connector')
    .option('--title <text>', 'title, for people')
    .option('--homepage <url>', 'its page')
    .option('--option <name=value>', 'an option of its connector; may be repeated', more, [])
    .option('--secret <name>', 'a secret to be asked for, unseen; may be repeated', more, [])
    .option('--secret-env <name=VARIABLE>', 'a secret that a variable holds', more, [])
    .option('--secret-file <name=path>', 'a secret that a file holds', more, [])
    .option('--schedule <text>', '24h, cron 0 3 * * 1-5, or manual; see the README for more')
    .option('--visibility <group>', 'a group that its records are open to', more, [])
    .option('--owner <subject>', 'who may manage it: a subject, or group:<name>', more, [])
    .option('--discover <group>', 'a group that may know of it', more, [])
    .option('--stale-after <duration>', 'when its records count as stale, such as 36h')
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.')
  return Number(text)
}
