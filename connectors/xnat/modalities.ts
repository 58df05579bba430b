import type { Term } from '#sdk'

/** DICOM's codes, and XNAT's own words for some, in terms of the vocabulary. */
const known: Record<string, readonly [code: string, id: string | null, label: string]> = {
  MR: ['MR', 'atlas:mri', 'magnetic resonance imaging'],
  PT: ['PT', 'atlas:pet', 'positron emission tomography'],
  CT: ['CT', 'atlas:ct', 'computed tomography'],
  US: ['US', 'atlas:ultrasound', 'ultrasound imaging'],
  EEG: ['EEG', 'atlas:eeg', 'electroencephalography'],
  MEG: ['MEG', 'atlas:meg', 'magnetoencephalography'],
  NM: ['NM', null, 'nuclear medicine'],
  XA: ['XA', 'atlas:xray', 'X-ray imaging'],
  CR: ['CR', 'atlas:xray', 'X-ray imaging'],
  DX: ['DX', 'atlas:xray', 'X-ray imaging'],
  RF: ['RF', 'atlas:xray', 'X-ray imaging'],
  MG: ['MG', null, 'mammography'],
  SM: ['SM', 'atlas:microscopy', 'microscopy'],
  OPT: ['OPT', 'atlas:oct', 'optical coherence tomography'],
}
const aliases: Record<string, string> = { MRI: 'MR', PET: 'PT', DR: 'DX', EPS: 'EEG' }

/** Types of sessions and scans whose name does not begin with the code. */
const byName: Record<string, readonly string[]> = {
  petmr: ['PT', 'MR'],
  mr: ['MR'],
  pet: ['PT'],
  ct: ['CT'],
  us: ['US'],
  eeg: ['EEG'],
  meg: ['MEG'],
  nm: ['NM'],
  xa: ['XA'],
  cr: ['CR'],
  dx: ['DX'],
  mg: ['MG'],
  opt: ['OPT'],
}

/** DICOM's codes out of what a modality field says: `MR`, `PET/MR`, `CT\PT`. */
export function codesIn(modality: string | null): string[] {
  const parts = (modality ?? '').toUpperCase().split(/[^A-Z]+/)
  return parts.map((part) => aliases[part] ?? part).filter(Boolean)
}

/** DICOM's codes that a type stands for; none where it is of no kind that is known. */
export function codesOf(xsiType: string | null): readonly string[] {
  const name = /^[\w-]+:([a-z]+?)(Session|Scan)Data$/.exec(xsiType ?? '')?.[1] ?? ''
  return Object.hasOwn(byName, name) ? (byName[name] ?? []) : []
}

/** A term for a code; one that is not known stays as it is. `raw` is what the source wrote. */
export function modalityTerm(code: string, raw: string): Term {
  const entry = Object.hasOwn(known, code) ? known[code] : undefined
  if (entry === undefined) return { label: code, termId: null, origin: 'STATED', raw: null }
  return { label: entry[2], termId: entry[1], origin: 'MAPPED', raw }
}

export function isImaging(code: string): boolean {
  return Object.hasOwn(known, code)
}
