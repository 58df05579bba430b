import { expectNone } from './check.ts'
import { type MappedOnce, watched } from './promise-mapping.ts'
import type { Trial } from './trial.ts'

/** Keys that hold what is nobody's business, whatever separates their words. */
const personalKeys =
  /^(patient|subject|person|donor|participant)s?names?$|^(first|last|family|given|maiden|sur|middle)names?$|birth(date|day|time|place)|^dob$|^e?mails?(address(es)?)?$|^(tele)?phone(number)?s?$|^fax$|^ssn$|socialsecurity|passport|^(user)?login$|^username$|^(home|street|postal)address$|operator(s)?name|physician|^mrn$|insurance/i

/** Attributes of DICOM by their tags: name, birth, address and the like of patients (0010), physicians and operators (0008). */
const personalTags =
  /^0010(0010|0020|0030|0032|100[0-5]|1040|1060|1080|2154|21F0|4000)$|^0008(009[0246]|10(48|50|60|70))$/i

/** What values show of a person or an account, however their key is called. */
const personalValues: readonly [string, RegExp][] = [
  ['a mail address', /[\p{L}\d][\p{L}\d._%+-]*@[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}/u],
  ['a home folder', /(^|[\s"'(=,;:])(\/home\/|\/Users\/|[A-Za-z]:\\Users\\|~[a-z]+\/)[^\s/\\]+/],
  ['a name as DICOM writes it', /\p{L}{2,}\^\p{L}+/u],
  ['a date of birth', /\b(born|birth ?date|date of birth|dob)\b\W{0,3}\d/i],
]

/** Neither kept rows nor records nor files of the sample show a person: by the keys of rows, and by all values. */
export async function keepsNoPerson(trial: Trial) {
  const rows: MappedOnce[] = []
  await trial.harvest({ connector: watched(trial.connector, rows) })
  const { impersonal = {} } = trial.setup
  const found = new Set<string>()
  const harmless = new Set<string>()
  for (const { entity, row } of rows) {
    for (const [path, value] of leavesOf(row, entity)) {
      const [above = '', key = ''] = path.replaceAll('[]', '').split('.').slice(-2)
      if (key in impersonal) harmless.add(String(value))
      else if (isPersonalKey(key) || isPersonalKey(`${above}${key}`))
        found.add(`${path} is a person's by its key`)
    }
  }
  const add = (path: string, value: unknown) => {
    if (typeof value !== 'string') return
    // What comes of a harmless value, as a keyword say, is as harmless.
    if ([...harmless].some((one) => one.includes(value))) return
    for (const [what, pattern] of personalValues) {
      if (pattern.test(value)) found.add(`${path} holds ${what}`)
    }
  }
  for (const { entity, row } of rows) {
    for (const [path, value] of leavesOf(row, entity)) add(path, value)
  }
  for (const { record, assets } of (await trial.held()).values()) {
    // Keys of records are the model's own.
    for (const [path, value] of leavesOf({ record, assets }, 'kept')) add(path, value)
  }
  expectNone([...found], 'what looks like a person')
}

function isPersonalKey(key: string): boolean {
  return personalKeys.test(key.replaceAll(/[\s_.:-]/g, '')) || personalTags.test(key)
}

function* leavesOf(value: unknown, path: string): Generator<[string, unknown]> {
  if (Array.isArray(value)) {
    for (const inner of value) yield* leavesOf(inner, `${path}[]`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner, `${path}.${key}`)
  } else yield [path, value]
}
