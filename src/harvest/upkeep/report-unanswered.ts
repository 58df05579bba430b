import { operator } from '../../model/index.ts'
import { anything, type SearchReader } from '../../search/search-index.ts'
import type { SourceInsight } from '../../store/registry.ts'
import type { SourceReport } from './source-report.ts'

type Searched = Pick<SearchReader, 'search'>

/** Searches that are looked at, the most frequent ones, and those of them that are told. */
const looked = 200
const told = 20
/** Different words that are looked up: a search of the source for each. */
const mostWords = 150
/** Words that are looked up at the same time. */
const atOnce = 4

/**
 * Searches that found nothing although the source has records for some of their words, most frequent first. `records` is the
 * number that have one of the words: that of which it has most.
 */
export async function unansweredOf(
  { store, index }: { store: Pick<SourceInsight, 'unansweredSearches'>; index: Searched },
  source: string,
): Promise<SourceReport['unanswered']> {
  const searches = await store.unansweredSearches(looked)
  const words = [...new Set(searches.flatMap((search) => search.words))].slice(0, mostWords)
  const counts = new Map<string, number>()
  for (let at = 0; at < words.length; at += atOnce) {
    const some = words.slice(at, at + atOnce)
    const totals = await Promise.all(some.map((word) => countOf(index, source, word)))
    some.forEach((word, nth) => {
      counts.set(word, totals[nth] ?? 0)
    })
  }
  return searches
    .map(({ words, times, last }) => {
      const records = Math.max(0, ...words.map((word) => counts.get(word) ?? 0))
      return { words, times, last, records }
    })
    .filter(({ records }) => records > 0)
    .slice(0, told)
}

/** As operators find it: an owner may know how many of their records have a word. */
async function countOf(index: Searched, source: string, word: string): Promise<number> {
  const request = { ...anything, query: word, filter: { source: [source] } }
  return (await index.search(operator, request)).total
}
