import type { MappedRecord, Quality } from '../model/index.ts'

/** What a completeness report asks for, besides the mandatory identifier, title, kind and source. */
const reported = {
  description: (record) => record.description !== null,
  keywords: (record) => record.keywords.length > 0,
  creators: (record) => record.creators.length > 0,
  publications: (record) => record.publications.length > 0,
  landingPage: (record) => record.landingPage !== null,
  upstream: (record) => record.upstream !== null,
  domain: (record) => record.domain !== null,
  species: (record) => record.species.length > 0,
  modality: (record) => record.modality.length > 0,
  structure: (record) => record.structure.length > 0,
  technique: (record) => record.technique.length > 0,
  referenceSpace: (record) => record.referenceSpace.length > 0,
  resolution: (record) => record.resolution !== null,
  license: (record) => record.license.class !== 'UNKNOWN',
  access: (record) => record.access !== 'UNKNOWN',
  dataLevel: (record) => record.dataLevel !== null,
  subjects: (record) => record.subjects !== null,
  released: (record) => record.released !== null,
} as const satisfies Record<string, (record: MappedRecord) => boolean>

const names = Object.keys(reported) as (keyof typeof reported)[]
/** What `missing` may name: the fields and the assets. */
export const reportedFields: readonly string[] = [...names, 'assets']
/** The fields and the assets. */
const asked = names.length + 1

/**
 * How complete a record is, for its owner. `hasAssets` is null while nobody knows: the assets are still to be
 * streamed.
 */
export function qualityOf(
  record: MappedRecord,
  nativeId: string,
  hasAssets: boolean | null,
): Quality {
  const missing: string[] = names.filter((name) => !reported[name](record))
  if (hasAssets === false) missing.push('assets')
  return {
    score: Math.round(((asked - missing.length) / asked) * 1000) / 1000,
    missing,
    problems: problemsOf(record, nativeId, hasAssets),
  }
}

function problemsOf(record: MappedRecord, nativeId: string, hasAssets: boolean | null): string[] {
  const { subjects, resolution } = record
  const problems: [boolean, string][] = [
    [
      record.landingPage === null && hasAssets === false,
      'There is neither a landing page nor an asset.',
    ],
    [record.title === nativeId, 'The title is only the identifier.'],
    [record.parents.includes(nativeId), 'It names itself as a parent.'],
    [record.isVersionOf === nativeId, 'It names itself as the thing of which it is a version.'],
    [
      subjects?.ageMin != null && subjects.ageMax != null && subjects.ageMin > subjects.ageMax,
      'The lowest age is above the highest.',
    ],
    [
      resolution?.micrometres != null && resolution.micrometres.length !== resolution.values.length,
      'The resolution in micrometres has another number of axes.',
    ],
  ]
  return problems.filter(([found]) => found).map(([, problem]) => problem)
}
