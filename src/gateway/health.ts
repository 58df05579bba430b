import { anonymous, toGatewayError } from '../model/index.ts'
import { anything, type IndexStats } from '../search/search-index.ts'
import type { Services } from './context.ts'
import { within } from './deadline.ts'

/** Milliseconds that a part has to answer before it counts as unreachable. */
const patience = 2_000

const json = (status: number, body: unknown) =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })

/** Whether the process answers at all. Asks nobody. */
export const liveness = () => json(200, { status: 'ok' })

/**
 * Whether questions can be answered: 200 when the catalogue is there and the index has answered one, else 503.
 * `behind` is how many steps of the catalogue the index has yet to follow; null when either is not known.
 */
export async function readiness({ store, index, engine }: Services): Promise<Response> {
  const [catalogue, answer, searching] = await Promise.allSettled([
    within(patience, store.position()),
    within(patience, index.search(anonymous, anything)),
    within(patience, index.stats()),
  ])
  const fault = (part: PromiseSettledResult<unknown>) =>
    part.status === 'rejected' ? toGatewayError(part.reason).code : null
  const stats = searching.status === 'fulfilled' ? searching.value : null
  const position = catalogue.status === 'fulfilled' ? catalogue.value : null
  const unreachable = fault(answer) ?? fault(searching)
  const indexError = unreachable ?? stats?.error ?? null
  const ready = position !== null && indexError === null
  return json(ready ? 200 : 503, {
    ready,
    catalogue: { reachable: position !== null, error: fault(catalogue) },
    index: {
      engine,
      reachable: unreachable === null,
      error: indexError,
      generation: stats?.generation ?? null,
      vectors: vectorsOf(stats),
      behind: position === null || stats === null ? null : Math.max(0, position - stats.position),
    },
  })
}

/**
 * By which model meanings are compared, null where none serves; and how far the vectors of a new one are, 0 to 1, null where
 * none are being made. Not their number: it counts hidden records as well.
 */
function vectorsOf(stats: IndexStats | null) {
  const { model = null, progress = null } = stats?.vectors ?? {}
  if (progress === null) return { model, progress }
  return { model, progress: Math.floor((100 * progress.done) / Math.max(1, progress.total)) / 100 }
}
