import { describe, expect, test } from 'vitest'
import xnat from '../../../connectors/xnat/index.ts'
import { misbehaviours } from '../../../connectors/xnat/standin.ts'
import { cutAtCheckpoint } from '../../../src/conform/wrap.ts'
import { Interruption } from '../../../src/harvest/index.ts'
import { withSite } from './read-xnat.ts'

const isSession = ({ path }: { path: string }) => /\/experiments\/[^/]+$/.test(path)
const isItem = (request: string) => /^GET \/data\/experiments\/[^/]+$/.test(request)

describe('xnat: what a harvest asks', () => {
  test('is at most 1.05 requests a session beyond the lists, for 2,000 of them, and none when nothing changed', {
    timeout: 120_000,
  }, async () => {
    const options = { sessions: 2_000, patience: 100_000, policy: { totalTimeout: 60_000 } }
    await withSite(options, async ({ site, harvest, asked }) => {
      const run = await harvest()
      expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
      const lists = asked().filter((request) => !isItem(request))
      const items = site.counts.of('experiments/:experiment')
      const sessions = site.readable('harvester').sessions.length - 1
      expect(sessions).toBeGreaterThan(2_000)
      expect(items / sessions).toBeLessThanOrEqual(1.05)
      // Login, logout, three lists of projects; a handful of lists a project.
      expect(lists.length).toBeLessThan(130)
      const again = await harvest({ full: false })
      expect([again.state, again.written, again.removed]).toEqual(['SUCCEEDED', 0, 0])
      expect(asked().filter(isItem)).toEqual([])
    })
  })

  test('of what changed is that alone', async () => {
    await withSite({}, async ({ site, harvest, asked, held }) => {
      await harvest()
      asked()
      site.upstream.changeSession('NEURO_E00001', { label: 'renamed' })
      site.upstream.addScan('NEURO_E00002', 'T2_FLAIR')
      const run = await harvest({ full: false })
      expect(run.written).toBe(2)
      expect(asked().filter(isItem)).toEqual([
        'GET /data/experiments/NEURO_E00001',
        'GET /data/experiments/NEURO_E00002',
      ])
      expect((await held()).get('experiment:NEURO_E00001')?.record.title).toContain('renamed')
    })
  })

  test('a session that lies in three projects is read once, and keeps them all as parents', async () => {
    await withSite({}, async ({ harvest, asked, held }) => {
      await harvest()
      const items = asked().filter(isItem)
      expect(new Set(items).size).toBe(items.length)
      const shared = (await held()).get('experiment:NEURO_E00004')?.record
      expect(shared?.parents).toEqual([
        'trial:project:OPEN_AGING',
        'trial:project:PET_TRACERS',
        'trial:project:TUMOUR',
      ])
    })
  })

  test('a session newly shared gets the new parent without having changed', async () => {
    await withSite({}, async ({ site, harvest, held }) => {
      await harvest()
      site.upstream.share('NEURO_E00001', 'TUMOUR')
      await harvest({ full: false })
      const parents = (await held()).get('experiment:NEURO_E00001')?.record.parents
      expect(parents).toEqual(['trial:project:OPEN_AGING', 'trial:project:TUMOUR'])
    })
  })

  test('a session gets a parent that the account sees only now without having changed', async () => {
    await withSite({}, async ({ site, harvest, held }) => {
      site.upstream.setMember('harvester', 'TUMOUR', false)
      await harvest()
      const parents = async () => (await held()).get('experiment:NEURO_E00004')?.record.parents
      expect(await parents()).not.toContain('trial:project:TUMOUR')
      site.upstream.setMember('harvester', 'TUMOUR', true)
      await harvest({ full: false })
      expect(await parents()).toContain('trial:project:TUMOUR')
      expect((await harvest({ full: false })).written).toBe(0)
    })
  })

  test('projects and types that are not wanted are left out', async () => {
    const source = { projects: ['OPEN_AGING', 'PET_TRACERS'], withoutProjects: ['PET_TRACERS'] }
    await withSite({ source }, async ({ harvest, asked, held }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      expect(asked().some((request) => request.includes('PET_TRACERS'))).toBe(false)
      const projects = [...(await held()).keys()].filter((id) => id.startsWith('project:'))
      expect(projects).toEqual(['project:OPEN_AGING'])
    })
    await withSite({ source: { xsiTypes: ['xnat:petSessionData'] } }, async ({ harvest, held }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      const sessions = [...(await held()).values()].filter(
        ({ record }) => record.kind === 'SESSION',
      )
      expect(sessions.length).toBeGreaterThan(0)
      for (const { record } of sessions) expect(record.title).toMatch(/: PET session$/)
    })
  })

  test.each([
    ['projects', 0],
    ['sessions', 0],
    ['scans', 1],
    ['resources', 1],
  ] as const)('the depth %s takes %i requests a session', async (depth, each) => {
    await withSite({ source: { depth } }, async ({ site, harvest, asked, held }) => {
      expect((await harvest()).state).toBe('SUCCEEDED')
      const sessions = [...(await held()).values()].filter(
        ({ record }) => record.kind === 'SESSION',
      )
      const all = site.readable('harvester').sessions.length - 1
      expect(sessions).toHaveLength(depth === 'projects' ? 0 : all)
      expect(asked().filter(isItem)).toHaveLength(each * all)
      const assets = sessions.flatMap((session) => session.assets)
      expect(assets.length > 0).toBe(each > 0)
      if (depth === 'scans')
        expect(new Set(assets.map(({ role }) => role))).toEqual(new Set(['DIRECTORY']))
    })
  })

  test('the depth of files gives single files with size and digest, and keeps what has no list', async () => {
    await withSite(
      { source: { depth: 'files', projects: ['RODENT_MRI', 'TUMOUR'] } },
      async ({ harvest, held }) => {
        const run = await harvest()
        expect([run.state, run.rejected]).toEqual(['SUCCEEDED', 0])
        const assets = [...(await held()).values()].flatMap((one) => one.assets)
        const files = assets.filter(({ locator }) => locator.includes('/files/'))
        expect(files.length).toBeGreaterThan(100)
        expect(files.some(({ checksum }) => checksum?.algorithm === 'MD5')).toBe(true)
        expect(files.some(({ size }) => size !== null && size > 0)).toBe(true)
        expect(files.every(({ size }) => size !== 0)).toBe(true)
        const again = await harvest()
        expect([again.state, again.written]).toEqual(['SUCCEEDED', 0])
      },
    )
  })
})

