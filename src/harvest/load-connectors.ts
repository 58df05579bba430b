import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'

/**
 * The connectors below `folder` by type: a folder's name is its connector's type, and its `index.ts` exports the
 * connector as default. There is no list to edit.
 *
 * @param types Only these; default all there are.
 * @throws {GatewayError} `CONFIG_INVALID` naming every folder that can't be loaded, has no connector as its default
 *   export, or one of another type; and every type asked for that has no folder.
 */
export async function loadConnectors(
  folder: string,
  types?: readonly string[],
): Promise<Map<string, AnyConnector>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw invalid('The folder of the connectors cannot be read.', cause)
  })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const wanted = types === undefined ? folders.sort() : [...new Set(types)]
  const loaded = await Promise.all(wanted.map((type) => load(folder, folders, type)))
  const faults = loaded.flatMap((one) => ('fault' in one ? [one] : []))
  if (faults.length > 0) {
    const message = faults.map(({ fault }) => fault).join('\n')
    throw invalid(message, faults.find(({ cause }) => cause !== undefined)?.cause)
  }
  return new Map(
    loaded.flatMap((one) => ('connector' in one ? [[one.connector.type, one.connector]] : [])),
  )
}

type Loaded = { connector: AnyConnector } | { fault: string; cause?: unknown }

async function load(root: string, folders: readonly string[], type: string): Promise<Loaded> {
  if (!folders.includes(type)) return { fault: `There is no connector of the type ${type}.` }
  let module: { default?: unknown }
  try {
    module = await import(pathToFileURL(join(root, type, 'index.ts')).href)
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
