/**
 * What Shanoir sends of people and of its own machine beside the facts, and what must never be kept. All invented; no
 * record, row, log or message may hold any.
 */
export const planted = {
  /** Who imported, in the index and on acquisitions. */
  importer: 'planted.importer',
  memberLogin: 'planted.member',
  memberEmail: 'planted.member@people.invalid',
  firstName: 'Plantedfirst',
  lastName: 'PLANTEDLAST',
  investigator: 'Dr. Planted Investigator',
  adviser: 'Prof. Planted Adviser',
  sponsor: 'Planted Sponsor',
  note: 'planted note about a person',
  /** Only where the quirk `plantsComments` is on. */
  comment: 'planted comment, seen by Dr. Planted',
  path: 'planted-letter-about-patient.pdf',
  phone: '+33 0 00 00 00 00',
  street: '1 planted street',
  patientName: 'PLANTED^PATIENT^NAME',
  patientId: 'PLANTED-PATIENT-ID',
  patientBirthDate: '19010203',
  operator: 'PLANTED^OPERATOR',
  message: 'planted words of an error',
} as const
