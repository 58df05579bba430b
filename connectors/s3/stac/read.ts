import { documentId, keyOf, type Place } from '../documents/place.ts'
import {
  asList,
  type DocumentProblem,
  type DocumentRead,
  type DocumentRow,
  isObject,
  type Json,
  known,
} from '../documents/rows.ts'

/** Relations that lead to documents below this one. */
const below = ['child', 'item', 'items']
/** Relations that are kept with the row. */
const kept = ['license', 'alternate', 'about', 'preview', 'cite-as', 'collection', 'parent', 'root']

/** Whether it says that it is of STAC. */
function isStac(document: unknown): document is Json {
  return (
    isObject(document) &&
    (hasVersion(document) ||
      (document.type === 'FeatureCollection' && asList(document.features).some(hasVersion)))
  )
}

function hasVersion(document: unknown): boolean {
  return isObject(document) && typeof document.stac_version === 'string'
}

/** A catalogue, a collection, an item, or the items of a `FeatureCollection`, as a STAC API or a static export has them. */
export function stacRows(document: unknown, place: Place): DocumentRead {
  if (!isStac(document)) return { problem: 'OTHER', reason: 'It does not say a STAC version.' }
  if (document.type === 'FeatureCollection') {
    const read = asList(document.features).map((one) =>
      isObject(one) ? itemRow(one, place, partOf(one)) : noId,
    )
    const rows = read.flatMap((one) => ('problem' in one ? [] : [one]))
    return rows.length > 0 || read.length === 0 ? rows : noId
  }
  // 0.9 and older told the types apart by what they hold.
  const type = document.type ?? (isObject(document.extent) ? 'Collection' : 'Catalog')
  const row =
    type === 'Feature'
      ? itemRow(document, place)
      : type === 'Collection' || type === 'Catalog'
        ? collectionRow(document, place, type)
        : ({ problem: 'INVALID', reason: 'Its type is none that STAC has.' } as const)
  return 'problem' in row ? row : [row]
}

const noId: DocumentProblem = { problem: 'INVALID', reason: 'It has no id.' }

function collectionRow(
  document: Json,
  place: Place,
  type: 'Collection' | 'Catalog',
): DocumentRow | DocumentProblem {
  const id = idOf(document)
  if (id === null) return noId
  const summaries = isObject(document.summaries) ? document.summaries : {}
  const extent = isObject(document.extent) ? document.extent : {}
  const temporal = isObject(extent.temporal) ? extent.temporal : {}
  const [overall] = asList(temporal.interval)
  const [start, end] = asList(overall)
  const links = childrenOf(document, place)
  return {
    entity: 'stac-collection',
    nativeId: documentId(place),
    row: {
      ...document,
      place,
      id,
      type,
      ...sharedParts(document, { ...summaries, ...document }),
      // Before 1.1 the one version of a collection could stand in either place.
      version: document.version ?? asList(summaries.version)[0],
      interval: { start, end },
      gsd: asList(summaries.gsd)
        .concat(asList(document.gsd))
        .filter((one) => !isObject(one)),
      gsdRange: isObject(summaries.gsd) ? summaries.gsd : null,
      codes: codesOf(summaries),
    },
    ...(links.length > 0 && { links }),
  }
}

function itemRow(document: Json, place: Place, part?: string): DocumentRow | DocumentProblem {
  const id = idOf(document)
  if (id === null) return noId
  const properties = isObject(document.properties) ? document.properties : {}
  return {
    entity: 'stac-item',
    nativeId: documentId(place, part),
    row: {
      ...properties,
      place,
      id,
      collection: document.collection,
      ...sharedParts(document, properties),
    },
  }
}

/** Several items of one document are told apart by what makes an item's id unique: its collection. */
function partOf(item: Json): string {
  const { collection } = item
  return typeof collection === 'string' ? `${collection}/${idOf(item)}` : `${idOf(item)}`
}

function idOf({ id }: Json): string | null {
  if (typeof id === 'number') return String(id)
  return typeof id === 'string' && id.trim() !== '' ? id : null
}

function sharedParts(document: Json, facts: Json) {
  const assets = isObject(document.assets) ? Object.entries(document.assets) : []
  return {
    links: asList(document.links).filter(
      (link) => isObject(link) && kept.includes(String(link.rel)),
    ),
    assets: assets.flatMap(([id, asset]) =>
      isObject(asset) ? [{ ...asset, id, alternate: alternatesOf(asset) }] : [],
    ),
    extensions: extensionsOf(document, facts),
    platform: asList(facts.platform),
    constellation: asList(facts.constellation),
    instruments: asList(facts.instruments),
    'processing:level': asList(facts['processing:level']),
  }
}

function alternatesOf({ alternate }: Json): unknown[] {
  return isObject(alternate) ? Object.values(alternate).filter(isObject) : []
}

/** `https://stac-extensions.github.io/sar/v1.0.0/schema.json` is `sar`, as is the field `sar:polarizations`. */
function extensionsOf({ stac_extensions: declared }: Json, facts: Json): string[] {
  const named = asList(declared).map((one) =>
    typeof one === 'string' && one.length < 300
      ? (/\/\/[^/]+\/(?:.*\/)?([a-z-]+)\/v\d[^/]*\/schema\.json$/.exec(one)?.[1] ?? one)
      : null,
  )
  const used = Object.keys(facts).map((key) => /^([a-z]+):/.exec(key)?.[1])
  return [...new Set(known([...named, ...used]))].sort()
}

function codesOf(summaries: Json): string[] {
  const codes = asList(summaries['proj:code']).filter((one) => typeof one === 'string')
  const numbers = asList(summaries['proj:epsg']).filter((one) => typeof one === 'number')
  return [...new Set([...codes, ...numbers.map((number) => `EPSG:${number}`)])]
}

/** Keys of the documents right below, those of the same bucket; each once, never itself. */
function childrenOf(document: Json, place: Place): string[] {
  const keys = asList(document.links).map((link) =>
    isObject(link) && below.includes(String(link.rel)) && typeof link.href === 'string'
      ? keyOf(link.href, place)
      : null,
  )
  return [...new Set(known(keys))].filter((key) => key !== place.key)
}
