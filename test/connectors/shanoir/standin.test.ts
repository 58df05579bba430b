import { describe, expect, test } from 'vitest'
import { offlineTokens, planted, studyIds } from '../../../connectors/shanoir/standin.ts'
import { type Client, clientOf, grant, type Row, refresh, startShanoir } from './standin-client.ts'

const json = { headers: { 'content-type': 'application/json' } }

describe('shanoir stand-in: its proxy', () => {
  test('a wrong address is the page of the front, with 200', async () => {
    const shanoir = await startShanoir()
    for (const path of ['welcome', 'solr', 'api/studies', 'dataset/details/2001']) {
      const answer = await fetch(`${shanoir.baseUrl}/shanoir-ng/${path}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html'])
      expect(await answer.text()).toContain('<shanoir-ng-app>')
    }
  })

  test('other addresses are sent on, closed or no addresses at all', async () => {
    const shanoir = await startShanoir()
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(`${shanoir.baseUrl}${path}`, { method, redirect: 'manual' })
      return [answer.status, answer.headers.get('location')?.replace(shanoir.baseUrl, '') ?? null]
    }
    expect(await ask('/')).toEqual([301, '/shanoir-ng/welcome'])
    expect(await ask('/shanoir-ng/studies')).toEqual([301, '/shanoir-ng/studies/'])
    expect(await ask('/shanoir-ng/welcome', 'POST')).toEqual([405, null])
    expect(await ask('/shanoir-ng/users/last_login_date')).toEqual([404, null])
    expect(await ask('/auth/realms/master/')).toEqual([404, null])
    expect(await ask('/studies/studies/public/data')).toEqual([404, null])
  })

  test('what a service does not know is a failure of it', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const answer = await member.ask('datasets/nothing/here')
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      500,
      { code: 500, message: 'No static resource nothing/here.', details: null },
    ])
    expect((await member.ask('studies/api-docs')).status).toBe(200)
  })
})

describe('shanoir stand-in: what it holds', () => {
  test('it is the same every time, and grows by what is asked for', async () => {
    const [one, two, more] = await Promise.all([
      startShanoir(),
      startShanoir(),
      startShanoir({ synthetic: 30 }),
    ])
    expect(one.world.datasets).toEqual(two.world.datasets)
    expect(one.world.subjects).toEqual(two.world.subjects)
    expect(more.world.datasets.size).toBe(one.world.datasets.size + 30)
    expect(offlineTokens.member).toBe(one.member.offlineToken)
  })

  test('subjects of both kinds come only for the text null, and clinical ones by default', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const path = `studies/subjects/${studyIds.animals}/allSubjects`
    expect((await member.ask(path)).status).toBe(204)
    expect(await member.json(`${path}?preclinical=null`)).toHaveLength(6)
    expect(await member.json(`${path}?preclinical=true`)).toHaveLength(6)
  })

  test('an animal has a species, and a person is none of them', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const animal = (await member.json(`preclinical/subject/${studyIds.animals}01`)) as Row
    expect(animal).toMatchObject({ specie: { value: 'Rat' }, strain: { value: 'Sprague-Dawley' } })
    expect((await member.ask(`preclinical/subject/${studyIds.open}01`)).status).toBe(404)
  })

  test('old servers tell the study of a subject in a join table, and dates as lists', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const subject = async () => (await member.json('studies/subjects/301')) as Row
    const { birthDate } = shanoir.world.subjects.get(301) ?? {}
    expect(await subject()).toMatchObject({ studyId: 3, subjectStudyList: null, birthDate })
    Object.assign(shanoir.quirks, { subjectStudy: 'join', birthDates: 'list' })
    expect(await subject()).toMatchObject({
      studyId: null,
      subjectStudyList: [{ study: { id: 3 } }],
      birthDate: birthDate?.split('-').map(Number),
    })
  })

  test('examinations of animals have a list of their own', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const clinical = (await member.json('datasets/examinations?size=500')) as { content: Row[] }
    const animals = (await member.json('datasets/examinations/preclinical/true')) as {
      content: Row[]
    }
    const ids = [...clinical.content, ...animals.content].map(({ id }) => id as number)
    expect(ids.sort((a, b) => a - b)).toEqual(shanoir.readable('mharvest').examinations)
    expect(animals.content).toHaveLength(6)
  })

  test('a data set has its kind in three spellings, and its times in detail only', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [id] = await member.ids('studyId:3 AND datasetName:t1_mprage*')
    const detail = (await member.json(`datasets/datasets/${id}`)) as Row
    expect(detail).toMatchObject({
      type: 'Mr',
      echoTime: [{ echoNumber: 1, echoTimeValue: 2.98 }],
      updatedMrMetadata: { mrDatasetNature: 'T1_WEIGHTED_MR_DATASET' },
      datasetAcquisition: { protocol: { sliceThickness: 1 }, examination: { studyId: 3 } },
      datasetProcessing: null,
    })
    const light = (await member.json('datasets/datasets/study/3')) as Row[]
    expect(light.find((one) => one.id === id)).toMatchObject({ type: 'MR', study: { id: 3 } })
    const [made] = await member.ids('studyId:3 AND processed:true')
    expect(await member.json(`datasets/datasets/${made}`)).toMatchObject({
      datasetAcquisition: null,
      datasetProcessing: { inputDatasets: [{ id: expect.any(Number) }] },
    })
  })

  test('lists by page leave out what was processed', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const page = (await member.json('datasets/datasets?size=2000')) as { content: Row[] }
    const acquired = shanoir
      .readable('mharvest')
      .datasets.filter((id) => shanoir.world.datasets.get(id)?.acquisition !== null)
    expect(page.content.map(({ id }) => id)).toEqual(acquired)
    expect((await member.ask('datasets/datasets?page=99')).status).toBe(204)
  })

  test('a study tells its volume on demand, and its cards to those who see it', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const plain = (await member.json('studies/studies/3')) as Row
    const whole = (await member.json('studies/studies/3?withStorageVolume=true')) as Row
    expect(plain.storageVolume).toBeNull()
    expect(whole.storageVolume).toMatchObject({ volumeByFormat: [{ format: 'DICOM' }, {}] })
    const [card] = (await member.json('datasets/studycards/byStudy/3')) as Row[]
    expect(card).toMatchObject({ rules: [{ conditions: [{ dicomTag: 528_446 }] }] })
    expect((await member.ask('datasets/studycards/byStudy/12')).status).toBe(204)
  })

  test('searching by ids gives those that may be found, and 204 for none', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const byIds = (ids: unknown) =>
      member.ask('datasets/solr/byIds', { method: 'POST', body: JSON.stringify(ids), ...json })
    const { found } = shanoir.readable('mharvest')
    const hidden = shanoir.readable('shanoir-admin').found.find((id) => !found.includes(id))
    const page = JSON.parse((await byIds([found[0], hidden])).text)
    expect(page.content.map((row: Row) => row.datasetId)).toEqual([found[0]])
    expect((await byIds([hidden])).status).toBe(204)
    expect((await byIds(Array(1025).fill(1))).status).toBe(422)
  })
})

/** Every address of the sample that answers with JSON, as far as one account gets. */
async function readEverything(client: Client): Promise<string> {
  const { content } = await client.page(
    { facetPaging: { subjectName: { pageNumber: 1, pageSize: 500 } } },
    '?size=2000',
  )
  const texts = [JSON.stringify(content)]
  const some = content.filter((_, at) => at % 40 === 0)
  const paths = [
    'studies/studies',
    'studies/studies/light',
    'studies/studies/public/data',
    'studies/studies/rights/all',
    'studies/centers',
    'users/users',
    'datasets/examinations',
    'datasets/datasets/overallStatistics',
    ...['3', '12', '17', '21'].flatMap((id) => [
      `studies/studies/${id}`,
      `studies/subjects/${id}/allSubjects?preclinical=null`,
      `datasets/datasets/study/${id}`,
      `datasets/bids/bidsStructure/studyId/${id}`,
    ]),
    'studies/subjects/301',
    ...some.flatMap(({ datasetId }) => [
      `datasets/datasets/${datasetId}`,
      `datasets/datasets/dicom-metadata/${datasetId}`,
    ]),
  ]
  for (const path of paths) {
    const { status, text } = await client.ask(path, json)
    if (status >= 400) throw new Error(`${path} answers ${status}`)
    texts.push(text)
  }
  return texts.join('\n')
}

describe('shanoir stand-in: people', () => {
  test('every planted word is sent somewhere', async () => {
    const shanoir = await startShanoir({ quirks: { plantsComments: true } })
    const admin = await clientOf(shanoir, shanoir.admin)
    shanoir.misbehave({ how: 'error-model', match: ({ path }) => path.endsWith('/count') })
    const texts = [await readEverything(admin), (await admin.ask('users/users/count')).text]
    const all = texts.join('\n')
    expect(Object.values(planted).filter((word) => !all.includes(word))).toEqual([])
    const subject = shanoir.world.subjects.get(301)
    expect(shanoir.personal()).toEqual(expect.arrayContaining([subject?.name, planted.importer]))
  })

  test('nothing is planted where nothing is to be', async () => {
    const shanoir = await startShanoir({ quirks: { plants: false } })
    const all = await readEverything(await clientOf(shanoir, shanoir.admin))
    expect(Object.values(planted).filter((word) => all.includes(word))).toEqual([])
    expect(all).toContain('"birthDate":null')
  })

  test('users are told to those who may, and oneself', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    expect((await member.ask('users/users')).status).toBe(403)
    expect((await member.ask('users/users/1')).status).toBe(403)
    expect(await member.json('users/users/41')).toMatchObject({ email: planted.memberEmail })
  })
})

describe('shanoir stand-in: what people do to it', () => {
  test('an index that is built anew loses documents, and the database none', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    shanoir.upstream.cutIndex(5, studyIds.open)
    expect(await member.ids('studyId:3')).toHaveLength(5)
    expect(await member.ids('studyId:12')).toHaveLength(48)
    expect(await member.json('datasets/datasets/study/nb-datasets/3')).toBe(80)
    shanoir.upstream.cutIndex(0)
    expect(await member.ids('*:*')).toEqual([])
    shanoir.upstream.restoreIndex()
    expect(await member.ids('studyId:3')).toHaveLength(86)
  })

  test('an edit shows in no date', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [id = 0] = await member.ids('studyId:3')
    const body = { expertMode: true, searchText: `datasetId:${id}` }
    const [before] = (await member.page(body)).content
    shanoir.upstream.changeDataset(id, { name: 'renamed', tags: ['new'] })
    const [after] = (await member.page(body)).content
    expect(after).toEqual({
      ...before,
      datasetName: 'renamed',
      tags: expect.arrayContaining(['new']),
    })
  })

  test('what is removed is absent, and what is new has a higher id', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const before = await member.ids('studyId:3')
    shanoir.upstream.removeDataset(before[0] ?? 0)
    const id = shanoir.upstream.addDataset(studyIds.open, '2026-11-01')
    expect(await member.ids('studyId:3')).toEqual([...before.slice(1), id])
    const exam = shanoir.world.datasets.get(before[9] ?? 0)?.acquisition?.examinationId ?? 0
    shanoir.upstream.removeExamination(exam)
    expect(await member.ids(`examinationId:${exam}`)).toEqual([])
    expect(await member.json('datasets/datasets/study/nb-datasets/3')).toBe(72)
  })

  test('accounts can be locked, closed and opened', async () => {
    const shanoir = await startShanoir()
    const status = async () => (await grant(shanoir, refresh(offlineTokens.member))).status
    shanoir.upstream.lockAccount('mharvest')
    expect(await status()).toBe(400)
    shanoir.upstream.unlockAccount('mharvest')
    expect(await status()).toBe(200)
    shanoir.upstream.setEnabled('mharvest', false)
    expect(await status()).toBe(400)
    expect(() => shanoir.upstream.lockAccount('nobody')).toThrow('user nobody')
  })
})
