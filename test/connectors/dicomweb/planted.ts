import type { DataSet } from '../../../connectors/dicomweb/standin/data-sets.ts'

/** A name that nobody has. */
export const word = 'ZZDOE'

/** Attributes that take text, of patient, study, series, equipment and protocol; private ones too. */
const textTags: Record<string, string> = {
  '00080050': 'SH',
  '00080070': 'LO',
  '00080080': 'LO',
  '00080081': 'ST',
  '00080090': 'PN',
  '00081010': 'SH',
  '00081030': 'LO',
  '00081040': 'LO',
  '0008103E': 'LO',
  '00081048': 'PN',
  '00081050': 'PN',
  '00081060': 'PN',
  '00081070': 'PN',
  '00081080': 'LO',
  '00081090': 'LO',
  '00090010': 'LO',
  '00091001': 'LO',
  '00100010': 'PN',
  '00100020': 'LO',
  '00100021': 'LO',
  '00101000': 'LO',
  '00101001': 'PN',
  '00101040': 'LO',
  '00102000': 'LO',
  '00102110': 'LO',
  '00102154': 'SH',
  '00102160': 'SH',
  '00102180': 'SH',
  '00102201': 'LO',
  '001021B0': 'LT',
  '00104000': 'LT',
  '00180010': 'LO',
  '00180015': 'CS',
  '00181000': 'LO',
  '00181030': 'LO',
  '00200010': 'SH',
  '00204000': 'LT',
  '00321032': 'PN',
  '00321060': 'LO',
  '00324000': 'LT',
  '00400006': 'PN',
  '00400254': 'LO',
  '00400280': 'ST',
  '00080060': 'CS',
}

const texts: DataSet = Object.fromEntries(
  Object.entries(textTags).map(([tag, vr]) => [
    tag,
    { vr, Value: [vr === 'PN' ? { Alphabetic: `${word}^JANE` } : word] },
  ]),
)

/** A study and its series in which every text is a name; UIDs and a date are what keeps them alive. */
export const plantedStudy: DataSet = {
  ...texts,
  '00080020': { vr: 'DA', Value: ['20200229'] },
  '00080056': { vr: 'CS', Value: [word] },
  '00080061': { vr: 'CS', Value: [word] },
  '0020000D': { vr: 'UI', Value: ['2.25.4711'] },
  '00201206': { vr: 'IS', Value: [1] },
}

export const plantedSeries: DataSet = {
  ...texts,
  '00080056': { vr: 'CS', Value: [word] },
  '0020000E': { vr: 'UI', Value: ['2.25.4711.1'] },
}
