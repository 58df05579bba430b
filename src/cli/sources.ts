import type { Command } from 'commander'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { ask } from './client.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { asOption, print, printJson, say, table } from './output.ts'

const query = `
query Sources {
  sources {
    name
    type
    title
    homepage
    state
    records
    harvestedAt
    lastHarvest { state seen written unchanged rejected removed error }
  }
}`

const Answer = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      title: z.string(),
      state: z.string(),
      records: z.number(),
      harvestedAt: z.string().nullable(),
      lastHarvest: z
        .object({
          state: z.string(),
          rejected: z.number(),
          error: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
})

/** `sources`: what the gateway at `ATLAS_URL` harvests, and how fresh it is. */
export function addSources(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('sources')
    .summary('list the sources of a running gateway, with state and age')
    .option('--json', 'the answer as JSON')
    .action(async (options: { json?: true }) => end(await sources(options)))
}

async function sources(options: { json?: true }): Promise<ExitCode> {
  const { url, token } = readConfig()
  const { data, json } = await ask(url, query, {}, Answer, { token })
  if (options.json) printJson(json)
  else if (data.sources.length > 0) {
    print(
      table(
        [
          { title: 'SOURCE', value: ({ name }) => name },
          { title: 'TITLE', value: ({ title }) => title, shrinks: true },
          { title: 'TYPE', value: ({ type }) => type },
          { title: 'STATE', value: ({ state }) => asOption(state) },
          { title: 'RECORDS', value: ({ records }) => records, right: true },
          { title: 'HARVESTED', value: ({ harvestedAt }) => harvestedAt },
          { title: 'LAST RUN', value: ({ lastHarvest }) => lastHarvest && verdict(lastHarvest) },
        ],
        data.sources,
      ),
    )
  }
  if (data.sources.length === 0) say('The gateway has no sources.')
  return data.sources.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}

function verdict(run: { state: string; error: string | null; rejected: number }): string {
  const rejected = run.rejected > 0 ? `${run.rejected} rejected` : ''
  return [asOption(run.state), rejected, run.error ?? ''].filter(Boolean).join(', ')
}
