import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { type PlacedFault, readYaml } from '#sdk'
import { faultsOfManifest } from './check-manifest.ts'
import { type Manifest, ManifestShape } from './manifest.ts'

export type ReadManifest = { manifest: Manifest } | { faults: PlacedFault[] }

/** The manifests that come with the connector, by name. */
const shipped = fileURLToPath(new URL('./manifests/', import.meta.url))

/** Whether it is the name of a manifest rather than a path. There need not be one of that name. */
export function isShippedName(nameOrPath: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(nameOrPath)
}

/** A manifest by its name among those shipped, or by the path of its file from the working directory. */
export function loadManifest(nameOrPath: string): ReadManifest {
  const isName = isShippedName(nameOrPath)
  let text: string
  try {
    text = readFileSync(isName ? `${shipped}${nameOrPath}.yaml` : nameOrPath, 'utf8')
  } catch {
    const problem = isName ? 'no manifest of this name is shipped' : 'the file cannot be read'
    return { faults: [{ path: '', problem, line: null }] }
  }
  return readManifest(text)
}

/** The name of a manifest that comes with the connector; null for one of an owner's, which readers elsewhere do not have. */
export function shippedName(manifest: Manifest): string | null {
  const { name } = manifest
  if (!isShippedName(name)) return null
  const read = loadManifest(name)
  return 'manifest' in read && isDeepStrictEqual(read.manifest, manifest) ? name : null
}

/** A manifest's text, checked whole: every fault at once, each with its path and line. */
export function readManifest(text: string): ReadManifest {
  const read = readYaml(text, ManifestShape, faultsOfManifest)
  return 'value' in read ? { manifest: read.value } : read
}
