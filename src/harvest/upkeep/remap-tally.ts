import type { Rejection } from '../../model/index.ts'
import type { Difference } from './differences.ts'
import type { RemapExample, RemapReport } from './remapped.ts'

const mostExamples = 10
/** Examples of one and the same set of fields. */
const examplesAlike = 3
export const mostRejections = 20

/** Counts what a remap does to records. Holds no more of them than its report tells. */
export class RemapTally {
  readonly #source: string
  #rows = 0
  #changed = 0
  #rejected = 0
  readonly #rejections: Rejection[] = []
  readonly #fields = new Map<string, number>()
  readonly #examples: RemapExample[] = []
  readonly #alike = new Map<string, number>()

  constructor(source: string) {
    this.#source = source
  }

  reject(rejection: Rejection): void {
    this.#rows++
    this.#rejected++
    if (this.#rejections.length < mostRejections) this.#rejections.push(rejection)
  }

  /** @param differences None: the record stays as it is. */
  record(record: { id: string; title: string }, differences: readonly Difference[]): void {
    this.#rows++
    if (differences.length === 0) return
    this.#changed++
    for (const { field } of differences) {
      this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1)
    }
    this.#exemplify(record, differences)
  }

  #exemplify({ id, title }: { id: string; title: string }, differences: readonly Difference[]) {
    if (this.#examples.length >= mostExamples) return
    const kind = differences.map(({ field }) => field).join()
    const alike = this.#alike.get(kind) ?? 0
    // Ten times the same would hide what else changes.
    if (alike >= examplesAlike) return
    this.#alike.set(kind, alike + 1)
    this.#examples.push({ id, title, fields: differences.map((difference) => ({ ...difference })) })
  }

  report(applied: boolean): RemapReport {
    return {
      source: this.#source,
      applied,
      rows: this.#rows,
      changed: this.#changed,
      unchanged: this.#rows - this.#changed - this.#rejected,
      rejected: this.#rejected,
      rejections: this.#rejections,
      fields: [...this.#fields]
        .map(([field, records]) => ({ field, records }))
        .sort((a, b) => b.records - a.records || (a.field < b.field ? -1 : 1)),
      examples: this.#examples,
    }
  }
}
