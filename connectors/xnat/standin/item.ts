import { javaDate } from './times.ts'

export type Value = string | number | null

/** The item envelope: numbers are numbers, absent fields are left out, children come by field. */
export interface Item {
  meta: Record<string, unknown>
  data_fields: Record<string, string | number>
  children: { field: string; items: Item[] }[]
}

export function item(
  xsiType: string,
  inserted: string,
  fields: Record<string, Value>,
  children: Record<string, Item[]> = {},
): Item {
  return {
    meta: {
      create_event_id: 1 + (inserted.length % 7),
      'xsi:type': xsiType,
      isHistory: false,
      start_date: javaDate(inserted),
    },
    data_fields: Object.fromEntries(
      Object.entries(fields).filter(
        (entry): entry is [string, string | number] => entry[1] !== null,
      ),
    ),
    // A field without children is not there.
    children: Object.entries(children).flatMap(([field, items]) =>
      items.length === 0 ? [] : [{ field, items }],
    ),
  }
}
