import { Command, CommanderError, type OutputConfiguration } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { addAudit } from './audit.ts'
import { addConnector } from './connector.ts'
import { addDemo } from './demo.ts'
import { addDownload } from './download.ts'
import { type ExitCode, ending, exitCodes, exitCodesHelp } from './exit.ts'
import { addExport } from './export.ts'
import { addHarvest } from './harvest.ts'
import { addLogin } from './login.ts'
import { addMeilisearch } from './meilisearch.ts'
import { addMigrateIndex } from './migrate-index.ts'
import { say, styled } from './output.ts'
import { addRemap } from './remap.ts'
import { addSearch } from './search.ts'
import { addSecrets } from './secrets.ts'
import { addServe } from './serve.ts'
import { addShow } from './show.ts'
import { addSource } from './source.ts'
import { addSources } from './sources.ts'
import { addToken } from './token.ts'

const commands = [
  addServe,
  addHarvest,
  addRemap,
  addSearch,
  addShow,
  addDownload,
  addExport,
  addSources,
  addSource,
  addAudit,
  addLogin,
  addSecrets,
  addToken,
  addMigrateIndex,
  addMeilisearch,
  addConnector,
  addDemo,
]

/**
 * Runs one command line (`['search', 'mouse']`) and gives its exit code. Faults are told on stderr, never thrown.
 *
 * @param output Where help and usage errors go; default stdout and stderr.
 */
export async function runCommand(
  words: readonly string[],
  output: OutputConfiguration = {},
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.OK
  const program = new Command('atlas')
    .description(manifest.description)
    .version(manifest.version)
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', exitCodesHelp)
    // Before the commands are added, so that they inherit it.
    .configureOutput(output)
    .exitOverride()
  for (const add of commands) {
    add(program, (ended) => {
      code = ended
    })
  }
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (thrown) {
    // Commander has told its own faults already.
    if (thrown instanceof CommanderError) {
      return thrown.exitCode === 0 ? exitCodes.OK : exitCodes.USAGE
    }
    const { exitCode, message } = ending(thrown)
    say(styled('red', message, process.stderr))
    return exitCode
  }
}
