import type { Publication } from '#sdk'

const paper = (title: string, doi: string): Publication => ({
  title,
  doi,
  url: `https://doi.org/${doi}`,
})

export const ccfPaper = paper(
  'The Allen Mouse Brain Common Coordinate Framework: A 3D Reference Atlas',
  '10.1016/j.cell.2020.04.007',
)

/** What is known of a product beside its row: how its data were made, and where they are shown. */
export interface ProductFacts {
  technique: readonly string[]
  modality: readonly string[]
  /** Page of one experiment, its id to be added; null where there is none that is known. */
  experimentPage: string | null
  landingPage: string | null
  rrid: string | null
  publications: readonly Publication[]
  /** Grids that the service renders of each experiment. */
  grids: 'expression' | 'projection' | null
  /** Micrometres, isotropic, of the expression grid; null where it differs from experiment to experiment. */
  gridResolution: number | null
  isInCcfV3: boolean
  domain: 'NEUROIMAGING' | 'GENOMICS'
}

const none: ProductFacts = {
  technique: [],
  modality: [],
  experimentPage: null,
  landingPage: null,
  rrid: null,
  publications: [],
  grids: null,
  gridResolution: null,
  isInCcfV3: false,
  domain: 'NEUROIMAGING',
}

const ish = {
  ...none,
  technique: ['in situ hybridization'],
  modality: ['light microscopy'],
}
const humanBrain = {
  landingPage: 'https://human.brain-map.org/',
  rrid: 'RRID:SCR_007416',
}
const humanIsh = { ...ish, ...humanBrain }

/** By abbreviation, since ids are not promised. */
const byAbbreviation: Record<string, ProductFacts> = {
  Mouse: {
    ...ish,
    experimentPage: 'https://mouse.brain-map.org/experiment/show/',
    landingPage: 'https://mouse.brain-map.org/',
    rrid: 'RRID:SCR_002978',
    publications: [
      paper('Genome-wide atlas of gene expression in the adult mouse brain', '10.1038/nature05453'),
    ],
    grids: 'expression',
    gridResolution: 200,
  },
  DevMouse: {
    ...ish,
    experimentPage: 'https://developingmouse.brain-map.org/experiment/show/',
    landingPage: 'https://developingmouse.brain-map.org/',
    rrid: 'RRID:SCR_002990',
    publications: [
      paper(
        'A high-resolution spatiotemporal atlas of gene expression of the developing mouse brain',
        '10.1016/j.neuron.2014.05.033',
      ),
    ],
    grids: 'expression',
  },
  HumanMA: {
    ...none,
    ...humanBrain,
    technique: ['microarray'],
    publications: [
      paper(
        'An anatomically comprehensive atlas of the adult human brain transcriptome',
        '10.1038/nature11405',
      ),
    ],
    domain: 'GENOMICS',
  },
  HumanCtx: humanIsh,
  HumanSubCtx: humanIsh,
  HumanSZ: humanIsh,
  HumanASD: humanIsh,
  HumanNT: humanIsh,
  DevHumanISH: {
    ...ish,
    landingPage: 'https://www.brainspan.org/',
    rrid: 'RRID:SCR_008083',
  },
  DevHumanRef: {
    ...none,
    technique: ['Nissl staining'],
    modality: ['light microscopy'],
    landingPage: 'https://www.brainspan.org/',
    rrid: 'RRID:SCR_008083',
  },
  HumanCellTypes: {
    ...none,
    technique: ['patch clamp'],
    modality: ['electrophysiology'],
    landingPage: 'https://celltypes.brain-map.org/',
    rrid: 'RRID:SCR_014806',
  },
  HumanCellTypesHistology: {
    ...none,
    technique: ['histology'],
    modality: ['light microscopy'],
    landingPage: 'https://celltypes.brain-map.org/',
    rrid: 'RRID:SCR_014806',
  },
}

const connectivity: ProductFacts = {
  ...none,
  technique: ['anterograde tracing'],
  modality: ['serial two-photon tomography'],
  experimentPage: 'https://connectivity.brain-map.org/projection/experiment/',
  landingPage: 'https://connectivity.brain-map.org/',
  rrid: 'RRID:SCR_008848',
  publications: [paper('A mesoscale connectome of the mouse brain', '10.1038/nature13186')],
  grids: 'projection',
  isInCcfV3: true,
}

/** Products without a documented abbreviation. */
const byId: Record<number, ProductFacts> = { 5: connectivity, 31: connectivity }

/** Null for a product that nothing is known of but its row. */
export function factsOf(product: { id: number; abbreviation: string | null }): ProductFacts | null {
  const { id, abbreviation } = product
  if (abbreviation !== null && Object.hasOwn(byAbbreviation, abbreviation)) {
    return byAbbreviation[abbreviation] ?? null
  }
  return byId[id] ?? null
}

/** Techniques by the name of a treatment; others keep their name. */
export const treatments: Record<string, { technique: string; modality: string }> = {
  ISH: { technique: 'in situ hybridization', modality: 'light microscopy' },
  NISSL: { technique: 'Nissl staining', modality: 'light microscopy' },
}
