/*
 * The buckets that the institute has opened, and what is known of each beside its name. Only what lies in one of them
 * is ever linked to: metadata also name buckets and file servers of the institute that are nobody's business.
 */

/** What is read of the open buckets, each with its options. */
export const bucketParts = ['abcAtlas', 'aind', 'visualBehavior', 'buckets'] as const
export type BucketPart = (typeof bucketParts)[number]

export interface OpenBucket {
  name: string
  region: string
  /** The part that reads what is in it; `buckets` for those of which only their being there is told. */
  part: BucketPart
  title: string
  description: string
  /** Names of the vocabulary. */
  species: readonly string[]
  modality: readonly string[]
  technique: readonly string[]
  domain: 'NEUROIMAGING' | 'GENOMICS' | 'OTHER'
  keywords: readonly string[]
  creators: readonly string[]
  /** As the registry of open data words it; null where what is in it has licences of its own. */
  license: string | null
  landingPage: string | null
  viewers: readonly string[]
  doi: readonly (readonly [title: string, doi: string])[]
  /** Folders of it that are told one by one; empty for a bucket that is told as a whole. */
  folders: readonly string[]
}

const allenTerms = 'Allen Institute Terms of Use'
const mouse = ['Mus musculus']
const human = ['Homo sapiens']

const none = {
  region: 'us-west-2',
  part: 'buckets',
  modality: [],
  technique: [],
  domain: 'NEUROIMAGING',
  keywords: [],
  creators: ['Allen Institute for Brain Science'],
  license: allenTerms,
  viewers: [],
  doi: [],
  folders: [],
} as const satisfies Partial<OpenBucket>

