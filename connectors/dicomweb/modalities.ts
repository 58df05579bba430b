/*
 * The defined terms of Modality (PS3.3 C.7.3.1.1.1), retired ones too. What is none of these is free text to this
 * connector, and may be a name.
 */

/** In the field's own words; the vocabulary of core gives them their ids. */
const labels: Readonly<Record<string, string>> = {
  MR: 'magnetic resonance imaging',
  MS: 'magnetic resonance spectroscopy',
  MA: 'magnetic resonance angiography',
  CT: 'computed tomography',
  PT: 'positron emission tomography',
  NM: 'nuclear medicine imaging',
  ST: 'single-photon emission computed tomography',
  US: 'ultrasound imaging',
  IVUS: 'ultrasound imaging',
  DD: 'ultrasound imaging',
  CD: 'ultrasound imaging',
  CR: 'X-ray imaging',
  DX: 'X-ray imaging',
  DR: 'X-ray imaging',
  MG: 'X-ray imaging',
  RF: 'X-ray imaging',
  RG: 'X-ray imaging',
  XA: 'X-ray imaging',
  DF: 'X-ray imaging',
  DS: 'X-ray imaging',
  IO: 'X-ray imaging',
  PX: 'X-ray imaging',
  OCT: 'optical coherence tomography',
  OPT: 'optical coherence tomography',
  IVOCT: 'optical coherence tomography',
  EEG: 'electroencephalography',
  EMG: 'electromyography',
  ECG: 'electrocardiography',
  SM: 'light microscopy',
  GM: 'microscopy',
}

/** Measurements without a word here that is surer than their code. */
const others =
  `AR AS BDUS BI BMD CF CP CS DG DM EC EOG EPS ES FA FS GD HD IOL KER LEN LP LS OAM OP OPM OPTBSV OPTENF
  OPV OSS OT PA POS RESP RTIMAGE SRF STAIN TG VA VF XC`.split(/\s+/)

/** What is no measurement but something said about one: reports, marks, plans, segmentations. */
const sayings =
  `ANN ASMT AU CFM CTPROTOCOL DMS DOC FID INVOLVE IVUSR KO M3D MPROTOCOL PLAN PR REG RTDOSE
  RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT RWV SEG SMR SR TEXTUREMAP XAPROTOCOL`.split(
    /\s+/,
  )

const all = new Set([...Object.keys(labels), ...others, ...sayings])

export function isModality(code: string): boolean {
  return all.has(code)
}

/** The label of a modality; null for one without. */
export function modalityLabel(code: string): string | null {
  return Object.hasOwn(labels, code) ? (labels[code] ?? null) : null
}

export function isMeasurement(code: string): boolean {
  return !sayings.includes(code)
}

/** Whether a server can render it: a segmentation and marks in an image it can, a report or a trace it cannot. */
export function isImage(code: string): boolean {
  return (
    code === 'SEG' ||
    (isMeasurement(code) && !['EEG', 'EMG', 'ECG', 'EOG', 'HD', 'RESP', 'EPS'].includes(code))
  )
}
