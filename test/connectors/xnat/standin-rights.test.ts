import { describe, expect, test } from 'vitest'
import type { XnatStandin } from '../../../connectors/xnat/standin.ts'
import { childrenOf, clientOf, startXnat } from './standin-client.ts'

async function harvester() {
  const xnat = await startXnat()
  return { xnat, client: await clientOf(xnat, xnat.account) }
}

/** Ids in the experiment lists of all projects that answer with 200. */
async function listedSessions(xnat: XnatStandin, login: XnatStandin['account'] | null) {
  const client = await clientOf(xnat, login)
  const found = new Set<string>()
  for (const project of await client.ids('/data/projects')) {
    const path = `/data/projects/${project}/experiments`
    if ((await client.ask(path)).status !== 200) continue
    for (const id of await client.ids(path)) found.add(id)
  }
  return [...found].sort()
}

describe('xnat stand-in: rights', () => {
  test('everybody reads what is public, members what is theirs, administrators everything', async () => {
    const xnat = await startXnat({ requireLogin: false })
    for (const login of [null, xnat.visitor, xnat.account, xnat.admin]) {
      const { sessions } = xnat.readable(login?.user ?? null)
      expect(await listedSessions(xnat, login)).toEqual(sessions)
    }
    expect(xnat.readable(null).sessions).toEqual(xnat.readable('visitor').sessions)
    expect(xnat.readable('admin').sessions).toHaveLength(xnat.world.sessions.size)
  })

  test('a protected project shows its title to everybody and its content to members', async () => {
    const { xnat, client } = await harvester()
    expect((await client.ask('/data/projects/EPI_PROT/accessibility')).text).toBe('protected')
    expect((await client.item('/data/projects/EPI_PROT?format=json')).data_fields.name).toBe(
      'Epilepsy Registry',
    )
    for (const list of ['subjects', 'experiments']) {
      const answer = await client.ask(`/data/projects/EPI_PROT/${list}`)
      expect(answer.status).toBe(403)
      expect(answer.text).toContain(`Unable to read ${list} for Project: EPI_PROT`)
    }
    expect((await client.ask('/data/projects/PET_TRACERS/subjects')).status).toBe(200)
    expect(await client.rows('/data/projects/OPEN_AGING/resources')).toHaveLength(1)
    xnat.upstream.setAccessibility('OPEN_AGING', 'protected')
    expect(await client.rows('/data/projects/OPEN_AGING/resources')).toEqual([])
    xnat.quirks.listsProtected = false
    expect(await client.ids('/data/projects')).not.toContain('EPI_PROT')
    const accessible = await client.rows('/data/projects?accessible=true')
    expect(accessible.find(({ id }) => id === 'EPI_PROT')?.project_access).toBe('protected')
  })

  test('a private project is as one that is not there', async () => {
    const { client } = await harvester()
    for (const rest of [
      '?format=json',
      '/accessibility',
      '/subjects',
      '/experiments',
      '/resources',
    ]) {
      const hidden = await client.ask(`/data/projects/CLOSED_TRIAL${rest}`)
      const absent = await client.ask(`/data/projects/NO_SUCH${rest}`)
      expect(hidden.status).toBe(404)
      expect(hidden.text).toBe(absent.text.replaceAll('NO_SUCH', 'CLOSED_TRIAL'))
    }
    expect(await client.ids('/data/projects?accessible=true')).not.toContain('CLOSED_TRIAL')
    expect((await client.ask('/data/experiments/NEURO_E00044?format=json')).status).toBe(404)
  })

  test('rights are applied after the page is cut, so that a page can be short', async () => {
    const { xnat, client } = await harvester()
    const page = await client.ids('/data/experiments?limit=50&offset=0')
    const all = await client.ids('/data/experiments')
    expect(page.length).toBeLessThan(50)
    expect(all.length).toBeGreaterThan(page.length)
    xnat.upstream.hideType('harvester', 'PET_TRACERS', 'xnat:petSessionData')
    const list = '/data/projects/PET_TRACERS/experiments?columns=ID'
    expect(await client.ids(`${list}&limit=5`)).toEqual(['NEURO_E00003', 'NEURO_E00004'])
    // A type with rights of its own is filtered in the query.
    expect(await client.ids(`${list}&xsiType=xnat:petSessionData&limit=1`)).toEqual([
      'NEURO_E00025',
    ])
    xnat.upstream.showType('harvester', 'PET_TRACERS', 'xnat:petSessionData')
    expect(await client.ids(`${list}&limit=5`)).toHaveLength(5)
  })

  test('a project that turns private disappears with all that it alone shows', async () => {
    const { xnat, client } = await harvester()
    xnat.upstream.setAccessibility('OPEN_AGING', 'private')
    expect(await client.ids('/data/projects')).not.toContain('OPEN_AGING')
    expect((await client.ask('/data/experiments/NEURO_E00001?format=json')).status).toBe(404)
    // It is shared into a project that stays readable.
    expect((await client.ask('/data/experiments/NEURO_E00003?format=json')).status).toBe(200)
    xnat.upstream.setMember('harvester', 'OPEN_AGING', true)
    expect((await client.ask('/data/experiments/NEURO_E00001?format=json')).status).toBe(200)
  })

  test('without any readable project the list of subjects fails', async () => {
    const xnat = await startXnat()
    for (const project of ['OPEN_AGING', 'RODENT_MRI', 'EMPTY_START']) {
      xnat.upstream.setAccessibility(project, 'protected')
    }
    const visitor = await clientOf(xnat, xnat.visitor)
    expect((await visitor.ask('/data/subjects')).status).toBe(500)
    expect(await visitor.ids('/data/experiments')).toEqual([])
  })
})