/** After the registry of open data on AWS, in our own words. */
export const openBuckets: readonly OpenBucket[] = [
  {
    ...none,
    name: 'allen-brain-cell-atlas',
    part: 'abcAtlas',
    title: 'Allen Brain Cell Atlas: data releases',
    description:
      'Cell types of whole mouse and human brains: single-cell and spatial transcriptomes, taxonomies of cell types, cell metadata and the volumes they are placed in. Released by date, each release with a manifest of its files.',
    species: [...mouse, ...human],
    technique: ['single-cell RNA sequencing', 'MERFISH'],
    domain: 'GENOMICS',
    keywords: ['cell types', 'taxonomy', 'BRAIN Initiative'],
    license: null,
    landingPage: 'https://portal.brain-map.org/atlases-and-data/bkp/abc-atlas',
    viewers: ['https://knowledge.brain-map.org/abcatlas'],
  },
  {
    ...none,
    name: 'aind-open-data',
    part: 'aind',
    title: 'Allen Institute for Neural Dynamics: open data',
    description:
      'Raw and derived data of mouse neuroanatomy and physiology, shared as near to their collection as possible, data of methods under development included. One folder an asset, its metadata beside the data.',
    species: mouse,
    keywords: ['neuroanatomy', 'physiology', 'behavior'],
    creators: ['Allen Institute for Neural Dynamics'],
    license: 'CC-BY-4.0',
    landingPage: 'https://allenneuraldynamics.github.io/data.html#aind-open-data',
  },
  {
    ...none,
    name: 'visual-behavior-ophys-data',
    part: 'visualBehavior',
    title: 'Allen Brain Observatory: Visual Behavior, optical physiology',
    description:
      'Two-photon calcium imaging of visual cortex in mice trained to detect changes of images, with behavior, eye tracking and the training that went before. NWB files and tables of sessions, experiments and cells.',
    species: mouse,
    modality: ['two-photon microscopy'],
    technique: ['calcium imaging'],
    keywords: ['visual behavior', 'change detection', 'visual cortex', 'NWB'],
    landingPage: 'https://portal.brain-map.org/circuits-behavior/visual-behavior-2p',
  },
  {
    ...none,
    name: 'visual-behavior-neuropixels-data',
    part: 'visualBehavior',
    title: 'Allen Brain Observatory: Visual Behavior, Neuropixels',
    description:
      'Spikes recorded with several Neuropixels probes at once in visual cortex, hippocampus, thalamus and midbrain of mice that detect changes of images. NWB files and tables of sessions, probes, channels and units.',
    species: mouse,
    modality: ['electrophysiology'],
    technique: ['extracellular recording'],
    keywords: ['visual behavior', 'change detection', 'Neuropixels', 'NWB'],
    landingPage: 'https://portal.brain-map.org/circuits-behavior/visual-behavior-neuropixels',
  },
  {
    ...none,
    name: 'allen-mouse-brain-atlas',
    title: 'Allen Mouse Brain Atlas: images',
    description:
      'More than 650,000 images of gene expression in the adult mouse brain, over 20,000 genes by in situ hybridization at cellular resolution.',
    species: mouse,
    modality: ['light microscopy'],
    technique: ['in situ hybridization'],
    keywords: ['gene expression'],
    landingPage: 'https://mouse.brain-map.org/',
    doi: [['Genome-wide atlas of gene expression in the adult mouse brain', '10.1038/nature05453']],
  },
  {
    ...none,
    name: 'allen-brain-observatory',
    title: 'Allen Brain Observatory: Visual Coding',
    description:
      'Responses to visual stimuli across visual cortex, hippocampus and thalamus of the mouse, by two-photon calcium imaging of many layers, areas and Cre lines and by Neuropixels probes.',
    species: mouse,
    modality: ['two-photon microscopy', 'electrophysiology'],
    technique: ['calcium imaging', 'extracellular recording'],
    keywords: ['visual coding', 'visual cortex', 'Neuropixels', 'NWB'],
    landingPage:
      'https://github.com/AllenInstitute/AllenSDK/wiki/Use-the-Allen-Brain-Observatory-%E2%80%93-Visual-Coding-on-AWS',
  },
  {
    ...none,
    name: 'allen-ivy-glioblastoma-atlas',
    title: 'Ivy Glioblastoma Atlas: images',
    description:
      'Sections of human glioblastoma probed for genes thought to play a part in the cancer, each beside a section with a histological stain, annotated for the features of the tumour by a trained classifier.',
    species: human,
    modality: ['light microscopy'],
    technique: ['in situ hybridization', 'histology'],
    keywords: ['glioblastoma', 'cancer', 'gene expression'],
    landingPage: 'https://glioblastoma.alleninstitute.org/',
  },
  {
    ...none,
    name: 'allen-synphys',
    title: 'Allen Institute Synaptic Physiology',
    description:
      'Strength, kinetics and short-term plasticity of thousands of synapses, by multiple patch clamp in mouse visual cortex and human middle temporal gyrus. Databases for the aisynphys package.',
    species: [...mouse, ...human],
    modality: ['electrophysiology'],
    technique: ['patch clamp'],
    keywords: ['synapse', 'connectivity', 'visual cortex', 'middle temporal gyrus'],
    landingPage: 'https://portal.brain-map.org/explore/connectivity/synaptic-physiology',
  },
  {
    ...none,
    name: 'allen-hmba-releases',
    title: 'Human and Mammalian Brain Atlas: releases',
    description:
      'Releases of a cell atlas of complete adult human, macaque and marmoset brains that joins structure, function and cellular architecture, part of the BRAIN Initiative Cell Atlas Network.',
    species: [...human, 'Macaca mulatta', 'Callithrix jacchus', ...mouse],
    technique: ['single-cell RNA sequencing'],
    domain: 'GENOMICS',
    keywords: ['HMBA', 'BICAN', 'cell types', 'gene expression'],
    landingPage: 'https://portal.brain-map.org/explore/hmba',
  },
  {
    ...none,
    name: 'sea-ad-single-cell-profiling',
    title: 'SEA-AD: single-cell profiling',
    description:
      'Transcriptomes and open chromatin of single nuclei of aged human brains across the range of Alzheimer’s disease pathology, and of neurotypical reference brains.',
    species: human,
    technique: ['single-nucleus RNA sequencing', 'ATAC-seq'],
    domain: 'GENOMICS',
    keywords: ['Alzheimer’s disease', 'SEA-AD', 'epigenomics'],
    landingPage: 'https://brain-map.org/consortia/sea-ad',
  },
  {
    ...none,
    name: 'sea-ad-quantitative-neuropathology',
    title: 'SEA-AD: quantitative neuropathology',
    description:
      'Full-resolution brightfield images of stained sections of aged human brains, the images as segmented, annotations, and tables of quantities per stain (6E10, IBA1, α-synuclein, GFAP, H&E-LFB, NeuN, pTau, pTDP-43).',
    species: human,
    modality: ['light microscopy'],
    technique: ['immunohistochemistry', 'hematoxylin and eosin staining'],
    keywords: ['Alzheimer’s disease', 'SEA-AD', 'neuropathology'],
    landingPage: 'https://brain-map.org/consortia/sea-ad',
  },
  {
    ...none,
    name: 'sea-ad-spatial-transcriptomics',
    title: 'SEA-AD: spatial transcriptomics',
    description:
      'Spatial transcriptomes of aged human brains across the range of Alzheimer’s disease pathology.',
    species: human,
    technique: ['spatial transcriptomics'],
    domain: 'GENOMICS',
    keywords: ['Alzheimer’s disease', 'SEA-AD'],
    landingPage: 'https://brain-map.org/consortia/sea-ad',
  },
  {
    ...none,
    name: 'aind-benchmark-data',
    title: 'Allen Institute for Neural Dynamics: benchmark data, compression of electrophysiology',
    description:
      'Recordings with Neuropixels probes of the Allen Institute and the International Brain Laboratory, to compare speed and ratio of compression algorithms.',
    species: mouse,
    modality: ['electrophysiology'],
    technique: ['extracellular recording'],
    keywords: ['benchmark', 'compression', 'Neuropixels'],
    creators: ['Allen Institute for Neural Dynamics'],
    license: 'CC-BY-4.0',
    landingPage:
      'https://allenneuraldynamics.github.io/data.html#aind-benchmark-dataephys-compression',
    folders: ['ephys-compression'],
  },
  {
    ...none,
    name: 'allencell',
    region: 'us-east-1',
    title: 'Allen Cell Imaging Collections',
    description:
      'Images of human cells, whole fields of view and cropped, segmentations of their structures, predictions and models of machine learning, and simulations, by the Allen Institute for Cell Science.',
    species: human,
    modality: ['fluorescence microscopy'],
    domain: 'OTHER',
    keywords: ['cell biology', 'induced pluripotent stem cells', 'segmentation'],
    creators: ['Allen Institute for Cell Science'],
    license: 'Allen Cell terms of use, https://www.allencell.org/terms-of-use.html',
    landingPage: 'https://open.quiltdata.com/b/allencell',
  },
]

const byName: ReadonlyMap<string, OpenBucket> = new Map(openBuckets.map((one) => [one.name, one]))

/** Null for a bucket that is not open, or not known to be. */
export function openBucket(name: string): OpenBucket | null {
  return byName.get(name) ?? null
}

/** Native id of the record of a bucket, or of a folder of one. */
export function bucketId(name: string, folder?: string): string {
  return folder === undefined ? `bucket:${name}` : `bucket:${name}/${folder}`
}
