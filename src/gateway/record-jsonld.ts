import type { StoredRecord, Term } from '../model/index.ts'
import type { StoredAsset } from '../store/record-store.ts'
import { doiAmong } from './citation.ts'
import { assetNodeId, recordNodeId } from './ids.ts'

/** What stands around a record that is told as JSON-LD. */
export interface RecordSurroundings {
  /** Root of the gateway: `https://atlas.example.org`. */
  root: string
  source: { title: string; homepage: string | null }
  parents: readonly StoredRecord[]
  /** The first of its assets. */
  assets: readonly StoredAsset[]
}

/**
 * A record as a schema.org `Dataset` with DCAT terms, the way dataset search engines read it: what is unknown is left
 * out. Distributions name `/assets/{id}` of the gateway, which sends a reader to the upstream. Pure.
 */
export function jsonLdOf(
  record: StoredRecord,
  { root, source, parents, assets }: RecordSurroundings,
): Record<string, unknown> {
  const { license, access, resolution } = record
  const doi = doiAmong(record.sameAs)
  return stated({
    '@context': {
      '@vocab': 'https://schema.org/',
      dcat: 'http://www.w3.org/ns/dcat#',
      dct: 'http://purl.org/dc/terms/',
    },
    '@type': ['Dataset', 'dcat:Dataset'],
    '@id': addressOf(root, record),
    name: record.title,
    description: record.description,
    identifier: [record.id, ...(doi === null ? [] : [`https://doi.org/${doi}`])],
    url: record.landingPage,
    sameAs: record.sameAs.map(asAddress).filter((address) => address !== null),
    keywords: record.keywords,
    // Whether a name is a person's or an institution's is not known.
    creator: record.creators.map((name) => ({ name })),
    publisher: stated({ '@type': 'Organization', name: source.title, url: source.homepage }),
    includedInDataCatalog: { '@type': 'DataCatalog', name: source.title },
    license: license.url ?? (license.spdx && `https://spdx.org/licenses/${license.spdx}`),
    'dct:license': license.raw,
    'dct:accessRights': access === 'UNKNOWN' ? null : access,
    isAccessibleForFree: access === 'OPEN' ? true : access === 'REQUESTER_PAYS' ? false : null,
    conditionsOfAccess: record.accessNote,
    version: record.version,
    datePublished: record.released,
    dateModified: record.modified,
    measurementTechnique: [...record.modality, ...record.technique].map(definedTerm),
    about: [...record.species, ...record.structure].map(definedTerm),
    spatialCoverage: record.referenceSpace.map(definedTerm),
    // DCAT has metres, of the coarsest axis.
    'dcat:spatialResolutionInMeters':
      resolution?.micrometres == null ? null : Math.max(...resolution.micrometres) / 1_000_000,
    citation: record.publications.map((publication) =>
      stated({
        '@type': 'ScholarlyArticle',
        name: publication.title,
        identifier: publication.doi && `https://doi.org/${publication.doi}`,
        url: publication.url,
      }),
    ),
    isPartOf: parents.map((parent) => ({
      '@type': 'Dataset',
      '@id': addressOf(root, parent),
      name: parent.title,
    })),
    distribution: assets.map((asset) => distributionOf(asset, root)),
  })
}

function distributionOf(asset: StoredAsset, root: string): Record<string, unknown> {
  const { checksum } = asset
  return stated({
    '@type': ['DataDownload', 'dcat:Distribution'],
    '@id': `${root}/assets/${assetNodeId(asset)}`,
    name: asset.name,
    contentUrl: `${root}/assets/${assetNodeId(asset)}`,
    encodingFormat: asset.mediaType ?? asset.format,
    contentSize: asset.size === null ? null : `${asset.size} B`,
    sha256: checksum?.algorithm === 'SHA256' ? checksum.value : null,
    'dcat:byteSize': asset.sizeIsExact ? asset.size : null,
  })
}

function definedTerm({ label, termId }: Term): Record<string, unknown> {
  return stated({ '@type': 'DefinedTerm', name: label, termCode: termId })
}

export function addressOf(root: string, { id }: StoredRecord): string {
  return `${root}/records/${recordNodeId(id)}`
}

/** A DOI or an address as one; null for what is neither. */
function asAddress(identifier: string): string | null {
  const doi = doiAmong([identifier])
  if (doi !== null) return `https://doi.org/${doi}`
  return /^https?:\/\//i.test(identifier) && URL.canParse(identifier) ? identifier : null
}

/** Without what is null or empty. */
function stated(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
