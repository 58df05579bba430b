import { type FieldOrigin, type Mapped, type MappedRecord, type Term, unknownRecord } from '#sdk'
import { seriesAssets, studyAssets } from './assets.ts'
import type { ContrastRules } from './contrast.ts'
import { seriesQuery, studyQuery, viewerPage } from './links.ts'
import { isMeasurement } from './modalities.ts'
import type { Options } from './options.ts'
import { countOf, type SeriesRow, type Study, type StudyRow, texts } from './rows.ts'
import { isWanted } from './selection.ts'
import { seriesTags, studyTags } from './tags.ts'
import {
  assumed,
  contrastTerms,
  distinctTerms,
  factsOf,
  isNeural,
  modalityTerms,
  origin,
  originsOf,
  type SeriesFacts,
  structureTerms,
} from './terms.ts'

export function studyId(uid: string): string {
  return `study:${uid}`
}

export function seriesId(uid: string): string {
  return `series:${uid}`
}

/** A study of DICOM is one visit of one subject to a scanner: a session in the words of the field. */
export function mapStudy(row: StudyRow, options: Options, rules: ContrastRules): Mapped {
  const { study, series } = row
  const uid = study[studyTags.uid].Value[0]
  const facts = (series ?? []).map((one) => factsOf(one, rules))
  const codes = modalityCodes(study, facts, options)
  const record: MappedRecord = {
    ...common(study, facts, options),
    kind: 'SESSION',
    sameAs: [`urn:oid:${uid}`],
    title: sessionTitle(study, facts, codes),
    description: contents(study, series?.length ?? null),
    modality: distinctTerms([...contrastTerms(facts), ...modalityTerms(codes)]),
    fieldStrength: theOnly(facts.map(({ fieldStrength }) => fieldStrength)),
    upstream: studyQuery(uid, options),
  }
  const seriesOfIt = options.series === 'assets' ? (series ?? []) : []
  return {
    record,
    assets: [...studyAssets(study), ...seriesOfIt.flatMap((one) => seriesAssets(study, one, true))],
  }
}

export function mapSeries(
  { study, series }: SeriesRow,
  options: Options,
  rules: ContrastRules,
): Mapped {
  const uid = series[seriesTags.uid].Value[0]
  const studyUid = study[studyTags.uid].Value[0]
  const facts = factsOf(series, rules)
  const number = countOf(series[seriesTags.number])
  const count = countOf(series[seriesTags.instanceCount])
  const codes = facts.modality === null ? [] : [facts.modality]
  const record: MappedRecord = {
    ...common(study, [facts], options),
    kind: 'IMAGE',
    parents: [studyId(studyUid)],
    sameAs: [`urn:oid:${uid}`],
    title: suffixed(
      listed([
        facts.contrast?.value ?? null,
        [...codes, 'series', number].filter((part) => part !== null).join(' '),
        ...structureTerms([facts]).map(({ label }) => label),
        yearOf(study),
      ]),
      facts.description ?? '',
    ),
    description: count === null ? null : `${counted(count, 'instance', 'instances')}.`,
    modality: distinctTerms([...contrastTerms([facts]), ...modalityTerms(codes)]),
    fieldStrength: facts.fieldStrength,
    upstream: seriesQuery(studyUid, uid, options),
  }
  return { record, assets: seriesAssets(study, series, false) }
}

/** What a study's record and those of its series have in common. */
function common(
  study: Study,
  facts: readonly SeriesFacts[],
  options: Options,
): Omit<MappedRecord, 'kind' | 'title'> {
  const { assumedSpecies, assumedLicense, assumedAccess } = options
  const page = viewerPage(study[studyTags.uid].Value[0], options)
  const stated = texts(study[studyTags.species])
  const released = dateOf(study)
  const fields: FieldOrigin[] = [
    origin('title', 'title'),
    origin('domain', 'domain'),
    ...originsOf(facts),
    ...(released === null ? [] : [origin('released', 'study-date', released)]),
    ...(assumedLicense === null ? [] : [assumed('license')]),
    ...(assumedAccess === 'UNKNOWN' ? [] : [assumed('access')]),
  ]
  return {
    ...unknownRecord,
    keywords: ['DICOM'],
    landingPage: page,
    viewers: page === null ? [] : [page],
    domain: isNeural(facts) ? 'NEUROIMAGING' : 'MEDICAL_IMAGING',
    species: stated.length > 0 ? stated.map(statedTerm) : assumedTerms(assumedSpecies),
    structure: distinctTerms(structureTerms(facts)),
    license: { ...unknownRecord.license, raw: assumedLicense },
    access: assumedAccess,
    released,
    fields,
  }
}

function statedTerm(label: string): Term {
  return { label, termId: null, origin: 'STATED', raw: null }
}

function assumedTerms(label: string | null): Term[] {
  return label === null ? [] : [{ label, termId: null, origin: 'ASSUMED', raw: null }]
}

/** Modalities of the series that were read; else those that the study says, without what is not wanted. */
function modalityCodes(study: Study, facts: readonly SeriesFacts[], options: Options): string[] {
  const read = facts.flatMap(({ modality }) => modality ?? [])
  if (read.length > 0) return [...new Set(read)].sort()
  return texts(study[studyTags.modalities])
    .filter((code) => isWanted(code, options))
    .sort()
}

/** `MR session, brain, 2019: T1-weighted MRI, FLAIR`, after the free text where the owner lets it through. */
function sessionTitle(study: Study, facts: readonly SeriesFacts[], codes: readonly string[]) {
  const what = listed([
    [...codes.filter(isMeasurement), 'session'].join(' '),
    ...structureTerms(facts).map(({ label }) => label),
    yearOf(study),
  ])
  const contrasts = listed(distinctTerms(contrastTerms(facts)).map(({ label }) => label))
  const known = suffixed(what, contrasts)
  const [text] = texts(study[studyTags.description])
  return text === undefined ? known : `${text} (${known})`
}

function listed(parts: readonly (string | null)[]): string {
  return [...new Set(parts.filter((part) => part !== null))].join(', ')
}

function suffixed(text: string, rest: string): string {
  return rest === '' ? text : `${text}: ${rest}`
}

/** `2019` or `2019-03-14`: as much as the row holds. */
function dateOf(study: Study): string | null {
  const [text = ''] = texts(study[studyTags.date])
  // ACR-NEMA, before DICOM, had points in dates; servers still hand them out.
  const [, year, month, day] =
    /^(\d{4})(?:\.?(0[1-9]|1[0-2])\.?(0[1-9]|[12]\d|3[01]))?$/.exec(text) ?? []
  if (year === undefined || year < '1895') return null
  return month === undefined ? year : `${year}-${month}-${day}`
}

function yearOf(study: Study): string | null {
  return dateOf(study)?.slice(0, 4) ?? null
}

function contents(study: Study, read: number | null): string | null {
  const series = countOf(study[studyTags.seriesCount]) ?? read
  const instances = countOf(study[studyTags.instanceCount])
  const parts = [
    series === null ? null : counted(series, 'series', 'series'),
    instances === null ? null : counted(instances, 'instance', 'instances'),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : `${parts.join(', ')}.`
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

/** The value that all who say one agree on; else null. */
function theOnly(values: readonly (number | null)[]): number | null {
  const [only = null, ...others] = new Set(values.filter((value) => value !== null))
  return others.length === 0 ? only : null
}
