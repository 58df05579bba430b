import { type Random, seeded } from './random.ts'

/** A row of the synthetic upstream: what an archive of neuroscience data could say about one data set. */
export interface BenchRow {
  id: string
  title: string
  description: string
  keywords: string[]
  kind: 'ATLAS' | 'TEMPLATE' | 'PARCELLATION' | 'DATASET' | 'STUDY' | 'SESSION' | 'IMAGE'
  species: string | null
  modalities: string[]
  /** Ids of `structures`. */
  structures: string[]
  license: string | null
  access: 'OPEN' | 'REGISTERED' | 'ON_REQUEST' | null
  year: number | null
  /** Micrometres, isotropic. */
  resolution: number | null
  subjects: number | null
  files: {
    name: string
    format: string
    role: 'VOLUME' | 'TABLE' | 'IMAGE'
    bytes: number | null
  }[]
}

export interface BenchStructure {
  id: string
  label: string
  parent: string | null
}

const fieldWords =
  `brain mouse hippocampus cortex atlas imaging data human neurons expression section volume template
  hippocampal cortical annotation parcellation thalamus cerebellum striatum amygdala hypothalamus nucleus connectivity
  projection tracer injection gene coronal sagittal resolution registered reference space adult developing embryonic
  diffusion functional resting state anatomical weighted tensor tractography segmentation labels surface mesh voxel
  histology nissl fluorescence microscopy two-photon light-sheet electron electrophysiology spike units probe session
  recording visual auditory motor somatosensory prefrontal entorhinal retrosplenial olfactory bulb midbrain pons medulla
  dentate gyrus subiculum axon dendrite synapse interneuron pyramidal parvalbumin somatostatin transcriptomic single-cell
  sequencing cell-type taxonomy cluster spatial map subject cohort age sex strain wild-type transgenic line control
  treatment stress sleep learning memory behavior task stimulus response population analysis average standard normalised
  quality report pipeline raw derivative release version study collection archive institute consortium open dataset`
    .trim()
    .split(/\s+/)
const syllables =
  'al an ar bel bi cal cor da dex di el en fi for ga gen ha il in ka lam li lo ma men mi mo na ne no or pa per pi po ra re ri ro sa sel si so ta ten ti to tra ul um va ve vi xe yo ze'.split(
    ' ',
  )
/** Distinct words in all texts, the words of the field first, since those are the frequent ones. */
export const words: readonly string[] = (() => {
  const random = seeded(17)
  const all = new Set(fieldWords)
  while (all.size < 30_000) {
    all.add(Array.from({ length: 2 + random.below(3) }, () => random.pick(syllables)).join(''))
  }
  return [...all]
})()

/** A tree of 800 structures, five deep. */
export const structures: readonly BenchStructure[] = Array.from({ length: 800 }, (_, index) => ({
  id: `BENCH:${index}`,
  label: `${words[200 + index]} ${index % 3 === 0 ? 'nucleus' : index % 3 === 1 ? 'area' : 'layer'}`,
  parent: index === 0 ? null : `BENCH:${Math.floor((index - 1) / 4)}`,
}))

const kinds = ['DATASET', 'IMAGE', 'SESSION', 'STUDY', 'ATLAS', 'PARCELLATION', 'TEMPLATE'] as const
export const species = [
  'Mus musculus',
  'Homo sapiens',
  'Rattus norvegicus',
  'Macaca mulatta',
  'Callithrix jacchus',
  'Danio rerio',
] as const
export const modalities = [
  'magnetic resonance imaging',
  'diffusion MRI',
  'functional MRI',
  'in situ hybridization',
  'light-sheet microscopy',
  'electrophysiology',
  'two-photon imaging',
  'RNA sequencing',
  'electron microscopy',
] as const
const licenses = ['CC-BY-4.0', 'CC0-1.0', 'CC-BY-NC-4.0', 'CC-BY-SA-4.0', 'custom terms'] as const
const accesses = ['OPEN', 'OPEN', 'OPEN', 'REGISTERED', 'ON_REQUEST'] as const
const resolutions = [1, 5, 10, 25, 50, 100, 200, 500, 1_000, 2_000] as const

/** Row `index` of the archive of `seed`: the same whenever and in whatever order it is asked for. */
export function rowAt(index: number, seed = 1): BenchRow {
  const random = seeded(Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b))
  const maybe = <T>(share: number, value: () => T) => (random.chance(share) ? value() : null)
  const id = `B${String(index).padStart(8, '0')}`
  return {
    id,
    title: text(random, 5 + random.below(7)),
    description: text(random, 40 + random.below(41)),
    keywords: some(5, () => words[random.zipf(2_000)] as string),
    kind: kinds[random.zipf(kinds.length)] as BenchRow['kind'],
    species: maybe(0.85, () => species[random.zipf(species.length)] as string),
    modalities: some(random.below(4), () => modalities[random.zipf(modalities.length)]),
    structures: some(random.below(7), () => structures[random.zipf(800)]?.id),
    license: maybe(0.7, () => licenses[random.zipf(licenses.length)] as string),
    access: maybe(0.9, () => random.pick(accesses)),
    year: maybe(0.9, () => 2_026 - random.zipf(22)),
    resolution: maybe(0.6, () => random.pick(resolutions)),
    subjects: maybe(0.5, () => 1 + random.zipf(400)),
    files: Array.from({ length: random.below(4) }, (_, file) => ({
      name: `${id}_${file}.${file === 2 ? 'tsv' : 'nii.gz'}`,
      format: file === 2 ? 'TSV' : 'NIfTI',
      role: file === 2 ? ('TABLE' as const) : ('VOLUME' as const),
      bytes: maybe(0.8, () => 1_000 + random.below(2_000_000_000)),
    })),
  }
}

/** The rows of an archive of `size`, one at a time. */
export function* rows(size: number, seed = 1): Generator<BenchRow> {
  for (let index = 0; index < size; index++) yield rowAt(index, seed)
}

export interface BenchQuery {
  query: string
  filter: Record<string, unknown>
}

/** Queries of one to three words, each with a filter, as people type them into an explorer. */
export function queries(count: number, seed = 1): BenchQuery[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => {
    const query = some(1 + random.below(3), () => words[random.zipf(600)]).join(' ')
    return { query, filter: filterFrom(random) }
  })
}

function filterFrom(random: Random): Record<string, unknown> {
  switch (random.below(4)) {
    case 0:
      return { species: [species[random.zipf(species.length)]] }
    case 1:
      return { released: { from: String(2_005 + random.below(15)) } }
    case 2:
      return { modality: [random.pick(modalities), random.pick(modalities)] }
    default:
      return { structure: [structures[random.zipf(200)]?.label], access: ['OPEN'] }
  }
}

function text(random: Random, count: number): string {
  const chosen = Array.from({ length: count }, () => words[random.zipf(words.length)] as string)
  const first = chosen[0] ?? ''
  return [first.charAt(0).toUpperCase() + first.slice(1), ...chosen.slice(1)].join(' ')
}

function some<T>(count: number, make: () => T | undefined): T[] {
  const made = Array.from({ length: count }, make).filter((value) => value !== undefined)
  return [...new Set(made)]
}
