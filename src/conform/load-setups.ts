import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadConnectors } from '../harvest/load-connectors.ts'
import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'
import type { ConnectorSetup } from './setup.ts'

/** What a connector's folder has for the kit. */
export interface ConnectorFolder {
  connector: AnyConnector
  /** One at least; where there are several, each has a name of its own. */
  setups: ConnectorSetup[]
}

/**
 * Loads a connector and its `conform.ts`, whose default export is a setup or a list of them.
 *
 * @param folder Absolute path of the connector's folder.
 * @throws {GatewayError} `CONFIG_INVALID` that says what is missing.
 */
export async function loadSetups(folder: string): Promise<ConnectorFolder> {
  const type = basename(folder)
  const connector = (await loadConnectors(join(folder, '..'), [type])).get(type)
  if (connector === undefined) throw invalid(`There is no connector in the folder ${type}.`)
  const module: { default?: unknown } = await import(
    pathToFileURL(join(folder, 'conform.ts')).href
  ).catch((cause: unknown) => {
    const why = cause instanceof Error ? ` ${cause.message.split('\n')[0]}` : ''
    throw invalid(`The conform.ts of the connector ${type} cannot be loaded.${why}`, cause)
  })
  const setups = [module.default].flat()
  if (setups.length === 0 || !setups.every(isSetup)) {
    throw invalid(`The conform.ts of the connector ${type} has no setup as its default export.`)
  }
  const names = new Set(setups.map(({ name }) => name))
  if (setups.length > 1 && (names.size < setups.length || names.has(undefined))) {
    throw invalid(`The setups in the conform.ts of the connector ${type} need names of their own.`)
  }
  return { connector, setups }
}

function isSetup(value: unknown): value is ConnectorSetup {
  if (typeof value !== 'object' || value === null) return false
  const { play, options, ids } = value as Record<string, unknown>
  return (
    typeof play === 'function' &&
    typeof options === 'function' &&
    (typeof ids === 'number' || Array.isArray(ids))
  )
}

function invalid(message: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIG_INVALID', { message, cause })
}
