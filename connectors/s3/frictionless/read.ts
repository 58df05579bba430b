import { documentId, type Place } from '../documents/place.ts'
import { asList, type DocumentRead, isObject, type Json } from '../documents/rows.ts'

/** Whether it is a data package: a list of resources, each with a path or data of its own. */
function isFrictionless(document: unknown): document is Json {
  if (!isObject(document) || !Array.isArray(document.resources)) return false
  if (document.resources.length === 0) return isPackageProfile(document)
  return document.resources.every((one) => isObject(one) && ('path' in one || 'data' in one))
}

function isPackageProfile({ $schema, profile }: Json): boolean {
  return [$schema, profile].some((one) => typeof one === 'string' && /package/i.test(one))
}

/** The package of a `datapackage.json`. */
export function frictionlessRows(document: unknown, place: Place): DocumentRead {
  if (!isFrictionless(document)) return { problem: 'OTHER', reason: 'It lists no resources.' }
  return [
    {
      entity: 'frictionless',
      nativeId: documentId(place),
      row: {
        ...document,
        place,
        profile: document.$schema ?? document.profile,
        keywords: asList(document.keywords),
        licenses: asList(document.licenses).concat(oldLicense(document)),
        creators: asList(document.contributors).flatMap(creatorOf),
        sources: asList(document.sources),
        taxa: asList(document.taxonomic).map((one) => (isObject(one) ? one.scientificName : null)),
        resources: asList(document.resources).map((one) =>
          isObject(one) ? { ...one, path: asList(one.path) } : null,
        ),
      },
    },
  ]
}

/** Before version 1 there was one, as text or object. */
function oldLicense({ license, licenses }: Json): unknown[] {
  if (license === undefined || licenses !== undefined) return []
  return [typeof license === 'string' ? { name: license } : license]
}

/** Roles of those who only tend it, or are to be asked. */
const tending = /^(?:contact|contact ?person|maintainer|wrangler|rights ?holder|sponsor|funder)$/i

/** Names of those who made or published it. A role that is not said is that of a contributor, as the specification has it. */
function creatorOf(contributor: unknown): unknown[] {
  if (!isObject(contributor)) return []
  const roles = [...asList(contributor.role), ...asList(contributor.roles)]
  const others = roles.filter((role) => typeof role !== 'string' || !tending.test(role))
  return roles.length > 0 && others.length === 0 ? [] : [contributor.title]
}
