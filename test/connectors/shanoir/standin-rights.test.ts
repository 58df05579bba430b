import { describe, expect, test } from 'vitest'
import { studyIds } from '../../../connectors/shanoir/standin.ts'
import { clientOf, type Row, startShanoir } from './standin-client.ts'

const json = { headers: { 'content-type': 'application/json' } }
const denied = { code: 403, message: 'Access Denied', details: null }

const idsOf = (rows: unknown) => (rows as Row[]).map(({ id }) => id as number).sort((a, b) => a - b)

describe('shanoir stand-in: what is open to everybody', () => {
  test('cards of public studies are, without their files, and drafts are not', async () => {
    const shanoir = await startShanoir()
    const cards = (await (
      await clientOf(shanoir, null)
    ).json('studies/studies/public/data')) as Row[]
    expect(idsOf(cards)).toEqual(shanoir.readable(null).cards)
    expect(idsOf(cards)).toEqual([3, 7, 21, 30])
    expect(cards.every((card) => card.protocolFilePaths === null)).toBe(true)
    expect(cards.find(({ id }) => id === studyIds.open)).toMatchObject({
      license: 'CC-BY-4.0',
      studyStatus: 'FINISHED',
      nbSubjects: 10,
      nbExaminations: 10,
    })
  })

  test('statistics are, and nothing else', async () => {
    const shanoir = await startShanoir()
    const nobody = await clientOf(shanoir, null)
    expect(await nobody.json('datasets/datasets/overallStatistics')).toMatchObject({
      studiesCount: 9,
      subjectsCount: 49,
    })
    expect(await nobody.json('users/users/count')).toBe(4)
    expect((await nobody.ask('users/events/count?days=30')).status).toBe(200)
    for (const path of [
      'studies/studies',
      'studies/studies/light',
      'studies/studies/rights/all',
      'studies/centers',
      'datasets/datasets/2001',
      'datasets/datasets/download/2001',
      'preclinical/subject/2101',
      'users/users',
      'import/anything',
    ]) {
      const answer = await nobody.ask(path, json)
      expect([path, answer.status, answer.text]).toEqual([path, 401, ''])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect((await nobody.search({})).status).toBe(401)
  })

  test('statistics are as old as their date', async () => {
    const shanoir = await startShanoir()
    const nobody = await clientOf(shanoir, null)
    const statistics = () => nobody.json('datasets/datasets/overallStatistics')
    const before = await statistics()
    shanoir.upstream.removeStudy(studyIds.hidden)
    expect(await statistics()).toEqual(before)
    shanoir.upstream.countStatistics()
    expect(await statistics()).toMatchObject({ studiesCount: 8, subjectsCount: 46 })
  })

  test('where no study is public, the list of cards is 204', async () => {
    const shanoir = await startShanoir()
    for (const id of [3, 7, 21, 30]) {
      shanoir.upstream.changeStudy(id, { visibleByDefault: false })
    }
    const answer = await (await clientOf(shanoir, null)).ask('studies/studies/public/data')
    expect([answer.status, answer.text]).toEqual([204, ''])
  })
})

describe('shanoir stand-in: rights', () => {
  test('lists name the studies that may be seen, and the map of rights more than these', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    for (const path of ['light', '', 'names', 'namesAndCenters']) {
      const list = await member.json(`studies/studies${path === '' ? '' : `/${path}`}`)
      expect(idsOf(list)).toEqual([3, 12, 17, 21])
    }
    const { text } = await member.ask('studies/studies/rights/all', json)
    expect(JSON.parse(text)).toEqual({
      3: ['CAN_SEE_ALL', 'CAN_DOWNLOAD'],
      7: ['CAN_SEE_ALL', 'CAN_DOWNLOAD'],
      12: ['CAN_SEE_ALL'],
      17: ['CAN_SEE_ALL', 'CAN_DOWNLOAD'],
      21: ['CAN_SEE_ALL', 'CAN_DOWNLOAD', 'CAN_IMPORT'],
      26: ['CAN_IMPORT'],
    })
    expect(idsOf(await member.json('studies/studies/public/connected'))).toEqual([30])
  })

  test('cards of a member have files and no tags, those of everybody the other way round', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const cardOf = async (path: string) =>
      ((await member.json(path)) as Row[]).find(({ id }) => id === studyIds.open)
    const [own, open] = [
      await cardOf('studies/studies/light'),
      await cardOf('studies/studies/public/data'),
    ]
    expect([own?.protocolFilePaths, own?.studyTags]).toEqual([['protocol_v2.pdf'], null])
    expect([open?.protocolFilePaths, open?.studyTags]).toEqual([
      null,
      [expect.objectContaining({ name: 'ageing' }), expect.objectContaining({ name: 'healthy' })],
    ])
  })

  test('rights without a type of content are a failure, and without a study 204', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    expect((await member.ask('studies/studies/rights/all')).status).toBe(500)
    const stranger = await clientOf(shanoir, shanoir.stranger)
    expect((await stranger.ask('studies/studies/rights/all', json)).status).toBe(204)
    expect((await stranger.ask('studies/studies/light')).status).toBe(204)
  })

  test('an unsigned agreement hides a study from all but the map of rights, and signing shows it', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const pending = (await member.json('studies/studies/dua')) as Row[]
    expect(pending).toMatchObject([
      { studyId: studyIds.pending, path: 'DUA_SEP_Ouest.pdf', timestampOfAccepted: null },
    ])
    expect(await member.ids(`studyId:${studyIds.pending}`)).toEqual([])
    const detail = await member.ask(`studies/studies/${studyIds.pending}`)
    expect([detail.status, JSON.parse(detail.text)]).toEqual([403, denied])
    shanoir.upstream.signAgreement('mharvest', studyIds.pending)
    expect((await member.ids(`studyId:${studyIds.pending}`)).length).toBe(50)
    expect((await member.ask('studies/studies/dua')).status).toBe(204)
    expect(shanoir.counts.acceptedAgreements).toBe(0)
  })

  test('an agreement accepted over the interface is counted', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const foreign = await member.ask('studies/studies/dua/72', { method: 'PUT', ...json })
    const own = await member.ask('studies/studies/dua/71', { method: 'PUT', ...json })
    expect([foreign.status, own.status, shanoir.counts.acceptedAgreements]).toEqual([403, 200, 1])
  })

  test('a member of centres finds and sees their data only, and the count does not care', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const { content } = await member.page(
      { expertMode: true, searchText: `studyId:${studyIds.centers}` },
      '?size=2000',
    )
    expect(content).toHaveLength(36)
    expect(new Set(content.map(({ centerId }) => centerId))).toEqual(new Set([1, 2]))
    expect(await member.json('datasets/datasets/study/nb-datasets/17')).toBe(54)
    const own = new Set(content.map(({ datasetId }) => datasetId))
    const foreign = [...shanoir.world.datasets.values()].find(
      (one) => one.studyId === studyIds.centers && one.acquisition !== null && !own.has(one.id),
    )
    expect((await member.ask(`datasets/datasets/${foreign?.id}`)).status).toBe(403)
    const study = (await member.json('studies/studies/17')) as { studyUserList: Row[] }
    const self = study.studyUserList.find(({ userId }) => userId === 41)
    expect(self).toMatchObject({ confirmed: true, centerIds: [1, 2] })
    expect(await member.json('datasets/datasets/study/17')).toHaveLength(54)
    shanoir.upstream.setCenters('mharvest', studyIds.centers, [])
    expect(await member.ids(`studyId:${studyIds.centers}`)).toHaveLength(57)
  })

  test('what was processed is found by nobody with centres, and shown where its input is', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const processed = [...shanoir.world.datasets.values()].filter(
      (one) => one.studyId === studyIds.centers && one.processing !== null,
    )
    const centers = [1, 2, 5]
    const statuses: Record<number, number> = {}
    for (const one of processed) {
      const input = shanoir.world.datasets.get(one.processing?.inputs[0] ?? 0)
      const examination = input?.acquisition?.examinationId ?? 0
      const center = shanoir.world.examinations.get(examination)?.centerId ?? 0
      statuses[center] = (await member.ask(`datasets/datasets/${one.id}`)).status
    }
    const expected = Object.keys(statuses).map((center) => [
      center,
      Number(center) === 5 ? 403 : 200,
    ])
    expect(Object.keys(statuses).every((center) => centers.includes(Number(center)))).toBe(true)
    expect(statuses).toEqual(Object.fromEntries(expected))
    expect(Object.values(statuses)).toEqual(expect.arrayContaining([200, 403]))
    expect(await member.ids('studyId:17 AND processed:true')).toEqual([])
  })

  test('a member who may only import finds what details refuse', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const [id, ...more] = await member.ids(`studyId:${studyIds.importOnly}`)
    expect(more).toHaveLength(11)
    expect((await member.ask(`datasets/datasets/${id}`)).status).toBe(403)
    expect((await member.ask('datasets/datasets/study/nb-datasets/26')).status).toBe(403)
    const { found, datasets } = shanoir.readable('mharvest')
    expect(found.length - datasets.length).toBe(12)
  })

  test('a count leaves out what was processed', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    expect(await member.json('datasets/datasets/study/nb-datasets/3')).toBe(80)
    expect(await member.ids('studyId:3')).toHaveLength(86)
  })

  test('what is not there is a failure for members and missing for administrators', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const admin = await clientOf(shanoir, shanoir.admin)
    for (const path of ['studies/studies/999', 'datasets/datasets/1', 'datasets/examinations/1']) {
      const [failed, missing] = [await member.ask(path), await admin.ask(path)]
      expect([failed.status, JSON.parse(failed.text).code]).toEqual([500, 500])
      expect([missing.status, missing.text]).toEqual([404, ''])
    }
    expect((await member.ask('datasets/datasetacquisition/1')).status).toBe(404)
    expect((await member.ask('datasets/datasets/abc')).status).toBe(500)
  })

  test('an administrator finds everything', async () => {
    const shanoir = await startShanoir()
    const admin = await clientOf(shanoir, shanoir.admin)
    expect((await admin.page({})).totalElements).toBe(shanoir.world.datasets.size)
    expect(shanoir.world.datasets.size).toBeGreaterThanOrEqual(300)
    expect((await admin.ask('studies/studies/rights/all', json)).status).toBe(204)
  })

  test('rights that are taken or given count at once', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const { upstream } = shanoir
    upstream.setRights('mharvest', studyIds.open, null)
    expect(await member.ids('studyId:3')).toEqual([])
    upstream.setRights('mharvest', studyIds.hidden, ['CAN_SEE_ALL'])
    expect(await member.ids('studyId:38')).toHaveLength(12)
    upstream.demandAgreement('mharvest', studyIds.hidden)
    expect(await member.ids('studyId:38')).toEqual([])
    upstream.removeStudy(studyIds.animals)
    expect(idsOf(await member.json('studies/studies/light'))).toEqual([12, 17])
    expect(shanoir.readable('mharvest').studies).toEqual([12, 17])
  })
})

