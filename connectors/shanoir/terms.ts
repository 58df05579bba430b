import type { Term } from '#sdk'

type Known = readonly [id: string | null, label: string]

/** Types of datasets without `_DATASET`, that are a modality. */
const modalities: Readonly<Record<string, Known>> = {
  MR: ['atlas:mri', 'magnetic resonance imaging'],
  CT: ['atlas:ct', 'computed tomography'],
  PET: ['atlas:pet', 'positron emission tomography'],
  SPECT: ['atlas:spect', 'single-photon emission computed tomography'],
  XA: ['atlas:xray', 'X-ray imaging'],
  MICR: ['atlas:microscopy', 'microscopy'],
  EEG: ['atlas:eeg', 'electroencephalography'],
  IEEG: ['atlas:ieeg', 'intracranial electroencephalography'],
  MEG: ['atlas:meg', 'magnetoencephalography'],
  NIRS: ['atlas:nirs', 'near-infrared spectroscopy'],
}

/** Types that say what became of data, or nothing: of which modality they were is not told. */
const noModality = [
  'GENERIC',
  'BEH',
  'SEG',
  'REG',
  'SR',
  'CALIBRATION',
  'MESH',
  'STATISTICAL',
  'TEMPLATE',
  'PARAMETER_QUANTIFICATION',
  'MEASUREMENT',
]

/** Modalities whose datasets are images. */
const images = ['MR', 'CT', 'PET', 'SPECT', 'XA', 'MICR']
/** Those that come as DICOM, so that a server can give them as NIfTI too. */
const dicom = ['MR', 'CT', 'PET', 'SPECT', 'XA']

/** Natures of MR datasets, without `_DATASET` and `_MR_DATASET`. */
const contrasts: Readonly<Record<string, Known>> = {
  T1_WEIGHTED: ['atlas:mri-t1w', 'T1-weighted MRI'],
  T2_WEIGHTED: ['atlas:mri-t2w', 'T2-weighted MRI'],
  T2_STAR_WEIGHTED: ['atlas:mri-t2starw', 'T2star-weighted MRI'],
  PROTON_DENSITY_WEIGHTED: ['atlas:mri-pdw', 'proton-density-weighted MRI'],
  DIFFUSION_WEIGHTED: ['atlas:mri-dwi', 'diffusion MRI'],
  APPARENT_DIFFUSION_COEFFICIENT: ['atlas:mri-dwi', 'diffusion MRI'],
  PERFUSION_WEIGHTED: [null, 'perfusion MRI'],
  SPIN_TAGGING_PERFUSION: ['atlas:mri-asl', 'arterial spin labeling'],
  SUSCEPTIBILITY_WEIGHTED: ['atlas:mri-swi', 'susceptibility-weighted imaging'],
  FLAIR: ['atlas:mri-flair', 'FLAIR'],
  TIME_OF_FLIGHT: ['atlas:mri-mra', 'magnetic resonance angiography'],
  H1_SINGLE_VOXEL_SPECTROSCOPY: ['atlas:mrs', 'magnetic resonance spectroscopy'],
  H1_SPECTROSCOPIC_IMAGING: ['atlas:mrs', 'magnetic resonance spectroscopy'],
}

/** `MR` for `MR_DATASET`, and for the `Mr` that other routes write. */
export function kindOf(type: string): string {
  return type.toUpperCase().replace(/_DATASET$/, '')
}

/** None for a type that is no modality; a type that is not known stays as it is. */
export function modalityTerms(type: string): Term[] {
  const kind = kindOf(type)
  if (noModality.includes(kind)) return []
  return [
    termOf(modalities, kind, type) ?? { label: kind, termId: null, origin: 'STATED', raw: null },
  ]
}

/** None for a nature that tells no contrast: field maps, mostly. */
export function contrastTerms(nature: string): Term[] {
  const term = termOf(contrasts, contrastOf(nature), nature)
  return term === null ? [] : [term]
}

/** What the sort of a dataset is called: `T1 weighted MR`, `SEG`. */
export function sortName(type: string | null, nature: string | null): string | null {
  const kind = type === null ? null : kindOf(type).replaceAll('_', ' ')
  if (nature === null) return kind
  const contrast = contrastOf(nature).replaceAll('_', ' ')
  const small = contrast.replaceAll(/\b[A-Z]{3,}\b/g, (word) =>
    word === 'FLAIR' ? word : word.toLowerCase(),
  )
  return kind === null ? small : `${small} ${kind}`
}

export function isImage(type: string | null): boolean {
  return type !== null && images.includes(kindOf(type))
}

export function isDicom(type: string | null): boolean {
  return type !== null && dicom.includes(kindOf(type))
}

function contrastOf(nature: string): string {
  return nature.toUpperCase().replace(/(_MR)?_DATASET$/, '')
}

function termOf(known: typeof modalities, name: string, raw: string): Term | null {
  const entry = Object.hasOwn(known, name) ? known[name] : undefined
  return entry === undefined ? null : { termId: entry[0], label: entry[1], origin: 'MAPPED', raw }
}
