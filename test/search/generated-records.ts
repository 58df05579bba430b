import type { Facet } from '../../src/model/index.ts'
import type { IndexDocument } from '../../src/search/document.ts'
import { documentOf, type Thing, vocabulary } from './fixture.ts'

/** Numbers that look random and are the same for the same seed. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** At least 0, less than 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item
  }

  /** The first ones far more often than the last ones, as words are in texts. */
  frequent<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() ** 2.5 * items.length)] as Item
  }

  list<Item>(low: number, high: number, make: () => Item): Item[] {
    return Array.from({ length: this.whole(low, high) }, make)
  }
}

const forms =
  'brain mouse mice hippocampus hippocampal hippocampi cortex cortical cortices neuron neurons neuronal atlas atlases ' +
  'image images imaging tracing traced tracer expression expressed expressing rat rats rating ratings cell cells ' +
  'cellular staining stained stain sequencing sequence sequences layer layers layered connectivity connections ' +
  'connectome human humans adult developing development tissue tissues section sections sectioned plane planes volume ' +
  'volumes template templates average averages region regions regional nucleus nuclei projection projections axon ' +
  'axons axonal dendrite dendrites dendritic synapse synapses synaptic response responses recording recordings recorded'
const names =
  'Gad1 Pvalb Sst Vip Slc17a7 Calb1 P56 CA1 CA3 T1w T2w MNI152 3T 7T 25um 10µm 1e5 100000 0x10 NaN Infinity null true 007'
const foreign =
  'Kölliker-Fuß Ångström naïve œdème Łódź Purkinjě İstanbul ﬁbre ｱﾄﾗｽ ＦＭＲＩ 神経科学 脳 海马 大脑皮层 мозг нейрон нейроны ' +
  'εγκέφαλος ΕΓΚΈΦΑΛΟΣ دماغ الحصين מוח הגיון 뇌 해마 समझ मस्तिष्क สมอง 𐐀𐐁𐐂 𠀀𠀁 ½ ⑴ ²'
const syntax = `TO IN NOT OR AND EXISTS "quoted" 'single' back\\slash [list] (group) a=b a>b _geoRadius(1,2,3) -minus * ~ `

/** Everyday words first: they stand in most texts. */
export const commonWords: readonly string[] = forms.split(' ')
export const rareWords: readonly string[] = [...names.split(' '), ...foreign.split(' ')]
const madeUp: readonly string[] = madeUpWords(1_500)
export const vocabularyNames: readonly string[] = [...vocabulary.terms()].flatMap(
  ({ label, synonyms }) => [label, ...synonyms],
)

function madeUpWords(count: number): string[] {
  const dice = new Dice(77)
  const syllables = 'ba ce di fo gu ha ki lo mu ne or pi que ra si to ul ver xo zy'.split(' ')
  return Array.from({ length: count }, () => dice.list(2, 5, () => dice.pick(syllables)).join(''))
}

function wordOf(dice: Dice): string {
  const kind = dice.next()
  if (kind < 0.6) return dice.frequent(commonWords)
  if (kind < 0.8) return dice.frequent(madeUp)
  if (kind < 0.92) return dice.frequent(vocabularyNames)
  if (kind < 0.99) return dice.pick(rareWords)
  return dice.pick(syntax.split(' '))
}

export function textOf(dice: Dice, low: number, high: number): string {
  return dice.list(low, high, () => wordOf(dice)).join(' ')
}

/** Groups that Meilisearch would take for one and the same; each is a group of its own. */
export const confusableGroups: readonly string[] = ['lab', 'Lab', 'LAB', 'ｌａｂ', 'lab ', 'läb']

const sources = ['allen', 'openneuro', 'templateflow', 'lab', 'Allen']
const kinds = ['ATLAS', 'STUDY', 'DATASET', 'IMAGE', 'PARCELLATION', 'COLLECTION']
const formats = [
  'NIfTI',
  'nifti',
  'NIFTI',
  'ＮＩｆＴＩ',
  'CSV',
  'csv ',
  'OME-Zarr',
  'ome-zarr',
  '12',
  '1e1',
  '10',
]
const licenses = [
  ...['CC0-1.0', 'cc0-1.0', 'CC-BY-4.0', '', ' ', '"quoted" \\ license', 'Líbre', 'Libre'],
  ...[`${'long '.repeat(120)}a`, `${'long '.repeat(120)}b`],
]
const species = [
  'NCBITaxon:10090',
  'NCBITaxon:9606',
  'NCBITaxon:10116',
  'NCBITaxon:7955',
  'elf',
  'Elf',
]
const structures = [
  'MBA:382',
  'MBA:463',
  'MBA:726',
  'MBA:385',
  'MBA:512',
  'MBA:549',
  'MBA:672',
  'MBA:1089',
  'MBA:997',
  'claustrum',
]
const modalities = ['atlas:mri', 'atlas:mri-t1w', 'atlas:microscopy', 'atlas:transcriptomics']
const techniques = ['atlas:nissl', 'atlas:ihc', 'atlas:golgi']
const dates = [
  '2014',
  '2014-08',
  '2015-01-31',
  '2016',
  '2016-12-31',
  '2017-02-31',
  '1999',
  '0033-04-03',
]
const words = ['species', 'structure', 'modality', 'technique', 'format'] as const

/** Values that filters of requests take, some of which no record holds. */
export const heldValues = {
  source: [...sources, 'nowhere'],
  kind: [...kinds, 'COLLECTION'],
  species: [...species, 'mouse', 'MOUSE', 'unicorn', 'Mus musculus'],
  structure: [...structures, 'CA1', 'hippocampal formation', 'Cerebrum', 'no " such \\ thing'],
  modality: [...modalities, 'MRI', 'T1w'],
  technique: [...techniques, 'cresyl violet'],
  format: [...formats, 'Nifti', '*'],
  license: [...licenses, 'LIBRE'],
  access: ['OPEN', 'CLOSED', 'CONTROLLED'],
}
export const heldDates: readonly string[] = dates

