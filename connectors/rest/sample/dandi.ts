/*
 * Dandisets in our own words: identifiers, names and licences of the first are those of the archive; file names, sizes and the
 * last three are made up.
 */

export interface SampleDandiset {
  identifier: string
  name: string
  description: string
  created: string
  modified: string
  /** Null: there is a draft only. */
  published: { version: string; modified: string } | null
  isEmbargoed: boolean
  license: string | null
  keywords: string[]
  authors: string[]
  species: string[]
  approaches: string[]
  techniques: string[]
  subjects: number | null
  files: { id: string; path: string; size: number }[]
}

const mouse = 'Mus musculus - House mouse'
const human = 'Homo sapiens - Human'
const ephys = 'electrophysiological approach'
const recording = 'multi electrode extracellular electrophysiology recording technique'

function files(identifier: string, count: number, ending = '.nwb'): SampleDandiset['files'] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${identifier}${String(at).padStart(2, '0')}-0000-4000-8000-000000000000`,
    path: `sub-${String(at + 1).padStart(2, '0')}/sub-${String(at + 1).padStart(2, '0')}_ses-01${ending}`,
    size: 1_000_003 * (at + 1),
  }))
}

const common = {
  created: '2020-03-15T22:56:53.371830Z',
  modified: '2024-06-11T08:01:02.000003Z',
  isEmbargoed: false,
  license: 'CC-BY-4.0',
  keywords: ['neurophysiology'],
  authors: ['Buzsáki, György'],
  species: [mouse],
  approaches: [ephys],
  techniques: [recording],
  subjects: 16,
}

export const dandisets: readonly SampleDandiset[] = [
  {
    ...common,
    identifier: '000003',
    name: 'Physiological Properties and Behavioral Correlates of Hippocampal Granule Cells and Mossy Cells',
    description: 'Recordings in the dentate gyrus of behaving mice.',
    keywords: ['cell types', 'dentate gyrus', 'mossy cells'],
    authors: ['Senzai, Yuta', 'Buzsáki, György'],
    published: { version: '0.230629.1955', modified: '2023-06-29T19:55:31.345000Z' },
    files: files('000003', 7),
  },
  {
    ...common,
    identifier: '000004',
    name: 'A NWB-based dataset and processing pipeline of human single-neuron activity during a declarative memory task',
    description: 'Single neurons of the human medial temporal lobe, recorded during a memory task.',
    keywords: ['cognitive neuroscience', 'data standardization', 'recognition memory'],
    authors: ['Chandravadia, Nand', 'Rutishauser, Ueli'],
    species: [human],
    subjects: 59,
    published: { version: '0.220126.1852', modified: '2022-01-26T18:52:10.000000Z' },
    files: files('000004', 5),
  },
  {
    ...common,
    identifier: '000108',
    name: 'Light sheet imaging of the human brain',
    description: 'Cleared slabs of human cortex under the light sheet microscope.',
    keywords: ['light sheet microscopy'],
    authors: ['Kamentsky, Lee'],
    species: [human],
    approaches: ['microscopy approach; cell population imaging'],
    techniques: ['light sheet microscopy'],
    subjects: 5,
    published: null,
    files: files('000108', 3, '_SPIM.ome.zarr'),
  },
  {
    ...common,
    identifier: '000143',
    name: 'IHC Validation Data',
    description: 'Confocal images of mouse and human brain tissue.',
    authors: ['DeLorenzo, Lauren'],
    license: 'CC0-1.0',
    species: [],
    approaches: [],
    techniques: [],
    subjects: 2,
    published: null,
    files: files('000143', 4, '_sample.ome.tif'),
  },
  {
    ...common,
    identifier: '000900',
    name: 'An invented dandiset that has no files yet',
    description: 'Nothing.',
    published: null,
    subjects: null,
    files: [],
  },
  {
    ...common,
    identifier: '000901',
    name: 'An invented dandiset under embargo',
    description: 'Not for everybody.',
    isEmbargoed: true,
    published: null,
    files: files('000901', 2),
  },
  {
    ...common,
    identifier: '000902',
    name: 'An invented dandiset without a licence',
    description: 'With more than is known.',
    license: null,
    species: [mouse, 'Rattus norvegicus - Norway rat'],
    approaches: [ephys, 'behavioral approach'],
    subjects: null,
    published: { version: '0.240101.0000', modified: '2024-01-01T00:00:00Z' },
    files: files('000902', 2),
  },
  ...['000903', '000904', '000905'].map((identifier) => ({
    ...common,
    identifier,
    name: `An invented dandiset, ${identifier}`,
    description: 'Made up.',
    published: null,
    files: files(identifier, 1),
  })),
]
