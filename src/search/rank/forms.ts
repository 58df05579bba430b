import { stemmer } from 'stemmer'
import { declensions, invariant, irregular, patterns } from './form-families.ts'

/** Families by form; those of `endsWords` are also looked for at the end of longer words. */
const families = new Map<string, string>()
const endings = new Map<string, string>()

for (const [stem, list] of Object.entries(declensions)) {
  const endsWords = stem.startsWith('-')
  const bare = endsWords ? stem.slice(1) : stem
  const forms = list.split(' ').map((ending) => (ending === '_' ? bare : bare + ending))
  const name = forms[0] ?? bare
  for (const form of forms) {
    if (!families.has(form)) families.set(form, name)
    if (endsWords) endings.set(form, name)
  }
}
for (const list of irregular) {
  const forms = list.split(' ')
  for (const form of forms) families.set(form, families.get(forms[0] ?? form) ?? forms[0] ?? form)
}

const lengths = [...endings.keys()].map((form) => form.length)
const shortestEnding = Math.min(...lengths)
const longestEnding = Math.max(...lengths)

/** Keys of words met before. Emptied when full: words come back soon, and there is nothing to weigh. */
const keys = new Map<string, string>()
const mostKeys = 100_000

/**
 * The key that a word (folded, see `words`) shares with its forms: plural and adjective of the field's Latin,
 * English plural, `-ed` and `-ing`. Only inflection joins: `image`, `images`, `imaging` are one, `organ` and
 * `organization` are not. A word with digits, of another script or of at most three letters that is not in the
 * table is its own key. A key is not a word: those of the table begin with `=`, so that no stem can meet them.
 */
export function formKey(word: string): string {
  const known = keys.get(word)
  if (known !== undefined) return known
  if (keys.size >= mostKeys) keys.clear()
  const key = makeKey(word)
  keys.set(word, key)
  return key
}

function makeKey(word: string): string {
  const family = familyOf(word)
  if (family !== undefined) return `=${family}`
  if (word.length <= 3 || !/^[a-z]+$/.test(word) || invariant.has(word)) return word
  return stem(singular(word))
}

function familyOf(word: string): string | undefined {
  const whole = families.get(word)
  if (whole !== undefined) return whole
  // At least two letters stand before an ending: `neo-`, `de-`.
  for (let length = Math.min(longestEnding, word.length - 2); length >= shortestEnding; length--) {
    const start = word.length - length
    const family = endings.get(word.slice(start))
    if (family !== undefined) return word.slice(0, start) + family
  }
  for (const pattern of patterns) {
    const match = pattern.exec(word)
    if (match?.[1] !== undefined) return `${match[1]}-`
  }
  return undefined
}

function singular(word: string): string {
  if (!word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1)
  if (/(?:x|ch|sh|ss|zz)es$/.test(word) || /[^aeo]uses$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}

/** What Porter may take off: an ending that makes another form, never one that makes another word. */
const inflection = /^(?:e|y|d|ed|ied|ing|ying|([a-z])(?:ed|ing))?$/

/**
 * Porter's stem where it removes an inflection only; else what is left when the inflection is taken off.
 * Porter alone joins `organ`, `organism` and `organization`.
 */
function stem(word: string): string {
  if (word.length <= 3 || invariant.has(word)) return word
  const porter = stemmer(word)
  let shared = 0
  while (shared < porter.length && porter[shared] === word[shared]) shared++
  const removed = word.slice(shared)
  const match = inflection.exec(removed)
  // A removed consonant must be one of two (`mapping`, `map`): elsewhere it belongs to the stem.
  const isForm = match !== null && (match[1] === undefined || match[1] === word[shared - 1])
  if (isForm) return porter.length < 3 ? word : porter
  const bare = /^(.*[aeiouy].*?)(?:ed|ing)$/.exec(word)?.[1]
  return bare !== undefined && bare.length > 3 ? stem(bare) : word.replace(/e$/, '')
}
