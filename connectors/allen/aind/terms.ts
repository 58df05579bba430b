import type { Term } from '#sdk'
import { distinct } from '#sdk'
import type { Named } from './drift.ts'

/** What a modality of the institute is in the words of the vocabulary. */
interface Meaning {
  modality: string | null
  technique: string | null
}

/** By abbreviation, in lower case. */
const byAbbreviation: Record<string, Meaning> = {
  ecephys: { modality: 'electrophysiology', technique: 'extracellular recording' },
  icephys: { modality: 'electrophysiology', technique: 'patch clamp' },
  pophys: { modality: 'two-photon microscopy', technique: 'calcium imaging' },
  ophys: { modality: 'two-photon microscopy', technique: 'calcium imaging' },
  slap: { modality: 'two-photon microscopy', technique: null },
  slap2: { modality: 'two-photon microscopy', technique: null },
  spim: { modality: 'light-sheet microscopy', technique: 'tissue clearing' },
  confocal: { modality: 'confocal microscopy', technique: null },
  em: { modality: 'electron microscopy', technique: null },
  mri: { modality: 'magnetic resonance imaging', technique: null },
  fmost: { modality: 'fluorescence microscopy', technique: 'fMOST' },
  merfish: { modality: 'fluorescence microscopy', technique: 'MERFISH' },
  isi: { modality: 'intrinsic signal imaging', technique: null },
  fib: { modality: 'fiber photometry', technique: 'fiber photometry' },
  barseq: { modality: null, technique: 'BARseq' },
  mapseq: { modality: null, technique: 'MAPseq' },
  scrnaseq: { modality: null, technique: 'single-cell RNA sequencing' },
  behavior: { modality: 'behavior', technique: null },
  'behavior-videos': { modality: 'behavior videos', technique: null },
}

/** The same by the names of the generations that had no abbreviations, in lower case. */
const byName: Record<string, string> = {
  'extracellular electrophysiology': 'ecephys',
  'intracellular electrophysiology': 'icephys',
  'planar optical physiology': 'pophys',
  'optical physiology': 'ophys',
  'selective plane illumination microscopy': 'spim',
  'electron microscopy': 'em',
  'magnetic resonance imaging': 'mri',
  'fiber photometry': 'fib',
  smartspim: 'spim',
  exaspim: 'spim',
  mesospim: 'spim',
  dispim: 'spim',
  'multiplane-ophys': 'pophys',
  'single-plane-ophys': 'pophys',
  fip: 'fib',
}

function meaningOf({ name, abbreviation }: Named): Meaning | null {
  for (const word of [abbreviation, name]) {
    const key = word?.toLowerCase() ?? ''
    const code = Object.hasOwn(byName, key) ? (byName[key] ?? key) : key
    if (Object.hasOwn(byAbbreviation, code)) return byAbbreviation[code] ?? null
  }
  return null
}

function labelOf({ name, abbreviation }: Named): string {
  return name ?? abbreviation ?? ''
}

function mapped(label: string | null, raw: string): Term[] {
  return label === null ? [] : [{ label, termId: null, origin: 'MAPPED', raw }]
}

/** A modality that is in no table keeps its name. */
export function modalityTerms(modalities: readonly Named[]): Term[] {
  return distinct(
    modalities.flatMap((one) => {
      const meaning = meaningOf(one)
      const label = labelOf(one)
      if (meaning !== null) return mapped(meaning.modality, label)
      return [{ label, termId: null, origin: 'STATED' as const, raw: null }]
    }),
  )
}

/** What the modalities and the platform mean as techniques; a platform that is in no table keeps its name. */
export function techniqueTerms(modalities: readonly Named[], platform: Named | null): Term[] {
  const all = platform === null ? modalities : [...modalities, platform]
  const named =
    platform === null || meaningOf(platform) !== null
      ? []
      : [{ label: labelOf(platform), termId: null, origin: 'STATED' as const, raw: null }]
  return distinct([
    ...all.flatMap((one) => mapped(meaningOf(one)?.technique ?? null, labelOf(one))),
    ...named,
  ])
}

/** Of an asset that states no modality, what its platform means. */
export function statedModalities(modalities: readonly Named[], platform: Named | null): Named[] {
  if (modalities.length > 0 || platform === null) return [...modalities]
  return meaningOf(platform) === null ? [] : [platform]
}
