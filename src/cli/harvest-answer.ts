import { z } from 'zod'
import { askAsOwner } from './source-answer.ts'

/** What is asked of a harvest, as `Harvest` has it. */
export const harvestFields =
  'id kind state full startedAt finishedAt seen expected rate remainingSeconds written unchanged rejected removed error message'

export const Harvest = z.looseObject({
  id: z.string(),
  state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED']),
  seen: z.number(),
  expected: z.number().nullable(),
  rate: z.number().nullable(),
  written: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  removed: z.number(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: z.string().nullable(),
  message: z.string().nullable(),
})
export type Harvest = z.infer<typeof Harvest>

/** The harvest of a source that is under way; null when there is none, or none any more. */
export async function underWay(source: string): Promise<Harvest | null> {
  const query = `query ($id: ID!) { harvests(source: $id, first: 1) { edges { node { ${harvestFields} } } } }`
  const Answer = z.object({
    harvests: z.object({ edges: z.array(z.object({ node: Harvest })) }),
  })
  const [newest] = (await askAsOwner(query, { id: source }, Answer)).data.harvests.edges
  return newest?.node.finishedAt === null ? newest.node : null
}
