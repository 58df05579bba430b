import { z } from 'zod'
import type { AuditOptions } from './audit.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { print, printJson, say, table } from './output.ts'
import { sayMore } from './page-options.ts'
import { askAsOwner } from './source-answer.ts'

const query = `
query Audit($source: ID, $first: Int!, $after: String) {
  audit(source: $source, first: $first, after: $after) {
    edges { node { at by source { name } action detail } }
    pageInfo { hasNextPage endCursor }
  }
}`

const Answer = z.object({
  audit: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          at: z.string(),
          by: z.string().nullable(),
          source: z.object({ name: z.string() }).nullable(),
          action: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})

/** A page of the audit. */
export async function listAudit(options: AuditOptions): Promise<ExitCode> {
  const { source = null, first, after = null } = options
  const { data, json } = await askAsOwner(query, { source, first, after }, Answer)
  const { edges, pageInfo } = data.audit
  if (options.json) printJson(json)
  else if (edges.length > 0) {
    print(
      table(
        [
          { title: 'AT', value: ({ at }) => at },
          { title: 'BY', value: ({ by }) => by },
          { title: 'ACTION', value: ({ action }) => action },
          { title: 'SOURCE', value: ({ source }) => source?.name ?? null },
          { title: 'DETAIL', value: ({ detail }) => detailText(detail), shrinks: true },
        ],
        edges.map(({ node }) => node),
      ),
    )
    sayMore(pageInfo)
  } else say('Nothing stands in the audit.')
  return edges.length > 0 ? exitCodes.OK : exitCodes.NOTHING
}

/** `revision: 2, changed: ["title"]`; null when there is nothing to tell. */
function detailText(detail: Record<string, unknown>): string | null {
  const parts = Object.entries(detail).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return parts.join(', ') || null
}
