import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkOf } from '../../../connectors/dicomweb/links.ts'
import type { DataSet } from '../../../connectors/dicomweb/standin/data-sets.ts'
import { createWorld } from '../../../connectors/dicomweb/standin/world.ts'
import {
  type DicomwebStandin,
  orthancManners,
  planted,
  startDicomwebStandin,
} from '../../../connectors/dicomweb/standin.ts'
import { type Orthanc, orthancMissing, startOrthanc } from '../../support/orthanc.ts'
import { makeFile, makeFiles } from './dicom-files.ts'
import { plantedSeries, plantedStudy, word } from './planted.ts'
import { optionsOf, type Reading, read } from './read-dicomweb.ts'

/* A real Orthanc with its DICOMweb plugin: what it answers, against what the stand-in answers in its place. */

/** As many instances as files are made: one a series. */
const studies = createWorld().map((study) => ({
  ...study,
  series: study.series.map((series) => ({ ...series, instances: 1 })),
}))
const [first, second] = studies.map(({ uid }) => uid)
const why = orthancMissing === null ? '' : `, skipped: ${orthancMissing}`

describe.skipIf(orthancMissing !== null)(`dicomweb: a real Orthanc${why}`, () => {
  let orthanc: Orthanc
  let standin: DicomwebStandin
  let folder: string
  let credentials: { user: string; password: string }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atlas-dicom-'))
    orthanc = await startOrthanc()
    credentials = { user: orthanc.user, password: orthanc.password }
    for (const file of await makeFiles(studies, folder)) await orthanc.store(file)
    standin = await startDicomwebStandin({ quirks: orthancManners })
    standin.studies.splice(0, Number.POSITIVE_INFINITY, ...studies)
  }, 60_000)

  afterAll(async () => {
    await standin?.close()
    await orthanc?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function asked(root: string, path: string) {
    const answer = await request(`${root}/${path}`, {
      headers: { authorization: orthanc.authorization, accept: 'application/dicom+json' },
    })
    const text = await answer.body.text()
    const rows = answer.statusCode === 200 ? (JSON.parse(text) as DataSet[]) : []
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type']).replace(/;.*/, ''),
      total: answer.headers['x-total-count'],
      warning: answer.headers.warning,
      rows,
    }
  }

  const searches = [
    'studies',
    'studies?limit=5',
    'studies?limit=0',
    'studies?limit=5&offset=10',
    'studies?limit=5&offset=12',
    'studies?limit=5&offset=400',
    'studies?includefield=00102201',
    'studies?includefield=00081030&includefield=00102201',
    'studies?includefield=00081030,00102201',
    'studies?includefield=00091001',
    'studies?ModalitiesInStudy=PT',
    'studies?ModalitiesInStudy=XX',
    'studies?StudyDate=20190101-20191231',
    'studies?StudyInstanceUID=1.2.3.4',
    `studies/${first}/series`,
    `studies/${first}/series?includefield=00180015&includefield=00180087`,
    `studies/${first}/series?Modality=SR&includefield=00180015`,
    'studies/1.2.3.4/series',
    'series?Modality=PT',
    'series?limit=7&includefield=00180087',
  ]
  test.each(searches)('answers /%s as the stand-in does', async (path) => {
    const [real, played] = [
      await asked(orthanc.baseUrl, path),
      await asked(standin.options.baseUrl, path),
    ]
    expect([real.status, real.type, real.total]).toEqual([played.status, played.type, undefined])
    expect(real.rows.length).toBe(played.rows.length)
    // Of a page nobody knows which rows it has: there is no order.
    if (path.includes('limit=5') || path.includes('limit=7')) {
      expect(tagsOf(real.rows)).toEqual(tagsOf(played.rows))
    } else expect(comparable(real.rows)).toEqual(comparable(played.rows))
  })

  test('answers with particulars of the patient whatever it is asked for', async () => {
    const { rows } = await asked(orthanc.baseUrl, 'studies?includefield=0020000D')
    const text = JSON.stringify(rows)
    const { patientName, patientId, birthDate, physician, accession } = planted
    for (const one of [patientName, patientId, birthDate, physician, accession]) {
      expect(text).toContain(one)
    }
  })

  test.each(['assets', 'records', 'none'])(
    'is read as the stand-in is (series: %s)',
    async (series) => {
      const options = { series, pageSize: 5 }
      const real = await read(orthanc, { options, credentials })
      const played = await read(standin.options, { options })
      expect([real.error, real.failed, real.rejected, real.done]).toEqual([
        null,
        {},
        [],
        ['studies'],
      ])
      expect(recordsOf(real, orthanc.baseUrl)).toEqual(recordsOf(played, standin.options.baseUrl))
    },
  )

  test('has behind each locator what the asset says', async () => {
    const { records } = await read(orthanc, { options: { series: 'records' }, credentials })
    const options = optionsOf({ baseUrl: orthanc.baseUrl })
    const { series = [] } = studies[2] ?? {}
    const ids = [`study:${studies[2]?.uid}`, ...series.map(({ uid }) => `series:${uid}`)]
    const assets = ids.flatMap((id) => records.get(id)?.assets ?? [])
    expect(assets).toHaveLength(2 + 3 * series.length)
    for (const { locator, mediaType } of assets) {
      const answer = await request(linkOf(locator, options), {
        headers: { authorization: orthanc.authorization },
      })
      await answer.body.dump()
      expect([answer.statusCode, locator]).toEqual([200, locator])
      expect(String(answer.headers['content-type'])).toContain(mediaType)
    }
  })

  test('refuses wrong credentials at the cost of one request', async () => {
    const reading = await read(orthanc, {
      credentials: { ...credentials, password: 'no' },
      attempts: 4,
    })
    expect([reading.error?.code, reading.requests]).toEqual(['SOURCE_REFUSED', 1])
  })

  test('that holds a name in every attribute tells it to nobody', async () => {
    const set = { ...plantedStudy, ...plantedSeries }
    await orthanc.store(await makeFile(set, join(folder, 'planted')))
    const held = await asked(
      orthanc.baseUrl,
      'studies?StudyInstanceUID=2.25.4711&includefield=00081030',
    )
    expect(JSON.stringify(held.rows)).toContain(word)
    const reading = await read(orthanc, { options: { series: 'records' }, credentials })
    expect(reading.order).toContain('series:2.25.4711.1')
    expect(reading.rejected).toEqual([])
    const { items, rows, records } = reading
    expect(JSON.stringify([items, [...rows], [...records]])).not.toMatch(new RegExp(word, 'i'))
    await orthanc.remove('2.25.4711')
  })

  test('from which a study is deleted is read without it, to its end', async () => {
    await orthanc.remove(second ?? '')
    const reading = await read(orthanc, { options: { pageSize: 5 }, credentials })
    expect([...reading.order].sort()).toEqual(
      studies.flatMap(({ uid }) => (uid === second ? [] : `study:${uid}`)).sort(),
    )
    expect(reading.done).toEqual(['studies'])
  })
})

function tagsOf(rows: readonly DataSet[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].sort()
}

/** Without order, host and the name of the character set: JSON is UTF-8 whatever that says. */
function comparable(rows: readonly DataSet[]): unknown[] {
  const texts = rows.map((row) => {
    const { '00081190': _, '00080005': __, ...rest } = row
    return JSON.stringify(
      Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)),
      (_, value) => (Array.isArray(value) ? [...value].sort() : value),
    )
  })
  return texts.sort().map((text) => JSON.parse(text))
}

function recordsOf({ records }: Reading, root: string): unknown[] {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.parse(JSON.stringify(sorted, inNoOrder).replaceAll(root, 'http://archive'))
}

/** Series of a study come in any order, and with them terms, assets and origins. */
function inNoOrder(_: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((one) => JSON.stringify(one)).sort()
}
