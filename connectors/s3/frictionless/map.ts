import {
  type Asset,
  type License,
  type Mapped,
  type MappedRecord,
  unknownRecord,
  words,
} from '#sdk'
import { accessTo, assetAt, type DocumentOptions, distinctAssets } from '../documents/assets.ts'
import { prefixedSum } from '../documents/checksums.ts'
import { dateTime, partialDate } from '../documents/dates.ts'
import { statedDomain } from '../documents/domains.ts'
import { known } from '../documents/rows.ts'
import { sizeOf, unknownSize } from '../documents/sizes.ts'
import { distinctPublications, doisIn, publicationOf, webUrl } from '../documents/words.ts'
import { origin } from '../origin.ts'
import type { FrictionlessResource, FrictionlessRow } from './rows.ts'

export function mapFrictionless(row: FrictionlessRow, options: DocumentOptions): Mapped {
  const assets = frictionlessAssets(row, options)
  const keywords = words(...known(row.keywords))
  const { domain, fields } = domainOf(row, keywords)
  const record: MappedRecord = {
    ...unknownRecord,
    kind: 'DATASET',
    version: row.version,
    sameAs: words(...doisIn(row.id), ...doisIn(row.homepage)),
    title: row.title ?? row.name ?? folderOf(row),
    description: row.description,
    keywords,
    creators: words(...known(row.creators)),
    publications: distinctPublications(
      known(row.sources).flatMap(({ title, path }) => {
        const [doi] = [...doisIn(path), ...doisIn(title)]
        return doi === undefined ? [] : (publicationOf(title, doi, null) ?? [])
      }),
    ),
    landingPage: webUrl(row.homepage) ?? webUrl(row.id),
    domain,
    species: words(...known(row.taxa)).map((label) => ({
      label,
      termId: null,
      origin: 'STATED',
      raw: null,
    })),
    license: licenseOf(row),
    ...accessTo(assets, row.place, options),
    released: partialDate(row.created),
    // `created` is the only date that a package has: of the descriptor, which is made anew when the data change.
    modified: dateTime(row.created),
    fields: [
      ...fields,
      ...(partialDate(row.created) === null
        ? []
        : [origin('released', 'frictionless/created', row.created)]),
    ],
  }
  return { record, assets }
}

/** The files of the resources. Data that stand in the descriptor itself are no files. */
export function frictionlessAssets(row: FrictionlessRow, options: DocumentOptions): Asset[] {
  return distinctAssets(known(row.resources).flatMap((one) => filesOf(one, row, options)))
}

function filesOf(
  resource: FrictionlessResource,
  row: FrictionlessRow,
  options: DocumentOptions,
): (Asset | null)[] {
  const paths = known(resource.path)
  const isWhole = paths.length === 1
  return paths.map((path) =>
    assetAt(path, row.place, options, {
      name: (isWhole ? (resource.title ?? resource.name) : null) ?? null,
      mediaType: resource.mediatype,
      // Of a file in parts, size and hash are of all of them together.
      size: isWhole ? sizeOf(resource.bytes) : unknownSize,
      checksum: isWhole ? prefixedSum(resource.hash, 'MD5', 'Frictionless hash') : null,
    }),
  )
}

/** Camera trap packages say by their profile what they are of. */
function domainOf(row: FrictionlessRow, keywords: readonly string[]) {
  const { profile } = row
  if (profile !== null && /camtrap-?dp|darwin-?core|\bdwc/i.test(profile)) {
    const fields = [origin('domain', 'domain/frictionless-profile')]
    return { domain: 'ECOLOGY' as const, fields }
  }
  return statedDomain(keywords, [row.title, row.name, row.description])
}

function licenseOf({ licenses }: FrictionlessRow): License {
  const named = known(licenses).map(({ name, title, path }) => ({
    raw: name ?? title ?? path,
    url: webUrl(path),
  }))
  const [only, ...others] = named
  return others.length === 0
    ? { ...unknownRecord.license, raw: only?.raw ?? null, url: only?.url ?? null }
    : { ...unknownRecord.license, raw: words(...named.map(({ raw }) => raw)).join('; ') || null }
}

/** `data/birds/datapackage.json` without a name is `birds`. */
function folderOf({ place }: FrictionlessRow): string {
  return place.key.split('/').at(-2) ?? place.bucket
}
