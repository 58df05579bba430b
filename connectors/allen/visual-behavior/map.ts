import { type Mapped, type Term, words } from '#sdk'
import { common } from '../common.ts'
import { bucketId, type OpenBucket, openBucket } from '../s3/buckets.ts'
import { licenseOf } from '../s3/map.ts'
import { pageOf } from '../s3/places.ts'
import { mappedTerms, origin, structureTerms } from '../terms.ts'
import type { VisualProject, VisualSession } from './rows.ts'

export function projectId(project: string): string {
  return `visual-behavior:${project}`
}

export function sessionId(project: string, { type, id }: { type: string; id: string }): string {
  return `${projectId(project)}:${type}:${id}`
}

/** What the bucket says of all that is in it: nothing in a manifest says species, technique or licence. */
function bucketFacts(row: { bucket: string; manifest: string; structures: readonly string[] }) {
  const bucket = openBucket(row.bucket)
  return {
    ...common,
    landingPage: bucket?.landingPage ?? null,
    species: mappedTerms(bucket?.species ?? [], row.bucket),
    modality: mappedTerms(bucket?.modality ?? [], row.bucket),
    technique: mappedTerms(bucket?.technique ?? [], row.bucket),
    structure: structuresOf(row.structures),
    license: licenseOf(bucket?.license ?? null),
    upstream: pageOf({ bucket: row.bucket, key: row.manifest }),
  }
}

/** The tables have acronyms only. */
function structuresOf(acronyms: readonly string[]): Term[] {
  return structureTerms(
    acronyms.map((acronym) => ({ id: 0, name: acronym, acronym, graph_id: null })),
  )
}

const subjects = (count: number | null, age: { min: number; max: number } | null) =>
  count === null && age === null
    ? null
    : {
        count,
        ageMin: age?.min ?? null,
        ageMax: age?.max ?? null,
        ageUnit: age === null ? null : 'weeks',
      }

export function mapVisualProject(row: VisualProject): Mapped {
  const bucket = openBucket(row.bucket) as OpenBucket
  const counts = words(
    row.sessions === null ? null : `sessions: ${row.sessions}`,
    row.animals === null ? null : `mice: ${row.animals}`,
    `data files: ${row.dataFiles}`,
    `tables: ${row.tables.length}`,
  )
  const lost =
    row.unlinked === 0 ? null : `Files that lead elsewhere and are not linked to: ${row.unlinked}.`
  return {
    record: {
      ...bucketFacts(row),
      kind: 'COLLECTION',
      parents: [bucketId(row.bucket)],
      version: row.version,
      title: `${bucket.title}, ${row.project} ${row.version}`,
      description: words(bucket.description, `In this release, ${counts.join(', ')}.`, lost).join(
        ' ',
      ),
      keywords: words(...bucket.keywords, row.project, ...row.tables, ...row.pipeline),
      subjects: subjects(row.animals, row.age),
      fields: [origin('description', 'visual-behavior-counts')],
    },
  }
}

const typeNames = {
  ophys: 'optical physiology session',
  ecephys: 'Neuropixels session',
  behavior: 'behavior session',
} as const

export function mapVisualSession(row: VisualSession): Mapped {
  const { type, id, age, subject } = row
  const about = words(row.sessionType, row.experience, row.creLine, row.structures.join(', '))
  const told = words(
    row.acquired === null ? null : `Acquired on ${row.acquired}`,
    row.behaviorType?.replaceAll('_', ' '),
    row.imageSet === null ? null : `image set ${row.imageSet}`,
    row.indicator === null ? null : `indicator ${row.indicator}`,
    row.genotype === null ? null : `genotype ${row.genotype}`,
  )
  const facts = bucketFacts(row)
  return {
    record: {
      ...facts,
      ...(type === 'behavior' ? { modality: mappedTerms(['behavior'], type), technique: [] } : {}),
      kind: 'SESSION',
      parents: [projectId(row.project)],
      version: row.version,
      title: words(`Visual Behavior ${typeNames[type]} ${id}`, about.join(', ')).join(': '),
      description: told.length === 0 ? null : `${told.join('; ')}.`,
      keywords: words(
        'Visual Behavior',
        row.project,
        row.projectCode,
        row.sessionType,
        row.experience,
        row.imageSet,
        row.behaviorType,
        row.creLine,
        row.reporterLine,
        row.indicator,
        row.equipment,
        subject === null ? null : `subject ${subject}`,
      ),
      dataLevel: 'derivative',
      subjects: subjects(subject === null ? null : 1, age),
      fields: [origin('title', 'visual-behavior-session', id)],
    },
  }
}
