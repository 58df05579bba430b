import { z } from 'zod'
import type { RemapReport } from '../harvest/upkeep/remapped.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import { clean, print, printJson } from './output.ts'
import { remapAsText } from './remap-text.ts'
import type { JsonOption, RemapOptions } from './source.ts'
import { askAsOwner, Problem, Rejection, rejectionLine, sayProblems } from './source-answer.ts'

const rejections = 'rejections { nativeId entity path reason }'
const remapQuery = `mutation ($id: ID!, $apply: Boolean!) {
  remapSource(source: $id, apply: $apply) {
    report {
      applied rows changed unchanged rejected ${rejections}
      fields { field records }
      examples { recordId title fields { field before after } }
    }
    problems { code path message }
  }
}`
const replayQuery = `mutation ($id: ID!) {
  replayRejections(source: $id) {
    report { rows accepted rejected unreadable ${rejections} }
    problems { code path message }
  }
}`

const Remap = z.object({
  applied: z.boolean(),
  rows: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  rejections: z.array(Rejection),
  fields: z.array(z.object({ field: z.string(), records: z.number() })),
  examples: z.array(
    z.object({
      recordId: z.string(),
      title: z.string(),
      fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
})
const Replay = z.object({
  rows: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  unreadable: z.number(),
  rejections: z.array(Rejection),
})

/** Maps the rows that the gateway keeps of a source once more. */
export async function remapOne(id: string, options: RemapOptions): Promise<ExitCode> {
  const Answer = z.object({ remapSource: payloadOf(Remap) })
  const variables = { id, apply: options.apply ?? false }
  const { data, json } = await askAsOwner(remapQuery, variables, Answer)
  const { report, problems } = data.remapSource
  if (options.json) printJson(json)
  else {
    if (report !== null) print(remapAsText(toReport(id, report)))
    sayProblems(problems)
  }
  if (report === null) return exitCodes.FAILED
  return report.rejected > 0 ? exitCodes.PARTIAL : exitCodes.OK
}

/** Maps the rows once more that the newest harvest rejected. */
export async function replayOne(id: string, options: JsonOption): Promise<ExitCode> {
  const Answer = z.object({ replayRejections: payloadOf(Replay) })
  const { data, json } = await askAsOwner(replayQuery, { id }, Answer)
  const { report, problems } = data.replayRejections
  if (options.json) printJson(json)
  else {
    if (report !== null) print(replayAsText(id, report))
    sayProblems(problems)
  }
  if (report === null) return exitCodes.FAILED
  return report.rejected + report.unreadable > 0 ? exitCodes.PARTIAL : exitCodes.OK
}

function payloadOf<Shape extends z.ZodType>(report: Shape) {
  return z.object({ report: report.nullable(), problems: z.array(Problem) })
}

function toReport(source: string, report: z.infer<typeof Remap>): RemapReport {
  const examples = report.examples.map(({ recordId: id, ...example }) => ({ id, ...example }))
  return { ...report, source, examples }
}

function replayAsText(source: string, report: z.infer<typeof Replay>): string {
  const { rows, accepted, rejected, unreadable } = report
  const counts = `${accepted} of ${rows} rejected rows are records now, ${rejected} are still rejected`
  const lost =
    unreadable > 0
      ? `; of ${unreadable} more nothing is kept: a harvest has to read them again`
      : ''
  return [`${clean(source)}  ${counts}${lost}`, ...report.rejections.map(rejectionLine)].join(
    '\n  ',
  )
}
