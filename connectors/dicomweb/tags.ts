/** Attributes that are read of a study, by their tags in PS3.6. Whatever else a server sends is dropped. */
export const studyTags = {
  date: '00080020',
  availability: '00080056',
  modalities: '00080061',
  description: '00081030',
  species: '00102201',
  uid: '0020000D',
  seriesCount: '00201206',
  instanceCount: '00201208',
} as const

/** The same of a series. */
export const seriesTags = {
  availability: '00080056',
  modality: '00080060',
  description: '0008103E',
  bodyPart: '00180015',
  fieldStrength: '00180087',
  uid: '0020000E',
  number: '00200011',
  instanceCount: '00201209',
} as const

/** An attribute in the DICOM JSON model (PS3.18 annex F), as far as it is looked at here. */
export interface Attribute {
  Value?: readonly unknown[] | undefined
}

/** A data set in the DICOM JSON model: attributes by tag. Not checked yet. */
export type DataSet = Record<string, unknown>

/** A UID (PS3.5 section 9) without the padding that some servers leave on it; null for what is none. */
export function uidOf(set: unknown, tag: string): string | null {
  const attribute = isObject(set) ? set[tag] : undefined
  const value = isObject(attribute) && Array.isArray(attribute.Value) ? attribute.Value[0] : null
  if (typeof value !== 'string') return null
  const uid = unpadded(value)
  return uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid) ? uid : null
}

export function unpadded(text: string): string {
  return text.replace(/[\0\s]+$/, '').trimStart()
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
