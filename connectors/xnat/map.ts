import { distinct, type Mapped, words } from '#sdk'
import { accessOf, assumed } from './common.ts'
import { pathOf } from './links.ts'
import { modalityTerm } from './modalities.ts'
import { type Options, publicRoot } from './options.ts'
import type { Project } from './rows.ts'

export { mapSession } from './map-session.ts'

export function mapProject(row: Project, options: Options): Mapped {
  const { id, name, secondaryId, subjects } = row
  const page = `${publicRoot(options)}${pathOf('projects', id)}`
  const { fields, ...conditions } = assumed(options, id)
  return {
    record: {
      kind: 'STUDY',
      parents: [],
      version: null,
      isVersionOf: null,
      sameAs: [],
      title: name ?? secondaryId ?? id,
      description: row.description,
      keywords: keywordsIn(row.keywords),
      creators: words(row.investigator),
      publications: [],
      landingPage: `${page}?format=html`,
      viewers: [],
      domain: 'MEDICAL_IMAGING',
      modality: distinct(row.modalities.map((code) => modalityTerm(code, code))),
      structure: [],
      technique: [],
      referenceSpace: [],
      resolution: null,
      ...conditions,
      ...accessOf(row.accessibility, row.isOpen),
      dataLevel: null,
      fieldStrength: null,
      subjects:
        subjects === null
          ? null
          : { ...subjects, ageUnit: subjects.ageMin === null ? null : 'years' },
      released: null,
      modified: null,
      visibility: null,
      upstream: `${page}?format=json`,
      fields,
    },
    assets: [],
  }
}

/** One text with commas, semicolons or, where there are none, spaces between. */
function keywordsIn(text: string | null): string[] {
  const parts =
    (text ?? '').split(/[,;\n]/).length > 1
      ? (text ?? '').split(/[,;\n]/)
      : (text ?? '').split(/\s+/)
  return words(...parts.map((part) => part.trim()))
}
