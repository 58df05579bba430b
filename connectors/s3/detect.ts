import { bidsMarker } from './bids/read.ts'
import { isStore } from './ome-zarr.ts'
import type { Convention } from './options.ts'
import { templateMarker } from './templateflow.ts'
import type { TopLevel } from './top-level.ts'

export type Kind = Exclude<Convention, 'detect'>

/** Names of the files that tell a convention, in the order they are believed. */
const markers: readonly (readonly [Kind, RegExp])[] = [
  ['bids', new RegExp(`^${bidsMarker.replace('.', '\\.')}$`)],
  ['templateflow', new RegExp(`^${templateMarker.replace('.', '\\.')}$`)],
  ['stac', /^(?:catalog|collection)\.json$/],
  ['croissant', /(?:^|[._-])croissant[^/]*\.json$|\.jsonld$/i],
  ['dats', /^DATS\.json$/i],
  ['frictionless', /^datapackage\.json$/],
]

/** Markers that are asked for by name where a folder holds too much to be listed. */
export const markerNames: readonly string[] = [
  bidsMarker,
  templateMarker,
  'catalog.json',
  'collection.json',
  'croissant.json',
  'DATS.json',
  'datapackage.json',
  'participants.tsv',
  'participants.json',
  'README',
  'README.md',
  'LICENSE',
  'CHANGES',
  'SHA256SUMS',
  'zarr.json',
]

/** The convention of a folder: the declared one, or the first that a file in it tells. */
export function kindOf(declared: Convention, top: TopLevel): Kind {
  if (declared !== 'detect') return declared
  // A store may hold files of any name, but nothing else holds its own.
  if (isStore(top)) return 'ome-zarr'
  const names = [...top.files.keys()]
  return markers.find(([, marker]) => names.some((name) => marker.test(name)))?.[0] ?? 'listing'
}
