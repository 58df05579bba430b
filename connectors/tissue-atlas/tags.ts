import type { Term } from '#sdk'

/** What a tag of a card says. */
interface Meaning {
  species?: readonly [label: string, termId: string]
  modality?: string
  technique?: string
  structure?: string
  keyword?: string
}

const fluorescence = 'fluorescence microscopy'
const brightfield = 'light microscopy'
const cycif = { modality: fluorescence, technique: 'cyclic immunofluorescence' }

/**
 * The site's own tags, in lower case. Diseases are keywords: a melanoma may lie in a lung, so the organ that a disease
 * usually begins in is not the one of the picture.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  human: { species: ['Homo sapiens', 'NCBITaxon:9606'] },
  mouse: { species: ['Mus musculus', 'NCBITaxon:10090'] },
  cycif,
  '3d-cycif': { ...cycif, keyword: '3D CyCIF' },
  orion: { modality: fluorescence, technique: 'Orion multiplexed immunofluorescence' },
  codex: { modality: fluorescence, technique: 'CODEX' },
  mibi: { modality: 'mass spectrometry imaging', technique: 'multiplexed ion beam imaging' },
  geomx: { technique: 'GeoMx digital spatial profiling' },
  'h&e': { modality: brightfield, technique: 'H&E' },
  he: { modality: brightfield, technique: 'H&E' },
  ihc: { technique: 'immunohistochemistry' },
  tma: { technique: 'tissue microarray' },
  breast: { structure: 'breast' },
  ovarian: { structure: 'ovary' },
  lung: { structure: 'lung' },
  heart: { structure: 'heart' },
  liver: { structure: 'liver' },
  tonsil: { structure: 'tonsil' },
  mel: { keyword: 'melanoma' },
  crc: { keyword: 'colorectal cancer' },
  gbm: { keyword: 'glioblastoma' },
  tb: { keyword: 'tuberculosis' },
  stic: { keyword: 'serous tubal intraepithelial carcinoma' },
  met: { keyword: 'metastasis' },
  brci: { keyword: 'rare cancer' },
  'overview-crc': { keyword: 'overview' },
  narrated: { keyword: 'narrated story' },
  curated: { keyword: 'curated story' },
  auto: { keyword: 'automated story' },
  // What they sort on the site says nothing of the data.
  highlight: {},
  exploration: {},
}

export interface Tagged {
  species: Term[]
  modality: Term[]
  technique: Term[]
  structure: Term[]
  keywords: string[]
}

/** What tags say; one that is not known is a keyword as it stands. */
export function tagged(tags: readonly string[]): Tagged {
  const found: Tagged = { species: [], modality: [], technique: [], structure: [], keywords: [] }
  for (const tag of tags) {
    const key = tag.toLowerCase()
    const meaning = Object.hasOwn(meanings, key) ? meanings[key] : { keyword: tag }
    const { species, modality, technique, structure, keyword } = meaning ?? {}
    if (species !== undefined) found.species.push(mapped(species[0], tag, species[1]))
    if (modality !== undefined) found.modality.push(mapped(modality, tag))
    if (technique !== undefined) found.technique.push(mapped(technique, tag))
    if (structure !== undefined) found.structure.push(mapped(structure, tag))
    if (keyword !== undefined) found.keywords.push(keyword)
  }
  return found
}

function mapped(label: string, raw: string, termId: string | null = null): Term {
  return { label, termId, origin: 'MAPPED', raw }
}

/** Techniques and modalities out of words that name one: `t-CyCIF`, `hematoxylin and eosin`. */
export function named(words: readonly string[]): Pick<Tagged, 'modality' | 'technique'> {
  const modality: Term[] = []
  const technique: Term[] = []
  for (const word of words) {
    const meaning = meanings[keyOf(word)]
    const term = (label: string): Term => ({ label, termId: null, origin: 'EXTRACTED', raw: word })
    if (meaning?.modality !== undefined) modality.push(term(meaning.modality))
    if (meaning?.technique !== undefined) technique.push(term(meaning.technique))
  }
  return { modality, technique }
}

function keyOf(word: string): string {
  const key = word.toLowerCase()
  if (/cycif|cyclic immunofluorescence/.test(key)) return 'cycif'
  return key === 'hematoxylin and eosin' ? 'h&e' : key
}
