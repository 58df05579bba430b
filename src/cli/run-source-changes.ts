import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { asEnum } from './filter-options.ts'
import { asOption, print, printJson, say, styled, table } from './output.ts'
import { sayMore } from './page-options.ts'
import type { ChangesOptions } from './source.ts'
import { askAsOwner } from './source-answer.ts'

const run = `{
  id kind state startedAt finishedAt written removed
  source { name }
  added: changes(change: ADDED, first: 0) { totalCount }
  changed: changes(change: CHANGED, first: 0) { totalCount }
  gone: changes(change: REMOVED, first: 0) { totalCount }
  changes(change: $change, first: $first, after: $after) {
    edges { node { change recordId nativeId title fields } }
    pageInfo { hasNextPage endCursor }
  }
}`
const page = '$change: ChangeKind, $first: Int!, $after: String'
const ofNewest = `query ($id: ID!, ${page}) {
  source(id: $id) { name }
  harvests(source: $id, first: 1) { edges { node ${run} } }
}`
const ofNamed = `query ($id: ID!, $harvest: ID!, ${page}) {
  source(id: $id) { name }
  harvest(id: $harvest) ${run}
}`

const Total = z.object({ totalCount: z.number() })
const Run = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  startedAt: z.string().nullable(),
  written: z.number(),
  removed: z.number(),
  source: z.object({ name: z.string() }),
  added: Total,
  changed: Total,
  gone: Total,
  changes: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          change: z.string(),
          nativeId: z.string(),
          title: z.string(),
          fields: z.array(z.string()),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
type Run = z.infer<typeof Run>
const source = z.object({ name: z.string() })
const OfNewest = z.object({
  source,
  harvests: z.object({ edges: z.array(z.object({ node: Run })) }),
})
const OfNamed = z.object({ source, harvest: Run })

/** What the newest run over a source, or the one that is named, did to its records. */
export async function listChanges(id: string, options: ChangesOptions): Promise<ExitCode> {
  const { name, run, json } = await asked(id, options)
  if (options.json) printJson(json)
  else if (run === null) say(`${name} was never harvested.`)
  else tell(run)
  return run !== null && run.changes.edges.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}

async function asked(
  id: string,
  { harvest, change, first, after }: ChangesOptions,
): Promise<{ name: string; run: Run | null; json: unknown }> {
  const wanted = { id, change: change ? asEnum(change) : null, first, after: after ?? null }
  if (harvest === undefined) {
    const { data, json } = await askAsOwner(ofNewest, wanted, OfNewest)
    return { name: data.source.name, run: data.harvests.edges[0]?.node ?? null, json }
  }
  const { data, json } = await askAsOwner(ofNamed, { ...wanted, harvest }, OfNamed)
  const { name } = data.source
  if (data.harvest.source.name !== name) {
    throw new CommandError(exitCodes.NOTHING, `${name} has no such harvest.`)
  }
  return { name, run: data.harvest, json }
}

function tell({ changes, ...run }: Run): void {
  const rows = changes.edges.map(({ node }) => node)
  if (rows.length > 0) {
    print(
      table(
        [
          { title: 'CHANGE', value: ({ change }) => asOption(change) },
          { title: 'ID', value: ({ nativeId }) => nativeId },
          { title: 'TITLE', value: ({ title }) => title, shrinks: true },
          { title: 'FIELDS', value: ({ fields }) => fields.join(', ') || null },
        ],
        rows,
      ),
    )
  }
  const counts = [run.added.totalCount, run.changed.totalCount, run.gone.totalCount]
  const [added, changed, removed] = counts
  const which = `${asOption(run.kind)} of ${run.startedAt ?? 'no time yet'}, ${asOption(run.state)}`
  say(
    styled(
      'dim',
      `${run.source.name}, ${which}: ${added} added, ${changed} changed, ${removed} removed`,
      process.stderr,
    ),
  )
  const isForgotten = counts.every((count) => count === 0) && run.written + run.removed > 0
  if (isForgotten) say('What a run did to each record is kept of the 20 newest.')
  // Named, so that the next page is of the same one, whatever begins meanwhile.
  sayMore(changes.pageInfo, `--harvest ${run.id} `)
}
