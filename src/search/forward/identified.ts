import { textFields } from '../document.ts'
import type { ForwardIndex } from './forward-index.ts'
import { CodeReader } from './record-code.ts'

/** What a record holds, and as which thing. */
export interface Identified {
  id: string
  /** Number of its identity; `noIdentity` where it has none. */
  identity: number
  /** Numbers of its facet values. */
  values: Uint32Array
  /** In the order of `numberColumns`; NaN for what is unknown. */
  numbers: Float64Array
}

/** Those of the records that are there and that the viewer may see, in the order of `ids`. */
export function identifiedOf(
  forward: ForwardIndex,
  ids: readonly string[],
  visible: Uint8Array,
): Identified[] {
  const reader = new CodeReader(textFields.length)
  const rows = forward.statement(`
    SELECT record.id, record.code
    FROM json_each(?) AS wanted CROSS JOIN record ON record.id = wanted.value ORDER BY wanted.key`)
  const found: Identified[] = []
  for (const row of rows.iterate(JSON.stringify(ids))) {
    const { class: recordClass, identity, values, numbers } = reader.read(row.code as Uint8Array)
    if (visible[recordClass] !== 1) continue
    found.push({
      id: String(row.id),
      identity,
      values: Uint32Array.from(values),
      numbers: Float64Array.from(numbers),
    })
  }
  return found
}
