import { describe, expect, test } from 'vitest'
import { misbehaviours, planted } from '../../../connectors/xnat/standin.ts'
import { clientOf, startXnat } from './standin-client.ts'

const table = '/data/projects/OPEN_AGING/experiments'
const item = '/data/experiments/NEURO_E00001?format=json'

async function harvester() {
  const xnat = await startXnat()
  return { xnat, client: await clientOf(xnat, xnat.account) }
}

describe('xnat stand-in: misbehaviour', () => {
  test('each kind changes tables and items, and nothing stays of it once it is removed', async () => {
    const { xnat, client } = await harvester()
    const told = async (path: string) => {
      const { status, type, text } = await client.ask(path)
      return { status, type, text }
    }
    const truth = [await told(table), await told(item)]
    for (const how of misbehaviours) {
      const active = xnat.misbehave({ how })
      const [changedTable, changedItem] = [await told(table), await told(item)]
      expect(changedItem, how).not.toEqual(truth[1])
      if (how !== 'no-children') expect(changedTable, how).not.toEqual(truth[0])
      expect(active.hits).toBe(2)
      active.remove()
    }
    expect([await told(table), await told(item)]).toEqual(truth)
  })

  test('the strict cases are what they are called', async () => {
    const { xnat, client } = await harvester()
    const struck = async (how: (typeof misbehaviours)[number], path: string) => {
      xnat.misbehave({ how, times: 1 })
      return client.ask(path)
    }
    expect(await struck('accepted', table)).toMatchObject({ status: 202, text: '' })
    expect(await struck('swallowed', table)).toMatchObject({ status: 200, text: '' })
    const redirect = await struck('login-redirect', table)
    expect(redirect.headers.get('location')).toBe(`${xnat.baseUrl}/app/template/Login.vm`)
    expect(await struck('login-page', item)).toMatchObject({
      status: 200,
      type: 'text/html;charset=utf-8',
    })
    const rows = JSON.parse((await struck('no-rows', table)).text)
    expect(rows.ResultSet).toEqual({ totalRecords: '21' })
    expect(JSON.parse((await struck('null-rows', item)).text)).toEqual({ items: null })
  })

  test('one that waits lets the first ones through, and the login always', async () => {
    const { xnat, client } = await harvester()
    xnat.misbehave({ how: 'accepted', after: 1, times: 1 })
    const statuses: number[] = []
    for (const path of [table, '/data/JSESSION', table, table]) {
      statuses.push((await client.ask(path)).status)
    }
    expect(statuses).toEqual([200, 200, 202, 200])
  })

  test('faults of the shell play over it: an empty list, drifted fields, an expired session', async () => {
    const { xnat, client } = await harvester()
    xnat.faults.add({ kind: 'empty-page', times: 2 })
    expect(await client.table(table)).toMatchObject({ Result: [], totalRecords: '0' })
    expect(JSON.parse((await client.ask(item)).text)).toEqual({ items: [] })
    xnat.faults.add({ kind: 'drift', times: 2 })
    const [row] = await client.rows(table)
    expect(row).toMatchObject({ ID: 'NEURO_E00001', label: { text: 'OPE001_MR1' } })
    const drifted = await client.item(item)
    expect(drifted.data_fields).toMatchObject({ ID: 'NEURO_E00001', label: { text: 'OPE001_MR1' } })
    xnat.faults.add({ kind: 'truncated-json', times: 1 })
    const half = await client.ask(table)
    expect(() => JSON.parse(half.text)).toThrow(SyntaxError)
  })

  test('what is counted is what was asked for, by the shape of its address', async () => {
    const { xnat, client } = await harvester()
    await client.ask(table)
    await client.ask('/data/projects/RODENT_MRI/experiments?limit=*')
    await client.ask('/data/archive/experiments/NEURO_E00001/scans/1/resources/DICOM/files')
    await client.ask('/data/nothing/here')
    expect(xnat.counts.byRoute).toEqual({
      'POST JSESSION': 1,
      'projects/:project/experiments': 2,
      'experiments/:experiment/scans/:scan/resources/:resource/files': 1,
    })
    xnat.counts.reset()
    expect([xnat.counts.of('projects/:project/experiments'), xnat.counts.logins]).toEqual([0, 0])
  })
})

describe('xnat stand-in: people', () => {
  test('every planted word is sent somewhere', async () => {
    const { xnat, client } = await harvester()
    const paths = [
      item,
      '/data/subjects/NEURO_S00001?format=json',
      '/data/projects/OPEN_AGING?format=json',
      '/data/projects?accessible=true',
      '/data/projects/EPI_PROT/subjects',
      '/data/experiments/NEURO_E00001/scans/1/resources/DICOM/files?locator=absolutePath',
      `${table}?columns=operator,dcmPatientName,dcmPatientId,dcmAccessionNumber,note,insert_user`,
      '/data/subjects?columns=dob,race,ethnicity,educationDesc,src,pi_lastname',
    ]
    const texts = await Promise.all(paths.map(async (path) => (await client.ask(path)).text))
    const sent = texts.join('\n')
    expect(Object.values(planted).filter((word) => !sent.includes(word))).toEqual([])
    expect(xnat.personal()).toEqual(expect.arrayContaining(Object.values(planted)))
    expect(xnat.personal().length).toBeGreaterThan(Object.values(planted).length)
  })

  test('without planting, none is in any answer but those for people', async () => {
    const { xnat, client } = await harvester()
    xnat.quirks.plants = false
    const paths = [item, '/data/subjects?columns=dob,race', `${table}?columns=operator,note`]
    for (const path of paths) {
      const { text } = await client.ask(path)
      expect(Object.values(planted).filter((word) => text.includes(word))).toEqual([])
    }
  })
})
