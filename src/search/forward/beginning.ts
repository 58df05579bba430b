import { bitsIn, letterBag } from './spelling.ts'

/**
 * Fewest edits that make of `typed` a beginning of `whole`: a letter more, less, another, or two neighbours in the
 * other order. `limit + 1` as soon as it is known to be more than `limit`.
 */
export function editsToBegin(typed: string, whole: string, limit: number): number {
  const width = Math.min(whole.length, typed.length + limit) + 1
  if (width - 1 < typed.length - limit) return limit + 1
  // Each letter that is typed and not there takes an edit.
  if (bitsIn(letterBag(typed) & ~letterBag(whole)) > limit) return limit + 1
  if (rows.length < 3 * width) rows = new Uint16Array(6 * width)
  let last = 0
  let row = width
  let beforeLast = 2 * width
  let bestBefore = 0
  for (let j = 0; j < width; j++) rows[j] = j
  for (let i = 1; i <= typed.length; i++) {
    const letter = typed.charCodeAt(i - 1)
    rows[row] = i
    let best = i
    for (let j = 1; j < width; j++) {
      const other = whole.charCodeAt(j - 1)
      let distance = Math.min(
        (rows[last + j - 1] as number) + (letter === other ? 0 : 1),
        (rows[last + j] as number) + 1,
        (rows[row + j - 1] as number) + 1,
      )
      const swapped =
        i > 1 && j > 1 && letter === whole.charCodeAt(j - 2) && other === typed.charCodeAt(i - 2)
      if (swapped) distance = Math.min(distance, (rows[beforeLast + j - 2] as number) + 1)
      rows[row + j] = distance
      if (distance < best) best = distance
    }
    // A swap reaches over one row, so both rows must be out of reach.
    if (best > limit && bestBefore >= limit) return limit + 1
    bestBefore = best
    const free = beforeLast
    beforeLast = last
    last = row
    row = free
  }
  let fewest = limit + 1
  for (let j = 0; j < width; j++) fewest = Math.min(fewest, rows[last + j] as number)
  return fewest
}

let rows = new Uint16Array(192)

/** Mistakes that are forgiven in what was typed so far; 0: it is too short to tell what was meant. */
export function editsForgiven(typed: string): number {
  return typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
}