describe('xnat: a harvest that was interrupted', () => {
  test('goes on at its project: those before are not asked again', async () => {
    await withSite({}, async ({ trial, harvest, asked }) => {
      const abort = new AbortController()
      const cut = await harvest({
        connector: cutAtCheckpoint(xnat, 2, abort),
        signal: abort.signal,
      })
      expect(cut.state).toBe('RUNNING')
      expect(abort.signal.reason).toBeInstanceOf(Interruption)
      const before = asked()
      const run = await harvest()
      expect([run.id, run.state]).toEqual([cut.id, 'SUCCEEDED'])
      const after = asked()
      expect(after.filter(isItem).filter((request) => before.includes(request))).toEqual([])
      expect(after).not.toContain('GET /data/projects/OPEN_AGING/experiments')
      expect(after).toContain('GET /data/projects/TUMOUR/experiments')
      expect(trial.standin.faults.hits).toBe(0)
    })
  })
})

describe('xnat: a harvest that is lied to', () => {
  const lists = ({ path }: { path: string }) => path === '/data/projects/OPEN_AGING/experiments'
  const told: Record<string, RegExp> = {
    accepted: /status 202/,
    'login-redirect': /session that it opened/,
    'password-redirect': /another page instead of answering/,
    'login-page': /a web page where data was due/,
    swallowed: /answered with nothing/,
    'no-rows': /a table without rows/,
    'null-rows': /a table without rows/,
    'other-json': /JSON that is no table/,
    'other-envelope': /JSON that is no table/,
    'bad-gateway': /status 502/,
    'error-page': /status 500/,
    'forbidden-page': /status 403/,
    'missing-page': /status 404/,
  }

  test.each(misbehaviours.filter((how) => how !== 'no-children'))(
    'in the list of a project by %s says what it was, and keeps that project whole',
    async (how) => {
      await withSite({}, async ({ site, harvest, held, logged }) => {
        await harvest()
        const whole = [...(await held()).keys()]
        site.upstream.removeSession('NEURO_E00001')
        site.misbehave({ how, match: lists })
        const run = await harvest({ allowRemovals: true })
        expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
        expect(logged()).toMatch(told[how] as RegExp)
        expect([...(await held()).keys()]).toEqual(whole)
      })
    },
  )

  test.each([
    ['no-content', /no content \(status 204\)/],
    ['empty', /answered with nothing/],
    ['truncated-json', /damaged or cut off/],
    ['wrong-type', /another type of content/],
    ['html', /a web page where data was due/],
  ] as const)('in the list of a project by %s says what it was', async (kind, message) => {
    await withSite({}, async ({ site, harvest, logged }) => {
      await harvest()
      site.upstream.removeSession('NEURO_E00001')
      site.faults.add({ kind, match: lists })
      const run = await harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect(logged()).toMatch(message)
    })
  })

  test('no two kinds of failed reads are told in the same words', async () => {
    await withSite({}, async ({ site, trial, harvest }) => {
      const said: string[] = []
      const hearing = async (order: { remove(): void }) => {
        const before = trial.logged.length
        expect((await harvest()).state).toBe('PARTIAL')
        order.remove()
        const warnings = trial.logged.slice(before) as { name?: string; message: string }[]
        // Once for the project itself, once for its sessions.
        const reasons = warnings.flatMap(({ name, message }) =>
          name === 'GatewayError' ? [message] : [],
        )
        said.push(...new Set(reasons))
      }
      for (const how of ['accepted', 'password-redirect', 'no-rows'] as const) {
        await hearing(site.misbehave({ how, match: lists }))
      }
      for (const kind of ['empty', 'no-content', 'html', 'wrong-type', 'truncated-json'] as const) {
        await hearing(site.faults.add({ kind, match: lists }))
      }
      expect(said).toHaveLength(8)
      expect(new Set(said).size).toBe(8)
    })
  })

  test.each(['no-children', 'other-envelope', 'null-rows', 'missing-page'] as const)(
    'in one session by %s keeps its record, and reads the others',
    async (how) => {
      await withSite({}, async ({ site, harvest, held }) => {
        await harvest()
        const before = (await held()).get('experiment:NEURO_E00003')
        site.upstream.changeSession('NEURO_E00003', { label: 'other' })
        site.upstream.changeSession('NEURO_E00005', { label: 'renamed' })
        site.upstream.removeSession('NEURO_E00001')
        site.misbehave({ how, match: ({ path }) => path.endsWith('/NEURO_E00003') })
        const run = await harvest({ allowRemovals: true })
        expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
        const after = await held()
        expect(after.get('experiment:NEURO_E00003')).toEqual(before)
        expect(after.get('experiment:NEURO_E00005')?.record.title).toContain('renamed')
      })
    },
  )

  test('by a list that comes short of another is found out', async () => {
    await withSite({}, async ({ site, harvest, held, logged }) => {
      await harvest()
      const size = (await held()).size
      site.faults.add({
        kind: 'empty-page',
        match: ({ path, search }) => lists({ path }) && search.includes('xsiType=xnat'),
      })
      const run = await harvest({ allowRemovals: true })
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      expect(logged()).toContain('in one list and not in the other')
      expect((await held()).size).toBe(size)
    })
  })

  test('by sessions one after the other stops asking for more of that project', async () => {
    await withSite({}, async ({ site, harvest, asked }) => {
      await harvest()
      asked()
      site.faults.add({ kind: 'status-404', match: isSession })
      const run = await harvest()
      expect([run.state, run.removed]).toEqual(['PARTIAL', 0])
      // A few for each of the projects that have sessions, not all forty.
      expect(asked().filter(isItem).length).toBeLessThan(30)
    })
  })
})

describe('xnat: what is gone', () => {
  test('a session that is deleted is removed, once its project was read as a whole', async () => {
    await withSite({}, async ({ site, harvest, held }) => {
      await harvest()
      site.upstream.removeSession('NEURO_E00001')
      const run = await harvest({ full: false })
      expect([run.state, run.removed]).toEqual(['SUCCEEDED', 1])
      expect((await held()).has('experiment:NEURO_E00001')).toBe(false)
    })
  })

  test('a session that was only taken out of another project stays', async () => {
    await withSite({}, async ({ site, harvest, held }) => {
      await harvest()
      site.upstream.unshare('NEURO_E00004', 'TUMOUR')
      const run = await harvest()
      expect(run.removed).toBe(0)
      const parents = (await held()).get('experiment:NEURO_E00004')?.record.parents
      expect(parents).not.toContain('trial:project:TUMOUR')
    })
  })
})
