import type { Facet, VocabularyTerm } from '../../src/model/index.ts'
import { daysOf, type FacetValue, type IndexDocument } from '../../src/search/document.ts'
import { foldIdentifier } from '../../src/search/rank/words.ts'
import type { IndexBatch, SearchRequest } from '../../src/search/search-index.ts'
import { createVocabulary } from '../../src/search/vocabulary/create-vocabulary.ts'
import { seedTerms } from '../../src/search/vocabulary/seed.ts'

/** A corner of the Allen mouse brain ontology. */
const structureTerms: readonly VocabularyTerm[] = (
  [
    ['MBA:997', 'root', [], []],
    ['MBA:8', 'Basic cell groups and regions', ['grey'], ['MBA:997']],
    ['MBA:567', 'Cerebrum', ['CH'], ['MBA:8']],
    ['MBA:688', 'Cerebral cortex', ['CTX'], ['MBA:567']],
    ['MBA:315', 'Isocortex', [], ['MBA:688']],
    ['MBA:385', 'Primary visual area', ['VISp', 'V1'], ['MBA:315']],
    ['MBA:1089', 'Hippocampal formation', ['HPF'], ['MBA:688']],
    ['MBA:1080', 'Hippocampal region', ['HIP'], ['MBA:1089']],
    ['MBA:382', 'Field CA1', ['CA1', 'cornu ammonis 1'], ['MBA:1080']],
    ['MBA:463', 'Field CA3', ['CA3'], ['MBA:1080']],
    ['MBA:726', 'Dentate gyrus', ['DG'], ['MBA:1080']],
    ['MBA:512', 'Cerebellum', ['CB'], ['MBA:8']],
    ['MBA:549', 'Thalamus', ['TH'], ['MBA:8']],
    ['MBA:672', 'Caudoputamen', ['CP'], ['MBA:567']],
  ] as const
).map(([termId, label, synonyms, parents]) => ({
  termId,
  facet: 'structure',
  label,
  synonyms: [...synonyms],
  parents: [...parents],
}))

export const vocabulary = createVocabulary([...seedTerms, ...structureTerms])
export const cursorKey = 'a key of a catalogue for tests'

export interface Thing {
  id: string
  title: string
  source?: string
  discover?: string[]
  parents?: string[]
  identity?: string | null
  identifiers?: string[]
  keywords?: string[]
  creators?: string[]
  description?: string
  kind?: string
  domain?: string
  /** Term ids; structures get their ancestors. */
  species?: string[]
  modality?: string[]
  structure?: string[]
  technique?: string[]
  referenceSpace?: string[]
  format?: string[]
  license?: string
  licenseClass?: string
  access?: string
  availability?: string
  dataLevel?: string
  resolution?: [number, number]
  released?: string
  modified?: string
  subjects?: number
  fieldStrength?: number
}

export const sourceTitles: Readonly<Record<string, string>> = {
  allen: 'Allen Brain Map',
  templateflow: 'TemplateFlow',
  openneuro: 'OpenNeuro',
  lab: 'A laboratory',
}

/** A document as a record of the catalogue would give it. */
export function documentOf(thing: Thing): IndexDocument {
  const source = thing.source ?? thing.id.slice(0, thing.id.indexOf(':'))
  const nativeId = thing.id.slice(thing.id.indexOf(':') + 1)
  const identifiers = [thing.id, nativeId, ...(thing.identifiers ?? [])]
  const terms = [
    ...(thing.species ?? []),
    ...(thing.modality ?? []),
    ...(thing.structure ?? []),
    ...(thing.technique ?? []),
    ...(thing.referenceSpace ?? []),
  ].map(labelOf)
  const structures = (thing.structure ?? []).flatMap((id) => [id, ...vocabulary.ancestors(id)])
  const facets: Partial<Record<Facet, FacetValue[]>> = {
    SOURCE: [{ value: source, label: sourceTitles[source] ?? source }],
  }
  const put = (facet: Facet, values: readonly (string | undefined)[] | undefined) => {
    const known = [...new Set(values)].filter((value) => value !== undefined)
    if (known.length > 0) {
      facets[facet] = known.map((value) => ({ value, label: labelOf(value) }))
    }
  }
  put('KIND', [thing.kind])
  put('DOMAIN', [thing.domain])
  put('SPECIES', thing.species)
  put('MODALITY', thing.modality)
  put('STRUCTURE', structures)
  put('TECHNIQUE', thing.technique)
  put('REFERENCE_SPACE', thing.referenceSpace)
  put('FORMAT', thing.format)
  put('LICENSE', [thing.license])
  put('LICENSE_CLASS', [thing.licenseClass])
  put('ACCESS', [thing.access])
  put('AVAILABILITY', [thing.availability])
  put('DATA_LEVEL', [thing.dataLevel])
  const [min, max] = thing.resolution ?? []
  return {
    id: thing.id,
    source,
    discover: thing.discover ?? ['public'],
    identity: thing.identity ?? null,
    parents: thing.parents ?? [],
    text: {
      title: thing.title,
      identifiers: identifiers.join('; '),
      keywords: (thing.keywords ?? []).join('; '),
      terms: terms.join('; '),
      creators: (thing.creators ?? []).join('; '),
      description: thing.description ?? '',
    },
    identifiers: [...new Set(identifiers.map(foldIdentifier))],
    facets,
    resolution: min === undefined || max === undefined ? null : { min, max },
    released: thing.released === undefined ? null : daysOf(thing.released),
    modified: thing.modified === undefined ? null : Date.parse(thing.modified),
    subjects: thing.subjects ?? null,
    fieldStrength: thing.fieldStrength ?? null,
  }
}

