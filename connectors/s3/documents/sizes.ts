import { isObject } from './rows.ts'

/** Bytes as far as they are told. */
export interface Size {
  size: number | null
  /** False for what was printed rounded, and for what is not known. */
  sizeIsExact: boolean
}

export const unknownSize: Size = { size: null, sizeIsExact: false }

/**
 * Bytes a unit. `kB`, `KB`, `MB`, … are powers of 1,000, as SI and schema.org have it; `KiB`, `MiB`, … powers of 1,024
 * (IEC 80000-13). Publishers who mean 1,024 by `KB` err by 2 to 10 %, which is why such a size is never exact.
 */
const prefixes = ['', 'k', 'm', 'g', 't', 'p', 'e']
const words = ['', 'kilo', 'mega', 'giga', 'tera', 'peta', 'exa']

function bytesIn(unit: string): number | null {
  const name = unit.toLowerCase().replace(/\.$/, '')
  if (/^(?:|b|bytes?|octets?)$/.test(name)) return 1
  const short = /^([kmgtpe])(i)?(?:b|o)?$/.exec(name)
  if (short !== null) {
    return (short[2] === undefined ? 1_000 : 1_024) ** prefixes.indexOf(short[1] ?? '')
  }
  const [, word = ''] = /^(kilo|mega|giga|tera|peta|exa)(?:bytes?|octets?)$/.exec(name) ?? []
  return word === '' ? null : 1_000 ** words.indexOf(word)
}

/**
 * A size as documents print it: a number of bytes, `"13510573713 B"`, `"195 GB"`, `"530 bytes"`, `"~1,5 TB"`, or
 * `{ value, unit }`. Without a unit it is bytes. Exact when it is a whole number of bytes.
 */
export function sizeOf(printed: unknown): Size {
  if (typeof printed === 'number') return inBytes(printed, 1)
  if (typeof printed === 'string') return ofText(printed)
  if (!isObject(printed)) return unknownSize
  const value = printed.value ?? printed.size
  const unit = isObject(printed.unit) ? printed.unit.value : printed.unit
  if (typeof value !== 'number' && typeof value !== 'string') return unknownSize
  return typeof unit === 'string' ? ofText(`${value} ${unit}`) : ofText(String(value))
}

function ofText(text: string): Size {
  const [, about, digits = '', unit = ''] =
    /^\s*(~|≈|about |approx\.? |ca\.? |<|>)?\s*(\d[\d.,\u00a0\u202f' ]*)\s*([a-z]*\.?)\s*$/i.exec(
      text.slice(0, 64),
    ) ?? []
  const value = numberOf(digits.trim())
  const factor = bytesIn(unit)
  if (value === null || factor === null) return unknownSize
  const found = inBytes(value, factor)
  return about === undefined ? found : { ...found, sizeIsExact: false }
}

function inBytes(value: number, factor: number): Size {
  const size = Math.round(value * factor)
  if (!Number.isSafeInteger(size) || size < 0) return unknownSize
  // Half a byte is no size: whoever wrote 16.2 without a unit meant something else.
  if (factor === 1 && !Number.isInteger(value)) return unknownSize
  return { size, sizeIsExact: factor === 1 }
}

/** `1,234,567` and `1 234 567` are whole numbers; a lone comma before other than three digits is a decimal one. */
function numberOf(digits: string): number | null {
  const bare = digits.replaceAll(/[\u00a0\u202f' ]/g, '')
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)
    ? bare.replaceAll(',', '')
    : bare.replace(/^(\d+),(\d+)$/, '$1.$2')
  return /^\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null
}
