import {
  distinct,
  type FieldOrigin,
  type License,
  type Mapped,
  type MappedRecord,
  type Resolution,
  type Term,
  unknownRecord,
  words,
} from '#sdk'
import { accessTo, type DocumentOptions } from '../documents/assets.ts'
import { dateTime, intervalDate, partialDate } from '../documents/dates.ts'
import { documentId, keyOf, targetOf } from '../documents/place.ts'
import { known } from '../documents/rows.ts'
import { distinctPublications, doisIn, publicationOf, webUrl } from '../documents/words.ts'
import { origin } from '../origin.ts'
import { stacAssets } from './assets.ts'
import type { StacCollectionRow, StacItemRow, StacRow } from './rows.ts'

/** Licences that say nothing by their name: the text of a link does. */
const placeholders = ['other', 'proprietary', 'various']

/** A collection is a dataset; a catalogue only holds others together. */
export function mapStacCollection(row: StacCollectionRow, options: DocumentOptions): Mapped {
  const interval = row.interval ?? { start: null, end: null }
  const printed = words(interval.start, interval.end).join('/')
  const codes = known(row.codes)
  const record = common(row, options, {
    codes: codes.map((label) => crs(label, label)),
    gsd: [...known(row.gsd), ...known([row.gsdRange?.minimum, row.gsdRange?.maximum])],
    released: partialDate(row.published) ?? intervalDate(interval.start, interval.end),
    interval: row.published === null && printed !== '' ? printed : null,
  })
  return {
    record: { ...record, kind: row.type === 'Catalog' ? 'COLLECTION' : 'DATASET' },
    assets: stacAssets(row, options),
  }
}

export function mapStacItem(row: StacItemRow, options: DocumentOptions): Mapped {
  const { datetime, start_datetime: start, end_datetime: end } = row
  const taken = partialDate(datetime) ?? intervalDate(start, end)
  const files = known(row.assets)
  const assets = stacAssets(row, options)
  const record = common(row, options, {
    codes: [row, ...files].flatMap(codeOf),
    gsd: known(row.gsd === null ? files.map(({ gsd }) => gsd) : [row.gsd]),
    released: partialDate(row.published) ?? taken,
    interval: row.published === null ? (datetime ?? (words(start, end).join('/') || null)) : null,
  })
  const isImage = assets.some(({ role }) => role === 'IMAGE' || role === 'VOLUME')
  return { record: { ...record, kind: isImage ? 'IMAGE' : 'DATASET' }, assets }
}

interface Read {
  codes: Term[]
  /** Metres. */
  gsd: number[]
  released: string | null
  /** What the date was made of, as printed; null where it was published as such. */
  interval: string | null
}

function common(row: StacRow, options: DocumentOptions, read: Read): MappedRecord {
  const { modality, fields: bySensor } = modalityOf(row)
  const { resolution, fields: byGsd } = resolutionOf(read.gsd)
  const parents = parentsOf(row)
  const fields: FieldOrigin[] = [
    origin('domain', 'domain/stac'),
    ...bySensor,
    ...byGsd,
    ...read.codes.flatMap(({ origin: how, raw }) =>
      how === 'MAPPED' ? [origin('referenceSpace', 'stac/epsg', raw)] : [],
    ),
    ...(read.interval === null ? [] : [origin('released', 'stac/datetime', read.interval)]),
  ]
  return {
    ...unknownRecord,
    kind: 'DATASET',
    parents,
    version: row.version,
    sameAs: doisIn(row['sci:doi']),
    title: row.title ?? row.id,
    description: row.description,
    keywords: words(
      ...known(row.keywords),
      // People look for a scene by its id, which is unique within its collection only: no identity of its own.
      row.title === null ? null : row.id,
      ...known(row.platform),
      ...known(row.constellation),
      row.deprecated === true ? 'deprecated' : null,
    ),
    creators: creatorsOf(row),
    publications: publicationsOf(row),
    landingPage: pageOf(row),
    domain: 'GEOSPATIAL',
    modality,
    referenceSpace: distinct(read.codes),
    resolution,
    license: licenseOf(row),
    ...accessTo(stacAssets(row, options), row.place, options),
    dataLevel: known(row['processing:level'])[0] ?? null,
    released: read.released,
    modified: dateTime(row.updated),
    fields,
  }
}

