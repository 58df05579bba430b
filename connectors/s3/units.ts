/** Units of length as UDUNITS, BIDS and people write them, as UCUM has them. */
const lengths: Readonly<Record<string, string>> = {
  nanometer: 'nm',
  nanometre: 'nm',
  nm: 'nm',
  micrometer: 'um',
  micrometre: 'um',
  micron: 'um',
  um: 'um',
  µm: 'um',
  μm: 'um',
  millimeter: 'mm',
  millimetre: 'mm',
  mm: 'mm',
  centimeter: 'cm',
  centimetre: 'cm',
  cm: 'cm',
  meter: 'm',
  metre: 'm',
  m: 'm',
}

/** Null for what is no unit of length. */
export function lengthUnit(unit: string): string | null {
  const name = unit.trim().toLowerCase()
  return lengths[name] ?? lengths[name.replace(/s$/, '')] ?? null
}

/** `years`, `months`, `weeks` or `days`; null for what is none of them. */
export function ageUnit(unit: string): string | null {
  const [, known] = /^(year|month|week|day)s?$/i.exec(unit.trim()) ?? []
  if (known !== undefined) return `${known.toLowerCase()}s`
  return /^y(?:rs?)?\.?(?: old)?$/i.test(unit.trim()) ? 'years' : null
}
