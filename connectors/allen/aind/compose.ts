import { words } from '#sdk'
import { type Place, placeOf } from '../s3/places.ts'
import { structuresOf, voxelOf } from './acquisition.ts'
import {
  dayOf,
  type Fields,
  fieldsOf,
  generationOf,
  isFields,
  listOf,
  mayBePerson,
  namedListOf,
  namedOf,
  speciesOf,
  subjectField,
  textOf,
  timeOf,
} from './drift.ts'
import type { AindAsset } from './rows.ts'

/** The files of metadata of an asset, by their names without `.json`. */
export const coreFiles = [
  'data_description',
  'subject',
  'procedures',
  'session',
  'acquisition',
] as const
export type CoreFile = (typeof coreFiles)[number]

export interface Documents {
  /** `metadata.nd.json`, which holds the others; null when there is none. */
  combined: Fields | null
  core: Partial<Record<CoreFile, Fields>>
  /** Key of the file that tells most. */
  key: string | null
  /** What could not be read, in words. */
  problems: readonly string[]
}

export interface ComposeContext {
  bucket: string
  name: string
  pseudonym(name: string): string
}

/**
 * The row of an asset, whatever generation its metadata are of. Dates of birth and ids of animals go no further than
 * here; of a person, or a subject whose species is not said, nothing but the species does.
 */
export function compose(documents: Documents, context: ComposeContext): AindAsset {
  const { bucket, name } = context
  const { combined, core, key } = documents
  const description = fieldsOf(core.data_description)
  const { subject, session, acquisition, procedures } = core
  const species = speciesOf(subject)
  const isAnimal = !mayBePerson(subject, species)
  const created =
    dayOf(description.creation_time) ??
    dayOf(description.creation_date) ??
    dayOf(session?.session_start_time) ??
    dayOf(acquisition?.session_start_time) ??
    dayOf(acquisition?.acquisition_start_time)
  const acquired =
    dayOf(session?.session_start_time) ??
    dayOf(acquisition?.session_start_time) ??
    dayOf(acquisition?.acquisition_start_time) ??
    (levelOf(description.data_level) === 'derived' ? null : created)
  const location = placeOf(textOf(combined?.location))
  const isHere = location?.bucket === bucket && location.key.replace(/\/$/, '') === name
  return {
    name,
    bucket,
    generation: generationOf(description.schema_version ?? combined?.schema_version),
    schemaVersion: textOf(description.schema_version ?? combined?.schema_version),
    status: statusOf(documents),
    metadataKey: key,
    problems: [...documents.problems, ...problemsOf(documents, name)],
    summary: textOf(description.data_summary),
    level: levelOf(description.data_level),
    created,
    modified: timeOf(combined?.last_modified),
    institution: institutionOf(description.institution),
    investigators: listOf(description.investigators).flatMap(authorOf),
    modalities: namedListOf(description.modalities ?? description.modality),
    platform: namedOf(description.platform ?? description.experiment_type),
    project: textOf(description.project_name),
    tags: listOf(description.tags).flatMap((tag) => textOf(tag) ?? []),
    license: namedOf(description.license)?.name ?? null,
    restrictions: textOf(description.restrictions),
    species,
    subject: isAnimal ? pseudonymOf([description.subject_id, subject?.subject_id], context) : null,
    strain: isAnimal ? strainOf(subject) : null,
    genotype: isAnimal ? textOf(subjectField(subject, 'genotype')) : null,
    age: isAnimal ? ageOf(dayOf(subjectField(subject, 'date_of_birth')), acquired) : null,
    structures: structuresOf([procedures, session, acquisition]),
    resolution: voxelOf(acquisition),
    coordinateSystem: namedOf(acquisition?.coordinate_system)?.name ?? null,
    elsewhere: location !== null && !isHere ? location : null,
    sources: sourcesOf(description, bucket).filter((source) => source !== name),
    codeOcean: codeOceanOf(combined),
  }
}

/** `raw data` in the first drafts, `raw` since. */
function levelOf(value: unknown): string | null {
  return textOf(value)?.replace(/ data$/i, '') ?? null
}

const institutions: Readonly<Record<string, string>> = {
  AIND: 'Allen Institute for Neural Dynamics',
  AIBS: 'Allen Institute for Brain Science',
  AI: 'Allen Institute',
}

function institutionOf(value: unknown): string | null {
  const name = namedOf(value)?.name ?? null
  return name === null ? null : (institutions[name] ?? name)
}

function statusOf({ combined, key }: Documents): string | null {
  if (key === null) return 'Missing'
  return textOf(combined?.metadata_status)
}

function problemsOf({ combined, core, key }: Documents, name: string): string[] {
  const told = textOf(combined?.name) ?? textOf(core.data_description?.name)
  return [
    ...(key !== null && core.data_description === undefined
      ? ['It has no description of its data.']
      : []),
    ...(told !== null && told !== name ? ['Its metadata give it another name.'] : []),
    ...(combined?.location != null && placeOf(textOf(combined.location)) === null
      ? ['Its metadata say that it lies where nobody may read it.']
      : []),
  ]
}

/** The name of a person who is an author; names of accounts and addresses are none. */
function authorOf(value: unknown): string[] {
  const name = namedOf(value)?.name ?? ''
  return /^[\p{L}\p{M}.'’-]+(?: [\p{L}\p{M}.'’-]+)+$/u.test(name) ? [name] : []
}

function pseudonymOf(ids: readonly unknown[], { pseudonym }: ComposeContext): string | null {
  const id = ids.map((one) => textOf(typeof one === 'number' ? String(one) : one))
  const first = id.find((one) => one !== null) ?? null
  return first === null ? null : pseudonym(`subject ${first}`)
}

function strainOf(subject: unknown): string | null {
  const { background_strain } = fieldsOf(subject)
  return textOf(background_strain) ?? namedOf(subjectField(subject, 'strain'))?.name ?? null
}

const week = 7 * 24 * 3_600_000
/** Weeks. An age to the day would tell the date of birth, since the day of the session is told too. */
const step = 4

function ageOf(born: string | null, on: string | null): { min: number; max: number } | null {
  if (born === null || on === null) return null
  const weeks = (Date.parse(on) - Date.parse(born)) / week
  if (weeks < 0) return null
  const min = Math.floor(weeks / step) * step
  return { min, max: min + step }
}

/** The second generation lists names; before, each related thing has an address, and only open ones count. */
function sourcesOf(description: Fields, bucket: string): string[] {
  const named = listOf(description.source_data).flatMap((one) => textOf(one) ?? [])
  const input = textOf(description.input_data_name)
  const related = listOf(description.related_data)
    .flatMap((one) => placeOf(textOf(fieldsOf(one).related_data_path)) ?? [])
    .filter((place: Place) => place.bucket === bucket)
    .map(({ key }) => key.replace(/\/.*$/, ''))
  return words(...named, input, ...related).filter((one) => /^[\w.-]+$/.test(one))
}

/** Under either name; a list of objects in the earliest. */
function codeOceanOf(combined: Fields | null): string[] {
  return [combined?.external_links, combined?.other_identifiers]
    .flatMap(listOf)
    .filter(isFields)
    .flatMap((links) => listOf(links['Code Ocean']))
    .flatMap((id) => textOf(id) ?? [])
    .filter((id) => /^[0-9a-f-]{32,36}$/i.test(id))
}
