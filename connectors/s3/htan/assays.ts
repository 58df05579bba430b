import type { MappedRecord, Term } from '#sdk'

type Domain = MappedRecord['domain']

interface Assay {
  /** What it measures with, and how, in the words of the vocabulary where it has them. */
  modality: string | null
  technique: string | null
  domain: Domain
  /** Whether reads of it identify people: what dbGaP guards. */
  isSequencing: boolean
  /** Whether each file is a picture. */
  isImaging: boolean
}

const sequencing = {
  modality: null,
  domain: 'GENOMICS',
  isSequencing: true,
  isImaging: false,
} as const
const molecular = { ...sequencing, isSequencing: false } as const
const imaging = { domain: 'MEDICAL_IMAGING', isSequencing: false, isImaging: true } as const
const fluorescence = { ...imaging, modality: 'fluorescence microscopy' } as const
const ionised = { ...imaging, modality: 'mass spectrometry imaging' } as const

/** By the names of HTAN's components, assays and publications; the first that fits counts. */
const assays: readonly (readonly [RegExp, Assay])[] = [
  [
    /visium|slide-?seq|geomx|spatial transcriptomics/,
    { ...sequencing, technique: 'spatial transcriptomics' },
  ],
  [/xenium/, { ...fluorescence, technique: 'Xenium in situ sequencing', domain: 'GENOMICS' }],
  [/ex-?seq/, { ...fluorescence, technique: 'expansion sequencing', domain: 'GENOMICS' }],
  [/merfish/, { ...fluorescence, technique: 'MERFISH', domain: 'GENOMICS' }],
  [/(?:^|\W)sn-?rna/, { ...sequencing, technique: 'single-nucleus RNA sequencing' }],
  [
    /(?:^|\W)sc-?rna|single[- ]cell rna/,
    { ...sequencing, technique: 'single-cell RNA sequencing' },
  ],
  [/atac/, { ...sequencing, technique: 'ATAC-seq' }],
  [/(?:^|\W)sc-?dna/, { ...sequencing, technique: 'single-cell DNA sequencing' }],
  [/hi-?c-?seq|(?:^|\W)hi-c(?:\W|$)/, { ...sequencing, technique: 'Hi-C' }],
  [/methyl/, { ...sequencing, technique: 'methylation sequencing' }],
  [/bulk ?rna|(?:^|\W)rna-?seq/, { ...sequencing, technique: 'RNA sequencing' }],
  [/bulk ?dna|(?:^|\W)(?:wgs|wes|dna-?seq)/, { ...sequencing, technique: 'DNA sequencing' }],
  [/rppa/, { ...molecular, technique: 'reverse phase protein array' }],
  [/electron ?microscopy/, { ...imaging, modality: 'electron microscopy', technique: null }],
  [
    /h ?& ?e(?:\W|$)|hematoxylin/,
    { ...imaging, modality: 'light microscopy', technique: 'hematoxylin and eosin staining' },
  ],
  [/orion/, { ...fluorescence, technique: 'RareCyte Orion' }],
  [/cycif/, { ...fluorescence, technique: 'CyCIF' }],
  [/codex/, { ...fluorescence, technique: 'CODEX' }],
  [/saber/, { ...fluorescence, technique: 'SABER' }],
  [/mxif/, { ...fluorescence, technique: 'MxIF' }],
  [/mibi/, { ...ionised, technique: 'multiplexed ion beam imaging' }],
  [
    /(?:^|\W)imc(?:\W|$)|imaging mass cytometry/,
    { ...ionised, technique: 'imaging mass cytometry' },
  ],
  [
    /mihc|(?:^|\W)ihc(?:\W|$)/,
    { ...imaging, modality: 'light microscopy', technique: 'immunohistochemistry' },
  ],
  [
    /mass ?spectrometry|(?:^|\W)lc-?ms/,
    { ...molecular, modality: 'mass spectrometry', technique: null },
  ],
  [/imaging/, { ...imaging, modality: 'microscopy', technique: null }],
]

/** What a component (`ScRNA-seqLevel4`), an assay (`RareCyte Orion`) or a data type (`H&E`) is; null when not known. */
export function assayOf(name: string | null): Assay | null {
  const words = (name ?? '').replaceAll('_', ' ').toLowerCase().trim()
  if (words === '') return null
  return assays.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

/** The terms of several names, each once; what is not known stands as a technique in its own words. */
export function assayTerms(names: readonly string[]): { modality: Term[]; technique: Term[] } {
  const modality = new Map<string, Term>()
  const technique = new Map<string, Term>()
  for (const raw of names) {
    const assay = assayOf(raw)
    if (assay === null)
      technique.set(raw, { label: raw, termId: null, origin: 'STATED', raw: null })
    if (assay?.modality != null) modality.set(assay.modality, mapped(assay.modality, raw))
    if (assay?.technique != null) technique.set(assay.technique, mapped(assay.technique, raw))
  }
  return { modality: [...modality.values()], technique: [...technique.values()] }
}

function mapped(label: string, raw: string): Term {
  return label === raw
    ? { label, termId: null, origin: 'STATED', raw: null }
    : { label, termId: null, origin: 'MAPPED', raw }
}

/** `Level 4` of `ScRNA-seqLevel4`, `level_4` and `4`; null for what is none of the five. */
export function levelOf(text: string | null): string | null {
  const digit = /(?:level[ _-]?|^)([1-5])(?:\D|$)/i.exec(text?.trim() ?? '')?.[1]
  return digit === undefined ? null : `Level ${digit}`
}

/** Tables with a row a person or a sample of one. They are never read. */
const personal =
  /demographic|exposure|diagnosis|follow-?up|therapy|molecular ?test|family ?history|clinical|tier ?\d|biospecimen|participant/i

export function isPersonal(component: string): boolean {
  return personal.test(component)
}
