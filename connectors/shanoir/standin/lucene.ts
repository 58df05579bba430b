/** A query in the syntax of Solr's standard parser, as far as people use it. */
export type Query =
  /** `*:*`. */
  | { kind: 'all' }
  /** `parts` are texts between wildcards, whose escapes are resolved; a phrase has one part and no wildcard. */
  | { kind: 'term'; field: string; parts: (string | '*' | '?')[]; isPhrase: boolean }
  /** Null is open. */
  | {
      kind: 'range'
      field: string
      low: string | null
      high: string | null
      withLow: boolean
      withHigh: boolean
    }
  | { kind: 'clauses'; clauses: Clause[] }

export interface Clause {
  occurs: 'must' | 'should' | 'not'
  query: Query
}

/** What Solr refuses a query with. */
export class QueryRefused extends Error {}

/** Field of a term that names none; nothing is copied into it. */
export const defaultField = '_text_'

const maxClauses = 1024
const specials = /[\s()[\]{}:"^~\\]/

/**
 * Parses a query.
 *
 * @throws {QueryRefused} what Solr says of a text that is none.
 */
export function parseLucene(text: string): Query {
  let at = 0
  let clauseCount = 0

  function refuse(): never {
    const met =
      at >= text.length ? '"<EOF>"' : `" "${text[at]}" "${text.slice(at, at + 1)} "" `.trim()
    throw new QueryRefused(
      `org.apache.solr.search.SyntaxError: Cannot parse '${text}': Encountered ${met} at line 1, column ${at}.\nWas expecting one of:\n    <NOT> ...\n    "+" ...\n    "-" ...\n    <BAREOPER> ...\n    "(" ...\n    "*" ...\n    <QUOTED> ...\n    <TERM> ...\n    `,
    )
  }
  const skipSpace = () => {
    while (at < text.length && /\s/.test(text[at] as string)) at += 1
  }
  const ahead = (what: string) => text.startsWith(what, at)
  /** A word of the syntax, which must not go on. */
  function word(what: string): boolean {
    const next = text[at + what.length]
    if (!ahead(what) || (next !== undefined && !/[\s()+\-!"]/.test(next))) return false
    at += what.length
    return true
  }

  function clauses(field: string): Query {
    const found: Clause[] = []
    for (skipSpace(); at < text.length && !ahead(')'); skipSpace()) {
      const conjunction = found.length === 0 ? null : conjunctionHere()
      skipSpace()
      const sign = signHere()
      skipSpace()
      const query = clause(field)
      const last = found.at(-1)
      if (conjunction === 'and' && last?.occurs === 'should') last.occurs = 'must'
      const must = sign === 'must' || (conjunction === 'and' && sign === null)
      found.push({ occurs: sign === 'not' ? 'not' : must ? 'must' : 'should', query })
      clauseCount += 1
      if (clauseCount > maxClauses) {
        throw new QueryRefused(
          `Query contains too many nested clauses; maxClauseCount is set to ${maxClauses}`,
        )
      }
    }
    if (found.length === 0) refuse()
    return { kind: 'clauses', clauses: found }
  }

  function conjunctionHere(): 'and' | 'or' | null {
    if (word('AND') || (ahead('&&') && skip(2))) return 'and'
    return word('OR') || (ahead('||') && skip(2)) ? 'or' : null
  }

  function signHere(): 'must' | 'not' | null {
    if (word('NOT') || ((ahead('-') || ahead('!')) && skip(1))) return 'not'
    return ahead('+') && skip(1) ? 'must' : null
  }

  function skip(count: number): true {
    at += count
    return true
  }

  function clause(field: string): Query {
    if (ahead('*:*') && skip(3)) return boosted({ kind: 'all' })
    const named = /^((?:[\p{L}\p{N}_.-]|\\.)+):/u.exec(text.slice(at))
    const own = named === null ? field : (named[1] as string).replace(/\\(.)/g, '$1')
    if (named !== null) {
      skip(named[0].length)
      skipSpace()
    }
    if (ahead('(')) {
      skip(1)
      const inner = clauses(own)
      if (!ahead(')')) refuse()
      skip(1)
      return boosted(inner)
    }
    if (ahead('[') || ahead('{')) return boosted(range(own))
    if (ahead('"')) return boosted(phrase(own))
    return boosted(term(own))
  }

  /** What follows a clause and changes only how it counts. */
  function boosted(query: Query): Query {
    const suffix = /^(?:~\d*(?:\.\d+)?)?(?:\^=?\d+(?:\.\d+)?)?/.exec(text.slice(at))
    skip(suffix?.[0].length ?? 0)
    return query
  }

  function phrase(field: string): Query {
    const found = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(text.slice(at))
    if (found === null) {
      at = text.length
      refuse()
    }
    skip(found[0].length)
    const parts = [(found[1] as string).replace(/\\([\s\S])/g, '$1')]
    return { kind: 'term', field, parts, isPhrase: true }
  }

  function term(field: string): Query {
    const parts: string[] = []
    let plain = ''
    const flush = () => {
      if (plain !== '') parts.push(plain)
      plain = ''
    }
    const start = at
    while (at < text.length) {
      const next = text[at] as string
      if (next === '\\') {
        if (at + 1 >= text.length) refuse()
        plain += text[at + 1]
        at += 2
        continue
      }
      if (specials.test(next) || (at === start && /[/&|!]/.test(next))) break
      at += 1
      if (next === '*' || next === '?') {
        flush()
        parts.push(next)
      } else plain += next
    }
    flush()
    if (at === start || ahead(':')) refuse()
    const bare = text.slice(start, at)
    // Words of the syntax where a term is due.
    if (bare === 'AND' || bare === 'OR' || bare === 'NOT') {
      at = start
      refuse()
    }
    return { kind: 'term', field, parts, isPhrase: false }
  }

  function range(field: string): Query {
    const found =
      /^([[{])\s*("(?:[^"\\]|\\.)*"|(?:\\.|[^\s\]}\\])+)\s+TO\s+("(?:[^"\\]|\\.)*"|(?:\\.|[^\s\]}\\])+)\s*([\]}])/.exec(
        text.slice(at),
      )
    if (found === null) {
      at = Math.min(text.length, at + 1)
      refuse()
    }
    skip(found[0].length)
    const end = (bound: string) =>
      bound === '*' ? null : bound.replace(/^"([\s\S]*)"$/, '$1').replace(/\\(.)/g, '$1')
    return {
      kind: 'range',
      field,
      low: end(found[2] as string),
      high: end(found[3] as string),
      withLow: found[1] === '[',
      withHigh: found[4] === ']',
    }
  }

  const query = clauses(defaultField)
  if (at < text.length) refuse()
  return query
}
