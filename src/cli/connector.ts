import { type Command, Option } from 'commander'
import { type PromiseGroup, promiseGroups } from '../conform/setup.ts'
import type { ExitCode } from './exit.ts'

export interface TestOptions {
  all?: true
  json?: string
  markdown?: true
  about?: PromiseGroup[]
}

/** `connector`: for people who write connectors. Asks no gateway, and no network. */
export function addConnector(program: Command, end: (code: ExitCode) => void): void {
  const connector = program
    .command('connector')
    .summary('write a connector: scaffold one, certify one; needs no network')
  connector
    .command('test')
    .summary('hold connectors to the promises of every connector, against their own stand-ins')
    .argument('[folders...]', 'folders of connectors, or types of those that come with the gateway')
    .option('--all', 'all that come with the gateway')
    .addOption(
      new Option('--about <group...>', 'only promises about these').choices([...promiseGroups]),
    )
    .option('--json <file>', 'the verdicts as JSON, into this file')
    .option(
      '--markdown',
      'counts by group of promises as a table in Markdown, instead of each verdict',
    )
    .action(async (folders: string[], options: TestOptions) => {
      // Only now: other commands need none of it.
      const { testConnectors } = await import('./run-connector-test.ts')
      end(await testConnectors(folders, options))
    })
  connector
    .command('new')
    .summary('write a small connector that works, to be changed into your own')
    .argument('<type>', 'its type, which is the name of its folder: small-archive')
    .option(
      '--into <folder>',
      'where its folder is put; default: beside those that come with the gateway',
    )
    .action(async (type: string, options: { into?: string }) => {
      const { newConnector } = await import('./run-connector-new.ts')
      end(await newConnector(type, options))
    })
}
