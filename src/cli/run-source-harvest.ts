import { z } from 'zod'
import { CommandError, type ExitCode, exitCodes } from './exit.ts'
import { followEvents } from './follow.ts'
import { Harvest, harvestFields, underWay } from './harvest-answer.ts'
import { asOption, print, printJson, say } from './output.ts'
import { createProgress } from './progress.ts'
import { onSignal } from './signals.ts'
import type { RemoteHarvestOptions } from './source.ts'
import { askAsOwner, asOwner, Problem, sayProblems } from './source-answer.ts'

const Started = z.object({
  startHarvest: z.object({ harvest: Harvest.nullable(), problems: z.array(Problem) }),
})

/** Begins a harvest in the gateway and, when asked to, watches it to its end. */
export async function harvestOne(id: string, options: RemoteHarvestOptions): Promise<ExitCode> {
  const query = `mutation ($id: ID!, $full: Boolean!) {
    startHarvest(source: $id, full: $full) { harvest { ${harvestFields} } problems { code path message } }
  }`
  const variables = { id, full: options.full ?? false }
  const { data, json } = await askAsOwner(query, variables, Started)
  const { problems } = data.startHarvest
  const isBusy = problems.some(({ code }) => code === 'CONFLICT')
  const under = isBusy && options.follow ? await underWay(id) : null
  const harvest = data.startHarvest.harvest ?? under
  if (harvest === null) {
    if (options.json) printJson(json)
    else sayProblems(problems)
    return exitCodes.FAILED
  }
  if (under !== null) say('It is being harvested already; that harvest is followed.')
  if (options.follow) return follow(id, harvest.id, options)
  if (options.json) printJson(json)
  else print(`${id} is being harvested (${harvest.id}); --follow watches it.`)
  return exitCodes.OK
}

async function follow(
  source: string,
  id: string,
  { json }: RemoteHarvestOptions,
): Promise<ExitCode> {
  const stop = new AbortController()
  const cancelled = new CommandError(
    exitCodes.CANCELLED,
    'No longer watched; the harvest goes on in the gateway.',
  )
  const signals = onSignal(() => stop.abort(cancelled))
  const progress = createProgress(process.stderr, json ? process.stderr : process.stdout)
  const query = `subscription ($id: ID!) { harvest(id: $id) { ${harvestFields} } }`
  const { url, token } = asOwner()
  const events = followEvents(url, query, { id }, z.object({ harvest: Harvest }), {
    token,
    signal: stop.signal,
  })
  let last: Harvest | null = null
  try {
    for await (const { harvest } of events) {
      last = harvest
      progress.update(source, harvest)
    }
    if (last === null || last.finishedAt === null) {
      // A gateway that shuts down ends its streams; the harvest goes on with the next start.
      throw new CommandError(exitCodes.UNREACHABLE, 'The gateway has ended before the harvest.')
    }
    progress.done(source, last, secondsOf(last))
    if (json) printJson(last)
    return codes[asOption(last.state)] ?? exitCodes.CANCELLED
  } finally {
    progress.clear()
    signals.dispose()
  }
}

const codes: Readonly<Record<string, ExitCode>> = {
  succeeded: exitCodes.OK,
  partial: exitCodes.PARTIAL,
  failed: exitCodes.FAILED,
}

function secondsOf({ startedAt, finishedAt }: Harvest): number {
  return (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1_000 || 0
}
