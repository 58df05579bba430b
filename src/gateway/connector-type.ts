import { z } from 'zod'
import type { AnyConnector } from '../sdk/connector.ts'

/** A connector as the API tells of it. */
export interface ConnectorType {
  type: string
  title: string
  /** JSON Schema of its options. */
  options: unknown
  /** Names of the options that are secrets: those whose schema says `writeOnly` (`.meta({ writeOnly: true })`). */
  secretOptions: string[]
  /** JSON Schema of its credentials, all of which are secrets; null: it takes none. */
  credentials: unknown
  /** Names of all its secrets. */
  secrets: string[]
}

export function describeConnector(connector: AnyConnector): ConnectorType {
  const options = z.toJSONSchema(connector.options, { io: 'input', unrepresentable: 'any' })
  const secretOptions = Object.entries(options.properties ?? {})
    .filter(([, option]) => typeof option === 'object' && option.writeOnly === true)
    .map(([name]) => name)
  const credentials = connector.credentials
    ? z.toJSONSchema(connector.credentials, { io: 'input', unrepresentable: 'any' })
    : null
  const secrets = [...new Set([...secretOptions, ...Object.keys(credentials?.properties ?? {})])]
  const { type, title } = connector
  return { type, title, options, secretOptions, credentials, secrets }
}
