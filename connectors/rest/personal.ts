/*
 * Names of fields that hold a person's data. A manifest that reads one of them is refused: what is never read can never
 * leak. Matched over whole words of the name, however these are parted.
 */

const words: readonly string[] = [
  'birth date',
  'birth day',
  'birthdate',
  'birthday',
  'date of birth',
  'day of birth',
  'dob',
  'dod',
  'date of death',
  'patient name',
  'patient id',
  'patients name',
  'subject name',
  'participant name',
  'person name',
  'contact person',
  'first name',
  'firstname',
  'last name',
  'lastname',
  'given name',
  'family name',
  'surname',
  'maiden name',
  'full name of user',
  'email',
  'e mail',
  'mail address',
  'phone',
  'telephone',
  'street',
  'postal address',
  'zip code',
  'postal code',
  'ssn',
  'social security number',
  'medical record number',
  'mrn',
  'pscid',
  'psc id',
  'cand id',
  'candid',
  'operator',
  'operators',
  'operator name',
  'user name',
  'username',
  'login',
  'uploader',
  'uploaded by',
  'created by',
  'modified by',
  'creator id',
  'owner id',
  'password',
  'ip address',
  'server path',
]
const forbidden = new RegExp(` (?:${words.join('|')}) `)
/** The words run together, as `patientname`. */
const joined = new Set(words.map((one) => one.replaceAll(' ', '')))

/** Whether a field of this name holds a person's data. */
export function isPersonal(name: string): boolean {
  // A key that is an address is told by its last part.
  const own = /^[a-z]+:\/\//i.test(name) ? (name.split(/[/#]/).at(-1) ?? name) : name
  const parted = own
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
  const plain = parted
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, ' ')
    .trim()
  return forbidden.test(` ${plain} `) || joined.has(plain.replaceAll(' ', ''))
}
