/**
 * What XNAT sends of people and of its own machine beside the facts, and what must never be kept: in tables that ask
 * for it, in items whether asked or not, and on error pages. All invented; no record, row, log or message may hold any.
 */
export const planted = {
  patientName: 'PLANTED^PATIENT^NAME',
  patientId: 'PLANTED-PATIENT-ID',
  birthDate: '1901-02-03',
  operator: 'PLANTED^OPERATOR',
  login: 'planted.login',
  email: 'planted@people.invalid',
  investigator: 'Plantedinvestigator',
  note: 'planted note about a person',
  comments: 'PLANTED STUDY COMMENTS',
  accession: 'PLANTED-ACCESSION',
  physician: 'PLANTED^PHYSICIAN',
  race: 'planted race',
  ethnicity: 'planted ethnicity',
  education: 'planted education',
  variable: 'planted custom variable',
  otherId: 'planted-hospital-number',
  archivePath: '/data/xnat/archive/planted',
  prearchivePath: '/data/xnat/prearchive/planted',
  message: 'planted words of an error page',
} as const
