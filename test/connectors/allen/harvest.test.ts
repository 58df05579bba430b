import { describe, expect, test } from 'vitest'
import { type AllenStandin, planted } from '../../../connectors/allen/standin.ts'
import { MappedRecord } from '../../../src/model/index.ts'
import type { FaultKind } from '../../../src/sdk/standin/index.ts'
import { type Reading, read, withAllen } from './read-allen.ts'

/** Small pages and batches, so that there are several of them. */
const pages = { pageSize: 30, detailBatch: 40 }
/** Enough parts to see that one fails alone. */
const small = {
  ...pages,
  structureGraphs: [10],
  include: ['products', 'sectionDataSets', 'archiveVolumes'],
}
const parts = ['structure-graphs', 'Product', 'SectionDataSet', 'archive']
const inSmall = 13 + 101 + 14
const everything = 148

const isFor = (model: string) => (request: { path: string }) =>
  request.path.endsWith(`/data/${model}/query.json`)
const isList = ({ query }: { query: URLSearchParams }) => query.has('only')
const sections = isFor('SectionDataSet')

/** The partition failed, the others were read, and nothing claims that it was complete. */
function expectFailed(reading: Reading, partition: string, code: string): void {
  expect(reading.error).toBeNull()
  expect(reading.failed).toEqual({ [partition]: code })
  expect(reading.done).toEqual(parts.filter((part) => part !== partition))
}

/** Requests for ids, by where they start. */
function pagesOf(standin: AllenStandin): (string | null)[] {
  return standin.requests
    .filter(({ path, search }) => sections({ path }) && search.includes('only=id'))
    .map(({ search }) => new URLSearchParams(search).get('start_row'))
}

describe('allen: a harvest that is lied to', () => {
  const lies: [FaultKind, string][] = [
    ['html', 'ANSWER_INVALID'],
    ['empty', 'ANSWER_INVALID'],
    ['truncated-json', 'ANSWER_INVALID'],
    ['no-content', 'ANSWER_INVALID'],
    ['status-500', 'SOURCE_UNREACHABLE'],
    ['status-404', 'SOURCE_UNREACHABLE'],
    ['truncate-body', 'SOURCE_UNREACHABLE'],
    ['hang-headers', 'SOURCE_UNREACHABLE'],
  ]

  test.each(lies)('by %s in a list of ids fails that partition alone', async (kind, code) => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind, match: (one) => sections(one) && isList(one), after: 2 })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'SectionDataSet', code)
  })

  test.each(lies)('by %s amidst the particulars keeps what came before', async (kind, code) => {
    const reading = await withAllen({}, (standin) => {
      const details = (one: { path: string; query: URLSearchParams }) =>
        sections(one) && one.query.get('criteria')?.includes('100148443') === true
      standin.faults.add({ kind, match: details })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'SectionDataSet', code)
    expect(reading.rows.has('rma:SectionDataSet:479')).toBe(true)
    expect(reading.rows.has('rma:SectionDataSet:100148443')).toBe(false)
    expect(reading.checkpoints.SectionDataSet).toMatchObject({ missing: 0 })
  })

  test('by a page that comes again is found out', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind: 'repeated-page', match: (one) => sections(one) && isList(one) })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'SectionDataSet', 'ANSWER_INVALID')
  })

  test('by a service that ignores start_row is found out', async () => {
    const reading = await withAllen({ quirks: { ignoresStartRow: true } }, (standin) =>
      read(standin, { options: { ...small, structureGraphs: [] } }),
    )
    expect(reading.order.filter((id) => id.startsWith('rma:'))).toEqual([])
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
  })

  test('by a list that ends too soon is found out', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({
        kind: 'empty-page',
        match: (one) => sections(one) && isList(one),
        after: 3,
      })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'SectionDataSet', 'ANSWER_INVALID')
  })

  test('by a list that says there is nothing is found out', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind: 'empty-page', match: isFor('Product') })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'Product', 'ANSWER_INVALID')
  })

  test.each([200, 400])(
    'by a refusal under status %i fails that partition alone',
    async (status) => {
      const reading = await withAllen({ quirks: { refusalStatus: status } }, (standin) => {
        standin.quirks.refuse = (one) =>
          sections(one) && !isList(one)
            ? 'Error in query: service::x, Informatics service request failed'
            : null
        return read(standin, { options: small })
      })
      expectFailed(reading, 'SectionDataSet', 'ANSWER_INVALID')
    },
  )

  test('by ids in place of objects blanks no record', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.quirks.givesIdsOnly = (one) => isFor('Product')(one) && !isList(one)
      return read(standin, { options: small })
    })
    expectFailed(reading, 'Product', 'ANSWER_INVALID')
    expect([...reading.rows.keys()].some((id) => id.startsWith('rma:Product'))).toBe(false)
  })

  test('by rows that have drifted rejects these, and reads on', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind: 'drift', match: (one) => sections(one) && !isList(one) })
      return read(standin, { options: small })
    })
    expect(reading.failed).toEqual({})
    expect(reading.rejected).toHaveLength(101)
    expect(reading.records.size).toBe(inSmall - 101)
  })

  test('by a structure graph that is none still reads the records', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind: 'html', match: ({ path }) => path.includes('structure_graph') })
      return read(standin, { options: small })
    })
    expectFailed(reading, 'structure-graphs', 'ANSWER_INVALID')
    expect(reading.records.size).toBe(inSmall)
  })

  test('in everything ends with that error', async () => {
    const reading = await withAllen({}, (standin) => {
      standin.faults.add({ kind: 'html' })
      return read(standin, { options: small })
    })
    expect(reading.error).toMatchObject({ code: 'ANSWER_INVALID' })
    expect(reading.done).toEqual([])
    expect(reading.order).toEqual([])
  })
})

