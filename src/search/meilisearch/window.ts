import { LRUCache } from 'lru-cache'
import { rankDocs, windowSize } from '../answer.ts'
import type { ForwardIndex } from '../forward/forward-index.ts'
import type { ReadQuery } from '../query.ts'
import { withCosines } from './nearest.ts'

/** Where the order goes on behind the window. */
export interface Tail {
  /** Of the tiers of matches, the best first, the one that has not ended yet; the last one is of all others. */
  tier: number
  /** The record before it, by what a tier is sorted by. */
  length: number
  id: string
  /** Score of the rest, which the ranker does not look at. */
  score: number
  /** Ids that are in the window although their place would be behind it. */
  taken: readonly string[]
}

/** The matches that were ranked, best first, and what follows them. */
export interface RankedWindow {
  entries: readonly { doc: number; id: string; score: number; cosine: number | null }[]
  /** Null when nothing does. */
  tail: Tail | null
}

/** Matches that were found; ids. */
export interface FoundMatches {
  /** By tier, the best first, each from short to long; the last one is of all others. Null: `all` are all there are. */
  tiers: readonly (readonly string[])[] | null
  /** From short to long. */
  all: readonly string[]
  /** Whose vectors are nearest. */
  nearest: readonly string[]
}

/** Ranks what was found: all, or the first of the best tiers and those that are nearest. */
export function rankFound(
  forward: ForwardIndex,
  read: ReadQuery,
  { tiers, all, nearest }: FoundMatches,
): RankedWindow {
  const inOrder = (tiers ?? []).flatMap((ids, tier) => ids.map((id) => ({ id, tier })))
  const first = inOrder.slice(0, windowSize)
  const ids = tiers === null ? all : [...first.map(({ id }) => id), ...nearest]
  const window = withCosines(forward, read, [...new Set(ids)])
  const cosines = new Map(window.map(({ id, cosine }) => [id, cosine]))
  const ranked = rankDocs(forward, read, window)
  const entries = ranked.map(({ doc, id, score }) => {
    return { doc, id, score, cosine: cosines.get(id) ?? null }
  })
  if (tiers === null) return { entries, tail: null }
  // One that vanished a moment ago is not known here.
  const last = first.findLast(({ id }) => cosines.has(id))
  const keys = last && forward.keysOf(last.id, read.visible)
  if (last === undefined || keys === undefined) return { entries, tail: null }
  const score = ranked.at(-1)?.score ?? 0
  const { id, tier } = last
  return { entries, tail: { tier, length: keys.length, id, score, taken: nearest } }
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

  /** Windows that are being made for somebody. */
  readonly #underWay = new Map<string, Promise<unknown>>()

  /** Makes something of a window once for all who ask for it at the same time. */
  async shared<Made>(at: WindowPlace, make: () => Promise<Made>): Promise<Made> {
    const key = keyOf(at)
    const known = this.#underWay.get(key)
    if (known !== undefined) return (await known) as Made
    const making = make()
    this.#underWay.set(key, making)
    try {
      return await making
    } finally {
      this.#underWay.delete(key)
    }
  }

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
