import { LRUCache } from 'lru-cache'
import { rankDocs, windowSize } from '../answer.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { ReadQuery } from '../query.ts'

/** Where the order goes on behind the window. */
export interface Tail {
  /** Whether the best matches have not ended yet. */
  isBest: boolean
  /** The record before it, by what the rest is sorted by. */
  length: number
  id: string
  /** Score of the rest, which the ranker does not look at. */
  score: number
}

/** The matches that were ranked, best first, and what follows them. */
export interface RankedWindow {
  entries: readonly { doc: number; id: string; score: number }[]
  /** Null when nothing does. */
  tail: Tail | null
}

/** A window of which it is not known yet whether anything follows: `last` is where it ends. */
export interface Ranked extends Pick<RankedWindow, 'entries'> {
  last: Tail | null
}

/**
 * Ranks what was found.
 *
 * @param best Ids of the best matches, shortest first, at most `windowSize`; null when they were not asked for,
 *   since all matches fit into the window.
 * @param matches Ids of matches, shortest first: the first ones of all there are.
 */
export function rankFound(
  forward: ForwardIndex,
  { plan, lexicon, visible }: ReadQuery,
  best: readonly string[] | null,
  matches: readonly string[],
): Ranked {
  const known = new Set(best ?? [])
  const others = matches.filter((id) => !known.has(id)).slice(0, windowSize - known.size)
  const isBest = known.size === windowSize
  const candidates = forward.candidatesOf([...known, ...others], visible)
  const ranked = rankDocs(forward, plan, candidates, lexicon)
  const entries = ranked.map(({ doc, id, score }) => ({ doc, id, score }))
  // One that vanished a moment ago is not known here.
  const inOrder = isBest ? [...known] : others.length > 0 ? others : matches
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]))
  const last = byId.get(inOrder.findLast((id) => byId.has(id)) ?? '')
  if (last === undefined) return { entries, last: null }
  const { length, id } = last
  return { entries, last: { isBest, length, id, score: ranked.at(-1)?.score ?? 0 } }
}

/** Of which search, and when, a window is. */
export interface WindowPlace {
  generation: number
  /** `requestHash`. */
  request: string
  /** `revisionOf` the records that the viewer could see. */
  revision: number
}

/**
 * Windows of recent searches. Scores change with every write, so the pages of one search are cut from the window that
 * its first page was cut from, as long as that is remembered.
 */
export class RememberedWindows {
  readonly #windows = new LRUCache<string, RankedWindow>({ max: 1_000 })

  get(at: WindowPlace): RankedWindow | undefined {
    return this.#windows.get(keyOf(at))
  }

  set(at: WindowPlace, window: RankedWindow): void {
    this.#windows.set(keyOf(at), window)
  }

  clear(): void {
    this.#windows.clear()
  }
}

function keyOf({ generation, request, revision }: WindowPlace): string {
  return `${generation} ${revision} ${request}`
}
