import type { Asset } from '../model/index.ts'
import { canonicalLocator } from './place.ts'

/** A number of 48 bits at most for the value of a checksum, to find others by. */
export function checksumNumber(value: string): number {
  return Number.parseInt(value.slice(0, 12), 16)
}

/** Too short to tell files apart by themselves. */
const weak: readonly string[] = ['CRC32C', 'CRC64NVME']

/** Whether both lie at the same place, and nothing that is said of them contradicts it. */
export function isSamePlace(one: Asset, other: Asset): boolean {
  const place = canonicalLocator(one.locator)
  // A name of a bucket is taken once, in one region, in all of AWS; elsewhere it may be another's.
  const apart = one.region !== null && other.region !== null && one.region !== other.region
  return place !== null && place === canonicalLocator(other.locator) && !apart && agree(one, other)
}

/** Whether only their places say that they are the same. */
export function isSamePlaceAlone(one: Asset, other: Asset): boolean {
  return isSamePlace(one, other) && !isSameSum(one, other)
}

/** Whether both have the same checksum, and their sizes do not contradict it. A file of no bytes has no mirrors. */
export function isSameSum(one: Asset, other: Asset): boolean {
  const { checksum } = one
  if (checksum === null || other.checksum === null || one.size === 0) return false
  const { algorithm, value } = other.checksum
  if (algorithm !== checksum.algorithm || value !== checksum.value) return false
  return weak.includes(algorithm) ? isSameSize(one, other) : agree(one, other)
}

/** Whether both are called the same and have the same size: for assets of records that are the same thing. */
export function isSameFile(one: Asset, other: Asset): boolean {
  return one.name === other.name && isSameSize(one, other) && agree(one, other)
}

function isSameSize(one: Asset, other: Asset): boolean {
  return one.size !== null && one.size === other.size && one.sizeIsExact && other.sizeIsExact
}

function agree(one: Asset, other: Asset): boolean {
  const sizes = one.size !== null && other.size !== null && one.sizeIsExact && other.sizeIsExact
  if (sizes && one.size !== other.size) return false
  const [sum, otherSum] = [one.checksum, other.checksum]
  if (sum === null || otherSum === null || sum.algorithm !== otherSum.algorithm) return true
  return sum.value === otherSum.value
}
