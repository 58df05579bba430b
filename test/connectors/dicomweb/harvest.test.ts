import { describe, expect, test } from 'vitest'
import { createWorld } from '../../../connectors/dicomweb/standin/world.ts'
import type { DicomwebStandin, Quirks } from '../../../connectors/dicomweb/standin.ts'
import { type FaultKind, startStandin } from '../../../src/sdk/standin/index.ts'
import { type Reading, read, readStandin, withArchive } from './read-dicomweb.ts'

const studies = createWorld()
const studyIds = studies.map(({ uid }) => `study:${uid}`)
const seriesIds = studies.flatMap(({ series }) => series.map(({ uid }) => `series:${uid}`))
const small = { pageSize: 5 }

const isList = ({ path }: { path: string }) => path === '/dicom-web/studies'
const isSeriesOf =
  (study = '') =>
  ({ path }: { path: string }) =>
    path.endsWith(`/${study}/series`)

function expectWhole(reading: Reading): void {
  expect(reading.error).toBeNull()
  expect(reading.failed).toEqual({})
  expect([...reading.order].sort()).toEqual([...studyIds].sort())
  expect(reading.done).toEqual(['studies'])
}

/** Nothing claims that all was read. */
function expectIncomplete(reading: Reading, code: string): void {
  const error = reading.error ?? reading.failed.studies
  expect(error?.code).toBe(code)
  expect(reading.done).toEqual([])
}

