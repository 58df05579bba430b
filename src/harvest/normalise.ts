import type { Asset, License, MappedRecord, Resolution, Term } from '../model/index.ts'
import { TermFacet } from '../model/index.ts'
import { classifyLicense } from '../search/vocabulary/license.ts'
import { normaliseTerm, speciesIds } from '../search/vocabulary/normalise.ts'
import type { Vocabulary } from '../search/vocabulary/vocabulary.ts'
import { secureLink } from './links.ts'

/** Raised when this file's work changes, so that unchanged rows are normalised again. */
export const normaliserVersion = 3

const micrometresIn: Record<string, number> = {
  nm: 0.001,
  um: 1,
  µm: 1,
  mm: 1_000,
  cm: 10_000,
  m: 1_000_000,
}

/** What is done to fields, but for those of terms. */
const normalisers: {
  [Field in keyof MappedRecord]?: (record: MappedRecord) => MappedRecord[Field]
} = {
  title: ({ title }) => title.replaceAll(/\s+/gu, ' ').trim() || title,
  keywords: ({ keywords }) => [
    ...new Set(keywords.map((word) => word.trim()).filter((word) => word !== '')),
  ],
  sameAs: ({ sameAs }) => [...new Set(sameAs)],
  landingPage: ({ landingPage }) => landingPage && secureLink(landingPage),
  viewers: ({ viewers }) => viewers.map(secureLink),
  upstream: ({ upstream }) => upstream && secureLink(upstream),
  publications: ({ publications }) =>
    publications.map((publication) => ({
      ...publication,
      url: publication.url && secureLink(publication.url),
    })),
  license: ({ license }) => normaliseLicense(license),
  resolution: ({ resolution }) => resolution && inMicrometres(resolution),
}

/**
 * A record in the words of the vocabulary: terms, licence, lengths and links, one way for all sources.
 *
 * @param changed Fields that are others now of a record that was normalised before. Default: all.
 */
export function normaliseRecord(
  record: MappedRecord,
  vocabulary: Vocabulary,
  changed: readonly string[] = Object.keys(record),
): MappedRecord {
  const others = Object.entries(normalisers).flatMap(([field, normalise]) =>
    changed.includes(field) ? [[field, normalise(record)]] : [],
  )
  return {
    ...record,
    ...termsOf(record, changed, vocabulary),
    ...Object.fromEntries(others),
  }
}

function termsOf(
  record: MappedRecord,
  changed: readonly string[],
  vocabulary: Vocabulary,
): Partial<Pick<MappedRecord, TermFacet>> {
  // What a term means may depend on the species.
  const isDue = (facet: TermFacet) => changed.includes(facet) || changed.includes('species')
  const facets = TermFacet.options.filter(isDue)
  if (facets.length === 0) return {}
  const species = speciesIds(
    record.species.map((term) => normaliseTerm(term, 'species', vocabulary)),
  )
  return Object.fromEntries(
    facets.map((facet) => [
      facet,
      distinct(record[facet].map((term) => normaliseTerm(term, facet, vocabulary, species))),
    ]),
  )
}

/** Assets with safe locators; a locator that comes twice names one asset. */
export function normaliseAssets(assets: readonly Asset[]): Asset[] {
  const byLocator = new Map<string, Asset>()
  for (const asset of assets) {
    const locator = secureLink(asset.locator)
    if (!byLocator.has(locator)) byLocator.set(locator, { ...asset, locator })
  }
  return [...byLocator.values()]
}

/** Two spellings of one concept are one value of a facet. */
function distinct(terms: readonly Term[]): Term[] {
  const byConcept = new Map<string, Term>()
  for (const term of terms) {
    const concept = term.termId ?? term.label.toLowerCase()
    if (!byConcept.has(concept)) byConcept.set(concept, term)
  }
  return [...byConcept.values()]
}

/** What the connector says stands; what it leaves open is read from the licence's words and address. */
function normaliseLicense(license: License): License {
  const read = classifyLicense(license.raw, license.url)
  const url = license.url ?? read.url
  return {
    raw: license.raw,
    spdx: license.spdx ?? read.spdx,
    class: license.class === 'UNKNOWN' ? read.class : license.class,
    url: url && secureLink(url),
  }
}

function inMicrometres(resolution: Resolution): Resolution {
  const factor = micrometresIn[resolution.unit]
  if (resolution.micrometres !== null || factor === undefined) return resolution
  return { ...resolution, micrometres: resolution.values.map((value) => value * factor) }
}
