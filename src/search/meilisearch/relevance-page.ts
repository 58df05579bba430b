import { nearestInWindow, windowSize } from '../answer.ts'
import type { HitPage, PageEntry } from '../pages.ts'
import { field, idOf, sortable } from './fields.ts'
import { afterFilter, oneOf } from './filter.ts'
import { nearestOf } from './nearest.ts'
import { type PagePlan, type Paging, recordsOf } from './paging.ts'
import { phrasesIn, withoutPhrases } from './phrases.ts'
import type { MeiliQuery, MeiliResult } from './server.ts'
import { type RankedWindow, type RememberedWindows, rankFound, type Tail } from './window.ts'

/** Short records first: where one holds the words, more of it is about them. */
export const byLength = [`${field.length}:asc`, `${field.order}:asc`]
/** As many matches are ranked all of them. */
const mostRanked = windowSize + nearestInWindow

/**
 * A page by relevance. The first few hundred matches are ranked: all when they are few, or else the first of the best tiers
 * (their titles hold what was asked for, or they hold more of it) and those whose vectors are nearest. The others follow in
 * an order that no write changes: tier by tier, each from short to long.
 *
 * Keys of cursors inside the window: revision, revision of the window, place, score; behind it: revision, null, tier, length,
 * score, revision of the window.
 */
export function relevancePage(paging: Paging, windows: RememberedWindows): PagePlan {
  const { after } = paging.asked
  return after !== null && after.keys[1] === null
    ? tailPage(paging, windows)
    : windowPage(paging, windows)
}

function windowPage(paging: Paging, windows: RememberedWindows): PagePlan {
  const { set, forward, asked } = paging
  const { request, revision, after, first } = asked
  const made = after === null ? revision : Number(after.keys[1])
  const generation = forward.number
  const known = windows.get({ generation, request, revision: made })
  if (known !== undefined) {
    const start = after === null ? 0 : Number(after.keys[2]) + 1
    return { main: {}, beside: [], read: () => pageFrom(paging, known, made, start) }
  }
  const isNarrow = set.most <= mostRanked
  const tiers = isNarrow ? [] : set.better
  const nearest = isNarrow ? null : set.nearest()
  const inTiers = tiers.map((_, tier) =>
    set.query({ narrowed: inTier(tiers, tier), limit: windowSize, sort: byLength }),
  )
  return {
    main: { limit: mostRanked, sort: byLength },
    beside: nearest === null ? inTiers : [...inTiers, nearest],
    async read(main, beside) {
      const [all, others] = await Promise.all([main, beside])
      const total = all.estimatedTotalHits
      const found = recordsOf(all)
      const better = others.slice(0, tiers.length).map(recordsOf)
      const isKnown = new Set(better.flat())
      const window = rankFound(forward, set.read, {
        all: found,
        tiers: total <= mostRanked ? null : [...better, found.filter((id) => !isKnown.has(id))],
        nearest: nearest === null ? [] : nearestAmong(paging, others.at(-1)),
      })
      if (total > first) windows.set({ generation, request, revision }, window)
      // Forgotten, and perhaps written since: go on behind the same record, or else behind its score.
      const start = after === null ? 0 : placeAfter(window, after.id, Number(after.keys[3]))
      return pageFrom(paging, window, revision, start)
    },
  }
}

/** The nearest matches; the server does not look at phrases where it looks at vectors. */
function nearestAmong({ set, forward }: Paging, found: MeiliResult | undefined): string[] {
  const { read } = set
  const ids = found === undefined ? [] : recordsOf(found)
  const nearest = nearestOf(forward, read, ids, { most: nearestInWindow, floor: 0 })
  const phrases = phrasesIn(read.plan)
  if (phrases.length === 0) return nearest
  const wrong = new Set(withoutPhrases(forward, read.visible, nearest, phrases))
  return nearest.filter((id) => !wrong.has(id))
}

/** Those of a tier are in none before it. */
export function inTier(tiers: readonly string[], tier: number): string[] {
  const own = tiers[tier]
  const before = tiers.slice(0, tier).map((filter) => `NOT (${filter})`)
  return own === undefined ? before : [own, ...before]
}

