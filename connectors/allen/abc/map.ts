import { type FieldOrigin, type Mapped, words } from '#sdk'
import { common } from '../common.ts'
import { bucketId } from '../s3/buckets.ts'
import { licenseOf } from '../s3/map.ts'
import { bucketAsset, pageOf } from '../s3/places.ts'
import { ccfV3, mappedTerms, origin, wholeBrain } from '../terms.ts'
import { factsOfDirectory } from './facts.ts'
import { directoryId, releaseId } from './ids.ts'
import type { AbcDirectory, AbcRelease } from './rows.ts'

const landingPage = 'https://portal.brain-map.org/atlases-and-data/bkp/abc-atlas'

export function mapAbcDirectory(row: AbcDirectory): Mapped {
  const { name, kinds, resolutions } = row
  const facts = factsOfDirectory(name)
  const versions = kinds.flatMap(({ version }) => version ?? []).sort()
  const version = versions.at(-1) ?? null
  const problems = [...sumsOf(row), ...lossesOf(row)]
  const finest = resolutions[0]
  return {
    record: {
      ...common,
      kind: facts.kind,
      parents: row.releases.map(releaseId),
      version,
      isVersionOf: row.isSuperseded ? directoryId(name) : null,
      title: facts.title ?? `Allen Brain Cell Atlas: ${name}`,
      description: words(facts.description, ...problems).join(' ') || null,
      keywords: words(
        'ABC Atlas',
        name,
        ...kinds.map(({ kind }) => kind.replaceAll('_', ' ')),
        ...facts.keywords,
      ),
      creators: [...facts.creators],
      publications: facts.publications.map(([title, doi]) => ({
        title,
        doi,
        url: `https://doi.org/${doi}`,
      })),
      landingPage,
      viewers: words(...kinds.map(({ viewLink }) => viewLink)),
      domain: facts.domain,
      species: mappedTerms(facts.species, name),
      modality: mappedTerms(facts.modality, name),
      technique: mappedTerms(facts.technique, name),
      structure: facts.isWholeMouseBrain ? wholeBrain(1) : [],
      referenceSpace: facts.isInCcfV3 ? [{ ...ccfV3, raw: name }] : [],
      resolution:
        finest === undefined ? null : { values: [finest], unit: 'um', micrometres: [finest] },
      license: licenseOf(facts.license),
      released: dateOf(version),
      upstream: pageOf({
        bucket: 'allen-brain-cell-atlas',
        key: `releases/${row.release}/manifest.json`,
      }),
      fields: [
        ...(facts.title === null ? [origin('title', 'abc-directory', name)] : []),
        ...(facts.license === null ? [] : [origin('license', 'abc-directory', name)]),
        ...(finest === undefined ? [] : [extracted('resolution', 'abc-volume-name', resolutions)]),
        ...sumsOf(row).map((problem) => extracted('totalBytes', 'abc-total-size', problem)),
        ...lossesOf(row).map((problem) => extracted('assets', 'abc-unlinked', problem)),
      ],
    },
  }
}

/** Sizes that the manifest states and that do not hold, in words. */
function sumsOf({ kinds }: AbcDirectory): string[] {
  return kinds.flatMap(({ kind, stated, counted }) => {
    if (stated === null || counted === null || stated === counted) return []
    return [`The manifest states ${stated} bytes of ${kind}, but its files add up to ${counted}.`]
  })
}

function lossesOf({ unlinked }: AbcDirectory): string[] {
  if (unlinked === 0) return []
  return [
    `${unlinked} of its files are not linked to: their entries are damaged or lead elsewhere.`,
  ]
}

function extracted(field: string, rule: string, raw: unknown): FieldOrigin {
  return origin(field, rule, String(raw), 'EXTRACTED')
}

export function mapAbcRelease(row: AbcRelease): Mapped {
  const { release, directories, files, bucket, manifest, manifestSize } = row
  const date = dateOf(release)
  const place = { bucket, key: manifest }
  return {
    record: {
      ...common,
      license: licenseOf(null),
      kind: 'COLLECTION',
      parents: [bucketId(bucket)],
      version: release,
      title: `Allen Brain Cell Atlas, release of ${date ?? release}`,
      description: `${directories.length} directories with ${files} files: ${directories.join(', ')}.`,
      keywords: ['ABC Atlas', 'cell types', 'release'],
      landingPage,
      viewers: ['https://knowledge.brain-map.org/abcatlas'],
      domain: 'GENOMICS',
      released: date,
      upstream: pageOf(place),
      fields: [origin('description', 'abc-release')],
    },
    assets: [bucketAsset(place, { name: 'manifest.json', size: manifestSize })],
  }
}

/** `20231215` as a date; null for what is none. */
function dateOf(version: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(version ?? '') ?? []
  if (year === undefined) return null
  const date = `${year}-${month}-${day}`
  return Number.isNaN(Date.parse(date)) ? null : date
}
