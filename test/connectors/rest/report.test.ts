import { describe, expect, test } from 'vitest'
import rest from '../../../connectors/rest/index.ts'
import { dryRun, printedReport, type Report } from '../../../connectors/rest/report.ts'
import { createHttpClient } from '../../../src/sdk/index.ts'
import { type StandinHandler, startStandin } from '../../../src/sdk/standin/index.ts'
import { manifestOf, withManifest } from './small.ts'

async function reportOf(manifest: unknown, handle: StandinHandler, limit = 100): Promise<Report> {
  const standin = await startStandin({ handle })
  try {
    return await withManifest(manifest, async (file) => {
      const options = rest.options.parse({ manifest: file, baseUrl: standin.url })
      const policy = { requestsPerSecond: 1_000, attempts: 1 }
      const http = createHttpClient({ origins: [standin.url], allowPrivateAddresses: true, policy })
      try {
        return await dryRun({ options, credentials: null, http, limit })
      } finally {
        await http.close()
      }
    })
  } finally {
    await standin.close()
  }
}

const manifest = manifestOf({
  record: { species: { from: '{name}', map: { mouse: 'Mus musculus' } }, access: '{name}' },
})
const rows = [
  { id: 'a', name: 'mouse' },
  { id: 'b', name: 'yeti' },
  { id: 'c', name: 'yeti' },
  { id: 'd', name: { given: 'zqSecret' } },
  { name: 'mouse' },
]

describe('rest: a dry run', () => {
  test('tells records, values that nothing knows, and rows that would be rejected', async () => {
    const report = await reportOf(manifest, () => ({ json: { rows } }))
    expect(report.records).toMatchObject([{ list: 'things', count: 3, first: { title: 'mouse' } }])
    expect(report.unmatched).toEqual(
      expect.arrayContaining([
        { slot: 'species', value: 'yeti', count: 2 },
        { slot: 'access', value: 'yeti', count: 2 },
      ]),
    )
    expect(report.rejected).toEqual([
      {
        list: 'things',
        reason: 'name: expected text, received object',
        count: 1,
        example: 'thing:d',
      },
      { list: 'things', reason: 'no native id that can be read', count: 1, example: null },
    ])
    expect(report.missing).toContainEqual({ list: 'things', slot: 'license', count: 3 })
    expect([report.isWhole, report.error]).toEqual([true, null])
    const printed = printedReport(report)
    expect(printed).toContain('3 records, 0 files:')
    expect(printed).toContain('     2  species: yeti')
    expect(printed).not.toContain('zqSecret')
  })

  test('tells which rules fit how often, and what no rule knows', async () => {
    const rule = {
      id: 'mouse',
      when: { all: [{ field: 'name', operator: 'has-words', values: ['mouse'] }] },
      set: { technique: 'watching' },
    }
    const ruled = manifestOf({ root: { rules: [rule] } })
    const report = await reportOf(ruled, () => ({ json: { rows } }))
    expect(report.rules?.rules).toMatchObject([{ rule: 'mouse', count: 1 }])
    expect(report.rules?.slots).toMatchObject([
      {
        slot: 'technique',
        matched: 1,
        unmatched: 2,
        unknown: [{ field: 'name', values: [{ raw: 'yeti', count: 2 }] }],
      },
    ])
    expect(printedReport(report)).toContain('technique: 1 rows by a rule, 2 that no rule knows:')
    expect((await reportOf(manifest, () => ({ json: { rows } }))).rules).toBeNull()
  })

  test('ends after as many records as were asked for', async () => {
    const report = await reportOf(manifest, () => ({ json: { rows } }), 2)
    expect([report.records[0]?.count, report.isWhole]).toEqual([2, false])
    expect(printedReport(report)).toContain('not read to the end')
  })

  test('of a source that does not answer says so', async () => {
    const report = await reportOf(manifest, () => ({ status: 500 }))
    expect(report.error).toMatchObject({ code: 'SOURCE_UNREACHABLE' })
    expect(printedReport(report)).toContain('ended by SOURCE_UNREACHABLE')
  })
})