describe('shanoir stand-in: downloads', () => {
  const paths = (id: number, examination: number) => [
    `datasets/datasets/download/${id}?format=dcm`,
    `datasets/datasets/download/${id}?format=nii`,
    `datasets/datasets/massiveDownloadByExamination?examinationId=${examination}&format=nii`,
  ]

  test('a zip is for those who may download, and for no one without a token', async () => {
    const shanoir = await startShanoir()
    const member = await clientOf(shanoir, shanoir.member)
    const nobody = await clientOf(shanoir, null)
    const sample = async (study: number) => {
      const body = { expertMode: true, searchText: `studyId:${study} AND processed:false` }
      const [row] = (await member.page(body, '?size=1&sort=id,ASC')).content
      return paths(Number(row?.datasetId), Number(row?.examinationId))
    }
    for (const path of await sample(studyIds.open)) {
      const answer = await member.ask(path)
      expect([answer.status, answer.type]).toEqual([200, 'application/zip'])
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment;filename=".+\.zip"$/)
      expect((await nobody.ask(path)).status).toBe(401)
    }
    for (const path of await sample(studyIds.closed)) {
      expect((await member.ask(path)).status).toBe(403)
    }
    expect(shanoir.counts.downloads).toBe(3)
  })

  test('more than five hundred at a time are refused', async () => {
    const shanoir = await startShanoir({ synthetic: 501 })
    const member = await clientOf(shanoir, shanoir.member)
    const whole = (id: number) =>
      member.ask(`datasets/datasets/massiveDownloadByStudy?studyId=${id}`)
    expect((await whole(studyIds.open)).status).toBe(200)
    const refused = await whole(studyIds.synthetic)
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('501 datasets')])
    const many = async (count: number) => {
      const ids = (await member.ids(`studyId:${studyIds.synthetic}`)).slice(0, count)
      const path = `datasets/datasets/massiveDownload?datasetIds=${ids.join(',')}`
      return (await member.ask(path, { method: 'POST' })).status
    }
    expect([await many(0), await many(500), await many(501)]).toEqual([403, 200, 403])
  })

  test('headers of a first instance are for those who may download, and EEG has none', async () => {
    const shanoir = await startShanoir()
    const colleague = await clientOf(shanoir, shanoir.colleague)
    const ofType = async (type: string) => {
      const [id] = await colleague.ids(`studyId:${studyIds.hidden} AND datasetType:${type}`)
      return (await colleague.ask(`datasets/datasets/dicom-metadata/${id}`)).status
    }
    expect([await ofType('MR_DATASET'), await ofType('EEG_DATASET')]).toEqual([200, 204])
  })
})
