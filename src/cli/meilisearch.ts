import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

export interface SetupOptions {
  out?: string
}

export interface TokenOptions {
  group: string[]
  expires: string
  json?: true
}

/** `meilisearch setup` and `meilisearch token`: what is done beside a gateway that searches with Meilisearch. */
export function addMeilisearch(program: Command, end: (code: ExitCode) => void): void {
  const meilisearch = program
    .command('meilisearch')
    .summary(
      'make the keys of a Meilisearch server, and tokens for front-ends that ask it themselves',
    )
  meilisearch
    .command('setup')
    .summary('make a key to search with and one to write with')
    .description(
      'Makes the two keys that a gateway works with on the server at MEILI_URL, both for the indexes of MEILI_INDEX only, and writes them into a file that only you can read. Takes the master key from MEILI_MASTER_KEY, or the file that MEILI_MASTER_KEY_FILE names; nothing else needs it. Run again it finds the same keys. It ends with 5 when the server does not answer.',
    )
    .option(
      '--out <file>',
      'the file; default MEILI_KEYS_FILE, else meilisearch-keys.json in ATLAS_DATA',
    )
    .action(async (options: SetupOptions) => {
      // Only now: other commands need none of it.
      const { setup } = await import('./run-meilisearch-setup.ts')
      end(await setup(options))
    })
  meilisearch
    .command('token')
    .summary('sign a token for a front-end that asks Meilisearch itself')
    .description(
      'Signs a tenant token with the search key of the set-up. With it a front-end may search the indexes of the catalogue in ATLAS_DATA, and finds what everybody may discover, and the groups that are named. It is printed on stdout. Nothing revokes it before it expires but deleting the key.',
    )
    .option(
      '--group <name>',
      'a group whose records are found too; may be repeated',
      (group: string, groups: string[]) => [...groups, group],
      [],
    )
    .option('--expires <duration>', 'lifetime, such as 30m, 24h or 7d', '1h')
    .option('--json', 'the token with what it opens, as JSON')
    .action(async (options: TokenOptions) => {
      const { token } = await import('./run-meilisearch-token.ts')
      end(await token(options))
    })
}
