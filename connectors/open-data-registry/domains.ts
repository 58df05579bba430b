import type { Domain } from '#sdk'

/*
 * What tags say of a domain, which the registry takes from a closed list (`tags.yaml`). A tag that is not here says
 * nothing: `machine learning`, `life sciences`, `csv`.
 */
type Votes = readonly (readonly [domain: Domain, votes: number, tags: readonly string[]])[]

/** Tags that name a domain have two votes, those of its neighbourhood one; what is not of the Earth outdoes all. */
const votes: Votes = [
  [
    'NEUROIMAGING',
    2,
    ['neuroimaging', 'brain images', 'brain models', 'connectomics', 'neuroscience'],
  ],
  [
    'NEUROIMAGING',
    1,
    [
      'neurobiology',
      'neurophysiology',
      'simulation neuroscience',
      'single neuron models',
      'morphological reconstructions',
      'microcircuit modeling and simulation',
      'glioblastoma',
      'autism spectrum disorder',
      'imaging',
      'image processing',
    ],
  ],
  [
    'MEDICAL_IMAGING',
    2,
    [
      'medical imaging',
      'medical image computing',
      'radiology',
      'mammography',
      'digital pathology',
      'computational pathology',
      'histopathology',
    ],
  ],
  [
    'MEDICAL_IMAGING',
    1,
    [
      'dicom',
      'nifti',
      'computed tomography',
      'magnetic resonance imaging',
      'grand-challenge.org',
      'imaging',
      'image processing',
    ],
  ],
  ['GENOMICS', 2, ['genomic', 'genome', 'epigenomics', 'metagenomics', 'microbial genomics']],
  [
    'GENOMICS',
    1,
    [
      'genetic',
      'whole genome sequencing',
      'whole exome sequencing',
      'genome wide association study',
      'genotyping',
      'genetic maps',
      'recombination maps',
      'population genetics',
      'structural variation',
      'variant annotation',
      'transcriptomics',
      'single-cell transcriptomics',
      'spatial transcriptomics',
      'gene expression',
      'rna-seq',
      'short read sequencing',
      'long read sequencing',
      'assembly',
      'microbiome',
      'bam',
      'cram',
      'fasta',
      'fastq',
      'fast5',
      'vcf',
      'vep',
      'loftee',
      'gatk-sv',
    ],
  ],
  [
    'ECOLOGY',
    2,
    ['biodiversity', 'ecosystems', 'wildlife', 'marine mammals', 'coral reef', 'fisheries'],
  ],
  ['ECOLOGY', 1, ['conservation']],
  [
    'GEOSPATIAL',
    2,
    ['geospatial', 'earth observation', 'satellite imagery', 'aerial imagery', 'mapping'],
  ],
  [
    'GEOSPATIAL',
    1,
    [
      'agriculture',
      'air quality',
      'air temperature',
      'atmosphere',
      'bathymetry',
      'climate',
      'climate model',
      'climate projections',
      'cmip5',
      'cmip6',
      'coastal',
      'cog',
      'cyclone typhoon hurricane',
      'deafrica',
      'dem',
      'dsm',
      'dtm',
      'disaster response',
      'earthquakes',
      'elevation',
      'era5',
      'evapotranspiration',
      'extreme weather',
      'floods',
      'geology',
      'geophysics',
      'geoscience',
      'geopackage',
      'geothermal',
      'gnss',
      'ground water',
      'hydrography',
      'hydrologic model',
      'hydrology',
      'ice',
      'land',
      'land cover',
      'land use',
      'lidar',
      'marine',
      'meteorological',
      'natural resource',
      'ocean circulation',
      'ocean currents',
      'ocean simulation',
      'oceans',
      'osm',
      'precipitation',
      'seafloor',
      'seismology',
      'sentinel-1',
      'soil moisture',
      'stac',
      'surface water',
      'synthetic aperture radar',
      'tiles',
      'water',
      'weather',
    ],
  ],
  ['OTHER', 9, ['astronomy', 'heliophysics', 'planetary', 'space weather']],
  [
    'OTHER',
    2,
    ['autonomous vehicles', 'blockchain', 'census', 'legal data', 'natural language processing'],
  ],
  [
    'OTHER',
    1,
    [
      '1940 census',
      '1950 census',
      '2020 census',
      'automatic speech recognition',
      'autonomous racing',
      'biomolecular modeling',
      'bitcoin',
      'cell biology',
      'cell imaging',
      'cell painting',
      'chemistry',
      'code completion',
      'commerce',
      'computational fluid dynamics',
      'computer security',
      'conversation data',
      'cryptocurrency',
      'cyber security',
      'demographics',
      'digital assets',
      'digital forensics',
      'drug discovery',
      'economics',
      'education',
      'electricity',
      'energy',
      'financial markets',
      'fluid dynamics',
      'government records',
      'government spending',
      'industrial',
      'internet',
      'machine translation',
      'malware',
      'materials science',
      'molecular docking',
      'molecular dynamics',
      'molecule',
      'movies',
      'music',
      'online shopping',
      'pharmaceutical',
      'physics',
      'politics',
      'product comparison',
      'protein',
      'protein folding',
      'robotics',
      'scholarly communication',
      'social media',
      'source code',
      'speech processing',
      'speech recognition',
      'sports',
      'structural biology',
      'telecommunications',
      'text analysis',
      'transportation',
      'web archive',
    ],
  ],
] as const

/** In words of pictures alone nothing is told apart: they count where a domain has another vote. */
const vague: ReadonlySet<string> = new Set(['imaging', 'image processing'])

/** Where two domains have as many votes, the first of these. */
const order = [
  'NEUROIMAGING',
  'MEDICAL_IMAGING',
  'GENOMICS',
  'ECOLOGY',
  'GEOSPATIAL',
  'OTHER',
] as const

export interface DomainFound {
  domain: Domain
  /** Tags that voted for it. */
  tags: string[]
  rule: string
}

/** The domain with most votes among the tags; null when no tag says any, which is not OTHER. */
export function domainOf(tags: readonly string[]): DomainFound | null {
  const known = [...new Set(tags.map((tag) => tag.toLowerCase()))]
  const found = order.map((domain) => {
    const cast = votes
      .filter(([its]) => its === domain)
      .flatMap(([, count, its]) =>
        known.filter((tag) => its.includes(tag)).map((tag) => ({ tag, count })),
      )
    const isVague = cast.every(({ tag }) => vague.has(tag))
    const sum = isVague ? 0 : cast.reduce((total, { count }) => total + count, 0)
    return { domain, sum, tags: cast.map(({ tag }) => tag) }
  })
  const [best] = found.filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum)
  if (best === undefined) return null
  const { domain } = best
  return { domain, tags: best.tags, rule: `tags-${domain.toLowerCase().replace('_', '-')}` }
}