/** Records as a catalogue of many kinds of sources would hold them, with what confuses engines. */
export function generatedDocuments(seed: number, count: number): IndexDocument[] {
  const dice = new Dice(seed)
  return Array.from({ length: count }, (_, number) => relabelled(dice, thingOf(dice, number)))
}

function thingOf(dice: Dice, number: number): Thing {
  const some = <Item>(share: number, items: readonly Item[], most = 2): Item[] =>
    dice.chance(share) ? [...new Set(dice.list(1, most, () => dice.frequent(items)))] : []
  const maybe = <Item>(share: number, make: () => Item): Item | undefined =>
    dice.chance(share) ? make() : undefined
  const [low, high] = [
    dice.pick([0.05, 0.9241900000000001, 1, 5, 25, 1000]),
    dice.pick([1, 10, 100, 2500]),
  ]
  const values = {
    species: some(0.8, species),
    structure: some(0.6, structures),
    modality: some(0.5, modalities),
    technique: some(0.3, techniques),
    format: some(0.6, formats),
  } satisfies Record<(typeof words)[number], string[]>
  const known = {
    kind: maybe(0.8, () => dice.frequent(kinds)),
    license: maybe(0.5, () => dice.frequent(licenses)),
    access: maybe(0.7, () => dice.pick(['OPEN', 'OPEN', 'CLOSED', 'CONTROLLED'])),
    released: maybe(0.7, () => dice.pick(dates)),
    modified: maybe(0.5, () => `2020-0${dice.whole(1, 9)}-1${dice.whole(0, 9)}T12:00:00.000Z`),
    subjects: maybe(0.5, () => dice.pick([0, 1, 1, 5, 6, 20, 21, 5001, 1e21])),
    fieldStrength: maybe(0.3, () => dice.pick([0.064, 1.5, 3, 3, 7, 11.7])),
    resolution: maybe(0.4, (): [number, number] => [Math.min(low, high), Math.max(low, high)]),
  }
  const given = Object.entries(known).filter(([, value]) => value !== undefined)
  return {
    id: idOf(dice, number),
    source: dice.frequent(sources),
    title: titleOf(dice, number),
    description: dice.chance(0.7) ? textOf(dice, 5, number % 500 === 0 ? 4_000 : 60) : '',
    keywords: dice.list(0, 3, () => wordOf(dice)),
    creators: dice.list(
      0,
      2,
      () => `${dice.pick(madeUp)} ${dice.pick(['Smith', 'Müller', '佐藤'])}`,
    ),
    identifiers: some(
      0.3,
      Array.from({ length: 300 }, (_, at) => `10.5555/Set.${at}`),
    ),
    parents: some(
      0.2,
      Array.from({ length: 50 }, (_, at) => `gen:${at}`),
    ),
    discover: groupsOf(dice),
    ...values,
    ...Object.fromEntries(given),
  }
}

function groupsOf(dice: Dice): string[] {
  const kind = dice.next()
  if (kind < 0.75) return ['public']
  if (kind < 0.8) return ['public', 'lab']
  if (kind < 0.83) return []
  return [...new Set(dice.list(1, 2, () => dice.pick(confusableGroups)))]
}

/** Some differ by case only, by their last letters only, or in what UTF-8 and UTF-16 order differently. */
function idOf(dice: Dice, number: number): string {
  const kind = dice.next()
  if (kind < 0.9) return `gen:${number}`
  if (kind < 0.93) return `gen:${number % 2 === 0 ? 'x' : 'X'}${number >> 1}`
  if (kind < 0.95) return `gen:${'long/'.repeat(30)}${number}${'/long'.repeat(30)}`
  if (kind < 0.97) return `gen:${dice.pick(['﨎', '𠀀', 'é', 'e\u0301'])}${number}`
  return `gen:"${number}\\ OR id EXISTS`
}

/** Many are equal when folded. */
function titleOf(dice: Dice, number: number): string {
  const kind = dice.next()
  if (kind < 0.3) return `${dice.frequent(commonWords)} ${dice.frequent(commonWords)}`
  if (kind < 0.5) return `Section ${dice.whole(1, 40)} of ${dice.pick(['brain', 'Brain', 'BRAIN'])}`
  if (kind < 0.52)
    return dice.pick(['—', '"…"', '\\', '0', '1e3', '1000', 'half \ud800 a character'])
  if (kind < 0.55) return `${dice.pick(['﨎', '𠀀', 'é', 'z', '脳'])} ${dice.pick(['atlas', ''])}`
  if (kind < 0.57) return `${Array.from({ length: 60 }, (_, at) => at % 10).join(' ')} ${number}`
  if (kind < 0.6) return `${'atlas '.repeat(16)}abc ${dice.pick(['d', '', 'e'])}`
  return textOf(dice, 2, 9)
}

/** Some values come with another label, as from another source, and some of these stand in hidden records only. */
function relabelled(dice: Dice, thing: Thing): IndexDocument {
  const document = documentOf(thing)
  const isHidden = !document.discover.includes('public')
  const relabel = (facet: Facet, share: number, label: (old: string) => string) => {
    for (const value of document.facets[facet] ?? []) {
      if (dice.chance(share)) value.label = label(value.label)
    }
  }
  relabel('SPECIES', isHidden ? 0.5 : 0.2, (old) =>
    isHidden ? `Secret ${old}` : old.toUpperCase(),
  )
  relabel('STRUCTURE', 0.1, (old) => `${old} `)
  relabel('FORMAT', 0.2, (old) => `${old} file`)
  return document
}
