import { describe, expect, test } from 'vitest'
import { type Misbehaviour, misbehaviours } from '../../../connectors/shanoir/standin.ts'
import { clientOf, grant, type Page, refresh, startShanoir } from './standin-client.ts'

const expert = (after: number) => ({
  expertMode: true,
  searchText: `studyId:3 AND datasetId:{${after} TO *]`,
})
const query = '?size=10&sort=id,ASC'

describe('shanoir stand-in: its own misbehaviour', () => {
  const statuses: Partial<Record<Misbehaviour, [number, string]>> = {
    'angular-page': [200, 'text/html'],
    'error-model': [500, 'application/json; charset=utf-8'],
    'solr-error': [422, 'application/json; charset=utf-8'],
    forbidden: [403, 'application/json; charset=utf-8'],
    locked: [409, 'application/json; charset=utf-8'],
    missing: [404, ''],
    'bad-token': [401, ''],
    maintenance: [503, 'text/html'],
    'bad-gateway': [502, 'text/html'],
  }
  test.each(Object.entries(statuses))('%s answers as it should not', async (how, expected) => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const order = shanoir.misbehave({ how: how as Misbehaviour, times: 1 })
    const answer = await member.search(expert(0), query)
    expect([answer.status, answer.type]).toEqual(expected)
    expect((await member.search(expert(0), query)).status).toBe(200)
    expect(order.hits).toBe(1)
  })

  test('pages lie about their rows', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const truth = await member.page(expert(0), query)
    const ids = ({ content }: Page) => content.map(({ datasetId }) => datasetId)
    async function told(how: Misbehaviour): Promise<Page> {
      const order = shanoir.misbehave({ how })
      const page = await member.page(expert(0), query)
      order.remove()
      return page
    }
    expect((await told('short-page')).content).toEqual(truth.content.slice(0, 5))
    expect((await told('reversed')).content).toEqual(truth.content.toReversed())
    expect(ids(await told('no-ids'))).toEqual(Array(10).fill(undefined))
    expect((await told('no-total')).totalElements).toBe(0)
    expect((await told('null-content')).content).toBeNull()
    expect(await told('null-body')).toBeNull()
    expect(await told('other-json')).toEqual(expect.arrayContaining([null]))
    const foreign = (await told('foreign-rows')).content.map(({ studyId }) => studyId)
    expect(new Set(foreign)).toEqual(new Set([666]))
    expect(await member.page(expert(0), query)).toEqual(truth)
  })

  test('there is none that changes nothing', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const truth = await member.search(expert(0), query)
    for (const how of misbehaviours) {
      const order = shanoir.misbehave({ how })
      const lie = await member.search(expert(0), query)
      expect([how, lie.status, lie.text]).not.toEqual([how, truth.status, truth.text])
      order.remove()
    }
  })

  test('rights can be made to fail, and logins, without the rest', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    shanoir.misbehave({ how: 'error-model', match: ({ path }) => path.endsWith('/rights/all') })
    const headers = { 'content-type': 'application/json' }
    expect((await member.ask('studies/studies/rights/all', { headers })).status).toBe(500)
    expect((await member.ask('studies/studies/light')).status).toBe(200)
    shanoir.misbehave({ how: 'error-model', match: ({ path }) => path.endsWith('/token') })
    expect((await grant(shanoir, refresh(shanoir.member.offlineToken))).status).toBe(500)
  })

  test('after so many requests, and only for so many', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    shanoir.misbehave({ how: 'missing', after: 1, times: 2 })
    const statuses: number[] = []
    for (let nth = 0; nth < 4; nth += 1) statuses.push((await member.search({})).status)
    expect(statuses).toEqual([200, 404, 404, 200])
  })
})

describe('shanoir stand-in: faults of every server', () => {
  test('the page before comes again for the next one of its list, and tokens never do', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const first = await member.page(expert(0), query)
    const last = Number(first.content.at(-1)?.datasetId)
    const fault = shanoir.faults.add({ kind: 'repeated-page' })
    expect(await member.page(expert(last), query)).toEqual(first)
    const other = { expertMode: true, searchText: 'studyId:12 AND datasetId:{0 TO *]' }
    expect((await member.page(other, query)).content[0]?.studyId).toBe(12)
    await grant(shanoir, refresh(shanoir.stranger.offlineToken))
    expect(fault.hits).toBe(1)
  })

  test('nothing is there although there is, in each envelope', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    shanoir.faults.add({ kind: 'empty-page' })
    expect(await member.page(expert(0), query)).toMatchObject({ content: [], totalElements: 0 })
    expect(await member.json('studies/studies/light')).toEqual([])
    expect(await member.json('datasets/datasets/study/nb-datasets/3')).toBe(0)
    const headers = { 'content-type': 'application/json' }
    expect((await member.ask('studies/studies/rights/all', { headers })).text).toBe('{}')
    const tokens = await grant(shanoir, refresh(shanoir.member.offlineToken))
    expect(tokens.body.access_token).toMatch(/^ey/)
  })

  test('rows drift, and their ids stay', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [truth] = (await member.page(expert(0), query)).content
    shanoir.faults.add({ kind: 'drift' })
    const [row] = (await member.page(expert(0), query)).content
    expect(row).toEqual({
      ...truth,
      datasetName: { text: truth?.datasetName },
      datasetType: { text: truth?.datasetType },
      subjectName: { text: truth?.subjectName },
    })
    const [study] = (await member.json('studies/studies/light')) as { name: unknown }[]
    expect(study?.name).toEqual({ text: expect.any(String) })
  })

  test('credentials that are void are void until there are others', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    shanoir.faults.add({ kind: 'token-expired', match: ({ path }) => !path.startsWith('/auth/') })
    expect((await member.search({})).status).toBe(401)
    expect((await member.search({})).status).toBe(401)
    const again = await clientOf(shanoir, shanoir.member)
    expect((await again.search({})).status).toBe(200)
  })
})
