import { words } from './words.ts'

/** Units, how many micrometres they are, and how they are typed. */
export const lengths = {
  NANOMETRE: { micrometres: 0.001, symbol: 'nm', units: 'nm|nanomet(?:er|re)s?|nanomètres?' },
  MICROMETRE: {
    micrometres: 1,
    symbol: 'µm',
    units: '[uµμ]m|microns?|micromet(?:er|re)s?|micromètres?|mikromet(?:er|ern)',
  },
  MILLIMETRE: {
    micrometres: 1000,
    symbol: 'mm',
    units: 'mm|millimet(?:er|re)s?|millimètres?|millimetern',
  },
} as const

export type Length = (typeof lengths)[keyof typeof lengths]

/** A length of light, a thickness, a place: not how finely something was sampled. */
export const otherLength =
  /^[\s-]*(?:coronal |sagittal |thin |histolog\w+ |brain )*(?:thick|slices?\b|sections?\b|schnitte?\b|coupes?\b|lasers?\b|light\b|excitation|emission|wavelength|photons?\b|illumination|led\b|stimulation|lesions?\b|tumou?rs?\b|diamet|hg\b|anterior|posterior|lateral|medial|distance)/i

/** Above, nanometres are of light. */
export const longestNanometres = 200

/** In the unit that people give it in. */
export function lengthText(micrometres: number): string {
  const { NANOMETRE, MICROMETRE, MILLIMETRE } = lengths
  const length = micrometres < 0.1 ? NANOMETRE : micrometres < 1000 ? MICROMETRE : MILLIMETRE
  return `${rounded(micrometres / length.micrometres)} ${length.symbol}`
}

/** `25 um`, `25 micron`, `0.025 mm` … */
export function lengthSpellings(number: number, typed: Length, asTyped: string): string[][] {
  const inUnits = [typed, ...Object.values(lengths).filter((length) => length !== typed)]
  return distinct(
    inUnits.flatMap((length) => {
      const value =
        length === typed
          ? asTyped
          : String(rounded((number * typed.micrometres) / length.micrometres))
      const parts = words(value).map(({ word }) => word)
      return unitWords[length.symbol].map((unit) => [...parts, unit])
    }),
  )
}

/** How units are written in texts. */
export const unitWords = {
  nm: ['nm'],
  µm: ['um', 'micron', 'microns', 'micrometer', 'micrometers', 'micrometre', 'micrometres'],
  mm: ['mm', 'millimeter', 'millimeters', 'millimetre', 'millimetres'],
} as const

/** The unit that a typed length ends with. */
export function lengthIn(text: string): Length {
  const found = Object.values(lengths).find(({ units }) =>
    new RegExp(`(?:${units})(?:[³²]|\\^?[23])?$`, 'iu').test(text),
  )
  return found ?? lengths.MICROMETRE
}

/** Without what binary fractions add. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6))
}

export function distinct(spellings: readonly string[][]): string[][] {
  return [...new Map(spellings.map((one) => [one.join(' '), one])).values()]
}

export function lengthUnits(): string {
  return Object.values(lengths)
    .map(({ units }) => units)
    .join('|')
}