/** The page that begins at a place of the window, and may reach beyond it. */
async function pageFrom(
  paging: Paging,
  { entries, tail }: RankedWindow,
  made: number,
  start: number,
): Promise<HitPage> {
  const { forward, asked } = paging
  const { first, revision, visible } = asked
  const isThere = (place: number) => {
    const entry = entries[place]
    if (entry === undefined) return false
    // Nothing was written since, or else the record may be gone or hidden.
    return made === revision || forward.visibleDoc(entry.id, visible) === entry.doc
  }
  const page: PageEntry[] = []
  let place = start
  for (; place < entries.length && page.length < first; place++) {
    const entry = entries[place]
    if (entry === undefined || !isThere(place)) continue
    page.push({ ...entry, keys: [revision, made, place, entry.score] })
  }
  const hasPrevious = someNumber(0, Math.min(start, entries.length), isThere)
  if (page.length === first || tail === null) {
    const hasNext = tail !== null || someNumber(place, entries.length, isThere)
    return { entries: page, hasNext, hasPrevious, window: entries }
  }
  const rest = await follow(paging, tail, made, first - page.length)
  const found = [...page, ...rest.entries]
  return { entries: found, hasNext: rest.hasNext, hasPrevious, window: entries }
}

function tailPage(paging: Paging, windows: RememberedWindows): PagePlan {
  const { set, forward, asked } = paging
  const { first, after, request } = asked
  const [, , tier, length, score, made] = after?.keys ?? []
  const place = { generation: forward.number, request, revision: Number(made) }
  const known = windows.get(place)
  const tailOf = (taken: readonly string[]): Tail => ({
    tier: Number(tier),
    length: Number(length),
    id: after?.id ?? '',
    score: Number(score),
    taken,
  })
  const nearest = known === undefined ? set.nearest() : null
  const taken = known?.tail?.taken ?? []
  return {
    main: {},
    beside: [nearest ?? tailQuery(paging, tailOf(taken), first)],
    async read(_, beside) {
      const [found] = (await beside) as [MeiliResult]
      const rest =
        nearest === null
          ? await follow(paging, tailOf(taken), Number(made), first, recordsOf(found))
          : await follow(paging, tailOf(nearestAmong(paging, found)), Number(made), first)
      return { ...rest, hasPrevious: true, window: known?.entries ?? [] }
    },
  }
}

/** Matches behind the window; `found` is what `tailQuery` gave, where it was asked already. */
async function follow(
  paging: Paging,
  tail: Tail,
  made: number,
  wanted: number,
  found?: readonly string[],
): Promise<{ entries: PageEntry[]; hasNext: boolean }> {
  const ids = found ?? recordsOf(await paging.ask(tailQuery(paging, tail, wanted)))
  const { revision, visible } = paging.asked
  const { tier, score } = tail
  const entries = ids.slice(0, wanted).flatMap((id): PageEntry[] => {
    const keys = paging.forward.keysOf(id, visible)
    if (keys === undefined) return []
    const { doc, length } = keys
    return [{ doc, id, score, keys: [revision, null, tier, length, score, made] }]
  })
  if (ids.length > wanted) return { entries, hasNext: true }
  if (tier >= paging.set.better.length) return { entries, hasNext: false }
  const next: Tail = { ...tail, tier: tier + 1, length: -1, id: '', score: score / 2 }
  const rest = await follow(paging, next, made, wanted - entries.length)
  return { entries: [...entries, ...rest.entries], hasNext: rest.hasNext }
}

/** One more than wanted, to know whether there are more. */
function tailQuery({ set }: Paging, { tier, length, id, taken }: Tail, wanted: number): MeiliQuery {
  const behind = afterFilter(field.length, 'asc', length, sortable(id))
  const others = taken.length === 0 ? [] : [`NOT ${oneOf(field.id, taken.map(idOf))}`]
  const narrowed = [...inTier(set.better, tier), behind, ...others]
  return set.query({ narrowed, limit: wanted + 1, sort: byLength })
}

function placeAfter({ entries }: RankedWindow, id: string, score: number): number {
  const place = entries.findIndex((entry) => entry.id === id)
  if (place >= 0) return place + 1
  const lower = entries.findIndex((entry) => entry.score < score)
  return lower < 0 ? entries.length : lower
}

function someNumber(from: number, to: number, test: (number: number) => boolean): boolean {
  for (let number = from; number < to; number++) if (test(number)) return true
  return false
}
