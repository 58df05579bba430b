import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

/** `secrets rotate`: what is kept of sources' logins, in this data folder. */
export function addSecrets(program: Command, end: (code: ExitCode) => void): void {
  const secrets = program.command('secrets').summary('the key under which logins are kept')
  secrets
    .command('rotate')
    .summary('seal all logins and secrets anew under the first key')
    .description(
      'Seals every login and every secret of a source that is kept in ATLAS_DATA anew under the first key of ATLAS_SECRET_KEY, all or none. Put the new key first and the old one behind it, with a comma between, start the gateways of this folder with both, run this, then give the old one up.',
    )
    .action(async () => {
      // Only now: other commands need none of it.
      const { rotate } = await import('./run-secrets-rotate.ts')
      end(await rotate())
    })
}
