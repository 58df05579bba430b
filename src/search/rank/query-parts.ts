import { otherSpellings } from './identifier-spellings.ts'
import { foldIdentifier, type Word, words } from './words.ts'

/** A word of a query, with how it was typed and where. */
export interface QueryWord extends Word {
  typed: string
}

export interface QueryParts {
  /** What stood between quotation marks, as typed and in words; at least one word each. */
  phrases: { typed: string; words: QueryWord[] }[]
  words: QueryWord[]
  /** What was left unread, because the query is too long; empty when nothing was. */
  unread: string
}

/** Words of a query that are read; a longer query is an essay, and each word costs a look-up in every engine. */
const mostWords = 64
/** Characters of a query that are looked at. */
const longestQuery = 8_192

const quoted = /"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»/g

/** Parts a query into phrases and words, in the order typed. A quotation mark without its pair is ignored. */
export function partQuery(query: string): QueryParts {
  const read = query.slice(0, longestQuery)
  const parts: QueryParts = { phrases: [], words: [], unread: query.slice(longestQuery) }
  let left = mostWords
  const take = (start: number, end: number): QueryWord[] => {
    const found = words(read.slice(start, end)).map(({ word, ...at }) => ({
      word,
      start: at.start + start,
      end: at.end + start,
      typed: read.slice(at.start + start, at.end + start),
    }))
    const beyond = found[left]
    if (beyond !== undefined) parts.unread = `${read.slice(beyond.start, end)} ${parts.unread}`
    const taken = found.slice(0, left)
    left -= taken.length
    return taken
  }

  let at = 0
  for (const match of read.matchAll(quoted)) {
    parts.words.push(...take(at, match.index))
    const [typed, ...groups] = match
    at = match.index + typed.length
    const inner = groups.find((group) => group !== undefined) ?? ''
    const phrase = take(match.index + 1, at - 1)
    if (phrase.length > 0) parts.phrases.push({ typed: inner.trim(), words: phrase })
  }
  parts.words.push(...take(at, read.length))
  parts.unread = parts.unread.trim()
  return parts
}

/** A piece of a query that looks like an identifier. */
export interface IdentifierCandidate {
  typed: string
  start: number
  end: number
  /** How it may be spelled in the index, the likeliest first. */
  folded: string[]
}

/**
 * Pieces that look like identifiers: the query as a whole, then what stands between spaces. That is a DOI, an
 * RRID, a CURIE, anything with `/` or `:` and a digit, an accession (letters, then at least four digits), or a
 * number of at least five digits. Names such as `T1w`, `CA1`, `MNI152` do not.
 */
export function identifierCandidates(query: string): IdentifierCandidate[] {
  const read = query.slice(0, longestQuery)
  const found: IdentifierCandidate[] = []
  for (const match of read.matchAll(/\S+/g)) {
    if (found.length === mostWords) break
    const candidate = candidateOf(match[0], match.index)
    if (candidate !== null) found.push(candidate)
  }
  const whole = read.trim()
  if (/\s/.test(whole) && whole.length <= 256) {
    const start = read.indexOf(whole)
    const candidate = candidateOf(whole, start)
    if (candidate !== null) found.unshift(candidate)
  }
  return found
}

const wrapping = /^["'“”„«»‘’(<[]+|["'“”«»‘’)>\].,;!?]+$/g

function candidateOf(piece: string, start: number): IdentifierCandidate | null {
  const bare = piece.replace(wrapping, '')
  const folded = [foldIdentifier(piece), foldIdentifier(bare)]
  const likely = [...new Set([...folded, ...otherSpellings(foldIdentifier(bare))])].filter(
    looksLikeIdentifier,
  )
  return likely.length === 0
    ? null
    : { typed: piece, start, end: start + piece.length, folded: likely }
}

function looksLikeIdentifier(folded: string): boolean {
  return (
    /^10\.\d{4,9}\/\S/.test(folded) ||
    /^[a-z][\w.-]*:\S/.test(folded) ||
    (/[/:]/.test(folded) && /\d/.test(folded)) ||
    /^[a-z]{1,8}[-_]?(?:[a-z]{0,4}[-_]?)\d{4,}(?:[.v_-]\d+)*$/.test(folded) ||
    /^\d{5,}$/.test(folded)
  )
}
