import { type FieldOrigin, type Mapped, s3Locator, type Term, words } from '#sdk'
import { common } from '../common.ts'
import { bucketId, openBucket } from '../s3/buckets.ts'
import { licenseOf } from '../s3/map.ts'
import { pageOf } from '../s3/places.ts'
import { ccfV3, origin, structureTerms } from '../terms.ts'
import type { AindAsset } from './rows.ts'
import { modalityTerms, statedModalities, techniqueTerms } from './terms.ts'

export function assetId(name: string): string {
  return `aind:${name}`
}

export function mapAindAsset(row: AindAsset): Mapped {
  const { name, bucket, metadataKey, platform, age, subject, resolution } = row
  const modalities = statedModalities(row.modalities, platform)
  const license = row.license ?? openBucket(bucket)?.license ?? null
  const system = row.coordinateSystem ?? ''
  return {
    record: {
      ...common,
      kind: 'DATASET',
      parents: [bucketId(bucket), ...row.sources.map(assetId)],
      sameAs: [
        ...row.codeOcean.map((id) => `CodeOcean:${id}`),
        ...(row.elsewhere === null ? [] : [s3Locator(row.elsewhere.bucket, row.elsewhere.key)]),
      ],
      title: name,
      description: descriptionOf(row),
      keywords: words(
        row.project,
        ...row.tags,
        ...row.modalities.flatMap((one) => [one.abbreviation, one.name]),
        platform?.abbreviation,
        platform?.name,
        row.strain,
        row.genotype,
        subject === null ? null : `subject ${subject}`,
      ),
      creators: words(
        row.institution ?? 'Allen Institute for Neural Dynamics',
        ...row.investigators,
      ),
      species: speciesOf(row),
      modality: modalityTerms(modalities),
      technique: techniqueTerms(row.modalities, platform),
      structure: structureTerms(
        row.structures.map(({ id, name: label, acronym }) => ({
          id: id ?? 0,
          name: label ?? acronym,
          acronym,
          graph_id: id === null ? null : 1,
        })),
      ),
      referenceSpace: /\bccf/i.test(system) ? [{ ...ccfV3, raw: system }] : [],
      resolution:
        resolution === null ? null : { values: resolution, unit: 'um', micrometres: resolution },
      license: licenseOf(license),
      dataLevel: row.level,
      subjects:
        age === null ? null : { count: 1, ageMin: age.min, ageMax: age.max, ageUnit: 'weeks' },
      modified: row.modified,
      upstream: pageOf({ bucket, key: metadataKey ?? `${name}/` }),
      fields: fieldsOf(row),
    },
  }
}

function speciesOf({ species }: AindAsset): Term[] {
  if (species === null) return []
  const { name, taxon } = species
  const termId = taxon === null ? null : `NCBITaxon:${taxon}`
  return [{ label: name, termId, origin: 'STATED', raw: null }]
}

/** The summary that was written; else what, when and for which project. What is wrong is said in either case. */
function descriptionOf(row: AindAsset): string {
  const { summary, level, created, modalities, platform, project, status, restrictions } = row
  const what = words(
    ...(modalities.length > 0 ? modalities : [platform]).map(
      (one) => one?.name ?? one?.abbreviation,
    ),
  ).join(', ')
  const data = `${level === null ? 'Data' : `${level[0]?.toUpperCase()}${level.slice(1)} data`}`
  const made = `${data}${created === null ? '' : ` of ${created}`}${what === '' ? '' : `: ${what}`}`
  const told =
    summary ?? words(`${made}.`, project === null ? null : `Project: ${project}.`).join(' ')
  return words(
    told,
    restrictions === null ? null : `Restrictions: ${restrictions}`,
    ...(status === null || /^valid$/i.test(status)
      ? []
      : [`Its metadata are ${status.toLowerCase()}.`]),
    ...row.problems,
  ).join(' ')
}

function fieldsOf(row: AindAsset): FieldOrigin[] {
  const { summary, license, status, schemaVersion, species, age } = row
  const metadata = (rule: string, raw: string) => origin('quality', rule, raw, 'STATED')
  return [
    ...(summary === null ? [origin('description', 'aind-description')] : []),
    ...(license === null ? [origin('license', 'aind-bucket-license')] : []),
    ...(species !== null && age !== null ? [origin('subjects', 'aind-age')] : []),
    ...(status === null ? [] : [metadata('aind-metadata-status', status)]),
    ...(schemaVersion === null ? [] : [metadata('aind-schema-version', schemaVersion)]),
    ...row.problems.map((problem) => metadata('aind-problem', problem)),
  ]
}
