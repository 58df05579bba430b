import type { AssetsSpec, Field, Listing, Value } from './manifest.ts'
import type { JsonTemplate, ListSpec, RequestSpec } from './manifest-requests.ts'

/** A template of a list, and the fields that it may name besides those of the list. */
export interface PlacedTemplate {
  path: PropertyKey[]
  text: string
  own: Record<string, Field>
  /** Whether it is filled before there is a row: of the request for the list only. */
  isBeforeRow: boolean
}

/** Every template of a list, to be checked, and to find out what the lists below need. */
export function allTemplates({
  list,
  id,
  changed,
  details = {},
  record,
  assets,
}: Listing): PlacedTemplate[] {
  const own = assets?.fields ?? {}
  const ofRow = (path: PropertyKey[], text: string, isBeforeRow = false): PlacedTemplate => ({
    path,
    text,
    own: path[0] === 'assets' && path[1] !== 'list' ? own : {},
    isBeforeRow,
  })
  const { pager } = list
  return [
    ...ofRequest(list).map(([path, text]) => ofRow(['list', ...path], text, true)),
    ...(pager.type === 'keyset' ? [ofRow(['list', 'pager', 'key'], pager.key)] : []),
    ofRow(['id'], id),
    ...(changed === undefined ? [] : [ofRow(['changed'], changed)]),
    ...Object.entries(details).flatMap(([name, detail]) =>
      ofRequest(detail).map(([path, text]) => ofRow(['details', name, ...path], text)),
    ),
    ...templatesIn(record ?? {}).map(([path, text]) => ofRow(['record', ...path], text)),
    ...(assets === undefined ? [] : ofAssets(assets).map(([path, text]) => ofRow(path, text))),
  ]
}

type Placed = [PropertyKey[], string]

function ofAssets({ list, fields: _, rows: __, ...values }: AssetsSpec): Placed[] {
  return [
    ...(list === undefined ? [] : ofRequest(list)).map(below('assets', 'list')),
    ...templatesIn(values).map(below('assets')),
  ]
}

function ofRequest({ path, query = {}, body, graphql }: RequestSpec | ListSpec): Placed[] {
  const texts = Object.entries(query).flatMap(([name, value]): Placed[] =>
    typeof value === 'string' ? [[['query', name], value]] : [],
  )
  return [
    [['path'], path],
    ...texts,
    ...(body === undefined ? [] : templatesOfJson(body).map(below('body'))),
    ...Object.entries(graphql?.variables ?? {}).flatMap(([name, value]) =>
      templatesOfJson(value).map(below('graphql', 'variables', name)),
    ),
  ]
}

function templatesOfJson(value: JsonTemplate): Placed[] {
  if (typeof value === 'string') return [[[], value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => templatesOfJson(inner).map(below(key)))
}

/** Those of all slots, whatever they are nested in. */
function templatesIn(slots: object): Placed[] {
  return Object.entries(slots).flatMap(([slot, value]) => ofValue(value).map(below(slot)))
}

function ofValue(value: Value | boolean | object | undefined): Placed[] {
  if (typeof value === 'string') return [[[], value]]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((one, at) => ofValue(one).map(below(at)))
  if ('from' in value) return ofValue(value.from as Value).map(below('from'))
  return templatesIn(value)
}

function below(...path: PropertyKey[]) {
  return ([inner, text]: Placed): Placed => [[...path, ...inner], text]
}
