import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { GatewayError, type Viewer, viewerKey } from '../../model/index.ts'
import type { SearchRequest } from '../search-index.ts'

/** Where a page ended. */
export interface CursorState {
  /** `requestHash` of viewer and request. */
  request: string
  engine: string
  generation: number
  /** Milliseconds since 1970-01-01. */
  issuedAt: number
  /** Sort keys of the last hit; numbers are finite. */
  keys: (string | number | null)[]
  id: string
}

export interface CursorCodec {
  /** An opaque string of `A-Za-z0-9_-`. */
  encode(state: CursorState): string
  /** @throws {GatewayError} `BAD_INPUT`, argument `after`, for a cursor that was not made with this key. */
  decode(cursor: string): CursorState
}

const macBytes = 16
const longestCursor = 16_384

/** As it is sent: an array, since names would be half of its length. */
const Wire = z.tuple([
  z.string(),
  z.string(),
  z.int(),
  z.number(),
  z.array(z.union([z.string(), z.number(), z.null()])),
  z.string(),
])

/**
 * Makes and reads cursors. They are signed with `key` (HMAC-SHA256, 16 bytes), not encrypted: nothing secret
 * may stand in a state. Whether a state is still good (request, generation, age) is for the engine to say.
 */
export function createCursorCodec(key: string): CursorCodec {
  const macOf = (payload: Buffer) =>
    createHmac('sha256', key).update('cursor\0').update(payload).digest().subarray(0, macBytes)

  return {
    encode({ request, engine, generation, issuedAt, keys, id }) {
      const wire: z.infer<typeof Wire> = [request, engine, generation, issuedAt, keys, id]
      const payload = Buffer.from(JSON.stringify(wire))
      return Buffer.concat([macOf(payload), payload]).toString('base64url')
    },

    decode(cursor) {
      const bytes = Buffer.from(cursor.length > longestCursor ? '' : cursor, 'base64url')
      const payload = bytes.subarray(macBytes)
      // Node skips what is not base64: comparing again refuses every other spelling of the same bytes.
      const genuine =
        payload.length > 0 &&
        bytes.toString('base64url') === cursor &&
        timingSafeEqual(bytes.subarray(0, macBytes), macOf(payload))
      if (!genuine) throw new GatewayError('BAD_INPUT', { argument: 'after' })
      const wire = Wire.safeParse(JSON.parse(payload.toString()))
      if (!wire.success) {
        throw new GatewayError('BAD_INPUT', { argument: 'after', cause: wire.error })
      }
      const [request, engine, generation, issuedAt, keys, id] = wire.data
      return { request, engine, generation, issuedAt, keys, id }
    },
  }
}

/**
 * What a cursor belongs to: the query, filter, sort, ranking and whether it is collapsed, as this viewer sees them. Null and absent
 * fields of the filter are the same; page size and facets do not count.
 */
export function requestHash(
  viewer: Viewer,
  request: Pick<SearchRequest, 'query' | 'filter' | 'sort' | 'ranking' | 'collapse'>,
): string {
  const { query, filter, sort, ranking, collapse } = request
  const text = JSON.stringify([
    viewerKey(viewer),
    query,
    canonical(filter) ?? {},
    sort,
    ranking,
    collapse,
  ])
  return createHash('sha256').update(text).digest().subarray(0, macBytes).toString('base64url')
}

/** Keys sorted, null fields left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, canonical(item)]),
  )
}
