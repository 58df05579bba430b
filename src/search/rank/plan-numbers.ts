import { daysOf } from '../document.ts'
import type { SoftRange } from './plan.ts'
import {
  distinct,
  lengthIn,
  lengthSpellings,
  lengthText,
  lengthUnits,
  longestNanometres,
  otherLength,
  rounded,
} from './plan-lengths.ts'
import { words } from './words.ts'

/** A number of a query that a column of records is compared to, and where it stands. */
export interface FoundNumber extends SoftRange {
  start: number
  end: number
  /** Ways to write it, in words; the one typed first. Empty for what no text says like that: a limit, a span. */
  spellings: readonly (readonly string[])[]
}

/** How a number is compared; `PLAIN` means about as much. */
type Comparison = 'PLAIN' | 'ABOVE' | 'AT_LEAST' | 'BELOW' | 'AT_MOST'

/** What compares, in English, French and German; longer ones first. */
const comparisons: readonly (readonly [Comparison, string])[] = [
  ['AT_LEAST', '>=|≥|at least|no (?:less|fewer) than|minimum(?: of)?|au moins|mindestens'],
  ['AT_MOST', '<=|≤|at most|no more than|up to|maximum(?: of)?|au plus|höchstens|bis zu'],
  ['ABOVE', '>|more than|greater than|larger than|over|above|plus de|mehr als|über'],
  [
    'BELOW',
    '<|less than|fewer than|smaller than|(?:finer|better) than|under|below|moins de|weniger als|unter',
  ],
]
const compared = `(?:(?<compare>${comparisons.map(([, words]) => words).join('|')})\\s{0,3})?`
const to = '\\s{0,3}(?:-|–|—|to|and|bis|à|et|und)\\s{0,3}'
const decimal = '\\d{1,6}(?:[.,]\\d{1,4})?'
/** No part of a name, of another number, of an address. */
const startsWord = '(?<![\\p{L}\\p{N}_])(?<!\\p{N}[-_/.,:])(?<!\\p{L}[-_/.])'
const endsWord = '(?![\\p{L}\\p{N}_])'

/** A share by which a resolution, and a number of subjects, may differ from what was typed. */
const tolerance = 0.1
/** A share by which what is more than a number exceeds it at least. */
const barely = 0.001
/** Teslas by which a field may differ: a magnet of 3 T has 2.89. */
const teslas = 0.1

const resolution = pattern(
  `(?:between |entre |zwischen )?${compared}(?<from>${decimal})(?:\\s{0,3}[x×]\\s{0,3}(?<second>${decimal}))?(?:(?:\\s{0,3}[x×]|${to})\\s{0,3}(?<to>${decimal}))?\\s{0,3}-?\\s{0,3}(?:${lengthUnits()})(?:[³²]|\\^?[23])?${endsWord}`,
)

const field = pattern(
  `(?:between |entre |zwischen )?${compared}(?<from>\\d{1,2}(?:[.,]\\d{1,2})?)(?:(?:${to}|/)(?<to>\\d{1,2}(?:[.,]\\d{1,2})?))?(?<gap>\\s{0,3}-?\\s{0,3})(?<unit>T|tesla)${endsWord}`,
)
const strongestField = 30
const noField = /^[\s-]*(?:cells?|lymph\w*|helper|tests?|maze|statistic\w*|scores?|tubul\w*)\b/i

const persons =
  'subjects?|participants?|individuals?|people|persons?|animals?|sujets?|probanden|versuchspersonen|teilnehmer(?:n|innen)?|personen'
const others =
  'patients?|volunteers?|volontaires|donors?|adults?|children|infants?|controls?|patienten|mice|rats|monkeys|macaques'
const whole = '\\d{1,3}(?:,\\d{3})+|\\d{1,9}'
const adjectives =
  'healthy|human|young|older|old|elderly|adult|female|male|normal|different|unique|individual|control|hommes?|gesunde[nr]?'
const subjects = pattern(
  `(?:between |entre |zwischen )?${compared}(?<from>${whole})(?<more>\\s{0,3}\\+)?(?:${to}(?<to>${whole}))?(?:[\\s-]{0,3}(?:${persons})${endsWord}|(?=(?:\\s{1,3}(?:${adjectives})){0,2}\\s{1,3}(?:${persons}|${others})${endsWord}))`,
)
const sample = pattern(
  `n\\s{0,3}(?<compare>=|>=|≥|<=|≤|>|<)\\s{0,3}(?<from>${whole})(?<more>\\s{0,3}\\+)?${endsWord}`,
)
/** What is numbered by what follows: `type 2 patients`. */
const numbered =
  /(?:type|typ|layer|area|phase|stage|grade|group|run|session|day|week|version|wave|cohort|study|part)[\s-]+$/i

