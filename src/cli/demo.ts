import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'

/** `demo`: everything on this machine, with stand-ins for upstreams and a catalogue that is gone afterwards. */
export function addDemo(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('demo')
    .summary('try it out: stand-in upstreams, their harvests, a gateway; needs no network')
    .action(async () => {
      // Only now: other commands need none of it.
      const { demo } = await import('./run-demo.ts')
      end(await demo())
    })
}
