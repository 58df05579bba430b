import type { SampleSeries, SampleStudy } from './world.ts'

export type Value = string | number | null | { Alphabetic: string }

/** The DICOM JSON model, PS3.18 annex F: an attribute without a value has no `Value`. */
export interface Attribute {
  vr: string
  Value?: Value[]
}

export type DataSet = Record<string, Attribute>

/**
 * Invented particulars of persons and places that archives hold beside what is looked for. None of these words may ever
 * get past the connector.
 */
export const planted = {
  patientName: 'PLANTEDNAME^JANE',
  familyName: 'PLANTEDNAME',
  patientId: 'PID-PLANTED-77',
  birthDate: '19010203',
  age: '099Y',
  address: 'PLANTED STREET 7',
  physician: 'PLANTEDPHYS^REF',
  performing: 'PLANTEDPERF^DOC',
  operator: 'PLANTEDOPER^TECH',
  institution: 'PLANTED HOSPITAL',
  station: 'PLANTEDSTATION',
  accession: 'ACCPLANTED8',
  studyId: 'SIDPLANTED',
  protocol: 'PLANTEDPROTOCOL',
  comments: 'PLANTEDCOMMENT',
  remark: 'plantedremark',
  privateText: 'PLANTEDPRIVATE',
  bodyPart: 'PLANTEDPART',
} as const

const person = (name: string): Attribute => ({ vr: 'PN', Value: [{ Alphabetic: name }] })

function attribute(vr: string, ...values: (string | number | null)[]): Attribute {
  const present = values.filter((value) => value !== null && value !== '')
  return present.length === 0 ? { vr } : { vr, Value: present }
}

/** Attributes of a study and its patient, counts aside. */
export function studySet(study: SampleStudy): DataSet {
  return {
    '00080005': attribute('CS', 'ISO_IR 192'),
    '00080020': attribute('DA', study.date),
    '00080030': attribute('TM', '101112'),
    '00080050': attribute('SH', planted.accession),
    '00080080': attribute('LO', planted.institution),
    '00080081': attribute('ST', planted.address),
    '00080090': person(planted.physician),
    // People write who it was into titles.
    '00081030': attribute('LO', `${study.description} ${planted.familyName}`),
    '00100010': person(planted.patientName),
    '00100020': attribute('LO', planted.patientId),
    '00100030': attribute('DA', planted.birthDate),
    '00100040': attribute('CS', 'F'),
    '00101010': attribute('AS', planted.age),
    '00101040': attribute('LO', planted.address),
    '00102201': attribute('LO', study.species),
    '00104000': attribute('LT', planted.comments),
    '0020000D': attribute('UI', study.uid),
    '00200010': attribute('SH', planted.studyId),
  }
}

/** Attributes of a series, counts aside. Private ones too: some archives send them unasked. */
export function seriesSet(series: SampleSeries): DataSet {
  return {
    '00080060': attribute('CS', series.modality),
    '00081010': attribute('SH', planted.station),
    '0008103E': attribute(
      'LO',
      series.description === '' ? null : `${series.description} ${planted.remark}`,
    ),
    '00081050': person(planted.performing),
    '00081070': person(planted.operator),
    '00090010': attribute('LO', 'STAND-IN PRIVATE'),
    '00091001': attribute('LO', planted.privateText),
    '00180015': attribute('CS', series.modality === 'SR' ? planted.bodyPart : series.bodyPart),
    '00180087': attribute('DS', series.fieldStrength),
    '00181030': attribute('LO', planted.protocol),
    '0020000E': attribute('UI', series.uid),
    '00200011': attribute('IS', series.number),
  }
}
