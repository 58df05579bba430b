import { z } from 'zod'
import { Place } from '../documents/place.ts'
import { listOf, Numeric, Text } from '../documents/rows.ts'

/*
 * What may be kept of a data package (Frictionless Data Package 1 and 2). Schemas, inline data, e-mail addresses and
 * contacts have no place here.
 */

const License = z.object({ name: Text, title: Text, path: Text })

export const FrictionlessResource = z.object({
  name: Text,
  title: Text,
  /** A path below the descriptor, or an address; of a file in parts several. */
  path: listOf(Text),
  format: Text,
  mediatype: Text,
  bytes: Numeric,
  hash: Text,
})
export type FrictionlessResource = z.output<typeof FrictionlessResource>

export const FrictionlessRow = z.object({
  place: Place,
  name: Text,
  id: Text,
  title: Text,
  description: Text,
  homepage: Text,
  version: Text,
  created: Text,
  keywords: listOf(Text),
  /** The profile that it follows, e.g. of Camtrap DP. */
  profile: Text,
  licenses: listOf(License),
  creators: listOf(Text),
  sources: listOf(z.object({ title: Text, path: Text })),
  /** Names of taxa that the package itself lists. */
  taxa: listOf(Text),
  resources: listOf(FrictionlessResource),
})
export type FrictionlessRow = z.output<typeof FrictionlessRow>