function labelOf(value: string): string {
  return vocabulary.get(value)?.label ?? value
}

const mouse = ['NCBITaxon:10090']
const human = ['NCBITaxon:9606']

/** Twenty-four sections of genes that the Allen Mouse Brain Atlas shows. */
const genes = ['Gad1', 'Pvalb', 'Sst', 'Vip', 'Slc17a7', 'Calb1', 'Reln', 'Prox1']
const sections: Thing[] = ['coronal', 'sagittal', 'horizontal'].flatMap((plane, round) =>
  genes.map((gene, index) => ({
    id: `allen:${70_000_000 + round * 1_000 + index}`,
    title: `${gene}, ${plane} sections, in situ hybridization`,
    description: `Expression of ${gene} in the adult mouse brain, ${plane} plane, P56.`,
    keywords: [gene, plane, 'gene expression'],
    creators: ['Allen Institute for Brain Science'],
    parents: ['allen:mouse-brain-atlas'],
    kind: 'DATASET',
    domain: 'NEUROIMAGING',
    species: mouse,
    structure: index % 2 === 0 ? ['MBA:382'] : ['MBA:385', 'MBA:549'],
    format: ['JPEG'],
    licenseClass: 'NON_COMMERCIAL',
    access: 'OPEN',
    released: round === 2 ? '2006' : `2004-0${index + 1}-15`,
    resolution: [1, 25 * (round + 1)] as [number, number],
    subjects: 1,
  })),
)

export const things: readonly Thing[] = [
  {
    id: 'allen:mouse-brain-atlas',
    title: 'Allen Mouse Brain Atlas',
    description: 'A genome-wide atlas of gene expression in the adult mouse brain.',
    keywords: ['atlas', 'in situ hybridization'],
    kind: 'ATLAS',
    domain: 'NEUROIMAGING',
    species: mouse,
    structure: ['MBA:997'],
    identifiers: ['10.1038/nature05453', 'RRID:SCR_002978'],
    released: '2004',
    access: 'OPEN',
    creators: ['Allen Institute for Brain Science'],
  },
  {
    id: 'allen:ccfv3-2017',
    title: 'Allen Mouse Brain Common Coordinate Framework, annotation 2017',
    description: 'Parcellation of an average template of 1,675 mice at 25 µm.',
    kind: 'PARCELLATION',
    domain: 'NEUROIMAGING',
    species: mouse,
    structure: ['MBA:1089', 'MBA:315', 'MBA:549', 'MBA:512'],
    format: ['NRRD'],
    identifiers: ['10.1016/j.cell.2020.04.007'],
    licenseClass: 'NON_COMMERCIAL',
    access: 'OPEN',
    released: '2017-10-01',
    resolution: [10, 100],
    subjects: 1675,
  },
  {
    id: 'allen:hippocampus-connectivity',
    title: 'Projections of the hippocampus',
    description: 'Anterograde tracing from hippocampal field CA1.',
    kind: 'DATASET',
    species: mouse,
    structure: ['MBA:382'],
    released: '2011-11',
    resolution: [0.35, 100],
    access: 'OPEN',
  },
  {
    id: 'allen:two-hippocampi',
    title: 'Left and right hippocampi compared',
    kind: 'STUDY',
    species: mouse,
    structure: ['MBA:1080'],
    released: '2015-03-02',
    access: 'OPEN',
  },
  {
    id: 'allen:human-atlases',
    title: 'Human brain atlases, a collection',
    description: 'Maps of the whole cortex.',
    kind: 'COLLECTION',
    species: human,
    released: '2012',
    access: 'OPEN',
  },
  {
    id: 'allen:cortical-types',
    title: 'Cortical cell types',
    description: 'Nuclei of the human cortex, sequenced one by one.',
    kind: 'DATASET',
    domain: 'GENOMICS',
    species: human,
    released: '2018-05-14',
    format: ['CSV', 'HDF5'],
    licenseClass: 'ATTRIBUTION',
    access: 'OPEN',
    subjects: 8,
  },
  {
    id: 'allen:nucleus-accumbens',
    title: 'Nucleus accumbens, Nissl stain',
    kind: 'IMAGE',
    species: mouse,
    format: ['JPEG'],
    access: 'OPEN',
    modified: '2020-02-03T10:00:00Z',
  },
  {
    id: 'templateflow:MNI152NLin2009cAsym',
    title: 'ICBM 152 nonlinear asymmetric template, version 2009c',
    kind: 'TEMPLATE',
    domain: 'NEUROIMAGING',
    species: human,
    modality: ['atlas:mri-t1w'],
    format: ['NIfTI'],
    license: 'MIT',
    licenseClass: 'OPEN',
    access: 'OPEN',
    released: '2009',
    resolution: [1000, 1000],
    subjects: 152,
    identifiers: ['RRID:SCR_008796'],
  },
  {
    id: 'templateflow:WHS',
    title: 'Waxholm Space atlas of the Sprague Dawley rat brain',
    description:
      'Magnetic resonance and diffusion images of a rat at 7 T, with labels of the hippocampus.',
    kind: 'ATLAS',
    species: ['NCBITaxon:10116'],
    modality: ['atlas:mri'],
    format: ['NIfTI'],
    licenseClass: 'SHARE_ALIKE',
    license: 'CC-BY-SA-4.0',
    access: 'OPEN',
    released: '2014-08',
    resolution: [39, 39],
    subjects: 1,
    fieldStrength: 7,
    creators: ['E. A. Papp', 'T. B. Leergaard', 'J. G. Bjaalie'],
  },
  {
    id: 'openneuro:ds000114',
    title: 'A test-retest fMRI dataset for motor, language and spatial attention functions',
    kind: 'DATASET',
    domain: 'NEUROIMAGING',
    species: human,
    modality: ['atlas:mri'],
    format: ['NIfTI', 'TSV'],
    license: 'CC0-1.0',
    licenseClass: 'OPEN',
    access: 'OPEN',
    availability: 'ONLINE',
    dataLevel: 'raw',
    released: '2018-03-30',
    resolution: [1000, 4000],
    subjects: 10,
    fieldStrength: 1.5,
    identifiers: ['10.18112/openneuro.ds000114.v1.0.2'],
    creators: ['Krzysztof J. Gorgolewski'],
  },
  {
    id: 'openneuro:ds000030',
    title: 'UCLA Consortium for Neuropsychiatric Phenomics LA5c Study',
    kind: 'STUDY',
    domain: 'NEUROIMAGING',
    species: human,
    modality: ['atlas:mri', 'atlas:mri-t1w'],
    format: ['NIfTI', 'TSV'],
    license: 'CC0-1.0',
    licenseClass: 'OPEN',
    access: 'OPEN',
    dataLevel: 'raw',
    released: '2016-06-01',
    resolution: [1000, 3000],
    subjects: 272,
    fieldStrength: 3,
  },
  {
    id: 'openneuro:empty',
    title: 'Étude sans métadonnées',
    description: 'Nothing more is known; <b>not even</b> a licence & a species.',
  },
  ...sections,
]

