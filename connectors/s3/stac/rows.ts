import { z } from 'zod'
import { Place } from '../documents/place.ts'
import { Flag, listOf, Numeric, soft, Text } from '../documents/rows.ts'

/*
 * What may be kept of a catalogue, a collection and an item of STAC 1.0 and 1.1 (and of 0.9, which differs in nothing that
 * is read here). Geometries, bounding boxes and bands have no place here, nor have contacts.
 */

const Id = z.string().trim().min(1)

const Provider = z.object({ name: Text, roles: listOf(Text) })

/** Only links that say something of the thing itself; children are read as documents of their own. */
const Link = z.object({ rel: Text, href: Text, type: Text, title: Text })

/** Fields of the extensions that are read, which may stand with items, in summaries and with assets. */
const facts = {
  gsd: Numeric,
  'proj:code': Text,
  'proj:epsg': Numeric,
  'storage:requester_pays': Flag,
  'storage:region': Text,
  'storage:tier': Text,
}

const Alternate = z.object({ href: Text })

export const StacAsset = z.object({
  /** Key of `assets`. */
  id: Text,
  href: Text,
  title: Text,
  type: Text,
  roles: listOf(Text),
  ...facts,
  'file:size': Numeric,
  'file:checksum': Text,
  'checksum:multihash': Text,
  /** Other places of the same file. */
  alternate: listOf(Alternate),
})
export type StacAsset = z.output<typeof StacAsset>

const Publication = z.object({ doi: Text, citation: Text })

const common = {
  place: Place,
  id: Id,
  title: Text,
  description: Text,
  keywords: listOf(Text),
  license: Text,
  providers: listOf(Provider),
  links: listOf(Link),
  assets: listOf(StacAsset),
  /** Prefixes of the extensions that the document declares or uses: `sar`, `eo`. */
  extensions: listOf(Text),
  version: Text,
  deprecated: Flag,
  created: Text,
  updated: Text,
  published: Text,
  platform: listOf(Text),
  constellation: listOf(Text),
  instruments: listOf(Text),
  'processing:level': listOf(Text),
  'sci:doi': Text,
  'sci:citation': Text,
  'sci:publications': listOf(Publication),
}

const Range = z.object({ minimum: Numeric, maximum: Numeric })

/** A catalogue, or a collection, which is a catalogue of things of one kind with licence and extent. */
export const StacCollectionRow = z.object({
  ...common,
  type: z.enum(['Catalog', 'Collection']),
  interval: soft(z.object({ start: Text, end: Text })),
  gsd: listOf(Numeric),
  gsdRange: soft(Range),
  codes: listOf(Text),
})
export type StacCollectionRow = z.output<typeof StacCollectionRow>

export const StacItemRow = z.object({
  ...common,
  ...facts,
  /** Id of its collection. */
  collection: Text,
  datetime: Text,
  start_datetime: Text,
  end_datetime: Text,
})
export type StacItemRow = z.output<typeof StacItemRow>

export type StacRow = StacCollectionRow | StacItemRow
