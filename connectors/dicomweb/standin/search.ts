import { type Attribute, type DataSet, seriesSet, studySet } from './data-sets.ts'
import type { SampleSeries, SampleStudy } from './world.ts'

/** Attributes that every server answers about a study, PS3.18 table 10.6.3-3. */
export const studyAnswers =
  `00080005 00080020 00080030 00080050 00080056 00080061 00080090 00081190 00100010 00100020
  00100030 00100040 0020000D 00200010 00201206 00201208`.split(/\s+/)
/** And about a series, table 10.6.3-4. */
export const seriesAnswers = '00080005 00080060 0008103E 00081190 0020000E 00200011 00201209'.split(
  ' ',
)

/** Where servers differ within and beside the standard. */
export interface Manners {
  /** Most rows a page, whatever is asked for; null: no end. */
  limitCap: number | null
  /** Whether `includefield` is heard. */
  honoursIncludefield: boolean
  /** Attributes that are left out though the standard wants them: counts, modalities. */
  omits: readonly string[]
  /** Whether a series comes with all attributes of its study, as from a database of joined tables. */
  joinsStudy: boolean
  /** How DS and IS are written. */
  numbers: 'number' | 'string'
  /** Whether UIDs keep the padding that files have. */
  padsUids: boolean
  /** Whether private attributes come unasked. */
  sendsPrivate: boolean
}

/** Keywords of PS3.6 that stand for tags in a query. */
const keywords: Record<string, string> = {
  StudyInstanceUID: '0020000D',
  SeriesInstanceUID: '0020000E',
  ModalitiesInStudy: '00080061',
  Modality: '00080060',
  StudyDate: '00080020',
  PatientName: '00100010',
  PatientID: '00100020',
  StudyDescription: '00081030',
  SeriesDescription: '0008103E',
  BodyPartExamined: '00180015',
}
const controls = ['limit', 'offset', 'includefield', 'fuzzymatching']

const tagOf = (name: string) => keywords[name] ?? name.toUpperCase()

/** A row before it is cut to what is answered. */
export interface Found {
  own: DataSet
  /** Of its study, for a series. */
  above: DataSet
  level: 'study' | 'series'
}

export function studyFound(study: SampleStudy, root: string): Found {
  const own: DataSet = {
    ...studySet(study),
    '00080061': { vr: 'CS', Value: [...new Set(study.series.map(({ modality }) => modality))] },
    '00081190': { vr: 'UR', Value: [`${root}/studies/${study.uid}`] },
    '00201206': { vr: 'IS', Value: [study.series.length] },
    '00201208': { vr: 'IS', Value: [study.series.reduce((sum, one) => sum + one.instances, 0)] },
  }
  return { own, above: {}, level: 'study' }
}

export function seriesFound(study: SampleStudy, series: SampleSeries, root: string): Found {
  const own: DataSet = {
    ...seriesSet(series),
    '00081190': { vr: 'UR', Value: [`${root}/studies/${study.uid}/series/${series.uid}`] },
    '00201209': { vr: 'IS', Value: [series.instances] },
  }
  return { own, above: studySet(study), level: 'series' }
}

/** Whether a row matches all keys of a query, PS3.18 section 8.3.4 with the rules of PS3.4 C.2.2.2. */
export function matches({ own, above }: Found, query: URLSearchParams): boolean {
  return [...query].every(([name, wanted]) => {
    if (controls.includes(name) || wanted === '') return true
    const attribute = own[tagOf(name)] ?? above[tagOf(name)]
    const values = (attribute?.Value ?? []).map((value) =>
      typeof value === 'object' ? (value?.Alphabetic ?? '') : String(value),
    )
    if (attribute?.vr === 'DA' && wanted.includes('-')) {
      const [from = '', to = ''] = wanted.split('-')
      return values.some((value) => value >= from && (to === '' || value <= to))
    }
    return wanted.split(',').some((one) => values.includes(one))
  })
}

/** A row as it is answered. */
export function answered({ own, above, level }: Found, query: URLSearchParams, manners: Manners) {
  const { joinsStudy, honoursIncludefield, sendsPrivate, omits } = manners
  const asked = query.getAll('includefield').flatMap((fields) => fields.split(',').map(tagOf))
  const standard =
    level === 'study' ? studyAnswers : [...studyAnswers.slice(0, 1), ...seriesAnswers]
  const wanted = new Set([
    ...standard,
    ...(joinsStudy && level === 'series' ? studyAnswers : []),
    ...(honoursIncludefield ? asked : []),
  ])
  const all = honoursIncludefield && asked.includes('ALL')
  const isAnswered = (tag: string) =>
    !omits.includes(tag) && (isPrivate(tag) ? sendsPrivate : all || wanted.has(tag))
  const whole = { ...above, ...own }
  const entries = Object.entries(whole)
    .filter(([tag]) => isAnswered(tag))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([tag, value]) => [tag, written(value, manners)]))
}

/** An odd group number. */
function isPrivate(tag: string): boolean {
  return Number.parseInt(tag.slice(0, 4), 16) % 2 === 1
}

function written(attribute: Attribute, { numbers, padsUids }: Manners): Attribute {
  const { vr, Value: values } = attribute
  if (values === undefined) return attribute
  if (padsUids && vr === 'UI') return { vr, Value: values.map((value) => `${value}\0`) }
  if (numbers === 'string' && (vr === 'DS' || vr === 'IS')) return { vr, Value: values.map(String) }
  return attribute
}
