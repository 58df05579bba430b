import { z } from 'zod'

/*
 * What may be kept of an asset of Neural Dynamics. Operators, birth dates, cages, parents and ids of animals, notes,
 * serial numbers and places on the institute's servers have no field here.
 */

const Named = z.object({ name: z.string().nullable(), abbreviation: z.string().nullable() })
const Place = z.object({ bucket: z.string(), key: z.string() })

export const AindAsset = z.object({
  /** Its folder in the bucket, which is its name. */
  name: z.string(),
  bucket: z.string(),
  generation: z.enum(['0.x', '1.x', '2.x']).nullable(),
  schemaVersion: z.string().nullable(),
  /** `Valid`, `Invalid`, `Missing`, in the institute's own words. */
  status: z.string().nullable(),
  /** Where its metadata were read; null when there are none. */
  metadataKey: z.string().nullable(),
  /** What is wrong with the metadata, in words of this connector. */
  problems: z.array(z.string()),
  summary: z.string().nullable(),
  level: z.string().nullable(),
  /** The day it was made: acquired, or derived. */
  created: z.string().nullable(),
  modified: z.string().nullable(),
  institution: z.string().nullable(),
  /** Who answers for the data, as published with them. */
  investigators: z.array(z.string()),
  modalities: z.array(Named),
  platform: Named.nullable(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  license: z.string().nullable(),
  restrictions: z.string().nullable(),
  species: z.object({ name: z.string(), taxon: z.int().nullable() }).nullable(),
  /** A pseudonym: the same for all assets of one animal. */
  subject: z.string().nullable(),
  strain: z.string().nullable(),
  genotype: z.string().nullable(),
  /** Weeks, outwards to steps of four: no birth date can be read from it. */
  age: z.object({ min: z.int(), max: z.int() }).nullable(),
  structures: z.array(
    z.object({
      id: z.int().nullable(),
      name: z.string().nullable(),
      acronym: z.string().nullable(),
    }),
  ),
  /** Micrometres a voxel. */
  resolution: z.array(z.number()).nullable(),
  coordinateSystem: z.string().nullable(),
  /** Where the metadata say that it is, when that is an open bucket and not where it was found. */
  elsewhere: Place.nullable(),
  /** Names of the assets that it was derived from. */
  sources: z.array(z.string()),
  codeOcean: z.array(z.string()),
})
export type AindAsset = z.output<typeof AindAsset>
