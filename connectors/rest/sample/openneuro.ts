/*
 * Datasets of OpenNeuro in our own words: accession numbers, names, licences and DOIs of the first three are those of the
 * archive; files, sizes and the rest are made up.
 */

export interface SampleDataset {
  id: string
  name: string
  isPublic: boolean
  created: string
  tag: string
  readme: string | null
  license: string | null
  authors: string[]
  doi: string | null
  type: string | null
  modalities: string[] | null
  tasks: string[]
  species: string | null
  paper: string | null
  files: { filename: string; size: number; directory: boolean }[]
}

const files = [
  { filename: 'CHANGES', size: 1_501, directory: false },
  { filename: 'dataset_description.json', size: 866, directory: false },
  { filename: 'participants.tsv', size: 217, directory: false },
  { filename: 'sub-01', size: 0, directory: true },
  { filename: 'T1w template.nii.gz', size: 5_663_237, directory: false },
]

const common = {
  isPublic: true,
  created: '2018-07-14T05:34:54.000Z',
  tag: '1.0.0',
  readme: null,
  license: 'CC0',
  authors: ['Schonberg, T.', 'Poldrack, R.A.'],
  doi: null,
  type: 'raw',
  modalities: ['mri'],
  tasks: [],
  species: 'Human',
  paper: null,
  files,
}

export const datasets: readonly SampleDataset[] = [
  {
    ...common,
    id: 'ds000001',
    name: 'Balloon Analog Risk-taking Task',
    license: 'PDDL',
    doi: 'doi:10.18112/openneuro.ds000001.v1.0.0',
    tasks: ['balloon analog risk task'],
    paper: 'https://doi.org/10.3389/fnins.2012.00080',
    readme: 'Subjects pump up balloons that may burst.',
  },
  {
    ...common,
    id: 'ds000117',
    name: 'Multisubject, multimodal face processing',
    tag: '1.0.5',
    modalities: ['meg', 'mri'],
    tasks: ['facerecognition'],
  },
  { ...common, id: 'ds000246', name: 'Auditory MEG study', modalities: ['meg'], type: null },
  {
    ...common,
    id: 'ds900001',
    name: 'An invented dataset of mice',
    species: 'Mouse',
    license: null,
  },
  { ...common, id: 'ds900002', name: 'An invented dataset without a summary', modalities: null },
  { ...common, id: 'ds900003', name: 'An invented dataset that is not public', isPublic: false },
  { ...common, id: 'ds900004', name: 'An invented derivative', type: 'derivative' },
  { ...common, id: 'ds900005', name: 'An invented dataset of one more', files: files.slice(0, 2) },
]
