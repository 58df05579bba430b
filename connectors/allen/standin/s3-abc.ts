import { readFileSync } from 'node:fs'
import type { S3StandinBucket, S3StandinObject } from '#sdk/standin'

interface SampleFile {
  kind: string
  names: string[]
  extension: string
  version: string
  size: number
  hash: string | null
  /** Below the folder of its directory and version, where that is not made of its names. */
  path?: string
  /** In place of the address that the path gives. */
  url?: string
}

interface Sample {
  bucket: string
  releases: Record<
    string,
    { directories: Record<string, { files: SampleFile[]; offBy?: Record<string, number> }> }
  >
}

/** The bucket of the Brain Cell Atlas: a manifest a release, and the files that these list, of which none is to be read. */
export function abcAtlasBucket(): S3StandinBucket {
  const file = new URL('../sample/s3-abc-atlas.json', import.meta.url)
  const sample = JSON.parse(readFileSync(file, 'utf8')) as Sample
  const objects = new Map<string, S3StandinObject>()
  for (const release of Object.keys(sample.releases)) {
    const manifest = manifestOf(sample, release)
    const key = `releases/${release}/manifest.json`
    objects.set(key, { key, body: JSON.stringify(manifest.document) })
    for (const [path, size] of manifest.files) objects.set(path, { key: path, size })
  }
  return {
    name: sample.bucket,
    region: 'us-west-2',
    isPublic: true,
    objects: [...objects.values()],
  }
}

function manifestOf({ bucket, releases }: Sample, release: string) {
  const root = `https://${bucket}.s3.us-west-2.amazonaws.com`
  const listing: Record<string, { directories: Record<string, object> }> = {}
  const tree: Record<string, unknown> = {}
  const files = new Map<string, number>()
  for (const [name, { files: own, offBy }] of Object.entries(
    releases[release]?.directories ?? {},
  )) {
    const directories: Record<string, object> = {}
    for (const kind of new Set(own.map((one) => one.kind))) {
      const ofKind = own.filter((one) => one.kind === kind)
      const version =
        ofKind
          .map((one) => one.version)
          .sort()
          .at(-1) ?? release
      const path = `${kind}/${name}/${version}`
      directories[kind] = {
        version,
        relative_path: path,
        url: `${root}/${path}/`,
        view_link: `${root}/index.html#${path}/`,
        total_size: ofKind.reduce((sum, { size }) => sum + size, 0) + (offBy?.[kind] ?? 0),
      }
    }
    for (const { kind, names, extension, version, size, hash, path: given, url } of own) {
      const path = `${kind}/${name}/${version}/${given ?? `${names.join('-')}.${extension}`}`
      const branch = [name, kind, ...names, 'files'].reduce<Record<string, unknown>>(
        (below, step) => {
          below[step] ??= {}
          return below[step] as Record<string, unknown>
        },
        tree,
      )
      const entry = { version, relative_path: path, url: url ?? `${root}/${path}`, size }
      branch[extension] = hash === null ? entry : { ...entry, file_hash: hash }
      if (url === undefined) files.set(path, size)
    }
    listing[name] = { directories }
  }
  const document = {
    version: release,
    resource_uri: `s3://${bucket}/`,
    directory_listing: listing,
    file_listing: tree,
  }
  return { document, files }
}
