import { z } from 'zod'
import { type ExitCode, exitCodes } from './exit.ts'
import { Harvest, harvestFields, underWay } from './harvest-answer.ts'
import { asOption, print, printJson, say } from './output.ts'
import type { JsonOption } from './source.ts'
import { askAsOwner, needOwn, Problem, sayProblems } from './source-answer.ts'

const Cancelled = z.object({
  cancelHarvest: z.object({ harvest: Harvest.nullable(), problems: z.array(Problem) }),
})

/** Stops the harvest of a source that is under way, and says how far it came. */
export async function cancelOne(id: string, options: JsonOption): Promise<ExitCode> {
  const name = await needOwn(id, 'to cancel a harvest of')
  const harvest = await underWay(id)
  if (harvest === null) {
    say(`${name} is not being harvested.`)
    return exitCodes.NOTHING
  }
  const query = `mutation ($id: ID!) {
    cancelHarvest(id: $id) { harvest { ${harvestFields} } problems { code path message } }
  }`
  const { data, json } = await askAsOwner(query, { id: harvest.id }, Cancelled)
  const { harvest: ended, problems } = data.cancelHarvest
  if (options.json) printJson(json)
  else {
    if (ended !== null) print(`${name}  ${howItEnded(ended)}`)
    sayProblems(problems)
  }
  return ended === null ? exitCodes.FAILED : exitCodes.OK
}

/** Not always as cancelled: it may have come to its end by itself meanwhile. */
function howItEnded({ state, seen, written, removed }: Harvest): string {
  const did = `${seen} seen, ${written} written, ${removed} removed`
  return `${asOption(state)}: ${did}; what was written stays`
}
