import type { ForwardIndex } from '../forward/forward-index.ts'
import type { HitPage, PageRequest } from '../pages.ts'
import { field } from './fields.ts'
import type { Asked, MatchSet } from './match-set.ts'
import type { MeiliQuery, MeiliResult, MeiliServer } from './server.ts'

/** A page to be found. */
export interface Paging {
  set: MatchSet
  forward: ForwardIndex
  asked: PageRequest
  /** For what can only be asked when other answers are there. */
  ask(query: MeiliQuery): Promise<MeiliResult>
}

/** How a page is found: what the main query, which counts, finds of it, and what else is asked. */
export interface PagePlan {
  main: Pick<Asked, 'limit' | 'sort'>
  /** What is asked beside the main query, at the same time. */
  beside: readonly MeiliQuery[]
  /** Called when both have been sent. */
  read(main: Promise<MeiliResult>, beside: Promise<readonly MeiliResult[]>): Promise<HitPage>
}

/** Ids of the records that were found, in order. */
export function recordsOf(result: MeiliResult): string[] {
  return result.hits.map((hit) => String(hit[field.record]))
}

/** Asks a single query. */
export async function askOne(server: MeiliServer, query: MeiliQuery): Promise<MeiliResult> {
  const [result] = await server.search([query])
  return result as MeiliResult
}
