import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../connectors/xnat/standin/content.ts'
import { makeWorld } from '../../../connectors/xnat/standin/make-world.ts'
import { childrenOf, clientOf, startXnat } from './standin-client.ts'

async function harvester() {
  const xnat = await startXnat()
  return { xnat, client: await clientOf(xnat, xnat.account) }
}

describe('xnat stand-in: its site', () => {
  test('the sample has the projects, sessions, scans and spellings that a harvester needs', () => {
    const world = makeWorld(0)
    const sessions = [...world.sessions.values()]
    const scans = sessions.flatMap((session) => contentOf(world, session).scans)
    expect(world.projects.size).toBeGreaterThanOrEqual(5)
    expect(sessions.length).toBeGreaterThanOrEqual(40)
    expect(scans.length).toBeGreaterThanOrEqual(250)
    expect(new Set(scans.map(({ type }) => type)).size).toBeGreaterThan(60)
    const levels = [...world.projects.values()].map(({ accessibility }) => accessibility)
    expect(new Set(levels)).toEqual(new Set(['public', 'protected', 'private']))
  })

  test('two worlds are the same, with every scan, resource and key', () => {
    const [one, other] = [makeWorld(20), makeWorld(20)]
    const whole = (world: typeof one) =>
      [...world.sessions.values()].map((session) => [session, contentOf(world, session)])
    expect(whole(one)).toEqual(whole(other))
  })

  test('resources are known and unknown, and zero where nothing is known either', () => {
    const world = makeWorld(0)
    const all = [...world.sessions.values()].flatMap((session) =>
      contentOf(world, session).scans.flatMap(({ resources }) => resources),
    )
    const keys = all.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(all.some(({ fileCount, fileSize }) => fileCount === null && fileSize === null)).toBe(
      true,
    )
    expect(all.some(({ fileCount, fileSize }) => fileCount === 0 && fileSize === 0)).toBe(true)
    expect(all.some(({ fileCount, fileSize }) => Number(fileCount) > 0 && fileSize === 0)).toBe(
      true,
    )
    expect(all.some(({ fileSize }) => Number(fileSize) > 2 ** 32)).toBe(true)
    expect(all.some(({ label }) => label === null)).toBe(true)
  })

  test('ten thousand sessions are started in a second and answered without being kept', async () => {
    const before = performance.now()
    const xnat = await startXnat({ sessions: 10_000 })
    expect(performance.now() - before).toBeLessThan(3_000)
    const client = await clientOf(xnat, xnat.account)
    const ids = await client.ids('/data/projects/BULK_3/experiments?format=json&columns=ID&limit=*')
    expect(ids).toHaveLength(2_000)
    const item = await client.item(`/data/experiments/${ids[1_234]}?format=json`)
    expect(childrenOf(item, 'scans/scan').length).toBeGreaterThan(0)
    expect(xnat.world.edited.size).toBe(0)
  })
})

