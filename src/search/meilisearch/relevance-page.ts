import { windowSize } from '../answer.ts'
import type { HitPage, PageEntry } from '../pages.ts'
import { field, sortable } from './fields.ts'
import { afterFilter } from './filter.ts'
import { type PagePlan, type Paging, recordsOf } from './paging.ts'
import type { MeiliResult } from './server.ts'
import {
  type Ranked,
  type RankedWindow,
  type RememberedWindows,
  rankFound,
  type Tail,
  type WindowPlace,
} from './window.ts'

/** Short records first: where one holds the words, more of it is about them. */
const byLength = [`${field.length}:asc`, `${field.order}:asc`]

/**
 * A page by relevance. The first few hundred matches are ranked: the best ones (their titles hold what was asked
 * for), or all when they are few. The others follow in an order that no write changes: the rest of the best, then
 * all others, each from short to long.
 *
 * Keys of cursors inside the window: revision, revision of the window, place, score; behind it: revision, null,
 * whether among the best, length, score.
 */
export function relevancePage(paging: Paging, windows: RememberedWindows): PagePlan {
  const { after } = paging.asked
  if (after !== null && after.keys[1] === null) {
    const [, , isBest, length, score] = after.keys
    return tailPage(paging, {
      isBest: isBest === 1,
      length: Number(length),
      id: after.id,
      score: Number(score),
    })
  }
  return windowPage(paging, windows)
}

function windowPage(paging: Paging, windows: RememberedWindows): PagePlan {
  const { set, forward, read, asked } = paging
  const { request, revision, after, first } = asked
  const made = after === null ? revision : Number(after.keys[1])
  const generation = forward.number
  const known = windows.get({ generation, request, revision: made })
  if (known !== undefined) {
    const start = after === null ? 0 : Number(after.keys[2]) + 1
    return { main: {}, beside: null, read: () => pageFrom(paging, known, made, start) }
  }
  const isNarrow = set.most <= windowSize
  return {
    main: { limit: windowSize, sort: byLength },
    beside: isNarrow
      ? null
      : set.query({ narrowed: [set.best], limit: windowSize, sort: byLength }),
    async read(main, beside) {
      const best = isNarrow ? null : recordsOf(await beside)
      // When the best are enough they are ranked while the server still counts.
      const isFull = best?.length === windowSize
      const matches = isFull ? [] : recordsOf(await main)
      const { entries, last } = rankFound(forward, read, best, matches)
      const place = { generation, request, revision }
      // More follow than fit into the window, so its first pages need no count.
      if (isFull && after === null && first < entries.length) {
        remember(windows, place, { entries, last }, main)
        return pageFrom(paging, { entries, tail: last }, revision, 0)
      }
      const total = (await main).estimatedTotalHits
      const window = { entries, tail: total > entries.length ? last : null }
      if (total > first) windows.set(place, window)
      // Forgotten, and perhaps written since: go on behind the same record, or else behind its score.
      const start = after === null ? 0 : placeAfter(window, after.id, Number(after.keys[3]))
      return pageFrom(paging, window, revision, start)
    },
  }
}

/** Keeps a window when it is known whether anything follows it. */
function remember(
  windows: RememberedWindows,
  place: WindowPlace,
  { entries, last }: Ranked,
  main: Promise<MeiliResult>,
): void {
  main.then(
    ({ estimatedTotalHits: total }) =>
      windows.set(place, { entries, tail: total > entries.length ? last : null }),
    // Whoever waits for the counts hears of it.
    () => {},
  )
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
    return { entries: page, hasNext, hasPrevious }
  }
  const rest = await follow(paging, tail, first - page.length)
  return { entries: [...page, ...rest.entries], hasNext: rest.hasNext, hasPrevious }
}

function tailPage(paging: Paging, tail: Tail): PagePlan {
  const { first } = paging.asked
  return {
    main: {},
    beside: tailQuery(paging, tail, first),
    async read(_, beside) {
      const found = recordsOf(await beside)
      return { ...(await follow(paging, tail, first, found)), hasPrevious: true }
    },
  }
}

/** Matches behind the window; `found` is what `tailQuery` gave, where it was asked already. */
async function follow(
  paging: Paging,
  tail: Tail,
  wanted: number,
  found?: readonly string[],
): Promise<{ entries: PageEntry[]; hasNext: boolean }> {
  const ids = found ?? recordsOf(await paging.ask(tailQuery(paging, tail, wanted)))
  const { revision, visible } = paging.asked
  const entries = ids.slice(0, wanted).flatMap((id): PageEntry[] => {
    const keys = paging.forward.keysOf(id, visible)
    if (keys === undefined) return []
    const { score, isBest } = tail
    return [
      { doc: keys.doc, id, score, keys: [revision, null, isBest ? 1 : 0, keys.length, score] },
    ]
  })
  if (ids.length > wanted) return { entries, hasNext: true }
  if (!tail.isBest) return { entries, hasNext: false }
  const others: Tail = { isBest: false, length: -1, id: '', score: tail.score / 2 }
  const rest = await follow(paging, others, wanted - entries.length)
  return { entries: [...entries, ...rest.entries], hasNext: rest.hasNext }
}

/** One more than wanted, to know whether there are more. */
function tailQuery({ set }: Paging, { isBest, length, id }: Tail, wanted: number) {
  const part = isBest ? set.best : `NOT (${set.best})`
  const behind = afterFilter(field.length, 'asc', length, sortable(id))
  return set.query({ narrowed: [part, behind], limit: wanted + 1, sort: byLength })
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