const year = '(?:19|20)\\d\\d'
const noYear = '(?![\\p{L}\\p{N}_]|[-/.,:]\\d)'
const released = pattern(
  `(?:(?<since>since|after|depuis|après|seit|nach|ab)\\s{1,3}|(?<before>before|until|till|up to|avant|jusqu['’]?(?:à|en)|vor|bis)\\s{1,3}|(?:in|from|between|entre|zwischen|von|de|en|im)\\s{1,3})?(?<from>${year})(?:${to}(?<to>${year})|(?<onward>\\s{1,3}onwards?|\\s{0,3}\\+))?${noYear}`,
)
/** Names and counts that look like a year. */
const namesYear =
  /(?:mni|icbm|nlin|nonlinear|asymmetric|symmetric|jpeg|epsg|utm|colin|oasis|version|v|no|number|=|#|~)[\s.]*$/i
const counted =
  /^[\s-]*(?:\+?\s*)(?:neurons?|neurones?|cells?|genes?|trials?|sections?|slices?|spikes?|units?|electrodes?|channels?|voxels?|vertices|hz|rpm|regions?|areas?|structures?|parcels?)(?![\p{L}\p{N}_])/iu

/**
 * Numbers in a query that say how fine, how strong, how many or when: `25um`, `0.5 mm`, `10-25 µm`; `3T`, `7 tesla`;
 * `> 100 subjects`, `n=20`; `2019`, `since 2015`. None overlap, and they come in order. What is part of a name is not a
 * number: `CA1`, `MNI152`, `E13.5`, `layer 5`. A number alone says nothing but a year, which is one up to the next.
 *
 * @param query with spaces in place of what is not to be read.
 */
export function findNumbers(
  query: string,
  thisYear: number = new Date().getUTCFullYear(),
): FoundNumber[] {
  const found: FoundNumber[] = []
  const take = (expression: RegExp, read: (match: RegExpExecArray) => Read | null) => {
    for (const match of query.matchAll(expression)) {
      const start = match.index
      const end = start + match[0].length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const number = read(match)
      if (number === null) continue
      found.push({ ...number, text: query.slice(start, end), start, end })
    }
  }
  const before = ({ index }: RegExpExecArray) => query.slice(Math.max(0, index - 20), index)
  const after = (match: RegExpExecArray) =>
    query.slice(match.index + match[0].length, match.index + match[0].length + 60)

  take(field, (match) => (noField.test(after(match)) ? null : readField(match)))
  take(resolution, (match) => (otherLength.test(after(match)) ? null : readResolution(match)))
  take(sample, (match) => readSubjects(match))
  take(subjects, (match) => (numbered.test(before(match)) ? null : readSubjects(match)))
  take(released, (match) =>
    namesYear.test(before(match)) || counted.test(after(match))
      ? null
      : readReleased(match, thisYear),
  )
  return found.sort((a, b) => a.start - b.start)
}

type Read = Omit<FoundNumber, 'text' | 'start' | 'end'>

function readResolution({ 0: text, groups = {} }: RegExpExecArray): Read | null {
  const length = lengthIn(text)
  const typed = [groups.from, groups.second, groups.to].flatMap((number) => decimalOf(number) ?? [])
  const ends = typed.map((number) => number * length.micrometres)
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  if (!(least > 0) || (length.symbol === 'nm' && Math.max(...typed) > longestNanometres)) {
    return null
  }
  // A resolution of at least 25 µm is as fine as that, or finer.
  const comparison = comparisonOf(groups.compare)
  const finer = comparison === 'AT_LEAST' ? 'AT_MOST' : comparison
  const [only, ...more] = typed
  return {
    facet: 'RESOLUTION',
    ...limits(finer, least, most, (value) => value * tolerance),
    label: `resolution ${told(finer, least, most, lengthText)}`,
    spellings:
      comparison === 'PLAIN' && more.length === 0 && only !== undefined
        ? lengthSpellings(only, length, groups.from ?? '')
        : [],
  }
}

function readField({ groups = {} }: RegExpExecArray): Read | null {
  const { unit = '', gap = '', from = '' } = groups
  // `3t` is a field, `3 t` is nothing that is known.
  if (unit === 't' && gap !== '') return null
  const ends = [from, groups.to].flatMap((number) => decimalOf(number) ?? [])
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  if (!(least > 0) || most > strongestField) return null
  const comparison = comparisonOf(groups.compare)
  const number = words(from).map(({ word }) => word)
  const whole = from.replace(/[.,]0+$/, '')
  return {
    facet: 'FIELD_STRENGTH',
    ...limits(comparison, least, most, () => teslas),
    label: `field strength ${told(comparison, least, most, (value) => `${value} T`)}`,
    spellings:
      comparison === 'PLAIN' && ends.length === 1
        ? distinct([
            ...['t', 'tesla'].map((name) => [...number, name]),
            ...(whole === from ? [] : [[whole, 't']]),
          ])
        : [],
  }
}

function readSubjects({ groups = {} }: RegExpExecArray): Read | null {
  const ends = [groups.from, groups.to].flatMap((number) =>
    number === undefined ? [] : Number(number.replaceAll(',', '')),
  )
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  if (!(most > 0)) return null
  const comparison = groups.more === undefined ? comparisonOf(groups.compare) : 'AT_LEAST'
  const isExact = comparison === 'PLAIN' && ends.length === 1
  const range = isExact
    ? {
        min: Math.max(1, Math.floor(least * (1 - tolerance))),
        max: Math.ceil(least * (1 + tolerance)),
      }
    : {
        min: comparison === 'ABOVE' ? least + 1 : isUpper(comparison) ? 0 : least,
        max: comparison === 'BELOW' ? most - 1 : isLower(comparison) ? Infinity : most,
      }
  return {
    facet: 'SUBJECTS',
    ...range,
    label: `${told(comparison, least, most, String)} subjects`,
    spellings: isExact
      ? ['subjects', 'participants'].map((noun) => [String(groups.from), noun])
      : [],
  }
}

function readReleased({ groups = {} }: RegExpExecArray, thisYear: number): Read | null {
  const years = [groups.from, groups.to].flatMap((one) => (one === undefined ? [] : Number(one)))
  const [first, last] = [Math.min(...years), Math.max(...years)]
  if (last > thisYear + 1) return null
  const { since, before } = groups
  const isOpen = since !== undefined || groups.onward !== undefined
  const [starts, ends] = [daysOf(String(first)), daysOf(String(last))]
  // After a year and before one, but since and until with it.
  const min = /^(?:after|après|nach)$/i.test(since ?? '') ? starts.to + 1 : starts.from
  const max = /^(?:before|avant|vor)$/i.test(before ?? '') ? ends.from - 1 : ends.to
  const when =
    first === last
      ? `${since?.toLowerCase() ?? before?.toLowerCase() ?? (isOpen ? 'since' : '')} ${first}`
      : `${first}–${last}`
  return {
    facet: 'RELEASED',
    min: before === undefined ? min : Number.NEGATIVE_INFINITY,
    max: isOpen ? Number.POSITIVE_INFINITY : max,
    label: `released ${when.trim()}`,
    spellings: isOpen || before !== undefined || years.length > 1 ? [] : [[String(first)]],
  }
}

function limits(
  comparison: Comparison,
  least: number,
  most: number,
  margin: (value: number) => number,
): { min: number; max: number } {
  return {
    min: isUpper(comparison)
      ? 0
      : rounded(comparison === 'ABOVE' ? least * (1 + barely) : least - margin(least)),
    max: isLower(comparison)
      ? Number.POSITIVE_INFINITY
      : rounded(comparison === 'BELOW' ? most * (1 - barely) : most + margin(most)),
  }
}

function isLower(comparison: Comparison): boolean {
  return comparison === 'ABOVE' || comparison === 'AT_LEAST'
}

function isUpper(comparison: Comparison): boolean {
  return comparison === 'BELOW' || comparison === 'AT_MOST'
}

const signs = { PLAIN: '', ABOVE: '> ', AT_LEAST: '≥ ', BELOW: '< ', AT_MOST: '≤ ' } as const

function told(
  comparison: Comparison,
  least: number,
  most: number,
  text: (value: number) => string,
): string {
  return least === most
    ? `${signs[comparison]}${text(least)}`
    : `${signs[comparison]}${text(least)} – ${text(most)}`
}

function comparisonOf(typed: string | undefined): Comparison {
  if (typed === undefined) return 'PLAIN'
  const found = comparisons.find(([, spelled]) => new RegExp(`^(?:${spelled})$`, 'iu').test(typed))
  return found?.[0] ?? 'PLAIN'
}

function decimalOf(number: string | undefined): number | null {
  return number === undefined ? null : Number(number.replace(',', '.'))
}

function pattern(source: string): RegExp {
  return new RegExp(`${startsWord}${source}`, 'giu')
}
