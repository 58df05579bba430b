import { seeded } from '../bench/random.ts'

/**
 * Paired randomisation test, two-sided: how often a difference of means at least as large comes about when it is left
 * to chance, for each query, which of the two systems has which figure.
 *
 * @param left Figures of one system by query.
 * @param right Figures of the other, in the same order.
 * @param permutations Default 10,000.
 * @param seed The same seed gives the same p. Default 1.
 * @returns p, above 0 and at most 1; 1 where no figures differ.
 * @throws {RangeError} When there is not one figure of each system for each query.
 */
export function randomisationTest(
  left: readonly number[],
  right: readonly number[],
  { permutations = 10_000, seed = 1 } = {},
): number {
  if (left.length !== right.length) throw new RangeError('Not as many figures on both sides.')
  const differences = left.map((figure, index) => figure - (right[index] as number))
  const differing = differences.filter((difference) => difference !== 0)
  const sumOf = (signed: (difference: number) => number) =>
    Math.abs(differing.reduce((sum, difference) => sum + signed(difference), 0))
  const observed = sumOf((difference) => difference)
  const random = seeded(seed)
  let asLarge = 0
  for (let permutation = 0; permutation < permutations; permutation++) {
    const sum = sumOf((difference) => (random.next() < 0.5 ? difference : -difference))
    // Sums of the same numbers in other signs differ in their last bits.
    if (sum >= observed - 1e-12) asLarge += 1
  }
  // The order that was observed is one of them: p is never 0.
  return (asLarge + 1) / (permutations + 1)
}
