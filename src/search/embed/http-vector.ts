/**
 * A vector as it is kept: a direction in whole numbers from -127 to 127, the largest part at the end of them. It is
 * a quarter of the size, and the cosine of two is the same to three places. Null when it has no direction: no numbers, none
 * but zeros, or one that is not finite.
 */
export function toDirection(numbers: ArrayLike<number>): Int8Array | null {
  let largest = 0
  for (let at = 0; at < numbers.length; at++) {
    const size = Math.abs(Math.fround(numbers[at] as number))
    if (!Number.isFinite(size)) return null
    if (size > largest) largest = size
  }
  // What is left of a vector of nothing after rounding errors points anywhere.
  if (largest < smallest) return null
  const direction = new Int8Array(numbers.length)
  for (let at = 0; at < numbers.length; at++) {
    direction[at] = Math.round(((numbers[at] as number) / largest) * 127)
  }
  return direction
}

const smallest = 1e-12

/** The vector of length one in a direction. */
export function toUnit(direction: Int8Array): Float32Array {
  let square = 0
  for (const part of direction) square += part * part
  const norm = Math.sqrt(square)
  return Float32Array.from(direction, (part) => part / norm)
}
