import { textFields } from '../document.ts'
import { formKey } from '../rank/forms.ts'
import type { Lexicon } from '../rank/plan.ts'
import { addCount, BulkCounts, type ClassCounts, visibleCount } from './classes.ts'
import { Growing } from './growing.ts'
import { firstOf } from './order.ts'
import type { RecordCode } from './record-code.ts'
import { bitsIn, editDistance, letterBag } from './spelling.ts'

/** Longer words are identifiers or noise; nobody misspells them. */
const longestSpelt = 40

/** Every word of the index, numbered, with the records that hold it counted a visibility class. */
export class Words {
  readonly words: string[] = []
  readonly #ids = new Map<string, number>()
  readonly #counts: ClassCounts[] = []
  readonly #bags = new Growing((length) => new Int32Array(length), 0)
  readonly #lengths = new Growing((length) => new Uint8Array(length), 0)
  /** Words by form, filled up to `#formed` when somebody asks. */
  readonly #forms = new Map<string, number[]>()
  #formed = 0
  /** Numbers in the order of their words, up to `#sorted.length`; newer ones are merged in when somebody asks. */
  #sorted: number[] = []
  readonly documents: number[] = []
  /** Sums of the lengths of each text field, a class. */
  readonly lengths: number[][] = []

  get size(): number {
    return this.words.length
  }

  find(word: string): number | undefined {
    return this.#ids.get(word)
  }

  add(word: string): number {
    const id = this.words.length
    this.words.push(word)
    this.#ids.set(word, id)
    this.#counts.push([])
    this.#bags.set(id, letterBag(word))
    this.#lengths.set(id, Math.min(word.length, 255))
    return id
  }

