import { type ErrorCode, GatewayError } from '../../model/index.ts'
import type { Problem } from '../schema.generated.ts'

/** What stands in the way of a change, rather than being wrong with the request. */
const problems: readonly ErrorCode[] = [
  'BUDGET_EXCEEDED',
  'CONFLICT',
  'CANCELLED',
  'CONFIG_INVALID',
  'INDEX_UNAVAILABLE',
]

/** A payload of what `change` gives, or of `nothing` and the problem that stood in its way. */
export async function attempt<Nothing, Payload extends object>(
  nothing: Nothing,
  change: () => Promise<Payload & { problems?: readonly Problem[] }>,
): Promise<(Nothing | Payload) & { problems: Problem[] }> {
  try {
    const { problems = [], ...payload } = await change()
    return { ...(payload as Payload), problems: [...problems] }
  } catch (error) {
    if (!(error instanceof GatewayError) || !problems.includes(error.code)) throw error
    const { code, message, argument: path = null } = error
    return { ...nothing, problems: [{ code, path, message }] }
  }
}
