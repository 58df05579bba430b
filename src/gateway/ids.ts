import { GatewayError, sourceIdPattern } from '../model/index.ts'
import type { StoredAsset } from '../store/record-store.ts'

/** What an opaque id names: its type and the catalogue's own key. */
export type NodeRef =
  | { type: 'record'; id: string }
  | { type: 'source'; id: string }
  | { type: 'harvest'; id: string }
  | { type: 'asset'; record: string; key: string }

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url')

export const recordNodeId = (id: string) => `rec.${encode(id)}`
export const sourceNodeId = (id: string) => `src.${encode(id)}`
export const harvestNodeId = (id: string) => `run.${encode(id)}`
export const assetNodeId = (asset: Pick<StoredAsset, 'record' | 'key'>) =>
  `ast.${encode(asset.record)}.${asset.key}`

/** One way to write one id: what decodes to the same bytes but is spelt otherwise is malformed. */
function decode(part: string): string | null {
  const text = Buffer.from(part, 'base64url').toString('utf8')
  return text !== '' && encode(text) === part ? text : null
}

/** What an opaque id names; null when it is not one of ours. Says nothing on whether that exists. */
export function parseNodeId(nodeId: string): NodeRef | null {
  const [, prefix, part, key] = /^(rec|src|run|ast)\.([\w-]+)(?:\.([\w-]+))?$/.exec(nodeId) ?? []
  const id = part === undefined ? null : decode(part)
  if (id === null) return null
  if (prefix === 'ast') return key === undefined ? null : { type: 'asset', record: id, key }
  if (key !== undefined) return null
  if (prefix === 'rec') return { type: 'record', id }
  return prefix === 'src' ? { type: 'source', id } : { type: 'harvest', id }
}

/**
 * The catalogue's id of a record or harvest, from the opaque one.
 *
 * @throws {GatewayError} `NOT_FOUND`: a malformed id names nothing, like one of something hidden.
 */
export function keyOf(type: 'record' | 'harvest', nodeId: string): string {
  const ref = parseNodeId(nodeId)
  if (ref?.type !== type) throw new GatewayError('NOT_FOUND', { argument: 'id' })
  return ref.id
}

/** A source's name, from its opaque id or itself; null when it is neither. An opaque id has a dot, a name has none. */
export function sourceName(idOrName: string): string | null {
  if (sourceIdPattern.test(idOrName)) return idOrName
  const ref = parseNodeId(idOrName)
  return ref?.type === 'source' ? ref.id : null
}
