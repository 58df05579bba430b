/**
 * Optimal string alignment distance, so a transposition of neighbours is one edit; `limit + 1` as soon as it
 * is known to be more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  const width = b.length + 1
  if (rows.length < 3 * width) rows = new Uint16Array(6 * width)
  let last = 0
  let row = width
  let beforeLast = 2 * width
  let bestBefore = 0
  for (let j = 0; j < width; j++) rows[j] = j
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1)
    const from = Math.max(1, i - limit)
    const to = Math.min(b.length, i + limit)
    rows[row] = i
    if (from > 1) rows[row + from - 1] = limit + 1
    let best = Math.min(i, limit + 1)
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1)
      const change = (rows[last + j - 1] as number) + (letter === other ? 0 : 1)
      // Outside of the band there is nothing that could come back under the limit.
      const removal = j === i + limit ? limit + 1 : (rows[last + j] as number) + 1
      const insertion = (rows[row + j - 1] as number) + 1
      let distance = Math.min(change, removal, insertion)
      if (
        i > 1 &&
        j > 1 &&
        letter === b.charCodeAt(j - 2) &&
        other === a.charCodeAt(i - 2) &&
        Math.abs(i - j) <= limit
      ) {
        distance = Math.min(distance, (rows[beforeLast + j - 2] as number) + 1)
      }
      rows[row + j] = distance
      if (distance < best) best = distance
    }
    // A transposition reaches over one row, so both rows must be out of reach.
    if (best > limit && bestBefore >= limit) return limit + 1
    bestBefore = best
    const free = beforeLast
    beforeLast = last
    last = row
    row = free
  }
  const distance = rows[last + b.length] as number
  return distance > limit ? limit + 1 : distance
}

let rows = new Uint16Array(192)

/**
 * Which letters a word holds, one bit each. Every edit changes at most two bits (a letter for another), so
 * words whose bags differ in more than `2 * edits` bits need no closer look.
 */
export function letterBag(word: string): number {
  let bag = 0
  for (let index = 0; index < word.length; index++) bag |= 1 << (word.charCodeAt(index) % 32)
  return bag
}

export function bitsIn(bag: number): number {
  let bits = bag - ((bag >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
