import { z } from 'zod'
import { type ExitCode, exitCodes } from './exit.ts'
import { asOption, print, printJson, say, table } from './output.ts'
import type { JsonOption } from './source.ts'
import { askAsOwner } from './source-answer.ts'

const query = `
query Own {
  sources {
    name title type origin owners state isManaged revision awaitsApproval isPaused recordsInAll harvestedAt schedule nextHarvest
  }
}`

const Own = z.object({
  name: z.string(),
  title: z.string(),
  origin: z.string().nullable(),
  owners: z.array(z.string()).nullable(),
  state: z.string(),
  isManaged: z.boolean(),
  awaitsApproval: z.boolean().nullable(),
  recordsInAll: z.number().nullable(),
  harvestedAt: z.string().nullable(),
  schedule: z.string().nullable(),
  nextHarvest: z.string().nullable(),
})
type Own = z.infer<typeof Own>

/** The sources that whoever asks may manage. */
export async function listOwn({ json: asJson }: JsonOption): Promise<ExitCode> {
  const { data } = await askAsOwner(
    query,
    {},
    z.object({ sources: z.array(z.looseObject(Own.shape)) }),
  )
  const own = data.sources.filter(({ isManaged }) => isManaged)
  if (asJson) printJson(own)
  else if (own.length > 0) {
    print(
      table<Own>(
        [
          { title: 'SOURCE', value: ({ name }) => name },
          { title: 'TITLE', value: ({ title }) => title, shrinks: true },
          { title: 'FROM', value: ({ origin }) => origin && asOption(origin) },
          {
            title: 'STATE',
            value: ({ state, awaitsApproval }) =>
              awaitsApproval ? 'awaits approval' : asOption(state),
          },
          { title: 'RECORDS', value: ({ recordsInAll }) => recordsInAll, right: true },
          { title: 'HARVESTED', value: ({ harvestedAt }) => harvestedAt },
          { title: 'SCHEDULE', value: ({ schedule }) => schedule ?? 'manual' },
          { title: 'NEXT', value: ({ nextHarvest }) => nextHarvest },
          { title: 'OWNERS', value: ({ owners }) => owners?.join(' ') || null },
        ],
        own,
      ),
    )
  }
  if (own.length === 0) say('No source of this gateway is yours. ATLAS_TOKEN says who you are.')
  return own.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}
