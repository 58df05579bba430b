import { hash } from 'node:crypto'
import type { Asset, AssetRole, Checksum, MetadataRecord, RecordKind } from '../model/index.ts'
import { globalIdentifier } from './identifier.ts'
import { canonicalLocator } from './place.ts'

/** What of a record says which thing it is about. */
export type IdentityFacts = Pick<
  MetadataRecord,
  'kind' | 'nativeId' | 'sameAs' | 'title' | 'version' | 'referenceSpace' | 'upstream'
>

/** What of an asset says that it is all that its record is about. */
export type PrincipalAsset = Pick<Asset, 'size' | 'sizeIsExact' | 'checksum'>

/** Identifiers of a record from which on it is a list of other things, and none of them is its own. */
const mostIdentifiers = 16
/** Characters of a longer identifier: it is a text. */
const longestIdentifier = 500

/** Roles of assets that are data. `OTHER` is not known to be. */
export const dataRoles: readonly AssetRole[] = [
  'VOLUME',
  'LABELS',
  'MESH',
  'ARCHIVE',
  'IMAGE',
  'TABLE',
  // It holds data of which nothing is told: a record with one has no single file that is all of it.
  'DIRECTORY',
]

const placed: readonly RecordKind[] = ['ATLAS', 'TEMPLATE', 'PARCELLATION']
const whole: readonly RecordKind[] = ['DATASET', 'STUDY', 'COLLECTION']

/** Long enough to tell files apart by themselves. */
const strong: readonly Checksum['algorithm'][] = ['SHA256', 'SHA384', 'SHA512', 'BLAKE2B']
const ofNothing = ['sha256', 'sha384', 'sha512', 'blake2b512'].map((name) => hash(name, ''))

/**
 * What a record has in common with every other record of the same thing, sorted, strongest first; empty when it bears
 * nothing that it could be known by. Its own DOI, RRID and ids at other places (in `sameAs` or as its native id), the
 * checksum of the one file that is all its data, and name, version and reference space of a template or atlas. DOIs of
 * publications are not among them: an article is about many things.
 *
 * @param principal The record's asset of data, where it has exactly one; else null.
 */
export function identityKeys(record: IdentityFacts, principal: PrincipalAsset | null): string[] {
  const keys = new Set<string>()
  for (const text of record.sameAs) {
    const key = identifierKey(text, record)
    if (key !== null) keys.add(key)
  }
  if (keys.size > mostIdentifiers) keys.clear()
  const own = nativeKey(record)
  if (own !== null) keys.add(own)
  const name = nameKey(record)
  if (name !== null) keys.add(name)
  const sum = checksumKey(principal)
  if (sum !== null) keys.add(sum)
  return [...keys].sort()
}

/** The key of the file that is all of a record's data; null where its checksum is none to go by. */
export function checksumKey(principal: PrincipalAsset | null): string | null {
  if (principal === null || principal.checksum === null || principal.size === 0) return null
  const { algorithm, value } = principal.checksum
  if (strong.includes(algorithm)) {
    return ofNothing.includes(value) ? null : `${ofChecksum}${algorithm}:${value}`
  }
  // Collisions of MD5 can be made, and hardly ever of the same size by chance.
  const isSized = principal.size !== null && principal.sizeIsExact
  return algorithm === 'MD5' && isSized
    ? `${ofChecksum}${algorithm}:${value}:${principal.size}`
    : null
}

/** How keys of checksums begin. */
const ofChecksum = 'sum:'

export function isChecksumKey(key: string): boolean {
  return key.startsWith(ofChecksum)
}

/** The opaque id of what records with this key as their first are about; the same in every catalogue. */
export function identityId(key: string): string {
  return hash('sha256', key, 'base64url').slice(0, 22)
}

function identifierKey(text: string, record: IdentityFacts): string | null {
  const bare = text.trim()
  if (bare.length > longestIdentifier) return null
  if (/^SCR_\d+$/i.test(bare)) return rridKey(`rrid:${bare.toUpperCase()}`, record)
  const known = globalIdentifier(bare)
  if (known?.startsWith('doi:')) return known
  if (known?.startsWith('rrid:')) return rridKey(known, record)
  if (known?.startsWith('https:')) return addressKey(known)
  if (known !== null) return `id:${known}`
  const place = canonicalLocator(bare)
  if (place !== null) return placeKey(place)
  return accession.test(bare) ? `id:${bare.toLowerCase()}` : curieKey(bare)
}

