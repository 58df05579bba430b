import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { S3StandinBucket, S3StandinObject } from '#sdk/standin'

interface SampleProject {
  bucket: string
  folder: string
  project: string
  /** How the names of its manifests start. */
  stem: string
  /** The last one is the newest. */
  versions: string[]
  pipeline: object[]
  tables: Record<string, string[][]>
  /** Tables that are too large to be read. */
  big: string[]
  /** Paths below the folder, by the ids of the files. */
  files: Record<string, string>
  /** Addresses of files that are elsewhere. */
  hostile: Record<string, string>
}

/** The buckets of Visual Behavior: manifests, tables, and files of which none is to be read. */
export function visualBehaviorBuckets(): S3StandinBucket[] {
  const file = new URL('../sample/s3-visual-behavior.json', import.meta.url)
  const { projects } = JSON.parse(readFileSync(file, 'utf8')) as { projects: SampleProject[] }
  return projects.map((project) => ({
    name: project.bucket,
    region: 'us-west-2',
    isPublic: true,
    objects: objectsOf(project),
  }))
}

function objectsOf(sample: SampleProject): S3StandinObject[] {
  const { folder, versions, stem } = sample
  const tables = Object.entries(sample.tables).map(([name, rows]) => ({
    key: `${folder}/project_metadata/${name}.csv`,
    body: rows.map((row) => `${row.map(quoted).join(',')}\n`).join(''),
    versionId: versionOf(name),
    name,
  }))
  const big = sample.big.map((name) => ({
    key: `${folder}/project_metadata/${name}.csv`,
    size: 900 * 1024 * 1024,
    versionId: versionOf(name),
    name,
  }))
  const files = Object.entries(sample.files).map(([id, path]) => ({
    key: `${folder}/${path}`,
    size: 150 * 1024 * 1024,
    versionId: versionOf(id),
    id,
  }))
  const address = (key: string) => `https://${sample.bucket}.s3.us-west-2.amazonaws.com/${key}`
  const entry = (key: string, versionId: string, body: string | undefined) => ({
    url: address(key),
    version_id: versionId,
    file_hash: hash('blake2b512', body ?? key),
  })
  const manifests = versions.map((version) => ({
    key: `${folder}/manifests/${stem}_manifest_v${version}.json`,
    body: JSON.stringify({
      project_name: sample.project,
      manifest_version: version,
      metadata_file_id_column_name: 'file_id',
      data_pipeline: sample.pipeline,
      metadata_files: Object.fromEntries([
        ...tables.map(({ name, key, versionId, body }) => [name, entry(key, versionId, body)]),
        ...big.map(({ name, key, versionId }) => [name, entry(key, versionId, undefined)]),
      ]),
      data_files: Object.fromEntries([
        // An old manifest lists less.
        ...(version === versions.at(-1) ? files : files.slice(0, 1)).map(
          ({ id, key, versionId }) => [id, entry(key, versionId, undefined)],
        ),
        ...Object.entries(sample.hostile).map(([id, url]) => [id, { ...entry('', 'x', ''), url }]),
      ]),
    }),
  }))
  return [
    ...manifests,
    ...[...tables, ...big, ...files].map(({ key, versionId, ...rest }) => ({
      key,
      versionId,
      ...('body' in rest ? { body: rest.body } : { size: rest.size }),
    })),
  ]
}

function versionOf(name: string): string {
  return hash('sha256', name, 'base64url').slice(0, 24).replaceAll('-', '_')
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
