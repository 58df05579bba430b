import { type Facet, facets, type VocabularyFacet } from '../../model/index.ts'
import { foldText } from '../rank/words.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import { addCount, BulkCounts, type ClassCounts, visibleCount } from './classes.ts'

/** Beside the facets, parents are values too: `parent` filters by them. */
export const parentKind = facets.length

export const facetNumber = Object.fromEntries(
  facets.map((facet, index) => [facet, index]),
) as Readonly<Record<Facet, number>>

/**
 * By kind: its place among the values of a record. Structures come last, since with all that lies above them they
 * are most of the values, and who looks for others can stop there.
 */
export const kindOrder: readonly number[] = Array.from({ length: parentKind + 1 }, (_, kind) =>
  kind === facetNumber.STRUCTURE ? parentKind + 1 : kind,
)

export const vocabularyFacets: Partial<Record<Facet, VocabularyFacet>> = {
  SPECIES: 'species',
  MODALITY: 'modality',
  STRUCTURE: 'structure',
  TECHNIQUE: 'technique',
  REFERENCE_SPACE: 'referenceSpace',
  FORMAT: 'format',
  LICENSE: 'license',
}

/**
 * Every value of every facet, numbered. A value that came with two labels has two numbers, so that a label which
 * only hidden records use is never shown; `sameValue` joins them again.
 */
export class Values {
  /** By number: which facet, `parentKind` for parents. */
  readonly kinds: number[] = []
  readonly values: string[] = []
  readonly labels: string[] = []
  readonly foldedLabels: string[] = []
  /** By number: the first number with the same facet and value. */
  readonly sameValue: number[] = []
  readonly #counts: ClassCounts[] = []
  readonly #ids = new Map<string, number>()
  readonly #byValue = new Map<string, number[]>()
  readonly #byName = new Map<string, number[]>()

  static key(kind: number, value: string, label: string): string {
    return `${kind}\n${value}\n${label}`
  }

  get size(): number {
    return this.values.length
  }

  find(kind: number, value: string, label: string): number | undefined {
    return this.#ids.get(Values.key(kind, value, label))
  }

  add(kind: number, value: string, label: string): number {
    const id = this.values.length
    this.kinds.push(kind)
    this.values.push(value)
    this.labels.push(label)
    const foldedLabel = kind === parentKind ? '' : foldText(label)
    this.foldedLabels.push(foldedLabel)
    this.#counts.push([])
    this.#ids.set(Values.key(kind, value, label), id)
    const same = collect(this.#byValue, `${kind}\n${value}`, id)
    this.sameValue.push(same[0] as number)
    if (kind !== parentKind) {
      const names = new Set([foldText(value), foldedLabel])
      for (const name of names) collect(this.#byName, `${kind}\n${name}`, id)
    }
    return id
  }

  count(id: number, recordClass: number, change: number): void {
    addCount(this.#counts[id] as ClassCounts, recordClass, change)
  }

  /** For a file that is opened. */
  bulkCounts(): BulkCounts {
    return new BulkCounts(this.#counts)
  }

  /** Visible records that hold the value. */
  frequency(id: number, visible: Uint8Array): number {
    return visibleCount(this.#counts[id] as ClassCounts, visible)
  }

  /** Numbers of exactly this value, whether anybody may see it or not. */
  exactly(kind: number, value: string): readonly number[] {
    return this.#byValue.get(`${kind}\n${value}`) ?? []
  }

  /**
   * Numbers of the values that `name` means, value, label or synonym, as far as a visible record holds them;
   * empty when none does, just as if the name were unknown.
   */
  resolve(facet: Facet, name: string, visible: Uint8Array, vocabulary: Vocabulary): number[] {
    const kind = facetNumber[facet]
    const found = new Set(this.exactly(kind, name))
    for (const id of this.#byName.get(`${kind}\n${foldText(name)}`) ?? []) found.add(id)
    const termFacet = vocabularyFacets[facet]
    if (termFacet !== undefined) {
      for (const term of vocabulary.find(name, termFacet)) {
        for (const id of this.exactly(kind, term.termId)) found.add(id)
        for (const id of this.#byName.get(`${kind}\n${foldText(term.label)}`) ?? []) found.add(id)
      }
    }
    return [...found].filter((id) => this.frequency(id, visible) > 0)
  }
}

function collect(into: Map<string, number[]>, key: string, id: number): number[] {
  const list = into.get(key)
  if (list !== undefined) {
    list.push(id)
    return list
  }
  const made = [id]
  into.set(key, made)
  return made
}
