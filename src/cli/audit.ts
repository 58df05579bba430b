import type { Command } from 'commander'
import type { ExitCode } from './exit.ts'
import { addPageOptions, type PageOptions } from './page-options.ts'

export interface AuditOptions extends PageOptions {
  source?: string
  json?: true
}

/** `audit`: who changed, opened or spent what, as the gateway at `ATLAS_URL` tells the bearer of `ATLAS_TOKEN`. */
export function addAudit(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('audit')
    .summary('tell who changed, opened or spent what in a running gateway, newest first')
    .description(
      'The audit of the gateway at ATLAS_URL, newest first: everything for operators, what concerns their own sources for owners. ATLAS_TOKEN (or ATLAS_OPERATOR_TOKEN) says who asks.',
    )
    .option('--source <id>', 'what concerns this source alone')
  addPageOptions(command, 'entries', 100)
    .option('--json', 'the answer as JSON')
    .action(async (options: AuditOptions) => {
      const { listAudit } = await import('./run-audit.ts')
      end(await listAudit(options))
    })
}
