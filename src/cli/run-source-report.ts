import { z } from 'zod'
import type { SourceReport } from '../harvest/upkeep/source-report.ts'
import { type ErrorCode, errorMessages } from '../model/index.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { print, printJson } from './output.ts'
import { reportAsText } from './report-text.ts'
import type { JsonOption } from './source.ts'
import { askAsOwner } from './source-answer.ts'

const query = `
query Report($id: ID!) {
  sourceReport(source: $id) {
    source { name title }
    at
    records
    completeness
    findability
    missing { field records examples { recordId nativeId } }
    problems { problem records examples { recordId nativeId } }
    facets { facet share }
    licenses { class records }
    links { checked ok changed unreachable missing gone oldest }
    freshness { harvestedAt staleAfterSeconds isStale }
    harvests {
      id kind state full startedAt finishedAt seen expected written unchanged rejected removed error message
    }
    unanswered { words times last records }
  }
}`

const count = z.number()
const text = z.string().nullable()
const examples = z.array(z.object({ nativeId: z.string() }))
const Report = z.object({
  source: z.object({ name: z.string(), title: z.string() }),
  at: z.string(),
  records: count,
  completeness: count.nullable(),
  findability: count.nullable(),
  missing: z.array(z.object({ field: z.string(), records: count, examples })),
  problems: z.array(z.object({ problem: z.string(), records: count, examples })),
  facets: z.array(z.object({ facet: z.string(), share: count })),
  licenses: z.array(z.object({ class: z.string(), records: count })),
  links: z
    .object({
      ...{ checked: count, ok: count, changed: count, unreachable: count },
      ...{ missing: count, gone: count, oldest: z.string() },
    })
    .nullable(),
  freshness: z.object({
    harvestedAt: text,
    staleAfterSeconds: count.nullable(),
    isStale: z.boolean().nullable(),
  }),
  harvests: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['HARVEST', 'REMAP', 'REPLAY']),
      state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED']),
      full: z.boolean(),
      startedAt: text,
      finishedAt: text,
      ...{ seen: count, expected: count.nullable(), written: count, unchanged: count },
      ...{ rejected: count, removed: count, message: text },
      error: z.enum(Object.keys(errorMessages) as [ErrorCode, ...ErrorCode[]]).nullable(),
    }),
  ),
  unanswered: z.array(
    z.object({ words: z.array(z.string()), times: count, last: z.string(), records: count }),
  ),
})

/** How a source does, from the gateway at `ATLAS_URL`. */
export async function report(id: string, options: JsonOption): Promise<ExitCode> {
  const { data, json } = await askAsOwner(query, { id }, z.object({ sourceReport: Report }))
  if (options.json) printJson(json)
  else print(reportAsText(toReport(data.sourceReport)))
  return exitCodes.OK
}

/** As `reportAsText` has it; records are named as their source does, which its owner knows them by. */
function toReport(told: z.infer<typeof Report>): SourceReport {
  const { name: source, title } = told.source
  const { records, completeness: score, licenses } = told
  const named = <Told extends { examples: { nativeId: string }[] }>(entries: Told[]) =>
    entries.map((entry) => ({
      ...entry,
      examples: entry.examples.map(({ nativeId }) => nativeId),
    }))
  return {
    source,
    title,
    at: told.at,
    quality: {
      records,
      score,
      missing: named(told.missing),
      problems: named(told.problems),
      licenses,
    },
    findability: told.findability,
    facets: told.facets,
    links: told.links && { source, ...told.links },
    freshness: told.freshness,
    harvests: told.harvests.map((run) => ({ ...run, source, spent: null })),
    unanswered: told.unanswered,
  }
}
