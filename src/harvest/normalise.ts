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

/** A record in the words of the vocabulary: terms, licence, lengths and links, one way for all sources. */
export function normaliseRecord(record: MappedRecord, vocabulary: Vocabulary): MappedRecord {
  const species = speciesIds(
    record.species.map((term) => normaliseTerm(term, 'species', vocabulary)),
  )
  const terms = Object.fromEntries(
    TermFacet.options.map((facet) => [
      facet,
      distinct(record[facet].map((term) => normaliseTerm(term, facet, vocabulary, species))),
    ]),
  ) as Pick<MappedRecord, TermFacet>
  return {
    ...record,
    ...terms,
    title: record.title.replaceAll(/\s+/gu, ' ').trim() || record.title,
    keywords: [...new Set(record.keywords.map((word) => word.trim()).filter(Boolean))],
    sameAs: [...new Set(record.sameAs)],
    landingPage: record.landingPage && secureLink(record.landingPage),
    viewers: record.viewers.map(secureLink),
    upstream: record.upstream && secureLink(record.upstream),
    publications: record.publications.map((publication) => ({
      ...publication,
      url: publication.url && secureLink(publication.url),
    })),
    license: normaliseLicense(record.license),
    resolution: record.resolution && inMicrometres(record.resolution),
  }
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
