import { readFileSync } from 'node:fs'
import type { S3StandinBucket, S3StandinObject } from '#sdk/standin'

interface SampleAsset {
  name: string
  /** `metadata.nd.json`. */
  combined?: object
  /** Core files beside it. */
  core?: Record<string, object>
  /** Files whose text is no JSON. */
  broken?: Record<string, string>
  files: { name: string; size: number }[]
  /** Objects below each folder, with their sizes. */
  folders: Record<string, [path: string, size: number][]>
}

interface Sample {
  bucket: string
  planted: Record<string, string>
  assets: SampleAsset[]
}

function readSample(): Sample {
  const file = new URL('../sample/s3-aind.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Sample
}

/** Words about people, animals and the institute's own servers that the metadata hold, and no record may. */
export const plantedInAssets: readonly string[] = Object.values(readSample().planted)

/**
 * The bucket of Neural Dynamics: a folder an asset.
 *
 * @param synthetic How many invented assets are added, for tests under load.
 */
export function aindBucket(synthetic = 0): S3StandinBucket {
  const { bucket: name, assets } = readSample()
  const objects = assets.flatMap(objectsOf)
  for (let number = 0; number < synthetic; number += 1) {
    const asset = `synthetic_${String(100_000 + number)}_2025-01-01_00-00-00`
    const description = { schema_version: '2.0.3', name: asset, data_level: 'raw' }
    objects.push(
      ...objectsOf({
        name: asset,
        core: { data_description: description },
        files: [],
        folders: {},
      }),
    )
  }
  return { name, region: 'us-west-2', isPublic: true, objects }
}

function objectsOf({ name, combined, core = {}, broken = {}, files, folders }: SampleAsset) {
  const documents = {
    ...(combined === undefined ? {} : { 'metadata.nd.json': combined }),
    ...Object.fromEntries(Object.entries(core).map(([file, fields]) => [`${file}.json`, fields])),
  }
  const objects: S3StandinObject[] = [
    ...Object.entries(documents).map(([file, document]) => ({
      key: `${name}/${file}`,
      body: JSON.stringify(document),
    })),
    ...Object.entries(broken).map(([file, body]) => ({ key: `${name}/${file}`, body })),
    ...files.map((file) => ({ key: `${name}/${file.name}`, size: file.size })),
    ...Object.values(folders).flatMap((below) =>
      below.map(([path, size]) => ({ key: `${name}/${path}`, size })),
    ),
  ]
  return objects
}
