import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import { admitOutside } from './outside.ts'

/**
 * The connectors below one folder or several, by type: a folder's name is its connector's type, and its `index.ts` exports
 * the connector as default. There is no list to edit. A folder outside of the gateway sees `#sdk` and the gateway's packages as
 * one of its own does.
 *
 * @param types Only these; default all there are.
 * @throws {GatewayError} `CONFIG_INVALID` naming every folder that can't be loaded, has no connector as its default
 *   export, or one of another type; every type that several folders have; and every type asked for that has no folder.
 */
export async function loadConnectors(
  folder: string | readonly string[],
  types?: readonly string[],
): Promise<Map<string, AnyConnector>> {
  const folders = await foldersBelow([folder].flat())
  const wanted = types === undefined ? [...folders.keys()].sort() : [...new Set(types)]
  const loaded = await Promise.all(wanted.map((type) => load(folders.get(type) ?? [], type)))
  const faults = loaded.flatMap((one) => ('fault' in one ? [one] : []))
  if (faults.length > 0) {
    const message = faults.map(({ fault }) => fault).join('\n')
    throw invalid(message, faults.find(({ cause }) => cause !== undefined)?.cause)
  }
  return new Map(
    loaded.flatMap((one) => ('connector' in one ? [[one.connector.type, one.connector]] : [])),
  )
}

/** Every folder that may hold a connector, by its name; links to folders too. */
async function foldersBelow(roots: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const root of roots) {
    const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
      throw invalid('The folder of the connectors cannot be read.', cause)
    })
    for (const entry of entries) {
      const folder = join(root, entry.name)
      const isFolder = entry.isSymbolicLink()
        ? await stat(folder).then(
            (target) => target.isDirectory(),
            () => false,
          )
        : entry.isDirectory()
      if (isFolder) found.set(entry.name, [...(found.get(entry.name) ?? []), folder])
    }
  }
  return found
}

type Loaded = { connector: AnyConnector } | { fault: string; cause?: unknown }

async function load(folders: readonly string[], type: string): Promise<Loaded> {
  const [folder] = folders
  if (folder === undefined) return { fault: `There is no connector of the type ${type}.` }
  if (folders.length > 1) return { fault: `Several folders hold a connector of the type ${type}.` }
  let module: { default?: unknown }
  try {
    const real = await realpath(folder)
    admitOutside(real)
    module = await import(pathToFileURL(join(real, 'index.ts')).href)
  } catch (cause) {
    const said = cause instanceof GatewayError ? ` ${cause.message}` : ''
    return { fault: `The connector ${type} cannot be loaded.${said}`, cause }
  }
  const connector = module.default
  if (!isConnector(connector)) {
    return {
      fault: `The index.ts of the connector ${type} has no connector as its default export.`,
    }
  }
  if (connector.type !== type) {
    return { fault: `The connector in the folder ${type} says that its type is ${connector.type}.` }
  }
  return { connector }
}

function isConnector(value: unknown): value is AnyConnector {
  if (typeof value !== 'object' || value === null) return false
  const { type, harvest, map, rows, options } = value as Record<string, unknown>
  return (
    typeof type === 'string' &&
    typeof harvest === 'function' &&
    typeof map === 'object' &&
    typeof rows === 'object' &&
    typeof options === 'object'
  )
}

function invalid(message: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIG_INVALID', { message, cause })
}
