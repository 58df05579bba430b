import { type Domain, type Mapped, type S3Object, words } from '#sdk'
import { commonOf, licenseOf } from './common.ts'
import { formatOf } from './formats.ts'
import { type Options, placeOf } from './options.ts'
import { origin } from './origin.ts'
import { paperFiles, readPapers } from './papers.ts'
import { folderName } from './place.ts'
import type { Reading } from './reading.ts'
import type { FolderRow } from './rows.ts'
import type { TopLevel } from './top-level.ts'

/** Formats that only one domain uses. */
const domains: readonly (readonly [Domain, ReadonlySet<string>])[] = [
  [
    'GENOMICS',
    new Set(['FASTQ', 'FASTA', 'BAM', 'CRAM', 'VCF', 'GFF', 'BED', 'bigWig', 'genome index']),
  ],
  ['MEDICAL_IMAGING', new Set(['DICOM'])],
  ['NEUROIMAGING', new Set(['CIFTI-2', 'MGH', 'FreeSurfer annotation', 'tractogram', 'GIFTI'])],
  ['GEOSPATIAL', new Set(['LAS', 'Shapefile', 'GeoJSON', 'GeoPackage', 'GRIB'])],
]

export function folderFiles(top: TopLevel): S3Object[] {
  return Object.values(paperFiles(top)).filter((file) => file !== undefined)
}

export async function readFolder(
  top: TopLevel,
  objects: readonly S3Object[],
  isWhole: boolean,
  reading: Reading,
): Promise<Omit<FolderRow, 'site'>> {
  const formats = new Set(objects.flatMap(({ key }) => formatOf(key).format ?? []))
  return { papers: await readPapers(top, reading), formats: [...formats].sort(), isWhole }
}

/** Next to nothing is known of it: what its names and the operator say. */
export function mapFolder(row: FolderRow, options: Options): Mapped {
  const { site, papers, formats } = row
  const common = commonOf(site, options)
  const { license, fields } = licenseOf(null, papers, site, options)
  const assumed = placeOf(options, site.bucket, site.prefix)?.assumed.title ?? null
  const domain = common.domain ?? domainOf(formats)
  return {
    record: {
      ...common,
      kind: 'DATASET',
      title: assumed ?? words(site.bucket, ...site.prefix.split('/')).join(' / '),
      description: papers.readme,
      keywords: words(folderName(site.prefix, site.bucket)),
      version: papers.version,
      released: papers.released,
      domain,
      license,
      fields: [
        ...common.fields,
        ...fields,
        assumed === null
          ? origin('title', 'key-prefix', null, 'EXTRACTED')
          : origin('title', 'assumed', null, 'ASSUMED'),
        ...(papers.readme === null ? [] : [origin('description', 'readme', null, 'EXTRACTED')]),
        ...(domain === null || common.domain !== null
          ? []
          : [origin('domain', 'formats', formats.join(', '), 'EXTRACTED')]),
      ],
    },
  }
}

/** Null where no format says it, or formats of several domains lie together. */
function domainOf(formats: readonly string[]): Domain | null {
  const found = domains.filter(([, known]) => formats.some((format) => known.has(format)))
  const [only, ...others] = found
  return only === undefined || others.length > 0 ? null : only[0]
}