describe('xnat stand-in: tables', () => {
  test('every cell is a text, and null an empty one', async () => {
    const { client } = await harvester()
    const paths = ['projects', 'projects?accessible=true', 'subjects', 'experiments']
    for (const path of [...paths, 'experiments/NEURO_E00004/resources?all=true']) {
      const rows = await client.rows(`/data/${path}`)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows)
        for (const cell of Object.values(row)) expect(cell).toBeTypeOf('string')
    }
    const [session] = await client.rows('/data/experiments?ID=NEURO_E00016')
    expect(session?.date).toBe('')
  })

  test('default columns are those of the list', async () => {
    const { client } = await harvester()
    const columns = async (path: string) => Object.keys((await client.rows(path))[0] ?? {}).sort()
    const experiment = ['ID', 'URI', 'date', 'insert_date', 'label', 'project', 'xsiType']
    expect(await columns('/data/projects')).toEqual(
      ['ID', 'URI', 'description', 'name', 'pi_firstname', 'pi_lastname', 'secondary_ID'].sort(),
    )
    expect(await columns('/data/projects?accessible=true')).not.toContain('URI')
    expect(await columns('/data/experiments')).toEqual(experiment)
    expect(await columns('/data/projects/OPEN_AGING/experiments')).toEqual(
      [...experiment, 'xnat:subjectassessordata/id'].sort(),
    )
    const resources = await columns('/data/experiments/NEURO_E00004/resources?all=true')
    expect(resources).not.toContain('URI')
  })

  test('unknown columns are dropped, and paths that no shortcut has keep their own name', async () => {
    const { client } = await harvester()
    const path = '/data/projects/OPEN_AGING/experiments?xsiType=xnat:mrSessionData'
    const [row] = await client.rows(
      `${path}&columns=label,nonsense,xnat:mrSessionData/scanner/model`,
    )
    expect(Object.keys(row ?? {}).sort()).toEqual([
      'URI',
      'label',
      'xnat:mrsessiondata/id',
      'xnat:mrsessiondata/scanner/model',
    ])
  })

  test('a column or a type narrows a list to what has it, subtypes included', async () => {
    const { client } = await harvester()
    const list = '/data/projects/OPEN_AGING/experiments'
    const all = await client.ids(list)
    const imaging = await client.ids(`${list}?columns=ID,modality`)
    expect(all.filter((id) => !imaging.includes(id))).toEqual(['NEURO_E00020'])
    expect(await client.ids(`${list}?xsiType=clin:visitData`)).toEqual(['NEURO_E00020'])
    expect(await client.ids(`${list}?xsiType=clin:visitData,xnat:mrSessionData`)).toEqual(all)
    const pet = await client.rows(
      '/data/projects/PET_TRACERS/experiments?xsiType=xnat:petSessionData',
    )
    expect(new Set(pet.map(({ xsiType }) => xsiType))).toEqual(
      new Set(['xnat:petSessionData', 'xnat:petmrSessionData']),
    )
  })

  test('values filter by wildcard and list, and dates only the American way', async () => {
    const { client } = await harvester()
    const list = '/data/projects/OPEN_AGING/experiments'
    expect(await client.ids(`${list}?label=OPE001*,OPE002_%25`)).toContain('NEURO_E00002')
    expect(await client.ids(`${list}?date=01/01/1800-12/31/1899`)).toEqual(['NEURO_E00015'])
    const iso = await client.ask(`${list}?date=1850-01-01&format=json`)
    expect([iso.status, iso.text]).toEqual([200, ''])
    expect((await client.ask('/data/experiments?date=1850-01-01')).status).toBe(500)
  })

  test('pages have no total, are not ordered, and are ignored by older servers', async () => {
    const { xnat, client } = await harvester()
    const list = '/data/projects/OPEN_AGING/experiments?columns=ID'
    const all = await client.table(`${list}&limit=*`)
    expect(all.totalRecords).toBe(String(all.Result.length))
    const page = await client.table(`${list}&limit=5&offset=10`)
    expect(page.Result).toEqual(all.Result.slice(10, 15))
    expect(page).not.toHaveProperty('totalRecords')
    expect((await client.table(`${list}&limit=0`)).Result).toEqual(all.Result)
    xnat.quirks.shiftsOrder = true
    const ids = await Promise.all(
      [0, 7, 14].map((at) => client.ids(`${list}&limit=7&offset=${at}`)),
    )
    expect(ids.flat()).not.toEqual(all.Result.map(({ ID }) => ID))
    const old = await startXnat({ version: '1.8.6' })
    const oldClient = await clientOf(old, old.account)
    expect((await oldClient.table(`${list}&limit=5`)).Result).toEqual(all.Result)
  })

  test('rows are sorted inside of their page, as texts, upwards or down', async () => {
    const { client } = await harvester()
    const list = '/data/projects/OPEN_AGING/experiments?columns=ID,date'
    const page = await client.rows(`${list}&limit=6`)
    const dates = page.map(({ date }) => date ?? '')
    const sorted = await client.rows(`${list}&limit=6&sortBy=date`)
    expect(sorted.map(({ date }) => date)).toEqual(dates.toSorted())
    const down = await client.rows(`${list}&limit=6&sortBy=date&sortOrder=DESC`)
    expect(down).toEqual(sorted.toReversed())
  })

  test('totalRecords may be wrong or absent', async () => {
    const { xnat, client } = await harvester()
    xnat.quirks.totalRecords = 'wrong'
    const wrong = await client.table('/data/projects')
    expect(wrong.totalRecords).not.toBe(String(wrong.Result.length))
    xnat.quirks.totalRecords = 'absent'
    expect(await client.table('/data/projects')).not.toHaveProperty('totalRecords')
  })

  test('an error in the query of a project is swallowed into an empty answer of the right type', async () => {
    const { client } = await harvester()
    const answer = await client.ask('/data/projects/OPEN_AGING/experiments?xsiType=xnat:noSuch')
    expect(answer).toMatchObject({ status: 200, text: '', type: 'application/json;charset=UTF-8' })
    expect((await client.ask('/data/experiments?xsiType=xnat:noSuch')).status).toBe(500)
  })

  test('old and new addresses give the same, and project and session alone have no scans', async () => {
    const { client } = await harvester()
    const rows = await client.rows('/data/experiments/NEURO_E00001/scans')
    const full = 'projects/OPEN_AGING/subjects/OPE001/experiments/OPE001_MR1/scans'
    for (const path of [`/data/${full}`, `/data/archive/${full}`, `/REST/${full}`]) {
      expect(await client.rows(path)).toEqual(rows)
    }
    const none = await client.ask('/data/projects/OPEN_AGING/experiments/NEURO_E00001/scans')
    expect(none.status).toBe(404)
    expect((await client.ask('/data/projects/ageing-alias?format=json')).status).toBe(200)
  })
})

