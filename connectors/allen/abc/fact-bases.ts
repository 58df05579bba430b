/* What directories of the Allen Brain Cell Atlas have in common. */

export const paper = {
  mouse: [
    'A high-resolution transcriptomic and spatial atlas of cell types in the whole mouse brain',
    '10.1038/s41586-023-06812-z',
  ],
  zhuang: [
    'Molecularly defined and spatially resolved cell atlas of the whole mouse brain',
    '10.1038/s41586-023-06808-9',
  ],
  human: [
    'Transcriptomic diversity of cell types across the adult human brain',
    '10.1126/science.add7046',
  ],
  ccf: [
    'The Allen Mouse Brain Common Coordinate Framework: A 3D Reference Atlas',
    '10.1016/j.cell.2020.04.007',
  ],
} as const satisfies Record<string, readonly [title: string, doi: string]>

export interface DirectoryFacts {
  title: string | null
  description: string | null
  kind: 'DATASET' | 'ATLAS'
  species: readonly string[]
  modality: readonly string[]
  technique: readonly string[]
  isInCcfV3: boolean
  /** The whole mouse brain, in the words of the adult mouse graph. */
  isWholeMouseBrain: boolean
  domain: 'NEUROIMAGING' | 'GENOMICS' | null
  /** Null: not known. */
  license: string | null
  keywords: readonly string[]
  creators: readonly string[]
  publications: readonly (readonly [title: string, doi: string])[]
}

export const unknown: DirectoryFacts = {
  title: null,
  description: null,
  kind: 'DATASET',
  species: [],
  modality: [],
  technique: [],
  isInCcfV3: false,
  isWholeMouseBrain: false,
  domain: null,
  license: null,
  keywords: [],
  creators: ['Allen Institute for Brain Science'],
  publications: [],
}

export const nonCommercial = 'CC BY-NC 4.0'
export const cells = { ...unknown, domain: 'GENOMICS', license: nonCommercial } as const
export const mouseCells = {
  ...cells,
  species: ['Mus musculus'],
  isWholeMouseBrain: true,
  keywords: ['cell types', 'whole mouse brain'],
  publications: [paper.mouse],
}
export const sequenced = { ...mouseCells, technique: ['single-cell RNA sequencing'] }
export const merfish = {
  ...mouseCells,
  modality: ['fluorescence microscopy'],
  technique: ['MERFISH'],
  keywords: [...mouseCells.keywords, 'spatial transcriptomics'],
}
export const humanCells = { ...cells, species: ['Homo sapiens'] }
export const parkinson = {
  ...humanCells,
  creators: ['Aligning Science Across Parkinson’s', 'Allen Institute for Brain Science'],
  keywords: ['Parkinson’s disease', 'cell types'],
}
export const agingCells = { ...sequenced, publications: [], keywords: ['cell types', 'aging'] }
export const basalGanglia = {
  ...cells,
  species: ['Homo sapiens', 'Macaca mulatta', 'Callithrix jacchus'],
  keywords: ['cell types', 'basal ganglia', 'HMBA'],
}