describe('allen: a harvest that is refused', () => {
  test.each([
    ['status-401', 'SOURCE_REFUSED'],
    ['status-403', 'SOURCE_FORBIDDEN'],
  ] as const)('by %s stops at once', async (kind, code) => {
    const { error, requests } = await withAllen({}, async (standin) => {
      standin.faults.add({ kind })
      const { error } = await read(standin, { options: small, attempts: 4 })
      return { error, requests: standin.requests.length }
    })
    expect(error).toMatchObject({ code })
    expect(requests).toBe(1)
  })

  test('by a service that is down stops at the first partition', async () => {
    const { error, requests } = await withAllen({}, async (standin) => {
      standin.faults.add({ kind: 'status-503' })
      const { error } = await read(standin, { options: small })
      return { error, requests: standin.requests.length }
    })
    expect(error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(requests).toBe(1)
  })
})

describe('allen: a harvest', () => {
  test('reads everything once, in records of the catalogue’s shape', async () => {
    const reading = await withAllen({}, (standin) => read(standin))
    expect(reading.error).toBeNull()
    expect(reading.failed).toEqual({})
    expect(reading.rejected).toEqual([])
    expect(reading.done).toEqual([
      'structure-graphs',
      'Product',
      'Atlas',
      'ReferenceSpace',
      'SectionDataSet',
      'archive',
    ])
    expect(reading.records.size).toBe(everything)
    expect(reading.order).toHaveLength(everything)
    for (const { record } of reading.records.values()) {
      expect(MappedRecord.safeParse(record).error).toBeUndefined()
    }
    const ids = new Set(reading.terms.map((term) => term.termId))
    const unknown = [...reading.records.values()]
      .flatMap(({ record }) => record.structure)
      .filter(({ termId }) => termId !== null && !ids.has(termId))
    expect(unknown).toEqual([])
    expect(reading.items.filter((item) => 'expected' in item).at(-1)).toEqual({
      expected: everything,
    })
  })

  test('reads the same whatever the pages, batches, joins and counts', async () => {
    const usual = await withAllen({}, (standin) => read(standin))
    const others = [
      await withAllen({}, (standin) =>
        read(standin, {
          options: { pageSize: 1, detailBatch: 1, structureGraphs: [], include: ['atlases'] },
        }),
      ),
      await withAllen({}, (standin) => read(standin, { options: { ...pages, detailBatch: 400 } })),
      await withAllen({ quirks: { joins: 'left' } }, (standin) =>
        read(standin, { options: pages }),
      ),
      await withAllen({ quirks: { counts: 'objects' } }, (standin) =>
        read(standin, { options: pages }),
      ),
      await withAllen({ quirks: { joins: 'left', counts: 'objects' } }, (standin) => read(standin)),
      // A cap below what one object with its associations takes: pages end amidst objects.
      await withAllen({ quirks: { pageCap: 9 } }, (standin) => read(standin)),
    ]
    for (const reading of others) {
      expect({ error: reading.error, failed: reading.failed }).toEqual({ error: null, failed: {} })
      for (const [id, row] of reading.rows) expect([id, row]).toEqual([id, usual.rows.get(id)])
    }
    expect(others.map((reading) => reading.rows.size)).toEqual([
      18,
      everything,
      everything,
      everything,
      everything,
      everything,
    ])
  })

  test('lets no particular of a donor and no server path through', async () => {
    const reading = await withAllen({}, (standin) =>
      read(standin, { options: { includeFailed: true } }),
    )
    const kept = [...reading.rows.values()].join('\n')
    const records = JSON.stringify([...reading.records.values()])
    for (const text of [
      ...Object.values(planted),
      '34 years"',
      'date_of_birth',
      'storage_directory',
      'sphinx',
      '_facet',
      '"weight"',
    ]) {
      expect(kept).not.toContain(text)
      if (text !== '34 years"') expect(records).not.toContain(text)
    }
    // The name of an atlas is published; the age of the person behind it is not kept.
    expect(kept).not.toContain('"age":{"name":"34 years"')
  })

  test('keeps data sets that lack an association, with what they have', async () => {
    const reading = await withAllen({}, (standin) => read(standin))
    const projection = reading.records.get('rma:SectionDataSet:117298988')?.record
    expect(projection).toMatchObject({
      species: [{ label: 'Mus musculus' }],
      structure: [{ termId: 'MBA:378' }],
    })
    const noPlane = reading.records.get('rma:SectionDataSet:252')?.record
    expect(noPlane?.title).toContain('Chat')
    const average = reading.records.get('rma:Atlas:602630314')?.record
    expect(average).toMatchObject({ species: [{ label: 'Mus musculus' }] })
  })

  test('asks for ids without includes, in order, from page to page by what came', async () => {
    const { starts, searches } = await withAllen({ quirks: { pageCap: 15 } }, async (standin) => {
      await read(standin, { options: { ...small, include: ['sectionDataSets'] } })
      return { starts: pagesOf(standin), searches: standin.requests.map(({ search }) => search) }
    })
    expect(starts).toEqual(['0', '15', '30', '45', '60', '75', '90', '101'])
    for (const search of searches.filter((one) => one.includes('only=id'))) {
      expect(search).toContain('order=id')
      expect(search).not.toContain('include=')
      expect(decodeURIComponent(search)).toContain("[failed$eq'false']")
    }
  })

  test('leaves failed data sets out, and reads them when told to', async () => {
    const [without, all] = await withAllen({ synthetic: 100 }, async (standin) => {
      const options = { include: ['sectionDataSets'], structureGraphs: [] }
      return [
        await read(standin, { options }),
        await read(standin, { options: { ...options, includeFailed: true } }),
      ]
    })
    expect([without?.records.size, all?.records.size]).toEqual([199, 201])
  })

  test('reads the data sets of the chosen products, by id or abbreviation', async () => {
    const sizes = await withAllen({}, async (standin) => {
      const of = async (products: (number | string)[]) =>
        (await read(standin, { options: { ...small, include: ['sectionDataSets'], products } }))
          .records.size
      return [await of([5]), await of(['Mouse']), await of(['DevMouse', 5]), await of([48])]
    })
    expect(sizes).toEqual([54, 46, 55, 0])
  })

  test('fails a partition whose listed objects were not given, and reads the rest', async () => {
    const reading = await withAllen({ quirks: { vanished: new Set([117298988]) } }, (standin) =>
      read(standin, { options: small }),
    )
    expectFailed(reading, 'SectionDataSet', 'ANSWER_INVALID')
    expect(reading.records.size).toBe(inSmall - 1)
  })

  test('needs no network for the archive', async () => {
    const { reading, requests } = await withAllen({}, async (standin) => ({
      reading: await read(standin, { options: { include: ['archiveVolumes'] } }),
      requests: standin.requests.length,
    }))
    expect(requests).toBe(0)
    expect(reading.records.size).toBe(14)
    expect(reading.done).toEqual(['archive'])
  })

  test('goes on where an interrupted one stopped, without a row lost or twice', async () => {
    const { first, second, starts } = await withAllen({}, async (standin) => {
      const first = await read(standin, { options: small, stopAfter: 75 })
      const before = standin.requests.length
      const left = {
        ...Object.fromEntries(first.done.map((partition) => [partition, null])),
        ...Object.fromEntries(
          Object.entries(first.checkpoints).filter(
            ([partition]) => !first.done.includes(partition),
          ),
        ),
      }
      const second = await read(standin, { options: small, left })
      const starts = pagesOf({ ...standin, requests: standin.requests.slice(before) })
      return { first, second, starts }
    })
    const { count } = first.checkpoints.SectionDataSet as { count: number }
    expect(count).toBeGreaterThan(0)
    // Read on from the last row that was dealt with, which shows that it still stands in its place.
    expect(starts[0]).toBe(String(count - 1))
    const ids = [...new Set([...first.order, ...second.order])]
    expect(ids).toHaveLength(inSmall)
    const behind = first.order.filter((id) => id.startsWith('rma:SectionDataSet')).slice(0, count)
    expect(second.order.filter((id) => behind.includes(id))).toEqual([])
    expect(second.done).toEqual(['SectionDataSet', 'archive'])
  })

  test('starts its list again when the last row read no longer stands in its place', async () => {
    const reading = await withAllen({}, (standin) =>
      read(standin, {
        options: { ...small, include: ['sectionDataSets'], structureGraphs: [] },
        left: { SectionDataSet: { count: 40, last: 79556597, missing: 0 } },
      }),
    )
    expect(reading.order[0]).toBe('rma:SectionDataSet:79556706')
    expect(reading.done).toEqual(['SectionDataSet'])
  })

  test('that had missed an object before it was interrupted does not end as complete', async () => {
    const left = { SectionDataSet: { count: 1, last: 252, missing: 1 } }
    const reading = await withAllen({}, (standin) =>
      read(standin, {
        options: { ...small, include: ['sectionDataSets'], structureGraphs: [] },
        left,
      }),
    )
    expect(reading.failed).toEqual({ SectionDataSet: 'ANSWER_INVALID' })
  })

  test('has few requests under way at once', async () => {
    const peak = await withAllen({ latency: 5 }, async (standin) => {
      await read(standin, { options: small })
      return standin.peak
    })
    expect(peak).toBeLessThanOrEqual(3)
  })
})
