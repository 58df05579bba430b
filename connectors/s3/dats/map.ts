import {
  type Asset,
  type License,
  type Mapped,
  type MappedRecord,
  type Term,
  unknownRecord,
  words,
} from '#sdk'
import { accessTo, assetAt, type DocumentOptions, distinctAssets } from '../documents/assets.ts'
import { partialDate } from '../documents/dates.ts'
import { statedDomain } from '../documents/domains.ts'
import { known } from '../documents/rows.ts'
import { sizeOf } from '../documents/sizes.ts'
import { distinctPublications, doisIn, publicationOf, webUrl } from '../documents/words.ts'
import { origin } from '../origin.ts'
import type { DatsDistribution, DatsRow } from './rows.ts'

export function mapDats(row: DatsRow, options: DocumentOptions): Mapped {
  const assets = datsAssets(row, options)
  const keywords = words(...known(row.keywords))
  const { domain, fields } = statedDomain(keywords, [row.title, row.description])
  const { species, structure, others } = subjectsOf(row)
  const released = releasedOf(row)
  const count = /^\d{1,9}$/.test(row.subjects ?? '') ? Number(row.subjects) : null
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'DATASET',
    version: row.version,
    sameAs: words(
      ...doisIn(row.identifier?.identifier),
      ...known(row.alternateIdentifiers).flatMap(({ identifier }) => doisIn(identifier)),
    ),
    title: row.title,
    description: row.description,
    keywords: words(...keywords, ...others, ...known(row.dimensions)),
    creators: words(...known(row.creators)),
    publications: publicationsOf(row),
    landingPage: pageOf(row),
    domain,
    species,
    modality: terms(row.information),
    structure,
    technique: terms(row.methods),
    license: licenseOf(row),
    ...accessOf(row, assets, options),
    subjects: count === null ? null : { count, ageMin: null, ageMax: null, ageUnit: null },
    released: released?.date ?? null,
    fields: [
      ...fields,
      ...(released?.type == null ? [] : [origin('released', 'dats/date', released.type)]),
    ],
  }
  return { record, assets }
}

/** One asset a distribution: mostly a whole archive or a page that leads to it. */
export function datsAssets(row: DatsRow, options: DocumentOptions): Asset[] {
  const distributions = known(row.distributions)
  return distinctAssets(
    distributions.map((one, at) => {
      const href = one.access?.accessURL ?? one.access?.landingPage ?? null
      const formats = words(...known(one.formats))
      if (href === null) return null
      return assetAt(href, row.place, options, {
        name: one.title ?? `distribution ${at + 1}`,
        // Of several formats none is that of the whole.
        format: formats.length === 1 ? (formats[0] ?? null) : null,
        size: sizeOf({ value: one.size, unit: one.unit?.value }),
        ...(one.access?.accessURL === null && { role: 'OTHER' as const }),
      })
    }),
  )
}

function terms(annotations: DatsRow['information']): Term[] {
  return words(...known(annotations).map(({ value }) => value)).map((label) => ({
    label,
    termId: null,
    origin: 'STATED',
    raw: null,
  }))
}

/** What it is about: species by their taxonomy, anatomy by its ontology; the rest are words like others. */
function subjectsOf({ isAbout }: DatsRow): {
  species: Term[]
  structure: Term[]
  others: string[]
} {
  const species: Term[] = []
  const structure: Term[] = []
  const others: string[] = []
  for (const { name, identifier, type } of known(isAbout)) {
    const taxon = /(?:taxonomy(?:\/|.*[?&]id=)|NCBITaxon[_:])(\d+)/i.exec(identifier ?? '')?.[1]
    const organ = /UBERON[_:](\d{7})/i.exec(identifier ?? '')?.[1]
    if (taxon !== undefined) {
      const termId = `NCBITaxon:${taxon}`
      species.push({ label: name ?? termId, termId, origin: 'STATED', raw: null })
    } else if (organ !== undefined) {
      const termId = `UBERON:${organ}`
      structure.push({ label: name ?? termId, termId, origin: 'STATED', raw: null })
    } else if (name !== null && type === 'AnatomicalPart') {
      structure.push({ label: name, termId: null, origin: 'STATED', raw: null })
    } else if (name !== null && type === 'TaxonomicInformation') {
      species.push({ label: name, termId: null, origin: 'STATED', raw: null })
    } else if (name !== null) others.push(name)
  }
  return { species, structure, others }
}

function publicationsOf({ primaryPublications }: DatsRow): MappedRecord['publications'] {
  const found = known(primaryPublications).map(({ title, identifier }) =>
    publicationOf(title, doisIn(identifier)[0] ?? null, webUrl(identifier)),
  )
  return distinctPublications(known(found))
}

function pageOf({ distributions, identifier }: DatsRow): string | null {
  const pages = known(distributions).flatMap(({ access }) => webUrl(access?.landingPage) ?? [])
  return pages[0] ?? webUrl(identifier?.identifier)
}

function licenseOf({ licenses }: DatsRow): License {
  const named = known(licenses)
  const [only, ...others] = named
  return others.length === 0
    ? { ...unknownRecord.license, raw: only?.name ?? null, url: webUrl(only?.url) }
    : { ...unknownRecord.license, raw: words(...named.map(({ name }) => name)).join('; ') || null }
}

/** Words of DATS and CONP, from the widest access to the narrowest. */
const accesses: readonly (readonly [RegExp, MappedRecord['access']])[] = [
  [/^(?:closed|private|restricted)\b/i, 'CLOSED'],
  [/^(?:controlled|data[- ]use|dua)\b/i, 'DATA_USE_AGREEMENT'],
  [/^(?:on[- ]request|upon request|by request)\b/i, 'ON_REQUEST'],
  [/^(?:registered|registration)\b/i, 'REGISTERED'],
  [/^(?:public|open)\b/i, 'OPEN'],
]

/** The narrowest of what the distributions say; what is open by its words is as the bucket is that it lies in. */
function accessOf(row: DatsRow, assets: readonly Asset[], options: DocumentOptions) {
  const said = words(...known(row.distributions).flatMap(authorizationsOf), row.privacy)
  const [, stated = null] =
    accesses.find(([pattern]) => said.some((one) => pattern.test(one))) ?? []
  const ofBucket = accessTo(assets, row.place, options)
  if (stated === null || (stated === 'OPEN' && ofBucket.access !== 'UNKNOWN')) return ofBucket
  return { access: stated, accessNote: stated === 'OPEN' ? null : row.accessNote }
}

function authorizationsOf({ access }: DatsDistribution): (string | null)[] {
  return known(access?.authorizations ?? []).map(({ value }) => value)
}

/** When it came out, else when it was made. */
function releasedOf({ dates }: DatsRow): { date: string; type: string | null } | null {
  const dated = known(dates).flatMap(({ date, type }) => {
    const partial = partialDate(date)
    return partial === null ? [] : [{ date: partial, type }]
  })
  for (const words of [/releas|publi|issued|available/i, /creat/i]) {
    const found = dated.find(({ type }) => words.test(type ?? ''))
    if (found !== undefined) return found
  }
  return null
}
