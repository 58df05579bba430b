import { type Command, Option } from 'commander'
import type { Role } from '../model/index.ts'
import type { ExitCode } from './exit.ts'

export interface CreateOptions {
  role: Role
  group: string[]
  subject?: string
  note?: string
  expires: string
  json?: true
}

export interface ListOptions {
  json?: true
}

/** `token create`, `token list` and `token revoke`: whom a gateway on this data folder knows. It need not run. */
export function addToken(program: Command, end: (code: ExitCode) => void): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens of readers, owners and operators')
  token
    .command('create')
    .summary('make a token, and print it this once')
    .description(
      'Makes a token in the catalogue in ATLAS_DATA and prints it on stdout; what it opens is told on stderr. Only its hash is kept: nobody can show it again. A gateway that runs on the same folder takes it at once. A reader finds and opens what its groups are granted, an owner also watches and changes its own sources, an operator does everything.',
    )
    .addOption(
      new Option('--role <role>', 'what its bearer is')
        .choices(['reader', 'owner', 'operator'] satisfies Role[])
        .makeOptionMandatory(),
    )
    .option(
      '--group <name>',
      'a group that its bearer is in; may be repeated',
      (group: string, groups: string[]) => [...groups, group],
      [],
    )
    .option(
      '--subject <name>',
      'whose it is, for the audit and as owner of sources: a name for a role or team, never a person’s; readers get a random one',
    )
    .option('--note <text>', 'what it is for, as the list shows it')
    .option('--expires <duration>', 'lifetime, such as 24h or 90d, or never', '90d')
    .option('--json', 'the token with what it opens, as JSON')
    .action(async (options: CreateOptions) => {
      // Only now: other commands need none of it.
      const { createToken } = await import('./run-token.ts')
      end(await createToken(options))
    })
  token
    .command('list')
    .summary('list all tokens, newest first; never the tokens themselves')
    .option('--json', 'the list as JSON')
    .action(async (options: ListOptions) => {
      const { listTokens } = await import('./run-token.ts')
      end(await listTokens(options))
    })
  token
    .command('revoke')
    .summary('refuse a token from now on')
    .description(
      'A gateway that runs on the same folder refuses it from the next request on, and ends what it streams to its bearer within 10 seconds. It ends with 4 when no token has the id, or it was revoked before.',
    )
    .argument('<id>', 'tok_… as the list shows it')
    .action(async (id: string) => {
      const { revokeToken } = await import('./run-token.ts')
      end(await revokeToken(id))
    })
}
