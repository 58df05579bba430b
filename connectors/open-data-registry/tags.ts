import { distinct, type Term } from '#sdk'

/** Tags of the registry that say nothing about the data: who hosts them, who paid. */
export const housekeeping: ReadonlySet<string> = new Set([
  'aws-pds',
  'amazon.science',
  'datacenter',
  'strides',
])

type Facet = 'species' | 'modality' | 'technique'

/** Tags that are terms of a facet, in lower case, and what they are called there. */
const facets: Readonly<Record<Facet, ReadonlyMap<string, string>>> = {
  species: new Map([
    ['caenorhabditis elegans', 'Caenorhabditis elegans'],
    ['danio rerio', 'Danio rerio'],
    ['drosophila melanogaster', 'Drosophila melanogaster'],
    ['homo sapiens', 'Homo sapiens'],
    ['mus musculus', 'Mus musculus'],
    ['non-human primate', 'Primates'],
    ['rattus norvegicus', 'Rattus norvegicus'],
  ]),
  modality: new Map([
    ['computed tomography', 'computed tomography'],
    ['cryo electron tomography', 'electron microscopy'],
    ['electron microscopy', 'electron microscopy'],
    ['electron tomography', 'electron microscopy'],
    ['array tomography', 'microscopy'],
    ['electrophysiology', 'electrophysiology'],
    ['fluorescence imaging', 'fluorescence microscopy'],
    ['light-sheet microscopy', 'light-sheet microscopy'],
    ['magnetic resonance imaging', 'magnetic resonance imaging'],
    ['mammography', 'X-ray imaging'],
    ['microscopy', 'microscopy'],
    ['x-ray', 'X-ray imaging'],
    ['x-ray microtomography', 'micro-computed tomography'],
    ['x-ray tomography', 'computed tomography'],
    ['lidar', 'lidar'],
    ['satellite imagery', 'satellite imagery'],
    ['aerial imagery', 'aerial imagery'],
    ['radar', 'radar'],
    ['synthetic aperture radar', 'synthetic aperture radar'],
  ]),
  technique: new Map([
    ['calcium imaging', 'calcium imaging'],
    ['cell painting', 'cell painting'],
    ['digital pathology', 'histology'],
    ['histopathology', 'histology'],
    ['morphological reconstructions', 'neuron reconstruction'],
    ['rna-seq', 'RNA sequencing'],
    ['single-cell transcriptomics', 'single-cell RNA sequencing'],
    ['spatial transcriptomics', 'spatial transcriptomics'],
    ['transcriptomics', 'transcriptomics'],
    ['whole exome sequencing', 'whole exome sequencing'],
    ['whole genome sequencing', 'whole genome sequencing'],
    ['genome wide association study', 'genome-wide association study'],
    ['short read sequencing', 'short-read sequencing'],
    ['long read sequencing', 'long-read sequencing'],
    ['molecular dynamics', 'molecular dynamics'],
    ['nuclear magnetic resonance', 'nuclear magnetic resonance'],
    ['x-ray crystallography', 'X-ray crystallography'],
  ]),
}

export const facetNames = ['species', 'modality', 'technique'] as const

/** Terms that the tags name: as they stand, or by another name of the same. */
export function termsOf(tags: readonly string[], facet: Facet): Term[] {
  const terms = tags.flatMap((tag): Term[] => {
    const label = facets[facet].get(tag.toLowerCase())
    if (label === undefined) return []
    const isStated = label.toLowerCase() === tag.toLowerCase()
    return [
      { label, termId: null, origin: isStated ? 'STATED' : 'MAPPED', raw: isStated ? null : tag },
    ]
  })
  return distinct(terms)
}
