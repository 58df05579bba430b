import {
  type FieldOrigin,
  type License,
  type MappedRecord,
  type Publication,
  type Term,
  unknownLicense,
  unknownRecord,
} from '#sdk'
import { distinctPublications, doisIn, publicationOf } from './documents/words.ts'
import { type Options, placeOf } from './options.ts'
import { origin } from './origin.ts'
import type { Papers } from './papers.ts'
import { webAddress } from './place.ts'
import type { Site } from './rows.ts'

/** What records of all conventions have in common: what is told by their place and by the operator. */
export function commonOf(
  site: Site,
  options: Options,
): Omit<MappedRecord, 'kind' | 'title'> & { fields: FieldOrigin[] } {
  const { bucket, prefix, region, endpoint, parent, problems } = site
  const place = placeOf(options, bucket, prefix)
  const { domain = null, species = null } = place?.assumed ?? {}
  const fields: FieldOrigin[] = problems.map((raw) =>
    origin('source', 'unreadable', raw, 'EXTRACTED'),
  )
  if (domain !== null) fields.push(origin('domain', 'assumed', null, 'ASSUMED'))
  return {
    ...unknownRecord,
    parents: parent === null ? [] : [parent],
    domain,
    species:
      species === null ? [] : [{ label: species, termId: null, origin: 'ASSUMED', raw: null }],
    ...accessOf(site, options),
    upstream: webAddress({ name: bucket, region, endpoint }, prefix),
    fields,
  }
}

/** Access to a place: as the operator says, else as its bucket was read. */
export function accessOf(
  site: Pick<Site, 'bucket' | 'prefix' | 'region' | 'requesterPays' | 'isPublic'>,
  options: Options,
): Pick<MappedRecord, 'access' | 'accessNote'> {
  const place = placeOf(options, site.bucket, site.prefix)
  const access = place?.access ?? read(site)
  const note = place?.accessNote ?? (access === 'REQUESTER_PAYS' ? payerNote(site.region) : null)
  return { access, accessNote: access === 'OPEN' && place?.accessNote == null ? null : note }
}

function read({ requesterPays, isPublic }: Pick<Site, 'requesterPays' | 'isPublic'>) {
  if (requesterPays) return 'REQUESTER_PAYS'
  return isPublic ? 'OPEN' : 'UNKNOWN'
}

function payerNote(region: string | null): string {
  const where =
    region === null ? '' : ` The bucket is in ${region}: from there only requests are charged.`
  return `Whoever downloads pays for requests and transfer, with credentials of their own and the header "x-amz-request-payer: requester".${where}`
}

/** The licence stated, or named by its own file, or assumed by the operator. */
export function licenseOf(
  stated: string | null,
  papers: Papers,
  site: Site,
  options: Options,
): { license: License; fields: FieldOrigin[] } {
  const says = stated !== null && !pointsElsewhere.test(stated) ? stated : null
  const raw = says ?? papers.license ?? stated
  if (raw !== null) {
    const isExtracted = says === null && papers.license !== null
    return {
      license: { ...unknownLicense, raw },
      fields: isExtracted ? [origin('license', 'license-file', raw, 'EXTRACTED')] : [],
    }
  }
  const assumed = placeOf(options, site.bucket, site.prefix)?.assumed.license ?? null
  return assumed === null
    ? { license: unknownLicense, fields: [] }
    : {
        license: { ...unknownLicense, raw: assumed },
        fields: [origin('license', 'assumed', null, 'ASSUMED')],
      }
}

/** `See LICENSE file`, alone or behind words that say little by themselves; and what says nothing. */
const pointsElsewhere = /\bsee (?:the )?licen[cs]e\b|^(?:n\/a|none|custom|unknown|other)$/i

/** Publications whose DOIs or addresses stand in texts. */
export function publicationsIn(references: readonly string[]): Publication[] {
  return distinctPublications(
    references.flatMap((text) =>
      doisIn(decoded(text)).flatMap((doi) => publicationOf(null, doi, null) ?? []),
    ),
  )
}

/** Addresses of old DOIs come percent-encoded. */
function decoded(text: string): string {
  try {
    return /%[0-9a-f]{2}/i.test(text) ? decodeURIComponent(text) : text
  } catch {
    // A percent sign of its own.
    return text
  }
}

export function stated(label: string): Term {
  return { label, termId: null, origin: 'STATED', raw: null }
}