describe('xnat stand-in: items, resources and files', () => {
  test('a session comes whole, with numbers as numbers and what is not known left out', async () => {
    const { client } = await harvester()
    const item = await client.item('/data/experiments/NEURO_E00004?format=json')
    expect(item.meta).toMatchObject({ 'xsi:type': 'xnat:mrSessionData', isHistory: false })
    expect(item.meta.start_date).toMatch(/^\w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} CDT \d{4}$/)
    expect(item.data_fields).toMatchObject({ ID: 'NEURO_E00004', id: 'NEURO_E00004' })
    const scans = childrenOf(item, 'scans/scan')
    const rows = await client.rows('/data/experiments/NEURO_E00004/resources?all=true')
    const files = scans.flatMap((scan) => childrenOf(scan, 'file'))
    const labels = rows.filter(({ category }) => category === 'scans').map(({ label }) => label)
    expect(files.map(({ data_fields }) => data_fields.label ?? '')).toEqual(labels)
    expect(files[0]?.data_fields.file_count).toBeTypeOf('number')
    expect(JSON.stringify(item)).not.toContain('null')
    expect(JSON.stringify(item)).not.toContain('"items":[]')
    const dateless = await client.item('/data/experiments/NEURO_E00016?format=json')
    expect(dateless.data_fields).not.toHaveProperty('date')
  })

  test('a visit has no scans, and asking for them is an error of the server', async () => {
    const { client } = await harvester()
    const visit = await client.item('/data/experiments/NEURO_E00020?format=json')
    expect(visit.meta['xsi:type']).toBe('clin:visitData')
    expect(visit.data_fields).not.toHaveProperty('modality')
    expect((await client.ask('/data/experiments/NEURO_E00020/scans')).status).toBe(500)
  })

  test('without a format a single thing is a page for people', async () => {
    const { client } = await harvester()
    const page = await client.ask('/data/experiments/NEURO_E00004')
    expect([page.status, page.type]).toEqual([200, 'text/html;charset=utf-8'])
  })

  test('files are listed below number and label alike, without a total', async () => {
    const { client } = await harvester()
    const scan = '/data/experiments/NEURO_E00004/scans/1'
    const [first] = await client.rows(`${scan}/resources`)
    const byNumber = await client.table(
      `${scan}/resources/${first?.xnat_abstractresource_id}/files`,
    )
    const byLabel = await client.table(`${scan}/resources/${first?.label}/files`)
    expect(byLabel).toEqual(byNumber)
    expect(byLabel).not.toHaveProperty('totalRecords')
    expect(byLabel.Columns).toEqual([{ key: 'URI', serverRoot: '' }])
    const [file] = byLabel.Result
    expect(file?.digest).toMatch(/^([\da-f]{32})?$/)
    const got = await client.ask(file?.URI ?? '')
    expect([got.status, got.text]).toEqual([200, `stand-in for ${file?.Name}\n`])
    const all = await client.rows('/data/experiments/NEURO_E00004/scans/ALL/files')
    expect(all.length).toBeGreaterThan(byLabel.Result.length)
  })

  test('scans answer by id, by list and by type', async () => {
    const { client } = await harvester()
    const [one, two] = await client.rows('/data/experiments/NEURO_E00004/scans')
    const files = (name: string) =>
      client.rows(`/data/experiments/NEURO_E00004/scans/${encodeURIComponent(name)}/resources`)
    expect(await files(two?.type ?? '')).toEqual(await files(two?.ID ?? ''))
    expect(await files(`${one?.ID},${two?.ID}`)).toHaveLength(
      (await files(one?.ID ?? '')).length + (await files(two?.ID ?? '')).length,
    )
    expect((await client.ask('/data/experiments/NEURO_E00004/scans/nope/resources')).status).toBe(
      404,
    )
  })

  test('a resource made anew has another number, and statistics change without a trace', async () => {
    const { xnat, client } = await harvester()
    const modified = async () =>
      (await client.rows('/data/experiments?ID=NEURO_E00004&columns=last_modified'))[0]
        ?.last_modified
    const [before, time] = [
      await client.rows('/data/experiments/NEURO_E00004/scans/1/resources'),
      await modified(),
    ]
    xnat.upstream.setStatistics('NEURO_E00004', 'DICOM', 1, null)
    expect(await modified()).toBe(time)
    xnat.upstream.recreateResource('NEURO_E00004', 'DICOM')
    const after = await client.rows('/data/experiments/NEURO_E00004/scans/1/resources')
    expect(after[0]?.label).toBe(before[0]?.label)
    expect(after[0]?.xnat_abstractresource_id).not.toBe(before[0]?.xnat_abstractresource_id)
    expect(after[0]).toMatchObject({ file_count: '1', file_size: '' })
    expect(await modified()).not.toBe(time)
  })

  test('a context path is part of every address and of no URI', async () => {
    const xnat = await startXnat({ contextPath: '/xnat' })
    const client = await clientOf(xnat, xnat.account)
    expect(xnat.baseUrl).toBe(`${xnat.url}/xnat`)
    const [row] = await client.rows('/data/projects')
    expect(row?.URI).toBe('/data/projects/OPEN_AGING')
    expect((await fetch(`${xnat.url}/data/projects`)).status).toBe(404)
  })

  test('versions tell themselves in different places', async () => {
    const old = await startXnat({ version: '1.7.6' })
    const oldClient = await clientOf(old, old.account)
    expect((await oldClient.ask('/data/version')).text).toBe('1.7.6')
    const { client } = await harvester()
    expect((await client.ask('/data/version')).status).toBe(404)
    const info = JSON.parse((await client.ask('/xapi/siteConfig/buildInfo')).text)
    expect(info.version).toBe('1.8.11')
    const time = async (of: typeof client) =>
      (await of.item('/data/experiments/NEURO_E00004?format=json')).data_fields.time
    expect([await time(oldClient), await time(client)]).toEqual(['09:12:06', '09:12:06.000'])
  })
})
