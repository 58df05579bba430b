import type { SeedEntry } from './entry.ts'

const staining = ['atlas:staining']
const transcriptomics = ['atlas:transcriptomics']

/** How the tissue or signal was made visible or counted. The ids are our own, as for modalities. */
export const technique: readonly SeedEntry[] = [
  ['atlas:histology', 'histology', ['histologie', 'Histologie']],
  ['atlas:staining', 'staining', ['stain', 'coloration', 'Färbung'], ['atlas:histology']],
  [
    'atlas:nissl',
    'Nissl staining',
    [
      'Nissl',
      'Nissl stain',
      'cresyl violet',
      'cresyl violet staining',
      'thionin staining',
      'Nissl-Färbung',
    ],
    staining,
  ],
  ['atlas:myelin', 'myelin staining', ['myelin stain', 'Weil stain', 'Gallyas stain'], staining],
  [
    'atlas:he',
    'hematoxylin and eosin staining',
    ['H&E', 'hematoxylin and eosin', 'haematoxylin and eosin'],
    staining,
  ],
  ['atlas:golgi', 'Golgi staining', ['Golgi stain', 'Golgi-Cox'], staining],
  ['atlas:dapi', 'DAPI staining', ['DAPI'], staining],
  [
    'atlas:ihc',
    'immunohistochemistry',
    [
      'IHC',
      'immunostaining',
      'immunohistochemical staining',
      'immunohistochimie',
      'Immunhistochemie',
    ],
    ['atlas:histology'],
  ],
  ['atlas:if', 'immunofluorescence', ['immunofluorescent staining'], ['atlas:ihc']],
  [
    'atlas:ish',
    'in situ hybridization',
    ['ISH', 'in situ hybridisation', 'hybridation in situ', 'In-situ-Hybridisierung'],
  ],
  [
    'atlas:fish',
    'fluorescence in situ hybridization',
    ['FISH', 'fluorescent in situ hybridization'],
    ['atlas:ish'],
  ],
  [
    'atlas:dish',
    'double in situ hybridization',
    ['dual ISH', 'double ISH', 'dFISH'],
    ['atlas:ish'],
  ],
  [
    'atlas:merfish',
    'MERFISH',
    ['multiplexed error-robust fluorescence in situ hybridization'],
    ['atlas:spatial-transcriptomics', 'atlas:fish'],
  ],
  ['atlas:autoradiography', 'autoradiography', ['receptor autoradiography', 'autoradiographie']],
  [
    'atlas:tracing',
    'tracer connectivity',
    ['tract tracing', 'neural tracing', 'axonal tracing', 'neuroanatomical tracing'],
  ],
  ['atlas:anterograde', 'anterograde tracing', ['anterograde tracer'], ['atlas:tracing']],
  ['atlas:retrograde', 'retrograde tracing', ['retrograde tracer'], ['atlas:tracing']],
  [
    'atlas:tractography',
    'tractography',
    ['fiber tracking', 'fiber tractography', 'tractographie', 'Traktographie'],
  ],
  ['atlas:clearing', 'tissue clearing', ['iDISCO', 'CLARITY', 'optical clearing']],
  ['atlas:blockface', 'block-face imaging', ['blockface imaging', 'block face']],
  ['atlas:sbfsem', 'serial block-face scanning electron microscopy', ['SBF-SEM', 'SBEM']],
  ['atlas:fibsem', 'focused ion beam scanning electron microscopy', ['FIB-SEM']],
  ['atlas:patch-clamp', 'patch clamp', ['patch-clamp recording', 'whole-cell recording']],
  ['atlas:patch-seq', 'Patch-seq', ['patch sequencing'], transcriptomics],
  ['atlas:extracellular', 'extracellular recording', ['Neuropixels', 'silicon probe recording']],
  [
    'atlas:calcium-imaging',
    'calcium imaging',
    ['Ca2+ imaging', 'GCaMP imaging', 'imagerie calcique'],
  ],
  [
    'atlas:optogenetics',
    'optogenetics',
    ['optogenetic stimulation', 'optogénétique', 'Optogenetik'],
  ],
  [
    'atlas:transcriptomics',
    'transcriptomics',
    ['gene expression profiling', 'transcriptomique', 'Transkriptomik'],
  ],
  [
    'atlas:microarray',
    'microarray',
    ['DNA microarray', 'gene expression microarray', 'puce à ADN'],
    transcriptomics,
  ],
  [
    'atlas:rna-seq',
    'RNA sequencing',
    ['RNA-seq', 'RNAseq', 'transcriptome sequencing'],
    transcriptomics,
  ],
  [
    'atlas:scrna-seq',
    'single-cell RNA sequencing',
    [
      'scRNA-seq',
      'scRNAseq',
      'single-cell RNA-seq',
      'single cell transcriptomics',
      '10x scRNA-seq',
    ],
    ['atlas:rna-seq'],
  ],
  [
    'atlas:snrna-seq',
    'single-nucleus RNA sequencing',
    ['snRNA-seq', 'snRNAseq', 'single-nucleus RNA-seq'],
    ['atlas:rna-seq'],
  ],
  [
    'atlas:spatial-transcriptomics',
    'spatial transcriptomics',
    ['spatially resolved transcriptomics'],
    transcriptomics,
  ],
  ['atlas:atac-seq', 'ATAC-seq', ['ATACseq', 'assay for transposase-accessible chromatin']],
  ['atlas:morphometry', 'morphometry', ['voxel-based morphometry', 'VBM', 'morphométrie']],
  ['atlas:reconstruction', 'neuron reconstruction', ['morphological reconstruction']],
]
