import { z } from 'zod'
import { type ExitCode, exitCodes } from './exit.ts'
import { asOption, listing, print, printJson, styled, table } from './output.ts'
import { onSignal } from './signals.ts'
import type { CheckOptions } from './source.ts'
import { askAsOwner, Problem, Rejection, rejectionLine, sayProblems } from './source-answer.ts'
import { sourceInput } from './source-input.ts'

const query = `
mutation Check($input: SourceInput!, $sample: Int!) {
  checkSource(input: $input, sample: $sample) {
    ok
    problems { code path message }
    sample { nativeId kind title record assets quality { score missing problems } fields { field raw rule origin } }
    rejected { nativeId entity path reason }
    completeness
    estimatedRecords
    estimatedCost { amount currency }
    tookMs
  }
}`

const Checked = z.object({
  ok: z.boolean(),
  problems: z.array(Problem),
  sample: z.array(
    z.object({
      nativeId: z.string(),
      kind: z.string(),
      title: z.string(),
      assets: z.array(z.unknown()),
      quality: z.object({ score: z.number() }),
    }),
  ),
  rejected: z.array(Rejection),
  completeness: z.record(z.string(), z.number()),
  estimatedRecords: z.number().nullable(),
  estimatedCost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  tookMs: z.number(),
})
type Checked = z.infer<typeof Checked>

/** Reads a sample of a source through the gateway, which stores nothing of it. */
export async function checkSource(options: CheckOptions): Promise<ExitCode> {
  const stop = new AbortController()
  const signals = onSignal(() => stop.abort())
  const input = await sourceInput(options, stop.signal).finally(() => signals.dispose())
  const Answer = z.object({ checkSource: Checked })
  const { data, json } = await askAsOwner(query, { input, sample: options.sample }, Answer)
  const { ok, rejected, problems } = data.checkSource
  if (options.json) printJson(json)
  else {
    print(checkAsText(data.checkSource))
    sayProblems(problems)
  }
  if (!ok) return exitCodes.FAILED
  return rejected.length > 0 ? exitCodes.PARTIAL : exitCodes.OK
}

/** What a check found, for people at a terminal: the verdict, the records, the rejected rows, and what records lack. */
export function checkAsText(checked: Checked): string {
  const { ok, sample, rejected, completeness, estimatedRecords, estimatedCost } = checked
  const verdict = ok
    ? styled('green', 'It can be harvested.')
    : styled('red', 'It cannot be harvested like this.')
  const figures = listing([
    ['Records of the sample', sample.length],
    ['Rejected rows', rejected.length],
    ['Records in all', estimatedRecords ?? 'the source does not say'],
    ['Cost', estimatedCost && `about ${estimatedCost.amount.toFixed(2)} ${estimatedCost.currency}`],
    ['Took', `${(checked.tookMs / 1_000).toFixed(1)} s`],
  ])
  const records = table<Checked['sample'][number]>(
    [
      { title: 'RECORD', value: ({ nativeId }) => nativeId },
      { title: 'TITLE', value: ({ title }) => title, shrinks: true },
      { title: 'KIND', value: ({ kind }) => asOption(kind) },
      { title: 'FILES', value: ({ assets }) => assets.length, right: true },
      { title: 'COMPLETE', value: ({ quality }) => percent(quality.score), right: true },
    ],
    sample,
  )
  const lacking = Object.entries(completeness)
    .filter(([, share]) => share < 1)
    .sort(([, a], [, b]) => a - b)
  const fields = table<[string, number]>(
    [
      { title: 'FIELD', value: ([field]) => field },
      { title: 'RECORDS THAT HAVE IT', value: ([, share]) => percent(share), right: true },
    ],
    lacking,
  )
  return [
    `${verdict}\n${figures}`,
    ...(sample.length > 0 ? [records] : []),
    ...(rejected.length > 0 ? [['Rejected:', ...rejected.map(rejectionLine)].join('\n  ')] : []),
    ...(sample.length > 0 && lacking.length > 0 ? [fields] : []),
  ].join('\n\n')
}

const percent = (share: number) => `${Math.round(share * 100)} %`
