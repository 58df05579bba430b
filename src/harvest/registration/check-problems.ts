import { type ErrorCode, errorMessages, type GatewayError } from '../../model/index.ts'
import type { SourceProblem } from './draft.ts'

/** What a problem can point to. Names alone, never a value. */
export interface Signposts {
  /** Where the address stands that is read: `options.baseUrl`. */
  addressPath: string
  /** Names of the secrets that were given. */
  given: readonly string[]
  /** Names of those that sources of this type take. */
  taken: readonly string[]
}

/** What the check waited for when its time was over. */
export interface Waiting {
  /** Milliseconds that it had. */
  time: number
  /** Requests without an answer yet, and answers that had come. */
  underWay: number
  heads: number
  /** Rows that had come. */
  rows: number
}

/** What ended the reading, or a part of it, in words that say what to do. */
export function problemOf(error: GatewayError, signs: Signposts): SourceProblem {
  const { path, advice } = adviceOf(error.code, signs)
  // Its own words say more than those of its code, and are as safe.
  const isOwn = error.message !== errorMessages[error.code]
  const isAboutSecrets = error.code === 'SOURCE_REFUSED' && signs.given.length > 0
  const words = isOwn && !isAboutSecrets ? `${error.message} ${advice}` : advice
  return { code: error.code, path, message: words.trim() }
}

function adviceOf(code: ErrorCode, signs: Signposts): { path: string | null; advice: string } {
  const { addressPath, given, taken } = signs
  const named = (names: readonly string[], word: string) =>
    listed(
      names.map((name) => `secrets.${name}`),
      word,
    )
  switch (code) {
    case 'SOURCE_REFUSED':
    case 'NEEDS_LOGIN':
      if (given.length > 0) {
        return {
          path: given.length === 1 ? `secrets.${given[0]}` : 'secrets',
          advice: `The source refused the credentials; ${named(given, 'or')} is wrong.`,
        }
      }
      if (taken.length > 0) {
        const advice = `The source wants credentials, and none were given; sources of this type take ${named(taken, 'and')}.`
        return { path: 'secrets', advice }
      }
      return {
        path: addressPath,
        advice: 'The source wants credentials, and sources of this type take none.',
      }
    case 'SOURCE_FORBIDDEN':
      return {
        path: given.length > 0 ? 'secrets' : addressPath,
        advice:
          given.length > 0
            ? 'The source knows the credentials, and does not allow them to read this: its administrators can.'
            : 'The source does not show this to everybody: it may take secrets, or another address.',
      }
    case 'SOURCE_UNREACHABLE':
      return {
        path: addressPath,
        advice: `Look that ${addressPath} is right, and that the service is up and open to the gateway.`,
      }
    case 'ANSWER_INVALID':
      return {
        path: addressPath,
        advice: `Look that ${addressPath} is the root of a service of this type, and not a page for people.`,
      }
    case 'SOURCE_RATE_LIMITED':
      return { path: null, advice: 'The source asks for fewer requests: check again later.' }
    case 'BUDGET_EXCEEDED':
      return {
        path: null,
        advice:
          'Reading on would have cost more than a tenth of a cent, which is all that a check may spend; a harvest may spend what the options say.',
      }
    case 'NOT_FOUND':
      return { path: 'options', advice: 'Look that the options name what there is.' }
    case 'INTERNAL':
      return {
        path: null,
        advice: 'The connector failed, not the source; the log of the gateway says where.',
      }
    default:
      return { path: null, advice: '' }
  }
}

/** What to say when the time was over. */
export function lateProblem(
  { time, underWay, heads, rows }: Waiting,
  addressPath: string,
): SourceProblem {
  const seconds = Math.round(time / 1_000)
  const until = rows === 0 ? 'no row had come' : `${rows} ${rows === 1 ? 'row' : 'rows'} had come`
  if (underWay > 0 && heads === 0) {
    const message = `The source had not answered at all after ${seconds} seconds. Look that ${addressPath} is right, and that the service is up and open to the gateway.`
    return { code: 'TIMEOUT', path: addressPath, message }
  }
  const what = underWay > 0 ? "the source's next answer" : 'rows, although no answer was due'
  const message = `After ${seconds} seconds the check still waited for ${what}; ${until}. A harvest has more time.`
  return { code: 'TIMEOUT', path: null, message }
}

export function busyProblem(): SourceProblem {
  const message = 'Other sources are being checked: try again in a few seconds.'
  return { code: 'RATE_LIMITED', path: null, message }
}

/** Nothing was found, although nothing failed. */
export function emptyProblem(rows: number): SourceProblem {
  if (rows === 0) {
    const message = 'The source answered, and has nothing for these options.'
    return { code: 'NOT_FOUND', path: 'options', message }
  }
  const message = `None of ${rows} ${rows === 1 ? 'row' : 'rows'} became a record; what was rejected says why.`
  return { code: 'ROW_INVALID', path: null, message }
}

/** Records may be refused that the check shows. */
export function unaskedProblem(): SourceProblem {
  const message =
    'The operator of this gateway has rules that enrich records, and rules that then refuse some; a check calls neither, so a harvest may refuse what is shown here.'
  return { code: 'UNSUPPORTED', path: null, message }
}

/** The same, for another reason. */
export function slowRulesProblem(): SourceProblem {
  const message =
    'The rules by which the operator of this gateway refuses records gave no answer in time, so a harvest may refuse what is shown here.'
  return { code: 'TIMEOUT', path: null, message }
}

/** A one-time token was used up: nothing of a check is kept. */
export function renewedProblem(): SourceProblem {
  const message =
    'The source has put another token in the place of the one that was given, and a check keeps none: register it with a new one.'
  return { code: 'NEEDS_LOGIN', path: 'secrets', message }
}

function listed(names: readonly string[], word: string): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`
}
