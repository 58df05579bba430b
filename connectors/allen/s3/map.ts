import { type License, type Mapped, unknownLicense } from '#sdk'
import { common } from '../common.ts'
import { mappedTerms } from '../terms.ts'
import { type OpenBucket, openBuckets } from './buckets.ts'
import { folderAsset, pageOf } from './places.ts'
import type { Bucket } from './rows.ts'

/** Rows of the curated list, folder by folder where a bucket is told so. */
export function bucketRows(chosen: (bucket: OpenBucket) => boolean): Bucket[] {
  return openBuckets.filter(chosen).flatMap(({ folders, doi, region: _, part: __, ...facts }) => {
    const publications = doi.map(([title, one]) => ({ title, doi: one }))
    const places = folders.length > 0 ? folders : [null]
    return places.map((folder) => ({
      ...facts,
      folder,
      species: [...facts.species],
      modality: [...facts.modality],
      technique: [...facts.technique],
      keywords: [...facts.keywords],
      creators: [...facts.creators],
      viewers: [...facts.viewers],
      publications,
    }))
  })
}

export function mapBucket(row: Bucket): Mapped {
  const place = { bucket: row.name, key: row.folder === null ? '' : `${row.folder}/` }
  return {
    record: {
      ...common,
      kind: 'COLLECTION',
      title: row.title,
      description: row.description,
      keywords: row.keywords,
      creators: row.creators,
      publications: row.publications.map(({ title, doi }) => ({
        title,
        doi,
        url: `https://doi.org/${doi}`,
      })),
      landingPage: row.landingPage,
      viewers: row.viewers,
      domain: row.domain,
      species: mappedTerms(row.species, null),
      modality: mappedTerms(row.modality, null),
      technique: mappedTerms(row.technique, null),
      license: licenseOf(row.license),
      upstream: pageOf(place),
    },
    assets: [folderAsset(place, row.folder === null ? row.name : `${row.folder}/`)],
  }
}

/** By its words; core tells its class. */
export function licenseOf(raw: string | null): License {
  if (raw === null) return unknownLicense
  return raw === common.license.raw ? common.license : { ...unknownLicense, raw }
}