  /** Adds a record to the counts, or with -1 takes it out. */
  count(code: RecordCode, change: 1 | -1): void {
    for (const word of code.words) addCount(this.#counts[word] as ClassCounts, code.class, change)
    this.countLengths(code, change)
  }

  /** For a file that is opened: counts of words, while `countLengths` does the rest. */
  bulkCounts(): BulkCounts {
    return new BulkCounts(this.#counts)
  }

  countLengths(code: RecordCode, change: 1 | -1): void {
    this.documents[code.class] = (this.documents[code.class] ?? 0) + change
    const sums = this.lengths[code.class] ?? new Array<number>(textFields.length).fill(0)
    this.lengths[code.class] = sums
    code.lengths.forEach((length, field) => {
      sums[field] = (sums[field] as number) + change * length
    })
  }

  frequency(id: number, visible: Uint8Array): number {
    return visibleCount(this.#counts[id] as ClassCounts, visible)
  }

  /** Numbers of the words that stand in the most records, hidden ones too, the most frequent first. */
  mostFrequent(most: number): number[] {
    const totals = this.#counts.map((counts, id) => {
      let total = 0
      for (let at = 1; at < counts.length; at += 2) total += counts[at] as number
      return { id, total }
    })
    totals.sort((a, b) => b.total - a.total)
    return totals.slice(0, most).map(({ id }) => id)
  }

  /** Words whose form is not known yet. */
  get unformed(): number {
    return this.words.length - this.#formed
  }

  /** Works out the forms of so many more words, which the first search would wait for. */
  formSome(most: number): void {
    const end = Math.min(this.words.length, this.#formed + most)
    for (; this.#formed < end; this.#formed++) {
      const form = formKey(this.words[this.#formed] as string)
      const list = this.#forms.get(form)
      if (list === undefined) this.#forms.set(form, [this.#formed])
      else list.push(this.#formed)
    }
  }

  withForm(key: string): readonly number[] {
    this.formSome(this.unformed)
    return this.#forms.get(key) ?? []
  }

  /** Calls back with every word within `edits` of `word`, except itself. */
  near(word: string, edits: number, found: (id: number, distance: number) => void): void {
    const { words } = this
    const bags = this.#bags.items
    const lengths = this.#lengths.items
    const bag = letterBag(word)
    if (word.length > longestSpelt) return
    for (let id = 0; id < words.length; id++) {
      const difference = (lengths[id] as number) - word.length
      if (difference > edits || difference < -edits) continue
      if (bitsIn((bags[id] as number) ^ bag) > 2 * edits) continue
      const distance = editDistance(word, words[id] as string, edits)
      if (distance > 0 && distance <= edits) found(id, distance)
    }
  }

  /** Numbers of the words that start with `prefix`, in the order of the words. */
  startingWith(prefix: string): readonly number[] {
    const sorted = this.#inOrder()
    const placeOf = (word: string) => {
      let from = 0
      let to = sorted.length
      while (from < to) {
        const middle = (from + to) >>> 1
        if ((this.words[sorted[middle] as number] as string) < word) from = middle + 1
        else to = middle
      }
      return from
    }
    // No word holds the last code unit, which is no character.
    return sorted.slice(placeOf(prefix), placeOf(`${prefix}\uffff`))
  }

  #inOrder(): readonly number[] {
    const { words } = this
    if (this.#sorted.length === words.length) return this.#sorted
    const order = (a: number, b: number) => ((words[a] as string) < (words[b] as string) ? -1 : 1)
    const fresh: number[] = []
    for (let id = this.#sorted.length; id < words.length; id++) fresh.push(id)
    fresh.sort(order)
    const merged: number[] = []
    let next = 0
    for (const id of this.#sorted) {
      while (next < fresh.length && order(fresh[next] as number, id) < 0) {
        merged.push(fresh[next++] as number)
      }
      merged.push(id)
    }
    for (; next < fresh.length; next++) merged.push(fresh[next] as number)
    this.#sorted = merged
    return merged
  }
}

/** The words as one viewer may know them: records of other classes do not exist. */
export function lexiconFor(words: Words, visible: Uint8Array): Lexicon {
  let documents = 0
  const lengths: number[] = new Array(textFields.length).fill(0)
  words.documents.forEach((count, recordClass) => {
    if (visible[recordClass] !== 1) return
    documents += count
    words.lengths[recordClass]?.forEach((sum, field) => {
      lengths[field] = (lengths[field] as number) + sum
    })
  })
  const text = (id: number) => words.words[id] as string
  const frequency = (id: number) => words.frequency(id, visible)
  return {
    documents,
    averageLengths: lengths.map((sum) => (documents === 0 ? 0 : sum / documents)),
    frequency(word) {
      const id = words.find(word)
      return id === undefined ? 0 : frequency(id)
    },
    forms(key) {
      return words
        .withForm(key)
        .filter((id) => frequency(id) > 0)
        .map(text)
        .sort()
    },
    typos(word, edits, limit) {
      const found: { word: string; edits: number; count: number }[] = []
      words.near(word, edits, (id, distance) => {
        const count = frequency(id)
        if (count > 0) found.push({ word: text(id), edits: distance, count })
      })
      return found
        .sort((a, b) => a.edits - b.edits || b.count - a.count || (a.word < b.word ? -1 : 1))
        .slice(0, limit)
        .map((typo) => ({ word: typo.word, edits: typo.edits }))
    },
    completions(prefix, limit) {
      const found = words.startingWith(prefix)
      const counts = new Uint32Array(found.length)
      const places: number[] = []
      for (let place = 0; place < found.length; place++) {
        const count = frequency(found[place] as number)
        counts[place] = count
        if (count > 0) places.push(place)
      }
      // The words come in their own order, so equal counts stay alphabetic.
      const order = (a: number, b: number) => (counts[b] as number) - (counts[a] as number) || a - b
      // One letter or two say little: what they may become ends where it would reach most records anyway.
      const enough = prefix.length > 2 ? Number.POSITIVE_INFINITY : Math.max(5_000, documents / 2)
      let reached = 0
      return firstOf(places, limit, order)
        .filter((place) => {
          const before = reached
          reached += counts[place] as number
          return before < enough
        })
        .map((place) => text(found[place] as number))
    },
  }
}