/**
 * An RRID names a resource as a whole: all versions of an atlas bear the same one, its templates and its annotations
 * too. So records have it in common where they agree in those as well.
 */
function rridKey(rrid: string, { kind, version, referenceSpace }: IdentityFacts): string {
  const level = whole.includes(kind) ? 'WHOLE' : kind
  const space = placed.includes(kind) ? spaceOf(referenceSpace) : ''
  return [rrid, level, foldVersion(version ?? ''), space].join(' ')
}

/** Of an id at another place, `DANDI:000003`: who gave it, and a number there. */
function curieKey(text: string): string | null {
  const [, prefix, local] = /^([A-Za-z][\w.-]+):(?!\/\/)(\S*\d\S*)$/.exec(text) ?? []
  if (prefix === undefined || local === undefined || noAuthority.test(prefix)) return null
  return `id:${prefix.toLowerCase()}:${local}`
}

const noAuthority = /^(?:https?|ftp|file|data|mailto|tel|about|version|v)$/i

/** Ids that say by their form whose they are, without a prefix: of Synapse, HTAN, OpenNeuro, GEO, SRA, dbGaP, EGA, EMBL-EBI. */
const accession =
  /^(?:syn\d{5,}|HTA\d+(?:_\d+)+|ds\d{6}|GSE\d+|[SED]R[APX]\d{5,}|PRJ[A-Z]{2}\d+|phs\d{6}(?:\.v\d+(?:\.p\d+)?)?|EGA[DS]\d{11}|E-[A-Z]{4}-\d+|S-[A-Z]+\d+|EMPIAR-\d+|EMD-\d+|PXD\d{6}|idr\d{4})$/i

/** Of the page of one record; null for what looks like the home page of a site, which is that of all its records. */
function addressKey(address: string): string | null {
  const place = canonicalLocator(address)
  if (place?.startsWith('s3:')) return placeKey(place)
  const [, prefix, local] =
    /^https:\/\/(?:www\.)?identifiers\.org\/([\w.-]+)[:/](\S*\d\S*)$/.exec(address) ?? []
  if (prefix !== undefined) return `id:${prefix.toLowerCase()}:${local}`
  const { pathname, search } = new URL(address)
  const parts = pathname.split('/').filter((part) => part !== '' && !homePage.test(part))
  const isOfRecord = parts.length > 1 || (parts.length === 1 && /\d/.test(parts[0] ?? ''))
  return isOfRecord || search !== '' ? `id:${address}` : null
}

const homePage = /^(?:index(?:\.\w+)?|home(?:page)?|main|default\.\w+)$/i

/** A folder is the same with a slash at its end and without. */
function placeKey(place: string): string {
  return `id:${place.replace(/\/+$/, '')}`
}

/** Most native ids mean something at their own source only. */
function nativeKey(record: IdentityFacts): string | null {
  const { nativeId, upstream } = record
  if (/^s3:/i.test(nativeId)) {
    const place = canonicalLocator(nativeId)
    // A name of a bucket is taken once in all of AWS: the same name at another service is another bucket.
    const isAtAws = upstream !== null && canonicalLocator(upstream) === place
    return place !== null && isAtAws ? placeKey(place) : null
  }
  if (!/10\.\d{4}|^RRID:|^urn:/i.test(nativeId)) return null
  const known = globalIdentifier(nativeId)
  if (known === null || known.startsWith('https:')) return null
  return identifierKey(nativeId, record)
}

/** Of a template or atlas whose name, version and space are all known: a name alone is that of all its versions. */
function nameKey({ kind, title, version, referenceSpace }: IdentityFacts): string | null {
  if (!placed.includes(kind) || version === null || referenceSpace.length === 0) return null
  const parts = [fold(title), foldVersion(version), spaceOf(referenceSpace)]
  return parts.includes('') ? null : ['name:', kind, ...parts].join(' | ')
}

function spaceOf(terms: IdentityFacts['referenceSpace']): string {
  return [...new Set(terms.map(({ termId, label }) => termId ?? fold(label)))].sort().join(' ')
}

function foldVersion(version: string): string {
  return fold(version).replace(/^v(?:ersion)? ?(?=\d)/, '')
}

/** Case, accents and punctuation aside. */
function fold(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  // The dot of 4.0 is no punctuation.
  return bare.replaceAll(/(?:(?<!\d)\.|\.(?!\d)|[^\p{L}\p{N}.])+/gu, ' ').trim()
}
