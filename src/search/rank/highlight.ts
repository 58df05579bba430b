import { type TextField, textFields } from '../document.ts'
import type { Highlight } from '../search-index.ts'
import { type CompiledPlan, compilePlan } from './compile-plan.ts'
import type { QueryPlan } from './plan.ts'
import { type Word, words } from './words.ts'

/** Characters of a fragment, at most: a title whole, a list of values cut, a description's best part. */
const fragmentLength: Readonly<Record<TextField, number>> = {
  title: 1_000,
  identifiers: 300,
  keywords: 300,
  terms: 300,
  creators: 300,
  description: 200,
}
/** Characters of a text that are looked at. */
const longestText = 100_000

interface Span {
  start: number
  end: number
}

/**
 * Fragments of the fields in which the plan matches, in the order of `textFields`, at most one a field. Matches
 * stand between `<mark>` and `</mark>`; everything else is escaped for HTML. `…` stands where text was left out. The
 * plan's identifiers are looked for in the field of identifiers.
 *
 * @param text the fields as the record has them, not folded.
 */
export function highlight(
  plan: QueryPlan,
  text: Readonly<Partial<Record<TextField, string>>>,
): Highlight[] {
  const compiled = compilePlan(plan)
  const identifiers = plan.identifiers.length > 0 ? compilePlan(asPhrases(plan)) : compiled
  return textFields.flatMap((field) => {
    const all = text[field] ?? ''
    const whole = all.slice(0, wholeCharacters(all, longestText))
    const found = words(whole)
    const matches = matchesIn(found, field === 'identifiers' ? identifiers : compiled)
    if (matches.length === 0) return []
    const part = bestPart(whole, found, matches, fragmentLength[field])
    return [{ field, fragment: marked(whole, part, matches) }]
  })
}

/** A plan that looks for the words of the identifiers, one after the other. */
function asPhrases(plan: QueryPlan): QueryPlan {
  return {
    ...plan,
    groups: plan.identifiers.map((identifier) => ({
      queried: identifier,
      alternatives: [{ words: words(identifier).map(({ word }) => word), how: 'EXACT', weight: 1 }],
      information: 0,
      isRequired: true,
      ranksOnly: false,
      concepts: [],
    })),
  }
}

/** Where the plan matches, in order and without overlaps. */
function matchesIn(found: readonly Word[], { byWord }: CompiledPlan): Span[] {
  const spans: Span[] = []
  found.forEach(({ word, start }, at) => {
    let end = -1
    for (const { words } of byWord.get(word) ?? []) {
      const last = found[at + words.length - 1]
      if (last !== undefined && words.every((one, next) => found[at + next]?.word === one)) {
        end = Math.max(end, last.end)
      }
    }
    if (end < 0) return
    const before = spans.at(-1)
    if (before !== undefined && start < before.end) before.end = Math.max(before.end, end)
    else spans.push({ start, end })
  })
  return spans
}

/** The part of at most `length` characters that holds most matches, the first of those, cut between words. */
function bestPart(
  text: string,
  found: readonly Word[],
  matches: readonly Span[],
  length: number,
): Span {
  if (text.length <= length) return { start: 0, end: text.length }
  let best = { first: 0, last: 0 }
  for (let first = 0, last = 0; first < matches.length; first++) {
    last = Math.max(last, first)
    while ((matches[last + 1]?.end ?? Infinity) - (matches[first]?.start ?? 0) <= length) last++
    if (last - first > best.last - best.first) best = { first, last }
  }
  const from = matches[best.first]?.start ?? 0
  const to = Math.min(matches[best.last]?.end ?? text.length, from + length)
  // What is left of the length goes to both sides, and over to the other where a side ends.
  const spare = length - (to - from)
  const before = Math.min(from, Math.max(Math.floor(spare / 2), spare - (text.length - to)))
  const start = found.find((word) => word.start >= from - before)?.start ?? from
  const limit = Math.min(text.length, start + length)
  const end =
    limit === text.length ? limit : (found.findLast((word) => word.end <= limit)?.end ?? 0)
  return {
    start: from - before === 0 ? 0 : Math.min(start, from),
    // A single word longer than the part is cut inside, never inside of a character.
    end: end > from ? end : wholeCharacters(text, limit),
  }
}

function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end)
  return code >= 0xdc00 && code <= 0xdfff ? end - 1 : end
}

function marked(text: string, part: Span, matches: readonly Span[]): string {
  let html = part.start > 0 ? '…' : ''
  let at = part.start
  for (const match of matches) {
    const start = Math.max(match.start, part.start)
    const end = Math.min(match.end, part.end)
    if (start >= end) continue
    html += `${escapeHtml(text.slice(at, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`
    at = end
  }
  return html + escapeHtml(text.slice(at, part.end)) + (part.end < text.length ? '…' : '')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