describe('xnat stand-in: sharing', () => {
  test('a shared session has one id, and a label of its own where it was given one', async () => {
    const { client } = await harvester()
    const labels = async (project: string) =>
      new Map(
        (await client.rows(`/data/projects/${project}/experiments`)).map(({ ID, label }) => [
          ID,
          label,
        ]),
      )
    const [home, guest] = [await labels('OPEN_AGING'), await labels('PET_TRACERS')]
    expect(guest.get('NEURO_E00003')).toBe('control-a')
    expect(home.get('NEURO_E00003')).not.toBe('control-a')
    expect(guest.get('NEURO_E00004')).toBe(home.get('NEURO_E00004'))
    const byLabel = await client.item(
      '/data/projects/PET_TRACERS/experiments/control-a?format=json',
    )
    expect(byLabel.data_fields.ID).toBe('NEURO_E00003')
    expect(childrenOf(byLabel, 'sharing/share').map(({ data_fields }) => data_fields)).toEqual([
      { project: 'PET_TRACERS', label: 'control-a' },
    ])
  })

  test('a row of a shared session names the lister or the owner, and its subject the owner', async () => {
    const { xnat, client } = await harvester()
    const path = '/data/projects/PET_TRACERS'
    const project = async (list: string, id: string) =>
      (await client.rows(`${path}/${list}`)).find(({ ID }) => ID === id)?.project
    expect(await project('experiments', 'NEURO_E00003')).toBe('PET_TRACERS')
    xnat.quirks.sharedRowsName = 'owner'
    expect(await project('experiments', 'NEURO_E00003')).toBe('OPEN_AGING')
    expect(await project('subjects', 'NEURO_S00003')).toBe('OPEN_AGING')
  })

  test('a column of imaging sessions leaves shared rows under their first names, as no label does', async () => {
    const { client } = await harvester()
    const path = '/data/projects/PET_TRACERS/experiments'
    const shared = async (columns: string) => {
      const rows = await client.rows(`${path}?columns=ID,${columns}`)
      return rows.find(({ ID }) => ID === 'NEURO_E00003')
    }
    expect(await shared('label,modality,project')).toMatchObject({
      label: 'OPE003_MR3',
      project: 'OPEN_AGING',
      session_ID: 'NEURO_E00003',
    })
    expect(await shared('project')).toMatchObject({ project: 'OPEN_AGING' })
    expect(await shared('label,fieldStrength,subject_label')).toMatchObject({
      label: 'control-a',
      project: 'PET_TRACERS',
      subject_label: 'control-a_subject',
    })
    // The filter knows only the first name.
    expect(await client.ids(`${path}?label=control-a`)).toEqual([])
    expect(await client.ids(`${path}?label=OPE003_MR3`)).toEqual(['NEURO_E00003'])
  })

  test('a session of an invisible project is readable where it is shared, and nowhere else', async () => {
    const { xnat, client } = await harvester()
    const rows = await client.rows('/data/projects/OPEN_AGING/experiments')
    const id = rows.find(({ label }) => label === 'guest-1')?.ID ?? ''
    const path = `/data/experiments/${id}?format=json`
    expect((await client.item(path)).data_fields.project).toBe('CLOSED_TRIAL')
    xnat.upstream.unshare(id, 'OPEN_AGING')
    expect((await client.ask(path)).status).toBe(404)
  })

  test('what is shared, moved or removed between two reads shows in the next', async () => {
    const { xnat, client } = await harvester()
    const list = (project: string) => client.ids(`/data/projects/${project}/experiments?columns=ID`)
    xnat.upstream.share('NEURO_E00001', 'TUMOUR', 'late')
    expect(await list('TUMOUR')).toContain('NEURO_E00001')
    xnat.upstream.changeSession('NEURO_E00002', { project: 'RODENT_MRI', label: 'moved' })
    expect(await list('OPEN_AGING')).not.toContain('NEURO_E00002')
    const [moved] = await client.rows(
      '/data/experiments?ID=NEURO_E00002&columns=label,last_modified',
    )
    expect(moved).toMatchObject({ label: 'moved' })
    expect(moved?.last_modified).toMatch(/^2026-03-01 10:\d\d:\d\d\.\d{6}$/)
    xnat.upstream.addScan('NEURO_E00002', 'T9 odd')
    xnat.upstream.removeScan('NEURO_E00002', '1')
    const ids = await client.ids('/data/experiments/NEURO_E00002/scans')
    expect([ids.includes('90'), ids.includes('1')]).toEqual([true, false])
    const added = xnat.upstream.addSession('TUMOUR', 'MR')
    expect(await list('TUMOUR')).toContain(added)
    xnat.upstream.removeSession(added)
    expect(xnat.upstream.addSession('TUMOUR', 'CT')).not.toBe(added)
    xnat.upstream.changeSubject('NEURO_S00002', { age: 33, gender: null })
    const [subject] = await client.rows('/data/subjects?ID=NEURO_S00002&columns=age,gender')
    expect(subject).toMatchObject({ age: '33', gender: '' })
    xnat.upstream.changeProject('TUMOUR', { name: 'Renamed' })
    expect((await client.item('/data/projects/TUMOUR?format=json')).data_fields.name).toBe(
      'Renamed',
    )
    xnat.upstream.removeSubject('NEURO_S00001')
    expect(await list('TUMOUR')).not.toContain('NEURO_E00001')
    xnat.upstream.removeProject('TUMOUR')
    expect(await client.ids('/data/projects')).not.toContain('TUMOUR')
    expect(() => xnat.upstream.removeSession('NEURO_E00001')).toThrow('no session')
  })
})
