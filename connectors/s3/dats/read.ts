import { documentId, type Place } from '../documents/place.ts'
import { asList, type DocumentRead, isObject, type Json } from '../documents/rows.ts'

/** Fields that only DATS has by these names. */
const marks = ['distributions', 'primaryPublications', 'isAbout', 'spatialCoverage', 'storedIn']

/** Whether it is a dataset of DATS: by its type's schema or by the fields that no other convention has. */
function isDats(document: unknown): document is Json {
  if (!isObject(document) || 'stac_version' in document) return false
  const contexts = [...asList(document['@context']), document.$schema].flatMap((one) =>
    isObject(one) ? Object.values(one) : [one],
  )
  const isNamed = contexts.some((one) => typeof one === 'string' && /datatagsuite|dats/i.test(one))
  if (isNamed && 'title' in document) return true
  const isList = Array.isArray(document.types) && document.types.every(isObject)
  return isList && typeof document.title === 'string' && marks.some((mark) => mark in document)
}

/** The dataset of a `DATS.json`. */
export function datsRows(document: unknown, place: Place): DocumentRead {
  if (!isDats(document)) return { problem: 'OTHER', reason: 'It is no dataset of DATS.' }
  const { title } = document
  if (typeof title !== 'string' || title.trim() === '') {
    return { problem: 'INVALID', reason: 'It has no title.' }
  }
  const extra = asList(document.extraProperties).filter(isObject)
  const types = asList(document.types).filter(isObject)
  return [
    {
      entity: 'dats',
      nativeId: documentId(place),
      row: {
        ...document,
        place,
        title,
        creators: asList(document.creators).map(nameOf),
        keywords: asList(document.keywords).map(textOf),
        licenses: asList(document.licenses).map(licenseOf),
        distributions: asList(document.distributions).map(distributionOf),
        dimensions: asList(document.dimensions).map((one) =>
          isObject(one) ? (textOf(one.name) ?? null) : null,
        ),
        primaryPublications: asList(document.primaryPublications).map(publicationOf),
        information: types.map(({ information }) => information).filter(isObject),
        methods: types.map(({ method }) => method).filter(isObject),
        isAbout: asList(document.isAbout).map(aboutOf),
        privacy: textOf(document.privacy),
        accessNote: accessNoteOf(document),
        dates: asList(document.dates).map((one) =>
          isObject(one) ? { date: one.date, type: textOf(one.type) } : null,
        ),
        subjects: extraOf(extra, 'subjects'),
      },
    },
  ]
}

/** Text, or an annotation's `value`. */
function textOf(value: unknown): string | null {
  const text = isObject(value) ? value.value : value
  return typeof text === 'string' || typeof text === 'number' ? String(text) : null
}

/** Of an organisation its name, of a person the name as published. */
function nameOf(agent: unknown): string | null {
  if (!isObject(agent)) return typeof agent === 'string' ? agent : null
  const whole = textOf(agent.fullName) ?? textOf(agent.name)
  const parts = [textOf(agent.firstName), textOf(agent.lastName)].filter((part) => part !== null)
  return whole ?? (parts.join(' ') || null)
}

function licenseOf(license: unknown) {
  if (!isObject(license)) return { name: textOf(license) }
  const { identifier } = license
  return {
    name: textOf(license.name),
    url: isObject(identifier) ? textOf(identifier.identifier) : null,
  }
}

function distributionOf(distribution: unknown): unknown {
  if (!isObject(distribution)) return null
  const { access, size, unit, formats } = distribution
  const [only] = asList(access)
  // CONP writes `size` and `unit` side by side; others nest both in the size.
  const nested = isObject(size) ? size : null
  return {
    ...distribution,
    size: nested === null ? size : (nested.value ?? nested.size),
    unit: unitOf(nested?.unit ?? unit),
    formats: asList(formats).map(textOf),
    access: isObject(only) ? { ...only, authorizations: asList(only.authorizations) } : null,
  }
}

function unitOf(unit: unknown): unknown {
  return typeof unit === 'string' ? { value: unit } : unit
}

function publicationOf(publication: unknown) {
  if (!isObject(publication)) return null
  const { identifier } = publication
  return {
    title: textOf(publication.title),
    identifier: isObject(identifier) ? textOf(identifier.identifier) : textOf(identifier),
  }
}

function aboutOf(about: unknown) {
  if (!isObject(about)) return null
  const { identifier } = about
  return {
    name: textOf(about.name) ?? textOf(about.value),
    identifier: isObject(identifier) ? textOf(identifier.identifier) : textOf(about.valueIRI),
    type: about['@type'],
  }
}

/** What the first distribution says of its access beside the addresses. */
function accessNoteOf(document: Json): string | null {
  for (const distribution of asList(document.distributions)) {
    const [access] = isObject(distribution) ? asList(distribution.access) : []
    const note = isObject(access) ? textOf(access.description) : null
    if (note !== null) return note
  }
  return null
}

/** CONP keeps counts as named extras. */
function extraOf(extra: readonly Json[], category: string): string | null {
  const one = extra.find((property) => textOf(property.category) === category)
  return one === undefined ? null : textOf(asList(one.values)[0])
}
