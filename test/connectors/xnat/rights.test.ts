import { describe, expect, test } from 'vitest'
import type { Held } from '../../../src/conform/trial.ts'
import { anonymous } from '../../../src/model/index.ts'
import { type SiteTrial, withSite } from './read-xnat.ts'

const rightsOf = (held: Map<string, Held>, id: string) => held.get(id)?.record.visibility

/** Native ids that everybody finds. */
async function found({ trial, held }: SiteTrial): Promise<string[]> {
  const ids = [...(await held()).values()].map(({ record }) => record.id)
  const records = await trial.store.records(anonymous, ids)
  return records.flatMap((record) => record?.nativeId ?? []).sort()
}

/** Steps of the outbox since a position, as ids that nobody finds any more. */
async function hiddenSince({ trial }: SiteTrial, position: number): Promise<string[]> {
  const changes = await trial.store.changes(position, 1_000)
  return changes.flatMap(({ record }) =>
    record !== null && record.visibility.discover.length === 0 ? [record.nativeId] : [],
  )
}

describe('xnat: who may see what', () => {
  test('follows the accessibility of the project', async () => {
    await withSite({}, async ({ harvest, held }) => {
      await harvest()
      const records = await held()
      const open = { discover: ['public'], retrieve: ['public'] }
      const nobody = { discover: [], retrieve: [] }
      expect(rightsOf(records, 'project:OPEN_AGING')).toEqual(open)
      expect(rightsOf(records, 'experiment:NEURO_E00001')).toEqual(open)
      // Title and description are for everybody, data for members.
      const titleOnly = { discover: ['public'], retrieve: [] }
      expect(rightsOf(records, 'project:PET_TRACERS')).toEqual(titleOnly)
      expect(rightsOf(records, 'project:EPI_PROT')).toEqual(titleOnly)
      expect(rightsOf(records, 'project:TUMOUR')).toEqual(nobody)
      const access = (id: string) => records.get(id)?.record.access
      // Not open: the site wants an account of everybody.
      expect(access('project:OPEN_AGING')).toBe('REGISTERED')
      expect(access('project:PET_TRACERS')).toBe('ON_REQUEST')
      expect(access('project:TUMOUR')).toBe('CLOSED')
      for (const { record } of records.values()) {
        if (record.parents[0] !== 'trial:project:PET_TRACERS') continue
        expect(record.visibility).toEqual(nobody)
      }
    })
  })

  test('public projects of a site that lets everybody in are open', async () => {
    await withSite({ requireLogin: false }, async ({ harvest, held }) => {
      await harvest()
      const records = await held()
      expect(records.get('project:OPEN_AGING')?.record.access).toBe('OPEN')
      expect(records.get('experiment:NEURO_E00001')?.record.access).toBe('OPEN')
      expect(records.get('project:TUMOUR')?.record.access).toBe('CLOSED')
    })
  })

  test('a protected project is a record of its title alone to those who are no members', async () => {
    await withSite({}, async ({ harvest, held }) => {
      const run = await harvest()
      expect(run.state).toBe('SUCCEEDED')
      const study = (await held()).get('project:EPI_PROT')?.record
      expect(study).toMatchObject({ kind: 'STUDY', subjects: null })
      expect(study?.title).not.toBe('EPI_PROT')
    })
  })
})

