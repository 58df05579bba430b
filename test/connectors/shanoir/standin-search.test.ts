import { describe, expect, test } from 'vitest'
import { studyIds } from '../../../connectors/shanoir/standin.ts'
import { clientOf, type Page, type Row, startShanoir } from './standin-client.ts'

const keys = [
  ...['id', 'datasetId', 'datasetName', 'datasetType', 'datasetNature', 'datasetCreationDate'],
  ...['examinationId', 'examinationComment', 'examinationDate', 'acquisitionEquipmentName'],
  ...['subjectName', 'subjectType', 'subjectId', 'sortingIndex', 'dataReuseAgreement', 'studyName'],
  ...['studyId', 'centerName', 'centerId', 'sliceThickness', 'pixelBandwidth'],
  ...['magneticFieldStrength', 'tags', 'processed', 'importDate', 'username'],
]

const expert = (searchText: string) => ({ expertMode: true, searchText })

describe('shanoir stand-in: pages of the search', () => {
  test('a page has its seven keys, and a document its twenty-six', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const page = await member.page({}, '?size=1&sort=id,ASC')
    expect(Object.keys(page)).toEqual([
      'number',
      'numberOfElements',
      'totalElements',
      'totalPages',
      'size',
      'facetResultPages',
      'content',
    ])
    const total = shanoir.readable('mharvest').found.length
    expect(page).toMatchObject({ number: 0, totalElements: total, totalPages: total, size: 1 })
    expect(Object.keys(page.content[0] as Row)).toEqual(keys)
    expect(page.content[0]?.importDate).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000\+00:00$/)
  })

  test('old servers write the zone of a date without a colon', async () => {
    const shanoir = await startShanoir({ quirks: { dates: 'plain' } })
    const { content } = await (await clientOf(shanoir, shanoir.member)).page({}, '?size=1')
    expect(content[0]?.importDate).toMatch(/T00:00:00\.000\+0000$/)
  })

  test('twenty rows are a page where nothing else is asked for, and two thousand at most', async () => {
    const shanoir = await startShanoir({ synthetic: 2100 })
    const member = await clientOf(shanoir, shanoir.member)
    for (const [query, size] of [
      ['', 20],
      ['?size=0', 20],
      ['?size=many&page=-1', 20],
      ['?size=5000', 2000],
    ] as const) {
      const page = await member.page({}, query)
      expect([page.size, page.content.length, page.number]).toEqual([size, size, 0])
    }
  })

  test('keyset pages give every data set of a study once, and the last is short', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const met: unknown[] = []
    for (let last = 0; ; last = Number(met.at(-1))) {
      const body = expert(`studyId:${studyIds.open} AND datasetId:{${last} TO *]`)
      const { content } = await member.page(body, '?page=0&size=30&sort=id,ASC')
      met.push(...content.map(({ datasetId }) => datasetId))
      if (content.length < 30) break
    }
    const all = shanoir.readable('mharvest').found
    expect(met).toEqual(
      all.filter((id) => shanoir.world.datasets.get(id)?.studyId === studyIds.open),
    )
    expect(shanoir.counts.of('POST datasets/solr')).toBe(3)
  })

  test('a page beyond the last is empty, and its total is true', async () => {
    const shanoir = await startShanoir()
    const page = await (await clientOf(shanoir, shanoir.member)).page({}, '?page=99')
    const totalElements = shanoir.readable('mharvest').found.length
    expect(page).toMatchObject({ content: [], numberOfElements: 0, totalElements, number: 99 })
  })

  test('nobody in any study gets a page of nothing, with a size of 0', async () => {
    const shanoir = await startShanoir()
    const stranger = await clientOf(shanoir, shanoir.stranger)
    expect(await stranger.page({}, '?size=50')).toEqual({
      number: 0,
      numberOfElements: 0,
      totalElements: 0,
      totalPages: 1,
      size: 0,
      facetResultPages: [],
      content: [],
    })
  })

  test('one sort key counts where a text or the id is among them, and an edit moves a row where there is no sort', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const idsOf = ({ content }: Page) => content.map(({ datasetId }) => Number(datasetId))
    const sorted = idsOf(await member.page({}, '?size=2000&sort=studyId,ASC&sort=id,DESC'))
    expect(sorted).toEqual(sorted.toSorted((a, b) => b - a))
    const byType = await member.page({}, '?size=2000&sort=studyId,ASC&sort=datasetType,ASC')
    const types = byType.content.map(({ datasetType }) => `${datasetType}`)
    expect(types).toEqual(types.toSorted())
    const [first = 0] = idsOf(await member.page({}, '?size=1'))
    shanoir.upstream.changeDataset(first, { name: 'renamed' })
    expect(idsOf(await member.page({}, '?size=2000')).at(-1)).toBe(first)
    const unknown = await member.search({}, '?sort=sequenceName,ASC')
    expect([unknown.status, JSON.parse(unknown.text).message]).toEqual([
      422,
      "sort param field can't be found: sequenceName",
    ])
  })
})

