import type { Term } from '#sdk'

type Named = readonly [modality: string | null, technique?: string]

/** What folder and suffix of BIDS say of how a file was measured, with the vocabulary's words. The folder alone last. */
const bySeries: Readonly<Record<string, Named>> = {
  'anat/T1w': ['T1-weighted MRI'],
  'anat/T2w': ['T2-weighted MRI'],
  'anat/T2starw': ['T2star-weighted MRI'],
  'anat/PDw': ['proton-density-weighted MRI'],
  'anat/FLAIR': ['FLAIR'],
  'anat/angio': ['magnetic resonance angiography'],
  'anat/Chimap': ['quantitative susceptibility mapping'],
  anat: ['structural MRI'],
  'func/bold': ['functional MRI'],
  'func/cbv': ['functional MRI'],
  'func/sbref': ['functional MRI'],
  'func/events': [null],
  dwi: ['diffusion MRI'],
  perf: ['arterial spin labeling'],
  fmap: ['magnetic resonance imaging', 'field mapping'],
  mrs: ['magnetic resonance spectroscopy'],
  meg: ['magnetoencephalography'],
  eeg: ['electroencephalography'],
  ieeg: ['intracranial electroencephalography'],
  emg: ['electromyography'],
  nirs: ['near-infrared spectroscopy'],
  pet: ['positron emission tomography'],
  motion: ['motion capture'],
  beh: ['behaviour'],
  'micr/SEM': ['scanning electron microscopy'],
  'micr/TEM': ['transmission electron microscopy'],
  'micr/SPIM': ['light-sheet microscopy'],
  'micr/CONF': ['confocal microscopy'],
  'micr/2PE': ['two-photon microscopy'],
  'micr/MPE': ['two-photon microscopy'],
  'micr/BF': ['light microscopy'],
  'micr/DF': ['light microscopy', 'dark field'],
  'micr/PC': ['light microscopy', 'phase contrast'],
  'micr/DIC': ['light microscopy', 'differential interference contrast'],
  'micr/FLUO': ['fluorescence microscopy'],
  'micr/PLI': ['polarized light imaging'],
  'micr/OCT': ['optical coherence tomography'],
  'micr/uCT': ['micro-computed tomography'],
  'micr/XPCT': ['X-ray imaging', 'phase contrast'],
  'micr/CARS': ['microscopy', 'coherent anti-Stokes Raman spectroscopy'],
  'micr/NLO': ['microscopy', 'nonlinear optical microscopy'],
  micr: ['microscopy'],
}

/** Modalities and techniques of series such as `func/bold`. */
export function termsOf(series: readonly string[]): { modality: Term[]; technique: Term[] } {
  const named = series.map((raw) => {
    const own = bySeries[raw]
    const [folder = ''] = raw.split('/')
    return { raw, named: own ?? (folder === 'func' ? undefined : bySeries[folder]) ?? [null] }
  })
  const mapped = (label: string | null | undefined, raw: string): Term[] =>
    label == null ? [] : [{ label, termId: null, origin: 'MAPPED', raw }]
  return {
    modality: named.flatMap((one) => mapped(one.named[0], one.raw)),
    technique: named.flatMap((one) => mapped(one.named[1], one.raw)),
  }
}
