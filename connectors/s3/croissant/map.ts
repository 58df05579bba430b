import { type License, type Mapped, type MappedRecord, unknownRecord, words } from '#sdk'
import { accessTo, type DocumentOptions } from '../documents/assets.ts'
import { dateTime, partialDate } from '../documents/dates.ts'
import { statedDomain } from '../documents/domains.ts'
import { known } from '../documents/rows.ts'
import { distinctPublications, doisIn, webUrl } from '../documents/words.ts'
import { origin } from '../origin.ts'
import { croissantAssets } from './assets.ts'
import { publicationsIn } from './citation.ts'
import type { CroissantRow } from './rows.ts'

export function mapCroissant(row: CroissantRow, options: DocumentOptions): Mapped {
  const assets = croissantAssets(row, options)
  const keywords = words(...known(row.keywords))
  const { domain, fields } = statedDomain(keywords, [row.name, row.description])
  const released = partialDate(row.datePublished)
  const created = partialDate(row.dateCreated)
  const identifiers = [row.id, row.url, ...known(row.identifier), ...known(row.sameAs)]
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'DATASET',
    version: row.version,
    sameAs: words(...identifiers.flatMap(doisIn)),
    title: row.name,
    description: row.description,
    keywords: words(
      ...keywords,
      ...known(row.alternateName),
      row.isLiveDataset === true ? 'live dataset' : null,
    ),
    creators: words(...known(row.creators)),
    publications: distinctPublications(known(row.citeAs).flatMap(publicationsIn)),
    landingPage: webUrl(row.url) ?? webUrl(row.id),
    domain,
    license: licenseOf(row),
    ...accessTo(assets, row.place, options),
    released: released ?? created,
    modified: dateTime(row.dateModified),
    fields: [
      ...fields,
      ...(released === null && created !== null
        ? [origin('released', 'croissant/created', created)]
        : []),
    ],
  }
  return { record, assets }
}

/** Several licences are told together, and so belong to no class unless core knows them as one. */
function licenseOf({ license }: CroissantRow): License {
  const named = known(license).map(({ name, url }) => ({ raw: name ?? url, url: webUrl(url) }))
  const [only, ...others] = named
  return others.length === 0
    ? { ...unknownRecord.license, raw: only?.raw ?? null, url: only?.url ?? null }
    : { ...unknownRecord.license, raw: words(...named.map(({ raw }) => raw)).join('; ') || null }
}
