import {
  type Pages,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  startStandin,
} from '#sdk/standin'
import { type Attribute, type DataSet, seriesSet, studySet } from './standin/data-sets.ts'
import {
  answered,
  type Found,
  type Manners,
  matches,
  seriesFound,
  studyFound,
} from './standin/search.ts'
import { createWorld, type SampleStudy } from './standin/world.ts'

export { planted } from './standin/data-sets.ts'

/** How this archive behaves; may be changed while it runs. Beside it there is the fault layer, under `faults`. */
export interface Quirks extends Manners {
  /** What a search that finds nothing answers: `204` in the standard, an empty list with status 200 from many. */
  empty: 'no-content' | 'empty-list'
  /** `application/json` from some. */
  contentType: string
  /** Whether `X-Total-Count` says how many there are in all. */
  countsTotal: boolean
  /** Whether each answer lists in another order; the standard promises none. */
  shuffles: boolean
  ignoresOffset: boolean
  /** UIDs of studies that are listed though nothing can be asked about them: 404. */
  vanished: ReadonlySet<string>
  /** Who may ask: `Basic …` or `Bearer …`; null is everybody. */
  authorization: string | null
}

export interface DicomwebStandin extends Standin {
  /** Options of a source that reads this stand-in. */
  readonly options: { baseUrl: string }
  readonly quirks: Quirks
  /** What it holds; may be changed while it runs, as studies come and go. */
  readonly studies: SampleStudy[]
}

export interface DicomwebStandinOptions {
  /** Default 0: any that is free. */
  port?: number
  /** Milliseconds before each answer. Default 0. */
  latency?: number
  /** How many made-up studies to add to those of the sample. Default 0. */
  synthetic?: number
  quirks?: Partial<Quirks>
}

/** As the standard has it. */
const standard: Quirks = {
  limitCap: null,
  honoursIncludefield: true,
  omits: [],
  joinsStudy: false,
  numbers: 'number',
  padsUids: false,
  sendsPrivate: false,
  empty: 'no-content',
  contentType: 'application/dicom+json',
  countsTotal: false,
  shuffles: false,
  ignoresOffset: false,
  vanished: new Set(),
  authorization: null,
}

/** As Orthanc 1.10 with version 1.7 of its plugin answers. */
export const orthancManners: Partial<Quirks> = { empty: 'empty-list', joinsStudy: true }

/** How lists of a DICOMweb service look when they lie. */
export const pages: Pages = { empty: () => '[]', drift: drifted, listOf }

/** Path of the service below the host. */
const root = '/dicom-web'

/** Starts an archive that speaks QIDO-RS and WADO-RS (PS3.18 sections 10.4 and 10.6) over the sample. */
export async function startDicomwebStandin({
  port = 0,
  latency = 0,
  synthetic = 0,
  quirks: given = {},
}: DicomwebStandinOptions = {}): Promise<DicomwebStandin> {
  const studies = createWorld(synthetic)
  const quirks: Quirks = { ...standard, ...given }

  const standin = await startStandin({
    handle: (request) => answer(request, studies, quirks),
    port,
    latency,
    pages,
  })
  return Object.assign(standin, { quirks, studies, options: { baseUrl: standin.url + root } })
}

function answer(
  request: StandinRequest,
  studies: readonly SampleStudy[],
  quirks: Quirks,
): StandinAnswer | null {
  const { authorization, vanished } = quirks
  if (authorization !== null && request.headers.authorization !== authorization) {
    return {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="archive"' },
      body: '<!doctype html><title>401</title>',
      type: 'text/html',
    }
  }
  const path = request.path.startsWith(`${root}/`) ? request.path.slice(root.length + 1) : ''
  const [top, studyUid, next, seriesUid, last] = path.split('/')
  const address = `http://${request.headers.host}${root}`
  if (top === 'studies' && studyUid === undefined) {
    return searched(
      studies.map((study) => studyFound(study, address)),
      request,
      quirks,
    )
  }
  if (top === 'series' && studyUid === undefined) {
    const all = studies.flatMap((study) =>
      study.series.map((series) => seriesFound(study, series, address)),
    )
    return searched(all, request, { ...quirks, joinsStudy: true })
  }
  if (top !== 'studies' || studyUid === undefined || vanished.has(studyUid)) return null
  const study = studies.find(({ uid }) => uid === studyUid)
  if (next === 'series' && seriesUid === undefined) {
    const found = study?.series.map((series) => seriesFound(study, series, address)) ?? []
    return searched(found, request, quirks)
  }
  if (study === undefined) return null
  const series = study.series.filter(({ uid }) => next !== 'series' || uid === seriesUid)
  if (series.length === 0) return null
  return retrieved(study, series, next === 'series' ? last : next)
}

function searched(
  rows: readonly Found[],
  { query, nth }: StandinRequest,
  quirks: Quirks,
): StandinAnswer {
  const whole = rows.filter((row) => matches(row, query))
  const found = quirks.shuffles ? rotated(whole, nth) : whole
  const asked = Number(query.get('limit') ?? 0) || found.length
  const limit = Math.min(asked, quirks.limitCap ?? asked)
  const offset = quirks.ignoresOffset ? 0 : Number(query.get('offset') ?? 0)
  const page = found.slice(offset, offset + limit)
  const headers = {
    'x-total-count': quirks.countsTotal ? String(found.length) : undefined,
    // PS3.18 8.3.4.4.1, where results were left out.
    warning:
      offset + page.length < found.length
        ? '299 archive: "There are additional results that can be requested"'
        : undefined,
  }
  if (page.length === 0 && quirks.empty === 'no-content') return { status: 204, headers }
  return {
    headers,
    type: quirks.contentType,
    body: JSON.stringify(page.map((row) => answered(row, query, quirks))),
  }
}

function rotated<Row>(rows: readonly Row[], nth: number): Row[] {
  const at = (nth * 5) % (rows.length || 1)
  return [...rows.slice(at), ...rows.slice(0, at)]
}

/** What WADO-RS answers, in its envelopes and with bytes that only look like the thing. */
function retrieved(
  study: SampleStudy,
  series: SampleStudy['series'],
  what: string | undefined,
): StandinAnswer | null {
  const sets = series.map((one): DataSet => ({ ...studySet(study), ...seriesSet(one) }))
  if (what === 'metadata') return { body: JSON.stringify(sets), type: 'application/dicom+json' }
  if (what === 'rendered') return { body: Buffer.from('ffd8ffd9', 'hex'), type: 'image/jpeg' }
  if (what !== undefined) return null
  const part = '--part\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n'
  return {
    body: `${part.repeat(sets.length)}--part--\r\n`,
    type: 'multipart/related; type="application/dicom"; boundary=part',
  }
}

/** All requests for one list, whatever page. */
function listOf({ path, query }: StandinRequest): string {
  const rest = [...query].filter(([name]) => name !== 'offset')
  return JSON.stringify([path, rest])
}

/** Values have become objects of their own; UIDs stay readable. */
function drifted(body: unknown): unknown {
  const rows: unknown = typeof body === 'string' ? JSON.parse(body) : body
  if (!Array.isArray(rows)) return body
  const kept = ['0020000D', '0020000E', '00201206']
  const drift = ([tag, attribute]: [string, Attribute]) => [
    tag,
    kept.includes(tag)
      ? attribute
      : { vr: attribute.vr, Value: (attribute.Value ?? []).map((value) => ({ value })) },
  ]
  const changed = rows.map((row) =>
    Object.fromEntries(Object.entries(row as DataSet).map((one) => drift(one))),
  )
  return typeof body === 'string' ? JSON.stringify(changed) : changed
}
