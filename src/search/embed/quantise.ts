/** Largest number of a quantised vector; -128 is not used, so that every number has its negative. */
const most = 127

/**
 * Writes a vector as whole numbers of 8 bits to `into` from `at` on, relative to its own largest.
 *
 * @returns What they are multiplied by to make a unit vector of the same direction; 0 when the vector is zero or not of
 * finite numbers.
 */
export function quantise(vector: ArrayLike<number>, into: Int8Array, at = 0): number {
  let largest = 0
  for (let index = 0; index < vector.length; index++) {
    largest = Math.max(largest, Math.abs(vector[index] as number))
  }
  const factor = largest > 0 ? most / largest : 0
  let squares = 0
  for (let index = 0; index < vector.length; index++) {
    const whole = Math.round((vector[index] as number) * factor)
    into[at + index] = whole
    squares += whole * whole
  }
  return squares > 0 ? 1 / Math.sqrt(squares) : 0
}