/** Records of a laboratory, that its members may discover and nobody else. */
export const hiddenThings: readonly Thing[] = [
  {
    id: 'lab:secret-hippocampus',
    title: 'Unpublished hippocampus atlas of the zebrafish',
    description: 'Xanthochromic reconstruction of the hippocampus.',
    discover: ['lab'],
    kind: 'ATLAS',
    domain: 'MEDICAL_IMAGING',
    species: ['NCBITaxon:7955'],
    structure: ['MBA:463'],
    format: ['OME-Zarr'],
    license: 'LicenseRef-lab',
    licenseClass: 'RESTRICTED',
    access: 'CLOSED',
    released: '2031-01-01',
    resolution: [0.05, 0.05],
    subjects: 9000,
    fieldStrength: 21,
    identifiers: ['10.5555/secret.1'],
    parents: ['lab:secret-project'],
  },
  {
    id: 'lab:secret-project',
    title: 'Xanthochromia of the mouse cortex',
    discover: ['lab'],
    kind: 'STUDY',
    species: mouse,
    structure: ['MBA:385'],
    released: '2030',
  },
  {
    id: 'lab:nobody',
    title: 'Hippocampal mouse atlas that nobody may see',
    discover: [],
    kind: 'ATLAS',
    species: mouse,
  },
]

export function batchOf(all: readonly Thing[], position: number): IndexBatch {
  return { documents: all.map(documentOf), removed: [], position }
}

export function requestOf(request: Partial<SearchRequest> = {}): SearchRequest {
  return {
    query: '',
    filter: null,
    facets: [],
    sort: 'RELEVANCE',
    ranking: 'HYBRID',
    collapse: false,
    first: 100,
    after: null,
    explain: false,
    ...request,
  }
}

/** More records than any ranking window holds, all of which match `tile`. */
export const tiles: readonly Thing[] = Array.from({ length: 450 }, (_, index) => ({
  id: `lab:tile-${index}`,
  title: index % 3 === 0 ? `Tile of plane ${index}` : `Plane ${index}`,
  description: `${index % 2 === 0 ? 'A tile, and one more tile.' : 'One tile.'} ${'word '.repeat(index % 40)}`,
  released: `20${10 + (index % 9)}`,
  subjects: index % 7,
}))
