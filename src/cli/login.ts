import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

export interface LoginOptions {
  forget?: true
}

/** `login <source>`: logs in to a source once; only the token that comes of it is kept, encrypted. */
export function addLogin(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('login')
    .summary('log in to a source that needs it, once')
    .description(
      'Asks for what the source wants to know and logs in once. What is typed is kept nowhere: only the token that comes of it, in ATLAS_DATA, encrypted under ATLAS_SECRET_KEY. A gateway may run on the same folder: it goes on with the new login. Answers may also come on standard input, one a line.',
    )
    .argument('<source>', 'id in the sources file')
    .option('--forget', 'forget the login instead')
    .action(async (source: string, options: LoginOptions) => {
      // Only now: other commands need none of it.
      const { login } = await import('./run-login.ts')
      end(await login(source, options))
    })
}
