import {
  type FieldOrigin,
  type License,
  type MappedRecord,
  originBy,
  type Term,
  unknownLicense,
} from '#sdk'
import type { Options } from './options.ts'
import type { Accessibility } from './xnat.ts'

export function projectId(id: string): string {
  return `project:${id}`
}

export function sessionId(id: string): string {
  return `experiment:${id}`
}

/** What the project's accessibility means for those who want its data. */
export function accessOf(
  accessibility: Accessibility,
  isOpen: boolean,
): Pick<MappedRecord, 'access' | 'accessNote'> {
  switch (accessibility) {
    case 'public':
      return isOpen
        ? { access: 'OPEN', accessNote: null }
        : { access: 'REGISTERED', accessNote: 'Open to everybody with an account at this site.' }
    case 'protected':
      return {
        access: 'ON_REQUEST',
        accessNote: 'Members of the project have access; ask its owners for it.',
      }
    case 'private':
      return { access: 'CLOSED', accessNote: 'Only members of the project have access.' }
  }
}

/** What the operator assumes of all that the site holds. */
export function assumed(
  { assumedSpecies, assumedLicense, projectLicenses }: Options,
  project: string,
): Pick<MappedRecord, 'species' | 'license'> & { fields: FieldOrigin[] } {
  const species: Term[] =
    assumedSpecies === null
      ? []
      : [{ label: assumedSpecies, termId: null, origin: 'ASSUMED', raw: null }]
  const raw = Object.hasOwn(projectLicenses, project)
    ? (projectLicenses[project] ?? null)
    : assumedLicense
  const license: License = { ...unknownLicense, raw }
  return {
    species,
    license,
    fields: [
      ...(species.length === 0 ? [] : [origin('species', 'option', null, 'ASSUMED')]),
      ...(raw === null ? [] : [origin('license', 'option', null, 'ASSUMED')]),
    ],
  }
}

export const origin = originBy('xnat')
