import { planted } from './planted.ts'
import type { Demographics, Session, Subject, World } from './world.ts'

/** What a server says of people, next to the facts about a thing; nothing of it where `plants` is off. */
export interface Personal {
  /** Of a session, by field of its schema. */
  session(session: Session): Record<string, string | number | null>
  /** Of a subject and its demographics. */
  subject(subject: Subject): Record<string, string | number | null>
  insertUser: string
  note: string | null
}

export function personalOf(plants: boolean): Personal {
  if (!plants) {
    return { session: () => ({}), subject: () => ({}), insertUser: 'admin', note: null }
  }
  return {
    session: ({ n, label, project }) => ({
      operator: planted.operator,
      dcmPatientId: planted.patientId,
      dcmPatientName: planted.patientName,
      dcmPatientBirthDate: planted.birthDate,
      dcmPatientWeight: 40 + (n % 50) + 0.91,
      dcmAccessionNumber: planted.accession,
      patientID: planted.patientId,
      patientName: planted.patientName,
      studyComments: planted.comments,
      note: `${planted.note},\n${label}`,
      prearchivePath: `${planted.prearchivePath}/${project}/20210318_113311/${n}`,
      'investigator/firstname': 'Ignota',
      'investigator/lastname': planted.investigator,
      'validation/notes': planted.note,
    }),
    subject: ({ demographics }) => ({
      race: planted.race,
      ethnicity: planted.ethnicity,
      education: 17,
      educationDesc: planted.education,
      weight: 71.5,
      height: 68,
      src: planted.otherId,
      'investigator/firstname': 'Ignota',
      'investigator/lastname': planted.investigator,
      // Only beside an age or a year of birth: nobody is to become a hundred and twenty by it.
      dob: demographics.dob ?? (hasYears(demographics) ? planted.birthDate : null),
    }),
    insertUser: planted.login,
    note: planted.note,
  }
}

const hasYears = ({ age, yob }: Demographics) => age !== null || yob !== null

/** Every word about people that a world of this site can send: planted ones and the birth dates of its subjects. */
export function personalWords(world: World): string[] {
  const dates = [...world.subjects.values()].flatMap(({ demographics }) => demographics.dob ?? [])
  return [...new Set([...Object.values(planted), ...dates])]
}
