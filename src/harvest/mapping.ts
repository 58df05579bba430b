import { hash } from 'node:crypto'
import { GatewayError } from '../model/index.ts'
import type { AnyConnector } from '../sdk/connector.ts'

/** What rows become records by, one and the same from the beginning of a run to its end. */
export interface Mapping {
  connector: AnyConnector
  /** As the connector's `options` shape gives them. */
  options: unknown
  /** What the connector's `rules` gave; undefined where it has none. */
  rules: unknown
}

/**
 * The mapping with the connector's rules as their file is now.
 *
 * @throws {GatewayError} `CONFIG_INVALID` when they cannot be used.
 */
export function mappingNow({ connector, options }: Omit<Mapping, 'rules'>): Mapping {
  try {
    return { connector, options, rules: connector.rules?.() }
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    const message = `The rules of the connector ${connector.type} cannot be read.`
    throw new GatewayError('CONFIG_INVALID', { message, cause })
  }
}

/** Tells mappings apart: a run that was cut off is not gone on with under another one. */
export function fingerprintOf({ connector, options, rules }: Mapping): string {
  const { type, version } = connector
  return hash('sha256', JSON.stringify([type, version, options, rules ?? null]))
}

/** The rules as part of what a row's hash is made of: they may be long. */
export function digestOf(rules: unknown): string {
  return hash('sha256', JSON.stringify(rules))
}