describe('xnat: rights that were narrowed', () => {
  test('a project turned private is hidden with all that it owns before anything else is read', async () => {
    await withSite({}, async (one) => {
      const { site, harvest, held, trial } = one
      await harvest()
      const before = await found(one)
      expect(before).toContain('experiment:NEURO_E00001')
      const own = [...(await held()).values()].filter(
        ({ record }) => record.parents[0] === 'trial:project:OPEN_AGING',
      )
      const position = await trial.store.position()
      site.upstream.setMember('harvester', 'OPEN_AGING', true)
      site.upstream.setAccessibility('OPEN_AGING', 'private')
      // Whatever fails afterwards.
      site.faults.add({ kind: 'status-500', match: ({ path }) => path.includes('/projects/') })
      const run = await harvest()
      expect(run.removed).toBe(0)
      const hidden = await hiddenSince(one, position)
      expect(hidden).toEqual(expect.arrayContaining(own.map(({ record }) => record.nativeId)))
      expect(await found(one)).not.toContain('experiment:NEURO_E00001')
      expect(await found(one)).not.toContain('project:OPEN_AGING')
    })
  })

  test('a project that the account no longer sees is hidden at once, and removed only on a word', async () => {
    await withSite({}, async (one) => {
      const { site, harvest, held } = one
      await harvest()
      const size = (await held()).size
      site.upstream.setAccessibility('OPEN_AGING', 'private')
      const run = await harvest({ full: false })
      // It is more than a fifth of all.
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect((await held()).size).toBe(size)
      expect(await found(one)).not.toContain('project:OPEN_AGING')
      expect((await found(one)).filter((id) => id.startsWith('experiment:NEURO_E0001'))).toEqual([])
      const swept = await harvest({ allowRemovals: true })
      expect(swept.removed).toBeGreaterThan(10)
      expect((await held()).has('project:OPEN_AGING')).toBe(false)
      // Shared into a project that the account does see, a session is still there.
      expect((await held()).has('experiment:NEURO_E00004')).toBe(true)
      expect((await harvest()).state).toBe('SUCCEEDED')
    })
  })

  test('a list of projects that says that there are none hides nothing and removes nothing', async () => {
    await withSite({}, async (one) => {
      const { site, harvest, held } = one
      await harvest()
      const size = (await held()).size
      const visible = await found(one)
      site.faults.add({ kind: 'empty-page', match: ({ path }) => path === '/data/projects' })
      const run = await harvest({ allowRemovals: true })
      expect([run.state, run.error, run.removed]).toEqual(['FAILED', 'ANSWER_INVALID', 0])
      expect((await held()).size).toBe(size)
      expect(await found(one)).toEqual(visible)
    })
  })

  test('a membership that ended hides nothing that was not hidden, and removes nothing', async () => {
    await withSite({}, async (one) => {
      const { site, harvest, held } = one
      await harvest()
      const size = (await held()).size
      site.upstream.setMember('harvester', 'PET_TRACERS', false)
      const run = await harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['SUCCEEDED', 0])
      expect((await held()).size).toBe(size)
      expect((await held()).get('project:PET_TRACERS')?.record.subjects).toBeNull()
    })
  })

  test('a session that a project owns which was left out and is not public is shown by no other', async () => {
    const source = { withoutProjects: ['TUMOUR', 'OPEN_AGING'] }
    await withSite({ source }, async (one) => {
      one.site.upstream.setMember('harvester', 'PET_TRACERS', true)
      const [tumour = ''] = one.site
        .readable('harvester')
        .sessions.filter((id) => one.site.world.sessions.get(id)?.project === 'TUMOUR')
      one.site.upstream.share(tumour, 'RODENT_MRI')
      one.site.upstream.share('NEURO_E00001', 'RODENT_MRI')
      expect((await one.harvest()).state).toBe('SUCCEEDED')
      const held = await one.held()
      expect(held.has(`experiment:${tumour}`)).toBe(false)
      expect(held.has('experiment:NEURO_E00001')).toBe(true)
    })
  })

  test('a project turned public is shown with its sessions, none of which had changed', async () => {
    await withSite({}, async (one) => {
      const { site, harvest, held } = one
      await harvest()
      site.upstream.setAccessibility('TUMOUR', 'public')
      await harvest({ full: false })
      const own = [...(await held()).values()].filter(
        ({ record }) => record.parents[0] === 'trial:project:TUMOUR',
      )
      expect(own.length).toBeGreaterThan(5)
      for (const { record } of own) {
        expect(record.visibility.discover).toEqual(['public'])
        expect(record.access).toBe('REGISTERED')
      }
    })
  })

  test('an owner whom the account may not know of has a name nowhere', async () => {
    await withSite({}, async (one) => {
      await one.harvest()
      const records = [...(await one.held()).values()]
      expect(JSON.stringify(records)).not.toContain('CLOSED_TRIAL')
      expect(one.logged()).not.toContain('CLOSED_TRIAL')
      const guests = records.filter(({ record }) => record.title.startsWith('guest-1'))
      for (const { record } of guests) expect(record.parents).toEqual(['trial:project:OPEN_AGING'])
    })
  })
})
