import { invalid, isObject } from './tables.ts'

/** An item as the site sends it: fields by slash paths, and what hangs on it. */
export interface WireItem {
  xsiType: unknown
  fields: Readonly<Record<string, unknown>>
  /** Children of a kind, `scans/scan` say; none when there are none. */
  children(field: string): WireItem[]
}

/**
 * The item with this id of an answer in the item form. A site may put former states of it beside it: those are passed
 * over.
 *
 * @throws {GatewayError} `ANSWER_INVALID` when there is none, or it is not whole.
 */
export function itemOf(body: unknown, id: string): WireItem {
  const items = isObject(body) ? body.items : undefined
  if (!Array.isArray(items)) throw invalid('The source answered with JSON that is no item.')
  const current = items.filter((one) => wireItem(one) !== null)
  const [first] = current
  const item = wireItem(first)
  if (item === null) throw invalid('The source answered with an item that holds nothing.')
  if ((item.fields.ID ?? item.fields.id) !== id) {
    throw invalid('The source answered with another item than it was asked for.')
  }
  // XNAT writes an empty list where nothing hangs on a thing.
  if (!Array.isArray(first.children)) {
    throw invalid('The source answered with an item without what hangs on it.')
  }
  return item
}

function wireItem(value: unknown): WireItem | null {
  if (!isObject(value) || !isObject(value.data_fields)) return null
  const meta = isObject(value.meta) ? value.meta : {}
  if (meta.isHistory === true) return null
  const groups = Array.isArray(value.children) ? value.children.filter(isObject) : []
  return {
    xsiType: meta['xsi:type'],
    fields: value.data_fields,
    children: (field) =>
      groups
        .filter((group) => group.field === field)
        .flatMap((group) => (Array.isArray(group.items) ? group.items : []))
        .flatMap((one) => wireItem(one) ?? []),
  }
}
