/** Modalities whose datasets are images. */
const images = ['MR', 'CT', 'PET', 'SPECT', 'XA', 'MICR']
/** Those that come as DICOM, so that a server can give them as NIfTI too. */
const dicom = ['MR', 'CT', 'PET', 'SPECT', 'XA']

/** `MR` for `MR_DATASET`, and for the `Mr` that other routes write. */
export function kindOf(type: string): string {
  return type.toUpperCase().replace(/_DATASET$/, '')
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

/** `T1_WEIGHTED` for `T1_WEIGHTED_MR_DATASET`. */
export function contrastOf(nature: string): string {
  return nature.toUpperCase().replace(/(_MR)?_DATASET$/, '')
}
