import { hash } from 'node:crypto'
import type { RowShape } from '../sdk/connector.ts'
import { seedVersion } from '../search/vocabulary/seed.ts'
import type { PendingRow } from './batch.ts'
import { type ItemOf, readableId } from './item.ts'
import { digestOf, type Mapping } from './mapping.ts'
import { normaliserVersion } from './normalise.ts'
import { type Reason, reasonOf, reasonOfThrown } from './reason.ts'

/** Largest allow-listed row, in UTF-16 units of its JSON. */
const largestRow = 2 * 1024 * 1024

export type Gated =
  | { pending: PendingRow }
  | { rejected: Reason; entity: string; nativeId: string | null; row: string | null }

/** Lets rows through in their entity's shape, stripped to what that shape lists. */
export class RowGate {
  readonly #rows: Record<string, RowShape>
  readonly #run: string

  /** @param hooks What changes with the hooks that its records go through; null: there are none. */
  constructor({ connector, options, rules }: Mapping, hooks: string | null = null) {
    this.#rows = connector.rows
    // A row that has not changed is read again when better words for it are known.
    const normaliser = [normaliserVersion, seedVersion()]
    const all: unknown[] = [connector.type, connector.version, normaliser, options]
    if (rules !== undefined) all.push({ rules: digestOf(rules) })
    if (hooks !== null) all.push(hooks)
    this.#run = JSON.stringify(all)
  }

  check(item: ItemOf<'row'>, partition: string): Gated {
    const nativeId = readableId(item.nativeId)
    const { entity } = item
    const shape = Object.hasOwn(this.#rows, entity) ? this.#rows[entity] : undefined
    if (shape === undefined) {
      // Its name may come from the row, so it is not told.
      return refused('unknown', nativeId, { path: null, reason: 'an entity without a shape' })
    }
    const { row, json, reason } = allowListed(item.row, shape)
    if (reason !== null) return refused(entity, nativeId, reason)
    if (nativeId === null) {
      const reason = 'no native id that can be read'
      return { rejected: { path: null, reason }, entity, nativeId, row: json }
    }
    const { etag = null, scope = null } = item
    const rowHash = hash('sha256', json)
    return {
      pending: {
        nativeId,
        entity,
        row,
        json,
        rowHash,
        hash: hash('sha256', JSON.stringify([this.#run, entity, scope, rowHash])),
        etag,
        scope,
        partition,
        streamed: null,
      },
    }
  }
}

function allowListed(
  row: unknown,
  shape: RowShape,
): { row: unknown; json: string; reason: Reason | null } {
  const failed = (reason: Reason) => ({ row: null, json: '', reason })
  try {
    const parsed = shape.safeParse(row)
    if (!parsed.success) return failed(reasonOf(parsed.error, row, shape))
    const json = JSON.stringify(parsed.data)
    if (json.length > largestRow) return failed({ path: null, reason: 'a row that is too large' })
    return { row: parsed.data, json, reason: null }
  } catch (thrown) {
    // A refinement that throws, or a value that JSON can't hold.
    return failed({ path: null, reason: reasonOfThrown(thrown) })
  }
}

function refused(entity: string, nativeId: string | null, rejected: Reason): Gated {
  return { rejected, entity, nativeId, row: null }
}
