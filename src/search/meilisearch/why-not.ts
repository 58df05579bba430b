import type { Viewer } from '../../model/index.ts'
import { type HitPage, pageRequest } from '../pages.ts'
import { browses } from '../query.ts'
import { anything, type SearchRequest, type WhyNot, type WhyNotRequest } from '../search-index.ts'
import { type Judgement, suspectOf, whyNotOf } from '../why-not.ts'
import { field, idOf } from './fields.ts'
import { oneOf } from './filter.ts'
import { behindFilter } from './keyed-page.ts'
import { MatchSet, readFor } from './match-set.ts'
import { askOne } from './paging.ts'
import { relevancePage } from './relevance-page.ts'
import type { SearchContext } from './search.ts'
import type { MeiliResult } from './server.ts'

export async function whyNot(
  context: SearchContext,
  viewer: Viewer,
  request: WhyNotRequest,
  id: string,
): Promise<WhyNot> {
  const { forward } = context.generation
  const suspect = suspectOf(forward, readFor(context, viewer, request), request, id)
  if ('state' in suspect) return suspect
  // The step is told.
  let set = await MatchSet.of({ ...context, countsAlways: true }, viewer, request)
  let judged = await judge(context, viewer, request, set, id)
  if (judged.total === 0 && set.mayBeInside) {
    const inside = await set.inside()
    if (inside !== null) {
      set = inside
      judged = await judge(context, viewer, request, set, id)
    }
  }
  return whyNotOf(forward, set.read, suspect, judged)
}

async function judge(
  context: SearchContext,
  viewer: Viewer,
  request: WhyNotRequest,
  set: MatchSet,
  id: string,
): Promise<Judgement> {
  const { server, generation } = context
  const { forward } = generation
  const { read, step } = set
  const [all, own] = (await server.search([
    set.query({}),
    set.query({ narrowed: [oneOf(field.id, [idOf(id)])] }),
  ])) as [MeiliResult, MeiliResult]
  const total = all.estimatedTotalHits
  if (own.estimatedTotalHits === 0) return { isMatch: false, step, total, rank: null, window: [] }
  if (browses(read.plan)) {
    const keys = forward.keysOf(id, read.visible)
    const behind =
      keys && (await askOne(server, set.query({ narrowed: [behindFilter('NEWEST', id, keys)] })))
    const rank = behind === undefined ? null : total - behind.estimatedTotalHits
    return { isMatch: true, step, total, rank, window: [] }
  }
  const window = await windowOf(context, viewer, request, set)
  const place = window.findIndex((one) => one.id === id)
  return { isMatch: true, step, total, rank: place < 0 ? null : place + 1, window }
}

/** What the ranker looks at for a search, in order. */
async function windowOf(
  { server, generation: { forward }, windows, cursors, now }: SearchContext,
  viewer: Viewer,
  request: WhyNotRequest,
  set: MatchSet,
): Promise<HitPage['window']> {
  const search: SearchRequest = { ...anything, ...request }
  const asked = pageRequest({ engine: 'meilisearch', forward, cursors, now }, viewer, search)
  const { request: hash, revision } = asked
  const at = { generation: forward.number, request: hash, revision }
  const { window } = await windows.shared(at, async () => {
    const plan = relevancePage(
      { set, forward, asked, ask: (query) => askOne(server, query) },
      windows,
    )
    const [main, ...beside] = await server.search([set.query(plan.main), ...plan.beside])
    return plan.read(Promise.resolve(main as MeiliResult), Promise.resolve(beside))
  })
  return window
}
