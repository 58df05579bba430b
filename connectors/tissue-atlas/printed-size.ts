/** A size as people print it. */
export interface PrintedSize {
  /** Bytes. */
  bytes: number
  /** Whether it was printed to the byte. */
  isExact: boolean
}

const units: Readonly<Record<string, number>> = {
  byte: 1,
  bytes: 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
}

/** `195 GB`, `530 bytes`, `1.107 GB`; prefixes are decimal. Null for what is no size. */
export function sizeOf(printed: string): PrintedSize | null {
  const [, number, unit = ''] = /^\s*([\d,]+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(printed) ?? []
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined
  if (number === undefined || factor === undefined) return null
  const bytes = Math.round(Number(number.replaceAll(',', '')) * factor)
  return Number.isSafeInteger(bytes) ? { bytes, isExact: factor === 1 } : null
}
