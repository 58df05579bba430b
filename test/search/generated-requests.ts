import {
  anonymous,
  type Facet,
  facets,
  type RecordFilter,
  type Viewer,
} from '../../src/model/index.ts'
import type { IndexDocument } from '../../src/search/document.ts'
import type { SearchRequest } from '../../src/search/search-index.ts'
import { requestOf } from './fixture.ts'
import {
  commonWords,
  confusableGroups,
  Dice,
  heldDates,
  heldValues,
  rareWords,
  vocabularyNames,
} from './generated-records.ts'

const memberOf = (...groups: string[]): Viewer => ({
  subject: 'somebody',
  groups,
  roles: ['reader'],
})

/** What each may see differs, the groups of some in case, width, accents or a space only. */
export const viewers: readonly Viewer[] = [
  anonymous,
  memberOf('public', 'lab'),
  ...confusableGroups.slice(1).map((group) => memberOf('public', group)),
  { subject: 'operator', groups: [], roles: ['operator'] },
]

export interface Asked {
  viewer: Viewer
  request: SearchRequest
}

/** Requests by people who know what the records hold, and who mistype it. */
export function generatedRequests(
  seed: number,
  count: number,
  documents: readonly IndexDocument[],
): Asked[] {
  const dice = new Dice(seed)
  return Array.from({ length: count }, () => ({
    viewer: dice.chance(0.5) ? anonymous : dice.pick(viewers),
    request: requestOf({
      query: dice.chance(0.3) ? '' : queryOf(dice, documents),
      filter: dice.chance(0.3) ? null : filterOf(dice, documents, 0),
      facets: (dice.chance(0.4) ? facets : dice.list(0, 6, () => dice.pick(facets))).map(
        (facet) => ({ facet, first: dice.pick([3, 20, 1000]) }),
      ),
      sort: dice.pick(['RELEVANCE', 'RELEVANCE', 'NEWEST', 'OLDEST', 'TITLE', 'MOST_SUBJECTS']),
      first: dice.pick([1, 10, 20, 50, 250]),
      explain: dice.chance(0.3),
    }),
  }))
}

function queryOf(dice: Dice, documents: readonly IndexDocument[]): string {
  const kind = dice.next()
  const document = dice.pick(documents)
  if (kind < 0.12) return dice.pick(document.identifiers)
  if (kind < 0.15)
    return `${dice.pick(document.identifiers)} ${dice.pick(documents).identifiers[0]}`
  const parts = dice.list(1, 5, () => partOf(dice, document))
  return parts.join(' ').slice(0, 500)
}

function partOf(dice: Dice, document: IndexDocument): string {
  const kind = dice.next()
  const word = dice.frequent(commonWords)
  if (kind < 0.45) return word
  if (kind < 0.55) return mistyped(dice, word)
  if (kind < 0.62) return word.slice(0, dice.whole(1, 5))
  if (kind < 0.74) return dice.pick(vocabularyNames)
  if (kind < 0.8) return dice.pick(rareWords)
  if (kind < 0.92) return `"${somePhrase(dice, document)}"`
  return dice.pick(wordsIn(document.text.title))
}

/** Words that stand next to each other somewhere, in their order or another one. */
function somePhrase(dice: Dice, { text }: IndexDocument): string {
  const words = wordsIn(dice.chance(0.5) ? text.title : text.description)
  const start = dice.whole(0, Math.max(0, words.length - 3))
  const phrase = words.slice(start, start + dice.whole(1, 3))
  return (dice.chance(0.8) ? phrase : phrase.reverse()).join(' ')
}

function wordsIn(text: string): string[] {
  return text.replaceAll('"', ' ').split(/\s+/)
}

function mistyped(dice: Dice, word: string): string {
  const at = dice.whole(1, word.length - 1)
  const kind = dice.next()
  if (kind < 0.4) return word.slice(0, at) + word.slice(at + 1)
  if (kind < 0.7) return `${word.slice(0, at)}x${word.slice(at)}`
  return word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1)
}

const fieldsOfValues = Object.keys(heldValues) as (keyof typeof heldValues)[]

function filterOf(dice: Dice, documents: readonly IndexDocument[], depth: number): RecordFilter {
  const filter: Record<string, unknown> = {}
  const range = (low: readonly number[]) => {
    const ends = [dice.pick(low), dice.pick(low)].sort((a, b) => a - b)
    return {
      min: dice.chance(0.3) ? null : ends[0],
      max: dice.chance(0.3) ? null : ends[1],
    }
  }
  for (let parts = dice.whole(1, 3); parts > 0; parts--) {
    const kind = dice.next()
    if (kind < 0.5) {
      const field = dice.pick(fieldsOfValues)
      filter[field] = dice.list(0, 3, () => dice.frequent(heldValues[field]))
    } else if (kind < 0.58) {
      const [from, to] = [dice.pick(heldDates), dice.pick(heldDates)].sort()
      filter.released = { from: dice.chance(0.3) ? null : from, to: dice.chance(0.3) ? null : to }
    } else if (kind < 0.62) filter.modified = { from: '2020-03', to: '2020-07-15' }
    else if (kind < 0.67) filter.subjects = range([0, 1, 5, 6, 19.5, 5001, 1e21, 1e-7])
    else if (kind < 0.71) filter.fieldStrength = range([0, 1.5, 2.9, 3, 7, 1e300])
    else if (kind < 0.77)
      filter.resolutionMicrometres = range([0.01, 0.9241900000000001, 1, 30, 2500, 1e-300])
    else if (kind < 0.84) filter.missing = dice.list(1, 2, () => dice.pick<Facet>(facets))
    else if (kind < 0.87) filter.parent = `gen:${dice.whole(0, 60)}`
    else if (kind < 0.9) filter.id = dice.list(1, 20, () => dice.pick(documents).id)
    else if (depth < 3) {
      if (dice.chance(0.5)) filter.not = filterOf(dice, documents, depth + 1)
      else filter.any = dice.list(0, 3, () => filterOf(dice, documents, depth + 1))
    }
  }
  return filter
}
