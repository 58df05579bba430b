/** Grades of the judged documents of one query, by id; a document that is not listed is not relevant. */
export type Grades = ReadonlyMap<string, number>

/**
 * Normalised discounted cumulative gain of the first `depth` ids: the gain of a document is its grade, divided by the
 * binary logarithm of its rank plus one, as `trec_eval` has it; 1 is the best order of all judged documents.
 *
 * An id that is told again gains nothing, and keeps its rank. Documents of equal score count in the order in which
 * they were told, as a reader meets them.
 *
 * @returns Null when no document is relevant: there is no best order.
 */
export function ndcg(ranked: readonly string[], grades: Grades, depth = 10): number | null {
  const best = [...grades.values()].filter(isRelevant).sort((a, b) => b - a)
  const ideal = discounted(best.slice(0, depth))
  if (ideal === 0) return null
  const gains = firstOf(ranked.slice(0, depth)).map((id) => (id === null ? 0 : gainOf(id, grades)))
  return discounted(gains) / ideal
}

/**
 * Mean of the precisions at the ranks of the relevant documents; one that was not found counts 0. Any grade above 0
 * is relevant.
 *
 * @returns Null when no document is relevant.
 */
export function averagePrecision(ranked: readonly string[], grades: Grades): number | null {
  const relevant = countOf(grades)
  if (relevant === 0) return null
  let found = 0
  let sum = 0
  for (const [index, id] of firstOf(ranked).entries()) {
    if (id === null || gainOf(id, grades) === 0) continue
    found += 1
    sum += found / (index + 1)
  }
  return sum / relevant
}

/**
 * Share of the relevant documents, any grade above 0, that are among the first `depth` ids.
 *
 * @returns Null when no document is relevant.
 */
export function recall(ranked: readonly string[], grades: Grades, depth = 100): number | null {
  const relevant = countOf(grades)
  if (relevant === 0) return null
  const found = new Set(ranked.slice(0, depth).filter((id) => gainOf(id, grades) > 0))
  return found.size / relevant
}

/** Null for none: their mean is unknown. */
export function meanOf(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
}

/** The ids in their places, null for one that stood there before. */
function firstOf(ranked: readonly string[]): (string | null)[] {
  const seen = new Set<string>()
  return ranked.map((id) => {
    if (seen.has(id)) return null
    seen.add(id)
    return id
  })
}

function countOf(grades: Grades): number {
  return [...grades.values()].filter(isRelevant).length
}

function gainOf(id: string, grades: Grades): number {
  const grade = grades.get(id) ?? 0
  return isRelevant(grade) ? grade : 0
}

function isRelevant(grade: number): boolean {
  return grade > 0
}
