import { z } from 'zod'
import { Place } from '../documents/place.ts'
import { listOf, soft, Text } from '../documents/rows.ts'

/*
 * What may be kept of a dataset in DATS 2.2 (the DataTag Suite), as CONP writes it. Contacts, e-mail addresses, roles and
 * affiliations of people have no place here.
 */

/** A number as people write it, `16.2` or `"16.2"`; what it is of stands in `unit`. */
const Amount = z.union([z.number(), z.string()]).nullable().catch(null)

const Identifier = soft(z.object({ identifier: Text, identifierSource: Text }))

/** DATS says `value` with an address of a vocabulary. */
const Annotation = z.object({ value: Text, valueIRI: Text })

const Distribution = z.object({
  title: Text,
  identifier: Identifier,
  size: Amount,
  unit: soft(Annotation),
  formats: listOf(Text),
  access: soft(
    z.object({
      landingPage: Text,
      accessURL: Text,
      authorizations: listOf(z.object({ value: Text })),
    }),
  ),
})
export type DatsDistribution = z.output<typeof Distribution>

export const DatsRow = z.object({
  place: Place,
  title: z.string().trim().min(1),
  description: Text,
  identifier: Identifier,
  alternateIdentifiers: listOf(z.object({ identifier: Text })),
  version: Text,
  creators: listOf(Text),
  keywords: listOf(Text),
  licenses: listOf(z.object({ name: Text, url: Text })),
  distributions: listOf(Distribution),
  /** Names of what was measured. */
  dimensions: listOf(Text),
  primaryPublications: listOf(z.object({ title: Text, identifier: Text })),
  information: listOf(Annotation),
  methods: listOf(Annotation),
  isAbout: listOf(z.object({ name: Text, identifier: Text, type: Text })),
  privacy: Text,
  /** How to get access, in words for people. */
  accessNote: Text,
  dates: listOf(z.object({ date: Text, type: Text })),
  /** How many subjects, as written. */
  subjects: Text,
})
export type DatsRow = z.output<typeof DatsRow>