describe('dicomweb: a list of studies', () => {
  const lies: [FaultKind, string, RegExp][] = [
    ['html', 'ANSWER_INVALID', /web page/],
    ['empty', 'ANSWER_INVALID', /nothing/],
    ['no-content', 'ANSWER_INVALID', /204/],
    ['truncated-json', 'ANSWER_INVALID', /damaged or cut off/],
    ['wrong-type', 'ANSWER_INVALID', /another type of content/],
    ['status-500', 'SOURCE_UNREACHABLE', /500/],
    ['status-404', 'SOURCE_UNREACHABLE', /404/],
    ['repeated-page', 'ANSWER_INVALID', /another order/],
  ]
  test.each(lies)(
    'that is broken off by %s is told so, in words of its own',
    async (kind, code, words) => {
      const reading = await withArchive({}, (standin) => {
        standin.faults.add({ kind, match: isList, after: 1 })
        return read(standin.options, { options: small })
      })
      expectIncomplete(reading, code)
      expect(reading.error?.message).toMatch(words)
      expect(reading.order.length).toBeGreaterThanOrEqual(5)
      expect(reading.order.length).toBeLessThan(studyIds.length)
    },
  )

  test('that a redirect stands in for is told so, and the login is not asked for', async () => {
    const standin = await startStandin({
      handle: () => ({ status: 302, headers: { location: '/login' } }),
    })
    try {
      const reading = await read({ baseUrl: `${standin.url}/dicom-web` }, {})
      expectIncomplete(reading, 'SOURCE_UNREACHABLE')
      expect(reading.error?.message).toMatch(/redirects/)
      expect(standin.requests).toHaveLength(1)
    } finally {
      await standin.close()
    }
  })

  test.each(['html', 'truncated-json', 'wrong-type', 'empty'] as const)(
    'whose first page is %s is no empty archive',
    async (kind) => {
      const reading = await withArchive({}, (standin) => {
        standin.faults.add({ kind, match: isList })
        return read(standin.options)
      })
      expectIncomplete(reading, 'ANSWER_INVALID')
    },
  )

  test.each(['no-content', 'empty-list'] as const)(
    'with nothing in it (%s) is empty',
    async (empty) => {
      const reading = await withArchive({ quirks: { empty } }, (standin) => {
        standin.studies.length = 0
        return read(standin.options)
      })
      expect(reading.error).toBeNull()
      expect([reading.order, reading.done]).toEqual([[], ['studies']])
    },
  )

  test.each(['no-content', 'empty-page'] as const)(
    'that is said to be empty once (%s) is read all the same',
    async (kind) => {
      const reading = await withArchive({}, (standin) => {
        standin.faults.add({ kind, match: isList, times: 1 })
        return read(standin.options)
      })
      expectWhole(reading)
    },
  )

  test('of one study alone is read to its end', async () => {
    const reading = await withArchive({}, (standin) => {
      standin.studies.length = 1
      return read(standin.options)
    })
    expect([reading.order, reading.done]).toEqual([studyIds.slice(0, 1), ['studies']])
  })

  test('that comes one row at a time is not taken for a list of one', async () => {
    const reading = await readStandin({ quirks: { limitCap: 1 } }, { options: { series: 'none' } })
    expectIncomplete(reading, 'ANSWER_INVALID')
  })

  test('in another order each time is told so', async () => {
    const reading = await readStandin({ quirks: { shuffles: true } }, { options: small })
    expectIncomplete(reading, 'ANSWER_INVALID')
    expect(new Set(reading.order).size).toBe(reading.order.length)
  })

  test('whose server ignores offset is told so', async () => {
    expectIncomplete(
      await readStandin({ quirks: { ignoresOffset: true } }, { options: small }),
      'ANSWER_INVALID',
    )
  })

  test('that gives a study again further on is told so', async () => {
    const rows = studies.slice(0, 3).map(({ uid }) => ({ '0020000D': { vr: 'UI', Value: [uid] } }))
    const [one, two, three] = rows
    // By offset; at the end all seems well, were it not for the second page.
    const lying = [[one, two], [two, one, three], [], [three]]
    const standin = await startStandin({
      handle: ({ query }) => ({ json: lying[Number(query.get('offset'))] }),
    })
    try {
      const reading = await read({ baseUrl: standin.url }, { options: { series: 'none' } })
      expectIncomplete(reading, 'ANSWER_INVALID')
    } finally {
      await standin.close()
    }
  })

  test('that is shorter than its total says is told so', async () => {
    const reading = await withArchive({ quirks: { countsTotal: true } }, (standin) => {
      standin.faults.add({ kind: 'empty-page', match: isList })
      return read(standin.options)
    })
    expectIncomplete(reading, 'ANSWER_INVALID')
  })

  const manners: [string, Partial<Quirks>][] = [
    ['caps the limit in silence', { limitCap: 4 }],
    ['answers an empty list where 204 is due', { empty: 'empty-list' }],
    ['counts its total', { countsTotal: true }],
    ['writes numbers as text', { numbers: 'string' }],
    ['leaves the padding on UIDs', { padsUids: true }],
    ['sends private attributes and those of the patient', { sendsPrivate: true, joinsStudy: true }],
    ['says application/json', { contentType: 'application/json; charset=utf-8' }],
    [
      'leaves out counts and modalities',
      { omits: ['00201206', '00201208', '00201209', '00080061'] },
    ],
    ['does not hear includefield', { honoursIncludefield: false }],
  ]
  test.each(manners)('of a server that %s is read whole', async (_, quirks) => {
    expectWhole(await readStandin({ quirks }, { options: small }))
  })

  test('that moves on while it is read loses nothing', async () => {
    for (const move of [
      (standin: DicomwebStandin) => standin.studies.splice(1, 1),
      (standin: DicomwebStandin) =>
        standin.studies.unshift({ ...studies[0], uid: '2.25.77' } as (typeof studies)[0]),
    ]) {
      const reading = await withArchive({}, async (standin) => {
        let lists = 0
        standin.quirks.vanished = new Proxy(new Set<string>(), {
          get: (target, name) => {
            // Asked once for each list of series: after the first page of studies.
            if (name === 'has' && ++lists === 5) move(standin)
            const value = Reflect.get(target, name)
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
        const reading = await read(standin.options, { options: small })
        const left = standin.studies.map(({ uid }) => `study:${uid}`)
        expect(reading.order).toEqual(expect.arrayContaining(left))
        return reading
      })
      expect(reading.done).toEqual(['studies'])
      expect(new Set(reading.order).size).toBe(reading.order.length)
    }
  })

  test('is gone on with at the study that was read last', async () => {
    await withArchive({}, async (standin) => {
      const first = await read(standin.options, { options: small, stopAfter: 1 })
      const second = await read(standin.options, { options: small, left: first.checkpoints[0] })
      expect([...first.order, ...second.order]).toEqual(studyIds)
      expect(second.done).toEqual(['studies'])
    })
  })

  test('that has moved since is gone on with from its start', async () => {
    await withArchive({}, async (standin) => {
      const first = await read(standin.options, { options: small, stopAfter: 1 })
      standin.studies.splice(0, 2)
      const second = await read(standin.options, { options: small, left: first.checkpoints[0] })
      expect(second.order).toEqual(studyIds.slice(2))
      expect(second.done).toEqual(['studies'])
    })
  })
})

describe('dicomweb: the series of a study', () => {
  test('that cannot be read cost that study alone, and nothing counts as complete', async () => {
    const [one] = studies
    const reading = await readStandin({ quirks: { vanished: new Set([one?.uid ?? '']) } })
    expect(reading.error).toBeNull()
    expectIncomplete(reading, 'SOURCE_UNREACHABLE')
    expect(reading.order).toEqual(studyIds.slice(1))
  })

  test('that may not be read cost that study alone', async () => {
    const reading = await withArchive({}, (standin) => {
      standin.faults.add({ kind: 'status-403', match: isSeriesOf(studies[0]?.uid) })
      return read(standin.options, { credentials: { token: 'any' } })
    })
    expect(reading.error).toBeNull()
    expectIncomplete(reading, 'SOURCE_FORBIDDEN')
    expect(reading.order).toEqual(studyIds.slice(1))
  })

  test('that cannot be read again and again end the harvest', async () => {
    const reading = await readStandin({
      quirks: { vanished: new Set(studies.map(({ uid }) => uid)) },
    })
    expect(reading.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(reading.requests).toBeLessThan(12)
  })

  test('that were not read before an interruption are not forgotten after it', async () => {
    await withArchive({}, async (standin) => {
      standin.quirks.vanished = new Set([studies[0]?.uid ?? ''])
      const first = await read(standin.options, { options: small, stopAfter: 1 })
      standin.quirks.vanished = new Set()
      const second = await read(standin.options, { options: small, left: first.checkpoints[0] })
      expectIncomplete(second, 'ANSWER_INVALID')
    })
  })

  test.each(['empty-page', 'no-content'] as const)(
    'that are said to be none (%s) are not gone',
    async (kind) => {
      const reading = await withArchive({}, (standin) => {
        standin.faults.add({ kind, match: isSeriesOf(studies[0]?.uid) })
        return read(standin.options)
      })
      expectIncomplete(reading, 'ANSWER_INVALID')
      expect(reading.order).toEqual(studyIds.slice(1))
    },
  )

  test('that are said to be none by a server that does not count them are not gone', async () => {
    const reading = await withArchive({ quirks: { omits: ['00201206'] } }, (standin) => {
      standin.faults.add({ kind: 'empty-page', match: isSeriesOf(studies[0]?.uid) })
      return read(standin.options)
    })
    expectIncomplete(reading, 'ANSWER_INVALID')
    expect(reading.order).toEqual(studyIds.slice(1))
  })

  test('that are said to be none once are read all the same', async () => {
    const reading = await withArchive({}, (standin) => {
      standin.faults.add({ kind: 'no-content', match: isSeriesOf(studies[0]?.uid), times: 1 })
      return read(standin.options)
    })
    expectWhole(reading)
  })

  test('of a study that says it has none are none', async () => {
    const reading = await withArchive({}, (standin) => {
      standin.studies[0] = { ...standin.studies[0], series: [] } as unknown as (typeof studies)[0]
      return read(standin.options)
    })
    expectWhole(reading)
  })

  test('that are fewer than the study says are not taken for all', async () => {
    const reading = await withArchive({}, (standin) => {
      standin.faults.add({
        kind: 'repeated-page',
        match: isSeriesOf(studies[0]?.uid),
      })
      standin.quirks.limitCap = 2
      return read(standin.options)
    })
    expect(reading.order).not.toContain(studyIds[0])
    expectIncomplete(reading, 'ANSWER_INVALID')
  })

  test('cost one request a study where the study says how many there are', async () => {
    const { requests } = await readStandin({}, { options: { series: 'records' } })
    // The list, its end, and each study's.
    expect(requests).toBe(2 + studies.length)
  })

  test('are not asked for where nobody wants them', async () => {
    const reading = await readStandin({}, { options: { series: 'none' } })
    expectWhole(reading)
    expect(reading.requests).toBe(2)
  })

  test('are records of their own below their study where the owner wants that', async () => {
    const reading = await readStandin({}, { options: { series: 'records' } })
    expect([...reading.order].sort()).toEqual([...studyIds, ...seriesIds].sort())
    const { uid, series } = studies[1] ?? { uid: '', series: [] }
    expect(reading.records.get(`series:${series[0]?.uid}`)?.record).toMatchObject({
      kind: 'IMAGE',
      parents: [`study:${uid}`],
    })
  })

  test('make the same rows in whatever order they come', async () => {
    await withArchive({}, async (standin) => {
      const before = await read(standin.options)
      standin.studies.forEach((study, at) => {
        standin.studies[at] = { ...study, series: study.series.toReversed() }
      })
      expect((await read(standin.options)).rows).toEqual(before.rows)
    })
  })

  test('are asked for four at a time at most', async () => {
    await withArchive({ latency: 5 }, async (standin) => {
      await read(standin.options)
      expect(standin.peak).toBe(4)
    })
  })
})

describe('dicomweb: modalities', () => {
  const withPet = studies.filter(({ series }) => series.some(({ modality }) => modality === 'PT'))

  test('that are asked for alone are asked of the server', async () => {
    await withArchive({}, async (standin) => {
      const options = { modalities: { include: ['PT'], exclude: [] }, series: 'records' }
      const reading = await read(standin.options, { options })
      const wanted = withPet.flatMap(({ uid, series }) => [
        `study:${uid}`,
        ...series.flatMap((one) => (one.modality === 'PT' ? [`series:${one.uid}`] : [])),
      ])
      expect(reading.order).toEqual(wanted)
      expect(standin.requests[0]?.search).toContain('ModalitiesInStudy=PT')
    })
  })

  test('that are left out take studies of nothing else with them', async () => {
    const options = { modalities: { exclude: ['US', 'SR'] }, series: 'records' }
    const reading = await readStandin({}, { options })
    const kept = studies.flatMap(({ uid, series }) => {
      const rest = series.filter(({ modality }) => modality !== 'US' && modality !== 'SR')
      return rest.length === 0 ? [] : [`study:${uid}`, ...rest.map((one) => `series:${one.uid}`)]
    })
    expect(reading.order).toEqual(kept)
  })

  test('that no study says are told by its series', async () => {
    const options = { modalities: { include: ['CT', 'PT'] } }
    const reading = await readStandin({ quirks: { omits: ['00080061'] } }, { options })
    const wanted = studies.filter(({ series }) =>
      series.some(({ modality }) => modality === 'CT' || modality === 'PT'),
    )
    expect(reading.order).toEqual(wanted.map(({ uid }) => `study:${uid}`))
    expect(reading.done).toEqual(['studies'])
  })
})

describe('dicomweb: credentials', () => {
  const basic = `Basic ${Buffer.from('reader:secret:word').toString('base64')}`

  test.each([
    ['user and password', basic, { user: 'reader', password: 'secret:word' }],
    ['a token', 'Bearer t0ken', { token: 't0ken' }],
  ])('of %s open the archive', async (_, authorization, credentials) => {
    expectWhole(await readStandin({ quirks: { authorization } }, { credentials }))
  })

  test('that are refused cost one request, and none is told', async () => {
    const reading = await readStandin(
      { quirks: { authorization: basic } },
      { credentials: { user: 'reader', password: 'wrong' }, attempts: 4 },
    )
    expectIncomplete(reading, 'SOURCE_REFUSED')
    expect(reading.requests).toBe(1)
    expect(JSON.stringify([reading.error, reading.error?.message])).not.toMatch(/reader|wrong/)
  })

  test('that expire on the way are not sent again and again', async () => {
    await withArchive({ quirks: { authorization: basic } }, async (standin) => {
      standin.faults.add({ kind: 'status-401', after: 3 })
      const credentials = { user: 'reader', password: 'secret:word' }
      const reading = await read(standin.options, { credentials, options: small, attempts: 4 })
      expectIncomplete(reading, 'SOURCE_REFUSED')
      // Those that were on their way already.
      expect(standin.requests.filter(({ status }) => status === 401).length).toBeLessThan(5)
    })
  })

  test('that are missing are told as refused', async () => {
    expectIncomplete(await readStandin({ quirks: { authorization: basic } }), 'SOURCE_REFUSED')
  })
})