/** The collection, else what is above; only documents of this bucket are records of this source. */
function parentsOf({ links, place }: StacRow): string[] {
  const ids = ['collection', 'parent'].flatMap((rel) =>
    known(links).flatMap((link) => {
      const key = link.rel === rel && link.href !== null ? keyOf(link.href, place) : null
      return key === null || key === place.key ? [] : [documentId({ bucket: place.bucket, key })]
    }),
  )
  return words(...ids)
}

function crs(label: string, printed: string | null): Term {
  const isEpsg = /^EPSG:\d+$/.test(label)
  const origin = label === printed ? 'STATED' : 'MAPPED'
  return { label, termId: isEpsg ? label : null, origin, raw: label === printed ? null : printed }
}

function codeOf(facts: { 'proj:code': string | null; 'proj:epsg': number | null }): Term[] {
  const { 'proj:code': code, 'proj:epsg': epsg } = facts
  if (code !== null) return [crs(code, code)]
  return epsg !== null && Number.isSafeInteger(epsg) && epsg > 0
    ? [crs(`EPSG:${epsg}`, String(epsg))]
    : []
}

/** Instruments as stated; what the extensions say of how they see. */
function modalityOf(row: StacRow): { modality: Term[]; fields: FieldOrigin[] } {
  const extensions = known(row.extensions)
  const seen: [extension: string, label: string][] = [
    ['sar', 'synthetic aperture radar'],
    ['eo', 'optical imaging'],
    ['pointcloud', 'point cloud'],
    ['pc', 'point cloud'],
  ]
  const mapped = seen.filter(([extension]) => extensions.includes(extension))
  return {
    modality: distinct([
      ...known(row.instruments).map(
        (label): Term => ({ label, termId: null, origin: 'STATED', raw: null }),
      ),
      ...mapped.map(([raw, label]): Term => ({ label, termId: null, origin: 'MAPPED', raw })),
    ]),
    fields: mapped.map(([raw]) => origin('modality', 'stac/extension', raw)),
  }
}

/** Ground sample distance in metres; of several the finest, which is what people look for. */
function resolutionOf(distances: readonly number[]): {
  resolution: Resolution | null
  fields: FieldOrigin[]
} {
  const values = [...new Set(distances.filter((one) => one > 0 && one < 1e9))]
  if (values.length === 0) return { resolution: null, fields: [] }
  const finest = Math.min(...values)
  return {
    resolution: { values: [finest], unit: 'm', micrometres: null },
    fields:
      values.length === 1
        ? []
        : [origin('resolution', 'stac/finest-gsd', values.sort((a, b) => a - b).join(', '))],
  }
}

/** Where the licence is only a word that stands for others, the link's words and address say which. */
function licenseOf({ license, links, place }: StacRow): License {
  const linked = known(links).filter(({ rel, href }) => rel === 'license' && href !== null)
  const [only, ...others] = linked
  const url = only === undefined || others.length > 0 ? null : addressOf(only.href, place)
  const isPlaceholder = license !== null && placeholders.includes(license.toLowerCase())
  const named = isPlaceholder && others.length === 0 ? (only?.title ?? null) : null
  return { ...unknownRecord.license, raw: named ?? license, url }
}

function addressOf(href: string | null, place: StacRow['place']): string | null {
  return webUrl(href === null ? null : targetOf(href, place)?.locator)
}

/** Who made it; hosts only keep it. */
function creatorsOf({ providers }: StacRow): string[] {
  const makers = known(providers).filter(({ roles }) => {
    const named = known(roles)
    return (
      named.length === 0 || named.some((role) => /^(?:producer|processor|licensor)$/i.test(role))
    )
  })
  return words(...makers.map(({ name }) => name))
}

function publicationsOf(row: StacRow): MappedRecord['publications'] {
  const own = publicationOf(row['sci:citation'], doisIn(row['sci:doi'])[0] ?? null, null)
  const others = known(row['sci:publications']).map(({ doi, citation }) =>
    publicationOf(citation, doisIn(doi)[0] ?? doisIn(citation)[0] ?? null, null),
  )
  return distinctPublications(known([own, ...others]))
}

/** A page for people: the link that says so, else that of its DOI. */
function pageOf({ links, place, 'sci:doi': doi }: StacRow): string | null {
  const pages = known(links).flatMap((link) => {
    const isPage =
      (link.rel === 'alternate' || link.rel === 'about' || link.rel === 'preview') &&
      (link.type === null ? link.rel === 'about' : /^text\/html\b/i.test(link.type))
    return isPage ? (addressOf(link.href, place) ?? []) : []
  })
  return pages[0] ?? publicationOf(null, doisIn(doi)[0] ?? null, null)?.url ?? null
}
