import { z } from 'zod'
import type { AnyConnector } from '../sdk/connector.ts'

/** A connector as the API tells of it. */
export interface ConnectorType {
  type: string
  title: string
  /** JSON Schema of its options. */
  options: unknown
  /** Names of the options that are secrets: those whose schema says `writeOnly` (`.meta({ writeOnly: true })`). */
  secrets: string[]
}

export function describeConnector(connector: AnyConnector): ConnectorType {
  const options = z.toJSONSchema(connector.options, { io: 'input', unrepresentable: 'any' })
  const secrets = Object.entries(options.properties ?? {})
    .filter(([, option]) => typeof option === 'object' && option.writeOnly === true)
    .map(([name]) => name)
  return { type: connector.type, title: connector.title, options, secrets }
}