describe('shanoir stand-in: filters', () => {
  test('values of a field are alternatives in any case, and fields are all to hold', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const both = await member.page({ datasetType: ['pet_dataset', 'CT_DATASET'] }, '?size=2000')
    expect(new Set(both.content.map(({ datasetType }) => datasetType))).toEqual(
      new Set(['PET_DATASET', 'CT_DATASET']),
    )
    const none = await member.page({ datasetType: ['PET_DATASET'], processed: [true] })
    expect(none.totalElements).toBe(0)
  })

  test('<none> finds what is missing, and nothing beside real values', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const missing = await member.page({ centerName: ['<none>'] }, '?size=2000')
    expect(missing.totalElements).toBeGreaterThan(0)
    expect(new Set(missing.content.map(({ processed }) => processed))).toEqual(new Set([true]))
    const mixed = await member.page({ centerName: ['<none>', 'CHU Armorique'] })
    expect(mixed.totalElements).toBe(0)
  })

  test('a quotation mark in a value breaks the query', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const broken = await member.search({ centerName: ['Clinique "Les'] })
    expect(broken.status).toBe(422)
    expect(JSON.parse(broken.text)).toMatchObject({ code: 422, details: null })
  })

  test('tags keep their case, other than all the rest', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [upper] = (await member.page({ tags: ['QC-passed'] })).content
    const [lower] = (await member.page({ tags: ['qc-passed'] })).content
    expect(upper?.tags).toEqual(expect.arrayContaining(['QC-passed', 'Brain']))
    expect(lower?.datasetId).not.toBe(upper?.datasetId)
  })

  test('what was processed has no nature, whatever it is', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [id = 0] = await member.ids('processed:true')
    shanoir.upstream.changeDataset(id, { nature: 'T1_WEIGHTED_MR_DATASET' })
    const page = await member.page({ expertMode: true, searchText: `datasetId:${id}` })
    expect(page.content[0]?.datasetNature).toBeNull()
  })

  test('ids and importers are accepted as filters and do nothing', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const all = (await member.page({})).totalElements
    const ignored = { studyId: [3], subjectId: [1], centerId: [1], username: ['x'], zzz: 1 }
    expect((await member.page(ignored)).totalElements).toBe(all)
  })

  test('both ends of a range of days are a day late', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const id = shanoir.upstream.addDataset(studyIds.open, '2026-05-10')
    const found = async (importStartDate: string, importEndDate: string) =>
      (await member.page({ importStartDate, importEndDate })).content.map((one) => one.datasetId)
    expect(await found('2026-05-10', '2026-05-20')).toEqual([])
    expect(await found('2026-05-09', '2026-05-09')).toEqual([id])
    expect(await member.ids('importDate:[2026-05-10T00:00:00Z TO *]')).toEqual([id])
  })

  test('words of a plain search are all to be part of some text', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const { content } = await member.page({ searchText: 'MPRAGE healthy' }, '?size=2000')
    expect(content.length).toBeGreaterThan(0)
    expect(new Set(content.map(({ studyName }) => studyName))).toEqual(
      new Set(['Healthy ageing atlas']),
    )
    expect((await member.page({ searchText: 'mprage rodent' })).totalElements).toBe(0)
    const plain = { searchText: 'studyId:3', expertMode: false }
    expect((await member.page(plain)).totalElements).toBe(0)
  })

  test('a body that is none is a failure of the server', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const type = { 'content-type': 'application/json' }
    for (const init of [
      { body: '{', headers: type },
      { body: '', headers: type },
      { body: '{}' },
      { body: '{"tags":"x"}', headers: type },
      { body: '{"importStartDate":"yesterday"}', headers: type },
    ]) {
      const answer = await member.ask('datasets/solr', { method: 'POST', ...init })
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([500, 500])
    }
  })
})

describe('shanoir stand-in: facets', () => {
  const facet = { pageNumber: 1, pageSize: 50 }

  test('only fields with values are counted, in small letters, and by number', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const paging = { datasetType: facet, tags: facet, importDate: facet }
    const page = await member.page({ facetPaging: paging }, '?size=2000')
    const fields = page.facetResultPages.map(({ content }) => content[0]?.field.name)
    expect(fields).toEqual(['datasetType', 'tags'])
    const types = page.facetResultPages[0]?.content ?? []
    expect(types[0]).toMatchObject({ value: 'mr_dataset', key: { name: 'datasetType' } })
    const all = types.reduce((sum, { valueCount }) => sum + valueCount, 0)
    expect(all).toBe(page.totalElements)
    const tags = page.facetResultPages[1]?.content ?? []
    expect(tags.map(({ value }) => value)).toEqual([
      'Baseline',
      'Brain',
      'QC-passed',
      'qc-passed',
      '<none>',
    ])
  })

  test('a facet leaves its own filter out, and pages and filters its values', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const paging = { datasetType: { pageNumber: 2, pageSize: 2, facetOrder: 'INDEX' } }
    const page = await member.page({ datasetType: ['CT_DATASET'], facetPaging: paging })
    const values = page.facetResultPages[0]?.content.map(({ value }) => value)
    expect(values).toEqual(['mesh_dataset', 'mr_dataset'])
    const filtered = { datasetType: { ...facet, filter: 'PET' } }
    const only = await member.page({ facetPaging: filtered })
    expect(only.facetResultPages[0]?.content.map(({ value }) => value)).toEqual(['pet_dataset'])
  })
})

describe('shanoir stand-in: many data sets', () => {
  test('100,000 are made and read by keyset in 201 requests', { timeout: 60_000 }, async () => {
    const shanoir = await startShanoir({ synthetic: 100_000 })
    const member = await clientOf(shanoir, shanoir.member)
    let met = 0
    for (let last: unknown = 0; ; ) {
      const body = expert(`studyId:${studyIds.synthetic} AND datasetId:{${last} TO *]`)
      const { content } = await member.page(body, '?page=0&size=500&sort=id,ASC')
      met += content.length
      last = content.at(-1)?.datasetId
      if (content.length < 500) break
    }
    expect(met).toBe(100_000)
    expect(shanoir.counts.of('POST datasets/solr')).toBe(201)
    const count = await member.json(`datasets/datasets/study/nb-datasets/${studyIds.synthetic}`)
    expect(count).toBe(100_000)
  })
})
