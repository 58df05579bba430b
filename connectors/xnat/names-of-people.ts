/*
 * Labels, series and files are named by people, and some write a patient's name or birth date into them. Where an item
 * says these, texts that hold them are left out.
 */

/** Whether a text names one of the people of an item: its patient by name or birth date, or an operator by name. */
export type NamesSomebody = (text: unknown) => boolean

/** What is known of the people of a session, by its item's fields as the site sends them. */
export function namesSomebody(fields: Readonly<Record<string, unknown>>): NamesSomebody {
  const people = [fields.dcmPatientName, fields.patientName, fields.operator, fields.dcmPatientId]
    .flatMap((value) => (typeof value === 'string' ? value.split(/[\\;]/) : []))
    .map(partsOf)
    // One word alone is a pseudonym more often than a name.
    .filter((parts) => parts.length >= 2)
  const birth = String(fields.dcmPatientBirthDate ?? '').replaceAll(/\D/g, '')
  return (value) => {
    if (typeof value !== 'string') return false
    const words = new Set(wordsOf(value))
    if (people.some((parts) => parts.filter((part) => words.has(part)).length >= 2)) return true
    return birth.length === 8 && value.replaceAll(/[-_./ ]/g, '').includes(birth)
  }
}

/** The words of a name in DICOM's form, `Family^Given^Middle^Prefix^Suffix`; none of what is no person's name. */
function partsOf(name: string): string[] {
  return name.includes('^') ? wordsOf(name).filter((word) => /^\p{L}{2,}$/u.test(word)) : []
}

function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}
