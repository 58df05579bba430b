import { documentId, type Place } from '../documents/place.ts'
import { asList, type DocumentRead, isObject, type Json } from '../documents/rows.ts'
import { type Context, contextOf, literal, literals, named, reference, typesOf } from './json-ld.ts'

/** The dataset of the document: itself, or the one node of its `@graph`. */
function datasetOf(document: Json, context: Context): Json | null {
  const nodes = [document, ...asList(document['@graph'])]
  for (const node of nodes) {
    if (!isObject(node)) continue
    const dataset = named(node, context)
    if (typesOf(dataset, context).includes('Dataset')) return dataset
  }
  return null
}

/** Whether it says that it is of Croissant. */
function isCroissant(document: unknown): document is Json {
  if (!isObject(document) || !('@context' in document)) return false
  const context = contextOf(document)
  const dataset = datasetOf(document, context)
  if (dataset === null) return false
  return (
    asList(dataset.conformsTo).some((one) => /croissant/i.test(reference(one) ?? '')) ||
    // Documents before 1.0 conform to nothing; their distributions tell.
    asList(dataset.distribution).some(
      (one) =>
        isObject(one) &&
        typesOf(named(one, context), context).some((type) => /^File(?:Object|Set)$/.test(type)),
    )
  )
}

/** The dataset of a Croissant document, terms resolved by its context. */
export function croissantRows(document: unknown, place: Place): DocumentRead {
  if (!isCroissant(document)) return { problem: 'OTHER', reason: 'It is no dataset of Croissant.' }
  const context = contextOf(document)
  const dataset = datasetOf(document, context)
  const name = literal(dataset?.name)
  if (dataset === null || name === null || name.trim() === '') {
    return { problem: 'INVALID', reason: 'It has no name.' }
  }
  return [
    {
      entity: 'croissant',
      nativeId: documentId(place),
      row: {
        place,
        name,
        id: dataset['@id'],
        alternateName: literals(dataset.alternateName),
        description: literal(dataset.description),
        url: reference(dataset.url),
        sameAs: asList(dataset.sameAs).map(reference),
        identifier: asList(dataset.identifier).map((one) => identifierOf(one, context)),
        version: literal(dataset.version),
        license: asList(dataset.license).map((one) => licenseOf(one, context)),
        citeAs: literals(dataset.citeAs).concat(literals(dataset.citation)),
        creators: [...asList(dataset.creator), ...asList(dataset.author)].map((one) =>
          agentOf(one, context),
        ),
        keywords: literals(dataset.keywords).flatMap((text) => text.split(/\s*[,;]\s*/)),
        datePublished: literal(dataset.datePublished),
        dateModified: literal(dataset.dateModified),
        dateCreated: literal(dataset.dateCreated),
        isLiveDataset: liveness(dataset.isLiveDataset),
        distribution: asList(dataset.distribution).flatMap((one) =>
          isObject(one) ? [fileOf(named(one, context), context)] : [],
        ),
      },
    },
  ]
}

function fileOf(file: Json, context: Context) {
  return {
    id: file['@id'],
    type: typesOf(file, context)[0],
    name: literal(file.name),
    contentUrl: reference(file.contentUrl),
    contentSize: literal(file.contentSize),
    encodingFormat: literals(file.encodingFormat),
    sha256: literal(file.sha256),
    md5: literal(file.md5),
    includes: literals(file.includes),
    containedIn: asList(file.containedIn).map(reference),
  }
}

/** A text, an address, or a `CreativeWork` with either. */
function licenseOf(license: unknown, context: Context) {
  if (!isObject(license)) return { name: literal(license) }
  const work = named(license, context)
  return { name: literal(work.name) ?? literal(work), url: reference(work.url) ?? work['@id'] }
}

function identifierOf(identifier: unknown, context: Context): string | null {
  if (!isObject(identifier)) return literal(identifier)
  const value = named(identifier, context)
  return literal(value.value) ?? reference(value.url) ?? reference(value)
}

/** A name alone: what else stands with a person is theirs. */
function agentOf(agent: unknown, context: Context): string | null {
  if (!isObject(agent)) return literal(agent)
  const { name, givenName, familyName } = named(agent, context)
  const whole = [literal(givenName), literal(familyName)].filter((part) => part !== null)
  return literal(name) ?? (whole.join(' ') || null)
}

function liveness(value: unknown): boolean | null {
  const [one] = asList(value)
  if (typeof one === 'boolean') return one
  const text = literal(one)?.toLowerCase()
  return text === 'true' || text === 'false' ? text === 'true' : null
}
